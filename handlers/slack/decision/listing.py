"""`/decision list` and `/decision #3`: the log, newest first, and one of it."""

from datetime import date, datetime

from bot import agenda, people, schedule
from bot.ceremonies.decision import Decision
from bot.ceremonies.decision.shown import face_of
from bot.ledger import Ledger
from bot.shell import decisions
from bot.shell.decisions import SOON, Made
from handlers.slack import blocks
from handlers.slack.blocks import Json, actions, button, context, header, numbered, paragraph, rich
from handlers.slack.decision.drawings import RESTORE, REVISIT, STANDS, TAKE_BACK, on, shown
from handlers.slack.desk import Command, Desk, Envelope, Reply
from handlers.slack.text import channel, clip, count, emoji, line, names, say, sentence

NONE = "No decision is recorded here yet. `/decision` records one."
#: So many are shown: each may take two blocks.
MOST = 15
_TEXT, _NAMES = 250, 100


async def show(desk: Desk, command: Command) -> Reply:
    """`/decision list`, here or, in a direct message, in all one's teams."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        every = [each for team in teams for each in decisions.listed(ledger, team, MOST + 1)]
        every.sort(key=lambda each: (each.round.state.at, each.round.state.number), reverse=True)
        today = schedule.local_day(now, people.zone_of(ledger, envelope.workspace, envelope.user))
        where = channel(teams[0].name) if len(teams) == 1 else "your teams"
        return _listed(ledger, every, envelope, where, today)

    return await desk.store.read(find)


def _listed(ledger: Ledger, every: list[Made], envelope: Envelope, where: str, today: date) -> Reply:
    if not every:
        return Reply(NONE)
    some, more = every[:MOST], len(every) > MOST
    title = f"{'The last ' * more}{count(len(some), 'decision')} · {where}"
    drawn: list[Json] = [header(title)]
    for row, each in enumerate(some):
        drawn.append(_row(each, where, today))
        if _soon(each, today) and decisions.may_revisit(ledger, each, envelope.user):
            drawn.append(actions(*choices(each, row)))
    drawn.append(context("/decision #3 shows one whole" + (", older ones too" if more else "")))
    said = [f"{sentence(_called(each))} {_stands(each, where, today)}" for each in some]
    return Reply("\n".join([title, *said]), drawn)


def choices(made: Made, row: int) -> list[Json]:
    """What may be said of one of several."""
    return [
        button("Still stands", numbered(STANDS, row), made.round.id),
        button("Revisit", numbered(REVISIT, row), made.round.id),
    ]


def _called(made: Made) -> str:
    return clip(f"#{made.round.state.number} {line(made.round.state.text)}", _TEXT)


def _soon(made: Made, today: date) -> bool:
    state = made.round.state
    return state.ended is None and state.due is not None and state.due <= today + SOON


def _row(made: Made, where: str, today: date) -> Json:
    mark = emoji("hourglass_flowing_sand") if _soon(made, today) else []
    return rich(paragraph(mark, say(_called(made), bold=True), say(f"\n{_stands(made, where, today)}")))


def _stands(made: Made, where: str, today: date) -> str:
    state = made.round.state
    face = face_of(state)
    parts = [names(face.deciders, _NAMES), on(face.on, today)]
    if state.ended:
        number = state.ended.number
        parts.insert(0, f"#{number} stands in its place" if number else state.ended.how)
    elif state.due:
        parts.insert(0, f"{_ahead(state, state.due, today)} {on(state.due, today)}")
    team = channel(made.team.name)
    return " · ".join([*parts, *([team] if team != where else [])])


def _ahead(state: Decision, day: date, today: date) -> str:
    if state.came:
        return "revisit it now: its sign came true on"
    return "revisit it now: its day was" if day < today else "to be revisited on"


async def show_one(desk: Desk, command: Command, number: int) -> Reply:
    """`/decision #3`."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return one(ledger, decisions.require_open(decisions.numbered(ledger, teams, number)), envelope, now)

    return await desk.store.read(find)


def one(ledger: Ledger, made: Made, envelope: Envelope, now: datetime) -> Reply:
    """It, with the buttons that are somebody's to press."""
    drawing = shown(face_of(made.round.state))
    here, user = made.round.id, envelope.user
    buttons = []
    if decisions.may_revisit(ledger, made, user):
        buttons.append(button("Revisit", numbered(REVISIT, 0), here))
    if decisions.may_take_back(ledger, made, user, now):
        buttons.append(button("Take it back", numbered(TAKE_BACK, 0), here))
    if decisions.may_restore(ledger, made, user, now):
        buttons.append(button("Undo", numbered(RESTORE, 0), here))
    more = [blocks.actions(*buttons)] if buttons else []
    return Reply(spoken_of(made), [*drawing.blocks, *more])


def spoken_of(made: Made) -> str:
    """The same in words that are not escaped yet."""
    face = face_of(made.round.state)
    why = clip(line(face.why), 1_000)
    return f"Decision {sentence(_called(made))} {_stands(made, channel(made.team.name), face.on)}. Why: {why}"
