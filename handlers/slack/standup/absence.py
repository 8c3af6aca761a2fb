"""`/standup away …`: saying when one is away, looking it up, and taking it back."""

import asyncio
from collections.abc import Mapping
from datetime import date

from bot import people
from bot.dates import read_days, say_day
from bot.ledger import Ledger
from bot.model import Absence
from handlers.slack.absences import number as number_of
from handlers.slack.absences import today as today_of
from handlers.slack.blocks import actions, button, context, numbered, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply

UNDO = "away.undo"
#: So many absences are listed.
LISTED = 8


async def away(desk: Desk, command: Command) -> Reply:
    """`/standup away 24 Dec - 2 Jan`; without words, what was said before."""
    if not command.rest:
        return await _look_up(desk, command.envelope)
    now, envelope = desk.now(), command.envelope
    today = await desk.store.read(lambda ledger: today_of(desk, ledger, envelope))
    first, last = await asyncio.to_thread(read_days, command.rest, today)
    absence = Absence(envelope.user, first, last)
    number = await desk.run(envelope, lambda ledger: people.be_away(ledger, envelope.workspace, absence, now))
    return noted(first, last, today, number)


def noted(first: date, last: date, today: date, number: int) -> Reply:
    """What was understood, and the way back."""
    text = f"You are away {_say(first, last, today)}: no prompts, and nobody waits for you."
    return Reply(text, [section(text), actions(button("Undo", UNDO, str(number)))])


async def _look_up(desk: Desk, envelope: Envelope) -> Reply:
    def find(ledger: Ledger) -> dict[str, str]:
        today = today_of(desk, ledger, envelope)
        known = ledger.roster.absences(envelope.workspace, envelope.user, today)
        return {str(number): f"Away {_say(each.first, each.last, today)}" for number, each in known.items()}

    return listed(await desk.store.read(find))


def listed(known: Mapping[str, str]) -> Reply:
    """The days that were noted, by their numbers, each with the way back."""
    if not known:
        return Reply(
            "No days away are noted for you. Try `/standup away tomorrow` or `/standup away 24 Dec - 2 Jan`."
        )
    rows = list(known.items())[:LISTED]
    blocks = [
        section(text, button("Take back", numbered(UNDO, row), number))
        for row, (number, text) in enumerate(rows)
    ]
    more = len(known) - len(rows)
    blocks += [context(f"And {more} more. Take some back to see them.")] if more else []
    return Reply(". ".join(text for _, text in rows), blocks)


def _say(first: date, last: date, today: date) -> str:
    return say_day(first, today) if first == last else f"{say_day(first, today)} to {say_day(last, today)}"


async def undo_away(desk: Desk, click: Click) -> Reply:
    """The Undo button of an absence."""
    number, now, envelope = number_of(click.value), desk.now(), click.envelope
    done = await desk.run(
        envelope, lambda ledger: people.be_back(ledger, envelope.workspace, envelope.user, number, now)
    )
    return undone(done=done)


def undone(*, done: bool) -> Reply:
    """That it was taken back."""
    return Reply("Undone: you are asked as usual." if done else "That was undone before.")
