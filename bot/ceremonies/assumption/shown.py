"""What people see of an assumption: its card in the channel, and the question whether it holds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from bot import schedule
from bot.ceremonies import asking
from bot.ceremonies.asking import Matter, Told
from bot.ceremonies.assumption.state import Assumption, Changed, Said, Waited
from bot.model import Absence, Member, Notice, Room, Round, RoundId

CARD = "card"


@dataclass(frozen=True, slots=True)
class Face:
    """An assumption as people read it. Days are by the team's calendar."""

    number: int
    text: str
    owner: str
    on: date  #: when it was written down
    why: str = ""
    work: tuple[str, ...] = ()
    experiment: str = ""  #: its key
    epic: str = ""
    story: int = 0
    title: str = ""  #: the story's
    day: date | None = None
    said: Said | None = None
    said_on: date | None = None
    changed: Changed | None = None  #: the last time
    changed_on: date | None = None
    taken: bool = False  #: it was taken back


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """It in the team's channel."""

    face: Face

    @property
    def moot(self) -> bool:
        return self.face.taken


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """Somebody is asked whether it holds. `answer`: somebody has said that nobody knows yet; `moved`: somebody has
    made it another's, or for another day. Where somebody knew, its `face` tells."""

    face: Face
    team: str
    matter: Matter
    day: date  #: for which it is asked
    answer: Waited | None = None
    moved: Changed | None = None
    who: Member | None = field(default=None, compare=False, repr=False)
    away: tuple[Absence, ...] = field(default=(), compare=False, repr=False)

    @property
    def moot(self) -> bool:
        closed = self.answer or self.moved or self.face.said
        return closed is not None or self.face.taken

    def goes(self, at: datetime) -> datetime | None:
        """A question that could not be sent at its moment waits until they are at work again."""
        return asking.goes(self.who, at, self.away)


def show(round_: Round[Assumption]) -> dict[str, Notice]:
    """All slots of an assumption."""
    state, face = round_.state, face_of(round_.state)
    card = Card(Room(), round_.id, face)
    return {CARD: card} | asking.slots(state.told, partial(_ask, round_.id, state, face))


def face_of(state: Assumption) -> Face:
    """The assumption as people read it."""
    last, changed = state.said, state.changed[-1] if state.changed else None
    return Face(
        state.number,
        state.text,
        state.owner.name,
        schedule.local_day(state.at, state.zone),
        state.why,
        state.work,
        state.about.experiment,
        state.about.epic,
        state.about.number,
        state.about.title,
        state.day,
        last,
        schedule.local_day(last.at, state.zone) if last else None,
        changed,
        schedule.local_day(changed.at, state.zone) if changed else None,
        taken=state.taken is not None,
    )


def _ask(round_: RoundId, state: Assumption, face: Face, told: Told, number: int) -> Ask:
    answer, moved = _answered(state, told) if number <= state.heard else (None, None)
    if answer or moved or face.said or face.taken:  # what else becomes of it is none of this message's news
        said = None if answer or moved else face.said
        face = Face(face.number, face.text, "", face.on, said=said, taken=face.taken)
    return Ask(
        asking.place(told),
        round_,
        face,
        state.team,
        told.matter,
        told.day,
        answer,
        moved,
        who=asking.whom(told, (state.owner, *state.leads), state.zone),
        away=state.away,
    )


def _answered(state: Assumption, told: Told) -> tuple[Waited | None, Changed | None]:
    """What has answered this question: that nobody knows yet, or that it was changed."""
    waited = next((each for each in state.waited if each.at >= told.at), None)
    changed = next((each for each in state.changed if each.anew and each.at >= told.at), None)
    if waited and changed:
        return (waited, None) if waited.at <= changed.at else (None, changed)
    return waited, changed
