"""The maker of simple ceremonies: ask everyone the same questions at their own time, collect, post a digest.

`make` gives a whole ceremony with nothing added; the standup adds blockers to the same functions.
"""

from collections.abc import Mapping
from datetime import date, datetime

from bot.ceremonies.survey.kept import erase, record
from bot.ceremonies.survey.notices import (
    Ask,
    Board,
    Digest,
    FullAnswer,
    Line,
    Remind,
    Standing,
    counted,
    show,
)
from bot.ceremonies.survey.rules import (
    answer,
    begin,
    follow,
    is_over,
    seat_of,
    skip,
    tick,
    trial,
    unskip,
    wake_at,
)
from bot.ceremonies.survey.state import Answer, Given, Question, Seat, Settings, Skip, Survey, Unskip
from bot.model import (
    Act,
    Answered,
    Book,
    Ceremony,
    Entry,
    MemberChanged,
    MemberId,
    Notice,
    Page,
    Plan,
    PlanChanged,
    Record,
    Round,
    RoundId,
    Said,
    Tick,
    Turn,
)

__all__ = [
    "READS",
    "Answer",
    "Ask",
    "Board",
    "Digest",
    "FullAnswer",
    "Given",
    "Line",
    "Question",
    "Remind",
    "Seat",
    "Settings",
    "Skip",
    "Standing",
    "Survey",
    "Unskip",
    "advance",
    "answer",
    "begin",
    "counted",
    "entry",
    "erase",
    "follow",
    "is_over",
    "make",
    "record",
    "seat_of",
    "show",
    "skip",
    "tick",
    "trial",
    "turn",
    "unskip",
    "wake_at",
]

READS: Mapping[type[Act], frozenset[Page]] = {
    Tick: frozenset({"said", "absences"}),
    Answer: frozenset({"said"}),
    Unskip: frozenset({"said", "absences"}),
    MemberChanged: frozenset({"plan", "members", "absences"}),
    PlanChanged: frozenset({"plan", "members", "absences"}),
}


def entry(round_: RoundId, survey: Survey, by: MemberId | None) -> tuple[Entry, ...]:
    """The line in the book about what a member answered; a trial leaves none."""
    seat = next(each for each in survey.seats if each.member.id == by)
    if survey.trial or seat.given is None:
        return ()
    questions = {q.key: q.text for q in survey.settings.questions}
    said = Said(round_, seat.member.id, survey.day, seat.given.texts, questions, seat.given.late)
    return (Answered(said),)


def turn(survey: Survey, at: datetime, entries: tuple[Entry, ...] = ()) -> Turn[Survey]:
    """A survey's turn: its state, when to wake, whether it is over."""
    return Turn(survey, wake_at(survey, at), entries, over=is_over(survey, at))


def advance(
    round_: RoundId, survey: Survey, act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Survey]:
    """What an act makes of a survey."""
    if isinstance(act, Answer):
        after = answer(survey, act, by, at, book.said)
        return turn(after, at, entry(round_, after, by))
    if isinstance(act, Skip):
        return turn(skip(survey, by, at), at)
    if isinstance(act, (MemberChanged, PlanChanged)):
        survey = follow(survey, act, book, at)
    if isinstance(act, Unskip):
        survey = unskip(survey, by, at)
    return turn(tick(survey, at, book.said, book.absences), at)


def make(kind: str, title: str, settings: type[Settings] = Settings) -> Ceremony[Survey]:
    """A whole ceremony that asks, collects and posts a digest, with nothing added."""

    def open_(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Survey] | None:
        survey = begin(title, plan, book, day, at)
        return turn(tick(survey, at, book.said, book.absences), at) if survey else None

    def advance_(
        round_: Round[Survey], act: Act, by: MemberId | None, at: datetime, book: Book
    ) -> Turn[Survey]:
        return advance(round_.id, round_.state, act, by, at, book)

    def show_(round_: Round[Survey]) -> dict[str, Notice]:
        return show(round_.id, round_.state, over=round_.over)

    def record_(round_: Round[Survey]) -> tuple[Record, ...]:
        return record(round_.id, round_.state)

    return Ceremony(kind, Survey, settings, advance_, show_, open_, READS, record=record_, erase=erase)
