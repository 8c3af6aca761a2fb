"""What people see of a survey: prompts, reminders, the board, the digest and the full answers below it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot import schedule
from bot.ceremonies.survey import late, reminders
from bot.ceremonies.survey.state import (
    DROPPED,
    GONE,
    LEFT,
    MISSED,
    OUT,
    STARTS_NEXT_TIME,
    Given,
    Seat,
    Survey,
)
from bot.model import Dm, Held, Notice, Room, RoundId, Thread

#: What became of a prompt.
Standing = Literal["asked", "answered", "skipped", "away", "over", "left", "gone", "dropped", "held"]
_OUT: dict[str, Standing] = {LEFT: "left", GONE: "gone", DROPPED: "dropped"}
_USEFUL = frozenset({"asked", "answered", "skipped", "away"})


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """A member's prompt, and later what became of it."""

    title: str
    team: str
    day: date
    state: Standing
    zone: str
    digest_at: datetime | None  #: None: it was out already when the member was asked
    late: bool = False
    trial: bool = False
    kind: str = "survey"
    held: Held = ""  #: why, where the state is "held"
    seat: Seat | None = field(default=None, compare=False)

    @property
    def moot(self) -> bool:
        return self.state not in _USEFUL

    def goes(self, at: datetime) -> datetime | None:
        if self.seat is None or self.state != "asked":
            return at  # it answers what they did themself
        return late.prompt_goes(self.seat, at)

    @property
    def due(self) -> datetime | None:
        if self.seat is None or self.state != "asked" or self.trial:
            return None
        return schedule.after_quiet(self.seat.member, self.seat.ask_at)


@dataclass(frozen=True, slots=True)
class Remind(Notice):
    """A nudge to a member who was asked and has not answered."""

    title: str
    team: str
    day: date
    state: Literal["waiting", "done", "over", "held"] = "waiting"
    kind: str = "survey"
    seat: Seat | None = field(default=None, compare=False)

    @property
    def moot(self) -> bool:
        return self.state != "waiting"

    def goes(self, at: datetime) -> datetime | None:
        return at if self.seat is None or reminders.still_goes(self.seat, at) else None


@dataclass(frozen=True, slots=True)
class Board(Notice):
    """One prompt for all in the channel, with how many have answered."""

    title: str
    day: date
    answered: int
    present: int
    over: bool = False
    kind: str = "survey"
    seats: tuple[Seat, ...] = field(default=(), compare=False)

    @property
    def moot(self) -> bool:
        return self.over

    def goes(self, at: datetime) -> datetime | None:
        return late.board_goes(self.seats, at)


@dataclass(frozen=True, slots=True)
class Line:
    """A member's line in the digest."""

    name: str
    headline: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """What the round came to. Names are names, never mentions."""

    title: str
    day: date
    answered: int
    present: int
    lines: tuple[Line, ...] = ()
    waiting: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    away: tuple[tuple[str, str], ...] = ()  #: name, why
    over: bool = False
    trial: bool = False
    missed: tuple[str, ...] = ()  #: not asked, since their time had passed before it could be done
    since: datetime | None = field(default=None, compare=False)  #: when it was due

    def goes(self, at: datetime) -> datetime | None:
        return None if self.since and at >= self.since + late.DIGEST else at


@dataclass(frozen=True, slots=True)
class FullAnswer(Notice):
    """All that one member answered, below the digest: pairs of question and text."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    late: bool = False
    edited: bool = False


def show(round_: RoundId, survey: Survey, *, over: bool = False) -> dict[str, Notice]:
    """All slots of a survey: prompts, reminders, the board, the digest and the full answers below it."""
    slots: dict[str, Notice] = {}
    for seat in survey.seats:
        _show_seat(slots, round_, survey, seat, over=over)
    if survey.settings.where == "channel" and not survey.trial and any(s.asked_at for s in survey.seats):
        slots["board"] = Board(
            Room(),
            round_,
            survey.title,
            survey.day,
            len(survey.answered),
            _count(survey),
            over,
            survey.kind,
            survey.seats,
        )
    if survey.digested_at:
        slots["digest"] = digest(round_, survey, over=over)
        if not survey.trial:
            _show_answers(slots, round_, survey)
    return slots


def _show_seat(slots: dict[str, Notice], round_: RoundId, survey: Survey, seat: Seat, *, over: bool) -> None:
    who = seat.member.id
    by_dm = survey.settings.where == "dm" or survey.trial
    if seat.given or (seat.asked_at and by_dm):
        standing = _ask_state(survey, seat, over=over)
        slots[f"ask:{who}"] = Ask(
            Dm(who),
            round_,
            survey.title,
            survey.team,
            survey.day,
            standing,
            seat.member.zone,
            None if _was_out(survey, seat) else survey.digest_at,
            late=bool(seat.given and seat.given.late),
            trial=survey.trial,
            kind=survey.kind,
            held=survey.held if standing == "held" else "",
            seat=seat,
        )
    for number in range(1, seat.nudges + 1):
        slots[f"remind:{who}:{number}"] = Remind(
            Dm(who),
            round_,
            survey.title,
            survey.team,
            survey.day,
            _remind_state(survey, seat, over=over),
            survey.kind,
            seat,
        )


def _remind_state(survey: Survey, seat: Seat, *, over: bool) -> Literal["waiting", "done", "over", "held"]:
    if over or seat.closed:
        return "over"
    if not seat.waiting:
        return "done"
    return "held" if survey.held else "waiting"


def _was_out(survey: Survey, seat: Seat) -> bool:
    """Whether the digest's hour had come when the member was asked."""
    return bool(seat.asked_at and seat.asked_at >= survey.digest_at) and not survey.trial


def _ask_state(survey: Survey, seat: Seat, *, over: bool) -> Standing:
    closed = over or seat.closed
    if seat.absent in _OUT and not closed:
        return _OUT[seat.absent]
    if seat.given:
        return "answered"
    if closed:
        return "over"
    if survey.held and not seat.absent:
        return "held"
    if seat.skipped:
        return "skipped"
    return "away" if seat.absent else "asked"


def _count(survey: Survey) -> int:
    """The denominator: those present, and whoever answered all the same."""
    return sum(seat.present or seat.given is not None for seat in survey.seats)


def counted(survey: Survey, *, over: bool) -> tuple[int, int] | None:
    """How many the round counts on and how many answered; None before its digest is out, and of a trial."""
    if survey.trial or not (over or survey.digested_at):
        return None
    return _count(survey), len(survey.answered)


def digest(round_: RoundId, survey: Survey, *, over: bool = False) -> Digest:
    """What the round came to so far."""
    seats = survey.seats
    return Digest(
        Dm(seats[0].member.id) if survey.trial else Room(),
        round_,
        survey.title,
        survey.day,
        answered=len(survey.answered),
        present=_count(survey),
        lines=tuple(Line(s.member.name, _headline(survey, s.given), s.given.late) for s in seats if s.given),
        waiting=tuple(s.member.name for s in seats if s.waiting and not _after_digest(survey, s)),
        later=tuple(s.member.name for s in seats if s.present and not s.given and _after_digest(survey, s)),
        skipped=tuple(s.member.name for s in seats if s.skipped and not s.absent),
        away=tuple((s.member.name, s.absent) for s in seats if _is_away(s)),
        missed=tuple(s.member.name for s in seats if s.absent == MISSED),
        over=over,
        trial=survey.trial,
        since=survey.digested_at,
    )


def _after_digest(survey: Survey, seat: Seat) -> bool:
    """Not asked before the digest: nobody waits for these, and the digest does not say that they are silent."""
    if seat.closed:
        return False
    return seat.asked_at is None or bool(survey.digested_at and seat.asked_at >= survey.digested_at)


def _is_away(seat: Seat) -> bool:
    return bool(seat.absent) and seat.absent not in {*OUT, MISSED, STARTS_NEXT_TIME}


def _headline(survey: Survey, given: Given) -> str:
    """One line for the digest: what lies ahead (the second question), or else the first thing said."""
    texts = [given.texts.get(q.key, "") for q in survey.settings.questions]
    ahead = texts[1:2] if len(texts) > 1 else []
    return next((text for text in [*ahead, *texts] if text), "")


def _show_answers(slots: dict[str, Notice], round_: RoundId, survey: Survey) -> None:
    for seat in survey.seats:
        if seat.given:
            pairs = tuple(
                (q.text, seat.given.texts[q.key])
                for q in survey.settings.questions
                if seat.given.texts.get(q.key)
            )
            slots[f"answer:{seat.member.id}"] = FullAnswer(
                Thread("digest"), round_, seat.member.name, pairs, seat.given.late, seat.given.edited
            )
