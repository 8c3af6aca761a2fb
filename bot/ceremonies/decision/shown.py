"""What people see of a decision: its card in the channel, and the question whether it still stands."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from bot import schedule
from bot.ceremonies import asking
from bot.ceremonies.asking import Matter, Told
from bot.ceremonies.decision.state import Confirmed, Decision, Ended, Option
from bot.model import Absence, Member, Notice, Room, Round, RoundId

CARD = "card"


@dataclass(frozen=True, slots=True)
class Face:
    """A decision as people read it."""

    number: int
    text: str
    why: str
    deciders: tuple[str, ...]
    on: date  #: when it was recorded, by the team's calendar
    options: tuple[Option, ...] = ()
    epic: str = ""
    story: int = 0
    title: str = ""  #: the story's
    sign: str = ""
    day: date | None = None
    came: bool = False  #: its sign came true on `day`
    confirmed: Confirmed | None = None
    confirmed_on: date | None = None
    replaces: tuple[int, ...] = ()
    ended: Ended | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """It in the team's channel."""

    face: Face

    @property
    def moot(self) -> bool:
        return self.face.ended is not None and self.face.ended.how == "taken back"


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """Somebody is asked whether it still stands. `answer`: somebody has said that it does; where it was ended instead,
    its `face` tells. `sign`: what would make them revisit it came true on `day`."""

    face: Face
    team: str
    matter: Matter
    day: date  #: for which it is asked
    answer: Confirmed | None = None
    last: bool = True  #: no other answer followed that
    sign: bool = False
    who: Member | None = field(default=None, compare=False, repr=False)
    away: tuple[Absence, ...] = field(default=(), compare=False, repr=False)

    @property
    def moot(self) -> bool:
        return self.answer is not None or self.face.ended is not None

    def goes(self, at: datetime) -> datetime | None:
        """A question that could not be sent at its moment waits until they are at work again."""
        return asking.goes(self.who, at, self.away)


def show(round_: Round[Decision]) -> dict[str, Notice]:
    """All slots of a decision."""
    state, face = round_.state, face_of(round_.state)
    card = Card(Room(), round_.id, face)
    return {CARD: card} | asking.slots(state.told, partial(_ask, round_.id, state, face))


def face_of(state: Decision) -> Face:
    """The decision as people read it."""
    last, ended = state.confirmed[-1] if state.confirmed else None, state.ended
    return Face(
        state.number,
        state.text,
        state.why,
        tuple(each.name for each in state.deciders),
        schedule.local_day(state.at, state.zone),
        state.options,
        state.about.epic,
        state.about.number,
        state.about.title,
        state.sign,
        state.due,
        state.came is not None,
        last,
        schedule.local_day(last.at, state.zone) if last else None,
        tuple(each.number for each in state.replaces),
        ended,
        schedule.local_day(ended.at, state.zone) if ended else None,
    )


def _ask(round_: RoundId, state: Decision, face: Face, told: Told, number: int) -> Ask:
    after = (each for each in state.confirmed if each.at >= told.at)
    answer = next(after, None) if number <= state.heard else None
    if answer or state.ended:  # what else becomes of it is none of this message's news
        face = Face(face.number, face.text, "", (), face.on, ended=None if answer else state.ended)
    elif face.came:  # the question begins with that
        face = replace(face, day=state.day, came=False)
    return Ask(
        asking.place(told),
        round_,
        face,
        state.team,
        told.matter,
        told.day,
        answer,
        last=answer is None or (answer is state.confirmed[-1] and state.ended is None),
        sign=told.sign and not (answer or state.ended),
        who=asking.whom(told, (*state.deciders, *state.leads), state.zone),
        away=state.away,
    )
