"""What people see of a question: the team's card, what the asker is told, the answer below the digest, and the
reminders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot import schedule
from bot.ceremonies.question.state import End, Question
from bot.model import Dm, Notice, Room, Round, Thread

CARD = "card"


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The question in the team's channel. `ended` empty: it waits; `by`: who has ended it."""

    text: str
    asker: str
    day: date  #: of the digest under which it was asked
    public: bool  #: the answer will stand there for others to read
    ended: End | None = None
    by: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Asked(Notice):
    """To the asker: that it was asked."""

    text: str
    called: str
    ended: End | None = None


@dataclass(frozen=True, slots=True)
class Came(Notice):
    """To the asker: what came of it."""

    text: str
    called: str
    ended: End
    by: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Answered(Notice):
    """Below the digest, for all who read it there."""

    text: str
    asker: str
    by: str
    answer: str


@dataclass(frozen=True, slots=True)
class Remind(Notice):
    """To those who lead: it still waits."""

    text: str
    asker: str
    team: str
    day: date
    settled: bool = False

    @property
    def moot(self) -> bool:
        return self.settled


def show(round_: Round[Question]) -> dict[str, Notice]:
    """All slots of a question."""
    return dict(_slots(round_))


def _slots(round_: Round[Question]) -> Iterator[tuple[str, Notice]]:
    state, here = round_.state, round_.id
    asker, closed = state.asker.name, state.closed
    how, by, answer = (closed.how, closed.name, closed.text) if closed else (None, "", "")
    yield CARD, Card(Room(), here, state.text, asker, state.below.day, state.below.public, how, by, answer)
    yield "asked", Asked(Dm(state.asker.id), here, state.text, state.called, how)
    if how == "answered" and state.below.public:
        place = Thread(state.below.slot, state.below.round)
        yield "answer", Answered(place, here, state.text, asker, by, answer)
    if closed and state.told:
        yield "told", Came(Dm(state.asker.id), here, state.text, state.called, closed.how, by, answer)
    day = schedule.local_day(state.asked_at, state.zone)
    for each in state.leads:
        if each.told:
            place_of = Dm(each.member.id) if each.member else Room()
            slot = f"remind:{each.member.id if each.member else 'all'}"
            yield slot, Remind(place_of, here, state.text, asker, state.team, day, closed is not None)
