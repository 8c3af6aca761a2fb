"""`/assumption` and `/assumption show 3`: those that are open first, and one of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot import agenda, people, schedule
from bot.ceremonies.assumption.shown import face_of
from bot.ledger import Ledger
from bot.shell import assumptions
from bot.shell.assumptions import Made
from handlers.slack import blocks
from handlers.slack.assumption.drawings import (
    BROKEN,
    CHANGE,
    HELD,
    LATER,
    TAKE_BACK,
    UNDO_BROKEN,
    UNDO_HELD,
    numbers,
    shown,
)
from handlers.slack.assumption.forms import called
from handlers.slack.blocks import Json, actions, button, context, header, numbered, paragraph, rich
from handlers.slack.decision.drawings import on
from handlers.slack.desk import Command, Desk, Envelope, Reply
from handlers.slack.text import channel, clip, count, emoji, line, name, say, sentence

NONE = "No assumption is written down here yet. `/assumption new` writes one."
#: So many are shown: each may take two blocks.
MOST = 15
#: What is to be checked within so many days has its buttons in the list.
_SOON = timedelta(days=7)
_TEXT = 250


async def show(desk: Desk, command: Command) -> Reply:
    """`/assumption`, here or, in a direct message, in all one's teams."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        every = [each for team in teams for each in assumptions.listed(ledger, team)]
        every.sort(key=_place)
        today = schedule.local_day(now, people.zone_of(ledger, envelope.workspace, envelope.user))
        where = channel(teams[0].name) if len(teams) == 1 else "your teams"
        return _listed(ledger, every, envelope, where, today)

    return await desk.store.read(find)


def _listed(ledger: Ledger, every: list[Made], envelope: Envelope, where: str, today: date) -> Reply:
    if not every:
        return Reply(NONE)
    some = every[:MOST]
    title = f"{_title(every)} · {where}"
    drawn: list[Json] = [header(title)]
    for row, each in enumerate(some):
        drawn.append(_row(each, where, today))
        if _soon(each, today) and assumptions.may_settle(ledger, each, "held", envelope.user):
            drawn.append(actions(*choices(each, row)))
    below = "/assumption show 3 shows one whole" + (", also those that are not listed" * (len(every) > MOST))
    said = [f"{sentence(called(each.round.state, _TEXT))} {_stands(each, where, today)}" for each in some]
    return Reply("\n".join([title, *said]), [*drawn, context(below)])


def _title(every: Sequence[Made]) -> str:
    """How many are listed. Those that are open are all counted, the others only where all of them are listed."""
    if len(every) <= MOST:
        return count(len(every), "assumption")
    open_ = sum(each.round.state.said is None for each in every)
    if open_ > MOST:
        return f"{MOST} of {open_} open assumptions"
    if open_ == MOST:
        return f"All {MOST} open assumptions"
    return f"{open_} open, and the last {MOST - open_} others" if open_ else f"The last {MOST} assumptions"


def _place(made: Made) -> tuple[bool, float, int]:
    """Those that are open first; newest first."""
    state = made.round.state
    return state.said is not None, -state.at.timestamp(), -state.number


def choices(made: Made, row: int) -> list[Json]:
    """What may be said of one that is open."""
    return [
        button("Held", numbered(HELD, row), made.round.id),
        button("Broken", numbered(BROKEN, row), made.round.id),
        button("Not known yet", numbered(LATER, row), made.round.id),
    ]


def _soon(made: Made, today: date) -> bool:
    state = made.round.state
    return state.said is None and state.day is not None and state.day <= today + _SOON


def _row(made: Made, where: str, today: date) -> Json:
    mark = emoji("hourglass_flowing_sand") if _soon(made, today) else []
    text = called(made.round.state, _TEXT)
    return rich(paragraph(mark, say(text, bold=True), say(f"\n{_stands(made, where, today)}")))


def _stands(made: Made, where: str, today: date) -> str:
    state, team = made.round.state, channel(made.team.name)
    parts = [state.standing, name(state.owner.name)]
    if state.said and state.said.stories:
        parts[0] = f"broken: {numbers(state.said.stories)}"
    elif state.day and not state.said:
        soon = "check it now: its day was" if state.day < today else "to be checked on"
        parts.insert(1, f"{soon} {on(state.day, today)}")
    return " · ".join([*parts, *([team] if team != where else [])])


async def show_one(desk: Desk, command: Command, number: int) -> Reply:
    """`/assumption show 3`."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        made = assumptions.require_open(assumptions.numbered(ledger, teams, number))
        return one(ledger, made, envelope, now)

    return await desk.store.read(find)


def one(ledger: Ledger, made: Made, envelope: Envelope, now: datetime) -> Reply:
    """It, with the buttons that are somebody's to press."""
    drawing, here, user = shown(face_of(made.round.state)), made.round.id, envelope.user
    buttons: list[Json] = []
    if assumptions.may_settle(ledger, made, "held", user):
        buttons = choices(made, 0)
    elif assumptions.may_settle(ledger, made, "broken", user):
        buttons.append(button("Broken", numbered(BROKEN, 0), here))
    if assumptions.may_change(ledger, made, user):
        buttons.append(button("Change", numbered(CHANGE, 0), here))
    if assumptions.may_take_back(ledger, made, user, now):
        buttons.append(button("Take it back", numbered(TAKE_BACK, 0), here))
    if assumptions.may_undo(ledger, made, user, now):
        undo = UNDO_HELD if made.round.state.standing == "held" else UNDO_BROKEN
        buttons.append(button("Undo", numbered(undo, 0), here))
    more = [blocks.actions(*buttons)] if buttons else []
    return Reply(spoken_of(made), [*drawing.blocks, *more])


def spoken_of(made: Made) -> str:
    """The same in words that are not escaped yet."""
    state = made.round.state
    face = face_of(state)
    words = f"Assumption {sentence(called(state, _TEXT))} {_stands(made, channel(made.team.name), face.on)}."
    found = clip(line(state.said.why), 1_000) if state.said else ""
    why = clip(line(state.why), 1_000)
    work = ", ".join(clip(line(each), 150) for each in state.work)
    more = [found, f"Why: {why}" * bool(why), f"If it is wrong: {work}" * bool(work)]
    return " ".join([words, *(sentence(each) for each in more if each)])
