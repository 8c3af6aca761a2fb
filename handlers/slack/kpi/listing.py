"""`/kpi` and `/kpi show NAME`: what is kept in view, and one of it with its last readings."""

from datetime import datetime

from bot import agenda, schedule
from bot.ceremonies.kpi.shown import Card, show
from bot.dates import say_day
from bot.ledger import Ledger
from bot.model import RoundId, Team
from bot.shell import kpis
from bot.shell.kpis import Kept
from handlers.slack.blocks import Json, actions, bullets, button, context, header, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply
from handlers.slack.kpi import drawings, words
from handlers.slack.text import channel, count, emoji, say, sentence

#: So many are listed, and so many readings of one.
_LISTED, _READINGS = 25, 8


def teams(ledger: Ledger, envelope: Envelope) -> tuple[Team, ...]:
    """This channel's team or, in a direct message, all of somebody's."""
    return tuple(agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user))


async def show_all(desk: Desk, command: Command) -> Reply:
    """`/kpi`."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        here = teams(ledger, envelope)
        every = [each for team in here for each in kpis.of_team(ledger, team)]
        return _listed(every, channel(here[0].name) if len(here) == 1 else "your teams", now)

    return await desk.store.read(find)


def _listed(every: list[Kept], where: str, now: datetime) -> Reply:
    if not every:
        return Reply("Nothing is kept in view here yet. `/kpi new` begins.")
    first = sorted(every, key=lambda each: not each.round.state.spent)  # what is spent comes first
    title = f"{count(len(every), 'KPI')} · {where}"
    rows, said = [], []
    for each in first[:_LISTED]:
        state = each.round.state
        stands = words.brief(state, state.used, now)
        team = "" if channel(each.team.name) == where else f" · {channel(each.team.name)}"
        mark = emoji("warning") if state.spent else []
        rows.append(rich(paragraph(mark, say(words.named(each.name), bold=True), say(f"\n{stands}{team}"))))
        said.append(f"{words.named(each.name)}: {sentence(stands + team)}")
    more = len(every) - _LISTED
    below = "/kpi show NAME shows one" + (f"; {more} more are kept in view" if more > 0 else "")
    return Reply("\n".join([title, *said]), [header(title), *rows, context(below)])


async def show_one(desk: Desk, command: Command, typed: str) -> Reply:
    """`/kpi show NAME`."""
    envelope, now = command.envelope, desk.now()
    return await desk.store.read(
        lambda ledger: _one(kpis.to_show(ledger, teams(ledger, envelope), typed), now)
    )


async def press_show(desk: Desk, click: Click) -> Reply:
    """The button below what was said of its budget."""
    envelope, now = click.envelope, desk.now()
    return await desk.store.read(
        lambda ledger: _one(kpis.get(ledger, envelope.workspace, RoundId(click.value)), now)
    )


def _one(kept: Kept, now: datetime) -> Reply:
    card = show(kept.round.id, kept.round.state)["card"]
    assert isinstance(card, Card)  # noqa: S101 — the slot's own kind
    drawn = drawings.shown(card)
    state = kept.round.state
    today = schedule.local_day(now, state.zone)
    lines = []
    for each in reversed(state.readings[-_READINGS:]):
        day = say_day(schedule.local_day(each.at, state.zone), today)
        lines.append(
            " · ".join(filter(None, (words.figure(each.value, state.setup), day, words.given(each))))
        )
    below: list[Json] = (
        [rich(paragraph(say("Last readings")), bullets([say(each) for each in lines]))] if lines else []
    )
    again = button("Reopen", drawings.UNDO, kept.round.id)
    below.append(actions(again if state.ended else button("Change", drawings.CHANGE, kept.round.id)))
    stands = f"{words.named(kept.name)}: {words.brief(state, state.used, now)}."
    first = drawn.text if state.ended else stands
    return Reply("\n".join([first, *lines]), [*drawn.blocks, *below])
