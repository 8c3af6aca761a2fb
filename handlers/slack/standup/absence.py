"""`/standup away …`, and taking it back."""

from bot import people
from bot.dates import read_days, say_day
from bot.errors import NotFound, Refused
from bot.model import Absence
from bot.ports import Ledger
from bot.schedule import local_day
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Click, Command, Desk, Reply


async def away(desk: Desk, command: Command) -> Reply:
    """`/standup away 24 Dec - 2 Jan`."""
    now, envelope = desk.now(), command.envelope

    def do(ledger: Ledger) -> tuple[str, int]:
        person = ledger.roster.person(envelope.workspace, envelope.user)
        if person is None:
            raise Refused("Nobody has asked you for a standup yet, so there is nothing to be away from.")
        chosen = ledger.roster.chosen(envelope.workspace, envelope.user)
        zone = (chosen.zone if chosen else None) or person.zone
        today = local_day(now, zone)
        first, last = read_days(command.rest, today)
        number = people.be_away(ledger, envelope.workspace, Absence(envelope.user, first, last), now)
        days = (
            say_day(first, today) if first == last else f"{say_day(first, today)} to {say_day(last, today)}"
        )
        return f"You are away {days}: no prompts, and nobody waits for you.", number

    text, number = await desk.store.run(do)
    return Reply(text, [section(text), actions(button("Undo", "away.undo", str(number)))])


async def undo_away(desk: Desk, click: Click) -> Reply:
    """The Undo button below it."""
    if not click.value.isdigit():
        raise NotFound
    now, envelope = desk.now(), click.envelope
    undone = await desk.store.run(
        lambda ledger: people.be_back(ledger, envelope.workspace, envelope.user, int(click.value), now)
    )
    return Reply("Undone: you are asked as usual." if undone else "That was undone before.")
