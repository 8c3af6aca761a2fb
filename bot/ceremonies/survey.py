"""The maker of simple ceremonies: ask everyone the same questions at their own time, collect, post a digest.

`make` gives a whole ceremony with nothing added; the standup adds blockers to the same functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot import schedule
from bot.errors import BadInput, NotAsked, Over
from bot.model import (
    Act,
    Answered,
    Book,
    Ceremony,
    Dm,
    Entry,
    Member,
    MemberChanged,
    MemberId,
    Notice,
    Page,
    Plan,
    PlanChanged,
    Room,
    Round,
    RoundId,
    Said,
    Thread,
    Tick,
    Turn,
)

LEFT = "left"
STARTS_NEXT_TIME = "starts next time"
MISSED = "not asked"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `key` names it in answers, whatever its wording."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a survey is run. Reminders are minutes after a member's own prompt."""

    questions: tuple[Question, ...]
    where: Literal["dm", "channel"] = "dm"
    reminders: tuple[int, ...] = (120,)
    digest_at: time = time(12)


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """A member answers, or edits what they answered; texts by question key."""

    texts: Mapping[str, str]
    resolved: tuple[RoundId, ...] = ()  #: blockers that the member ticks off while answering


@dataclass(frozen=True, slots=True)
class Skip(Act):
    """A member has nothing to say this time."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a member answered, and when."""

    texts: Mapping[str, str]
    at: datetime
    late: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's place in a round. `absent` says why they are not asked; they count in no denominator then."""

    member: Member
    ask_at: datetime
    until: datetime  #: answers count until then: the member's next prompt
    absent: str = ""
    asked_at: datetime | None = None
    reminded: int = 0
    skipped: bool = False
    given: Given | None = None
    last: Said | None = None  #: what they answered last time, read when they are asked

    @property
    def present(self) -> bool:
        """Whether the round counts on this member."""
        return not self.absent and not self.skipped

    @property
    def waiting(self) -> bool:
        """Asked, and neither answered nor skipped."""
        return self.asked_at is not None and self.present and self.given is None


@dataclass(frozen=True, slots=True)
class Survey:
    """A round of a survey: who is asked when, and what they said."""

    title: str
    team: str
    zone: str
    day: date
    settings: Settings
    seats: tuple[Seat, ...]
    digest_at: datetime
    digested_at: datetime | None = None
    trial: bool = False  #: one member looks at it for themself; nothing counts
    paused: bool = False
    ended: bool = False

    @property
    def present(self) -> tuple[Seat, ...]:
        """The members that the round counts on."""
        return tuple(seat for seat in self.seats if seat.present)

    @property
    def answered(self) -> tuple[Seat, ...]:
        """The members who answered."""
        return tuple(seat for seat in self.seats if seat.given)


# What people see.


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """A member's prompt, and later what became of it."""

    title: str
    team: str
    day: date
    state: Literal["asked", "answered", "skipped", "away", "over"]
    zone: str
    digest_at: datetime
    channel_mode: bool = False
    late: bool = False
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Remind(Notice):
    """A nudge to a member who was asked and has not answered."""

    title: str
    team: str
    day: date
    state: Literal["waiting", "done", "over"] = "waiting"


@dataclass(frozen=True, slots=True)
class Board(Notice):
    """One prompt for all in the channel, with how many have answered."""

    title: str
    day: date
    answered: int
    present: int
    over: bool = False


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


@dataclass(frozen=True, slots=True)
class FullAnswer(Notice):
    """All that one member answered, below the digest: pairs of question and text."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    late: bool = False
    edited: bool = False


# Opening.


def begin(title: str, plan: Plan, book: Book, day: date, at: datetime) -> Survey | None:
    """The survey that a plan's occurrence `day` starts with, or None when nobody would be asked."""
    settings: Settings = plan.settings
    seats = tuple(_seat(plan, book, each, day, at) for each in _people(plan, book))
    if all(seat.absent for seat in seats):
        return None
    digest_at = _digest_at(plan, settings, book.team.zone, day)
    return Survey(title, book.team.name, book.team.zone, day, settings, seats, digest_at)


def trial(title: str, plan: Plan, book: Book, member: MemberId, at: datetime) -> Survey:
    """A survey that asks one member at once, for them to see what it is like."""
    who = next((each for each in book.members if each.id == member), None)
    if who is None:
        raise NotAsked
    end = at + timedelta(days=1)
    day = schedule.local_day(at, who.zone)
    return Survey(
        title, book.team.name, book.team.zone, day, plan.settings, (Seat(who, at, end),), end, trial=True
    )


def _people(plan: Plan, book: Book) -> tuple[Member, ...]:
    if plan.people is None:
        return tuple(each for each in book.members if each.active and "observer" not in each.roles)
    return tuple(each for each in book.members if each.id in plan.people)


def _seat(plan: Plan, book: Book, member: Member, day: date, at: datetime) -> Seat:
    ask_at = schedule.ask_at(plan.schedule, day, member)
    following = schedule.next_ask(plan.schedule, member, book.absences, day)
    until = following[1] if following else ask_at + schedule.HORIZON
    absent = schedule.why_absent(plan.schedule, member, day, book.absences)
    if not absent and plan.since and ask_at < plan.since:
        absent = STARTS_NEXT_TIME
    if not absent and until <= at:
        absent = MISSED
    return Seat(member, ask_at, until, absent)


def _digest_at(plan: Plan, settings: Settings, zone: str, day: date) -> datetime:
    """At the digest's hour in the team's zone; one that is not after the prompt's hour means the next day."""
    if settings.digest_at <= plan.schedule.at:
        day += timedelta(days=1)
    return schedule.instant(day, settings.digest_at, zone)


# Advancing.


def tick(survey: Survey, at: datetime, said: tuple[Said, ...] = ()) -> Survey:
    """Ask and remind whom it is time for, and post the digest when it is due or everyone has answered."""
    if survey.paused or survey.ended:
        return _digest(survey, at)
    seats = tuple(_remind(_ask(seat, at, said), survey.settings, at) for seat in survey.seats)
    return _digest(replace(survey, seats=seats), at)


def _ask(seat: Seat, at: datetime, said: tuple[Said, ...]) -> Seat:
    if seat.asked_at or seat.given or not seat.present or not seat.ask_at <= at < seat.until:
        return seat
    last = next((each for each in said if each.member == seat.member.id), None)
    return replace(seat, asked_at=at, last=last)


def _remind(seat: Seat, settings: Settings, at: datetime) -> Seat:
    """Of several reminders that fell due while nobody looked, one is sent; outside working hours, none."""
    if not seat.waiting or at >= seat.until or not _reminders_due(seat, settings, at):
        return seat
    due = _reminders_due(seat, settings, at)
    if not schedule.in_hours(seat.member, at):
        return seat
    return replace(seat, reminded=due)


def _reminders_due(seat: Seat, settings: Settings, at: datetime) -> int:
    """How many reminders should have gone out by now, where that is more than went out; else 0."""
    if seat.asked_at is None:
        return 0
    due = sum(seat.asked_at + timedelta(minutes=each) <= at for each in settings.reminders)
    return due if due > seat.reminded else 0


def _digest(survey: Survey, at: datetime) -> Survey:
    if survey.digested_at or not _digest_due(survey, at):
        return survey
    return replace(survey, digested_at=at)


def _digest_due(survey: Survey, at: datetime) -> bool:
    if survey.answered and all(seat.given for seat in survey.present):
        return True
    if survey.ended or at < survey.digest_at:
        return False
    return bool(survey.answered) or any(seat.asked_at and seat.present for seat in survey.seats)


def answer(survey: Survey, act: Answer, by: MemberId | None, at: datetime, said: tuple[Said, ...]) -> Survey:
    """Take a member's answer or their edit of it. Raises NotAsked, Over, BadInput."""
    seat = seat_of(survey, by, at)
    texts = {q.key: act.texts.get(q.key, "").strip() for q in survey.settings.questions}
    if not any(texts.values()) and not act.resolved:
        raise BadInput("Write something in at least one of the fields, or skip this one.")
    late = _is_late(survey, seat)
    if seat.given:
        given = replace(seat.given, texts=texts, edited=seat.given.edited or texts != seat.given.texts)
    else:
        given = Given(texts, at, late)
    seat = replace(seat, given=given, skipped=False, absent="")
    if seat.asked_at is None and seat.last is None:
        seat = replace(seat, last=next((each for each in said if each.member == by), None))
    return _digest(_with(survey, seat), at)


def _is_late(survey: Survey, seat: Seat) -> bool:
    """Late is: after a digest that one had been asked for in time. Others are simply added."""
    return bool(survey.digested_at and seat.asked_at and seat.asked_at <= survey.digested_at)


def skip(survey: Survey, by: MemberId | None, at: datetime) -> Survey:
    """A member passes; they leave the count, and may still answer."""
    seat = seat_of(survey, by, at)
    if seat.given:
        raise BadInput("You have answered already. Press *Edit answer* to change what you said.")
    return _digest(_with(survey, replace(seat, skipped=True)), at)


def seat_of(survey: Survey, by: MemberId | None, at: datetime) -> Seat:
    """The seat of somebody who may answer now. Raises NotAsked, Over."""
    seat = next((each for each in survey.seats if each.member.id == by), None)
    if seat is None or seat.absent == LEFT:
        raise NotAsked
    if survey.ended or at >= seat.until:
        raise Over
    return seat


def _with(survey: Survey, seat: Seat) -> Survey:
    seats = tuple(seat if each.member.id == seat.member.id else each for each in survey.seats)
    return replace(survey, seats=seats)


def follow(survey: Survey, act: Act, book: Book, at: datetime) -> Survey:
    """Take up what changed elsewhere: a member's zone, days or absences, or the plan itself."""
    plan = book.plan
    if survey.trial or plan is None:
        return survey
    if isinstance(act, PlanChanged):
        survey = _replan(survey, plan, book)
    concerned = {act.member} if isinstance(act, MemberChanged) else None
    now_in = {each.id: each for each in _people(plan, book)}
    seats = [
        seat
        if concerned is not None and seat.member.id not in concerned
        else _reseat(seat, now_in.get(seat.member.id), plan, book, survey.day, at)
        for seat in survey.seats
    ]
    seated = {seat.member.id for seat in survey.seats}
    for each in now_in.values():
        if each.id not in seated and (concerned is None or each.id in concerned):
            seat = _seat(plan, book, each, survey.day, at)
            seats.append(seat if seat.ask_at >= at else replace(seat, absent=seat.absent or STARTS_NEXT_TIME))
    return replace(survey, seats=tuple(seats))


def _replan(survey: Survey, plan: Plan, book: Book) -> Survey:
    survey = replace(survey, paused=plan.state != "active", ended=plan.state == "deleted")
    if not survey.answered:
        survey = replace(survey, settings=plan.settings)
    if survey.digested_at or survey.ended:
        return survey
    settings = replace(survey.settings, digest_at=plan.settings.digest_at, reminders=plan.settings.reminders)
    digest_at = _digest_at(plan, settings, book.team.zone, survey.day)
    return replace(survey, settings=settings, zone=book.team.zone, digest_at=digest_at)


def _reseat(seat: Seat, member: Member | None, plan: Plan, book: Book, day: date, at: datetime) -> Seat:
    """A member's seat after a change: who was asked stays asked, who was not is asked by the new order."""
    if member is None:
        return replace(seat, absent=LEFT)
    new = _seat(plan, book, member, day, at)
    if seat.given:
        return replace(seat, member=member, until=new.until)
    if seat.asked_at:
        absent = schedule.why_absent(plan.schedule, member, day, book.absences)
        return replace(seat, member=member, until=new.until, absent=absent)
    if not schedule.falls_on(plan.schedule, day):
        return replace(new, absent=new.absent or STARTS_NEXT_TIME)
    return replace(new, skipped=seat.skipped)


def wake_at(survey: Survey, at: datetime) -> datetime | None:
    """When the clock should next act: a prompt, a reminder, the digest, or the end of somebody's time."""
    if survey.ended:
        return None
    moments: list[datetime] = []
    for seat in survey.seats:
        moments.append(seat.until)
        if survey.paused or seat.given or not seat.present:
            continue
        if seat.asked_at is None:
            moments.append(seat.ask_at)
        else:
            moments += [_remind_at(seat, minutes) for minutes in survey.settings.reminders[seat.reminded :]]
    if not survey.digested_at:
        moments.append(survey.digest_at)
    return min((moment for moment in moments if moment > at), default=None)


def _remind_at(seat: Seat, minutes: int) -> datetime:
    assert seat.asked_at is not None  # noqa: S101 — only asked members are reminded
    return seat.asked_at + timedelta(minutes=minutes)


def is_over(survey: Survey, at: datetime) -> bool:
    """Whether nobody can answer any more."""
    return survey.ended or all(seat.until <= at for seat in survey.seats)


def entry(round_: RoundId, survey: Survey, by: MemberId | None) -> tuple[Entry, ...]:
    """The line in the book about what a member answered; a trial leaves none."""
    seat = next(each for each in survey.seats if each.member.id == by)
    if survey.trial or seat.given is None:
        return ()
    questions = {q.key: q.text for q in survey.settings.questions}
    said = Said(round_, seat.member.id, survey.day, seat.given.texts, questions, seat.given.late)
    return (Answered(said),)


# Showing.


def show(round_: RoundId, survey: Survey, *, over: bool = False) -> dict[str, Notice]:
    """All slots of a survey: prompts, reminders, the board, the digest and the full answers below it."""
    slots: dict[str, Notice] = {}
    for seat in survey.seats:
        _show_seat(slots, round_, survey, seat, over=over)
    if survey.settings.where == "channel" and not survey.trial and any(s.asked_at for s in survey.seats):
        slots["board"] = Board(
            Room(), round_, survey.title, survey.day, len(survey.answered), _count(survey), over
        )
    if survey.digested_at:
        slots["digest"] = digest(round_, survey, over=over)
        if not survey.trial:
            _show_answers(slots, round_, survey)
    return slots


def _show_seat(
    slots: dict[str, Notice], round_: RoundId, survey: Survey, seat: Seat, *, over: bool
) -> None:
    who = seat.member.id
    by_dm = survey.settings.where == "dm" or survey.trial
    if seat.given or (seat.asked_at and by_dm):
        slots[f"ask:{who}"] = Ask(
            Dm(who),
            round_,
            survey.title,
            survey.team,
            survey.day,
            _ask_state(seat, over=over),
            seat.member.zone,
            survey.digest_at,
            channel_mode=not by_dm,
            late=bool(seat.given and seat.given.late),
            trial=survey.trial,
        )
    state: Literal["waiting", "done", "over"] = "waiting" if seat.waiting else "done"
    for number in range(1, seat.reminded + 1):
        slots[f"remind:{who}:{number}"] = Remind(
            Dm(who), round_, survey.title, survey.team, survey.day, "over" if over else state
        )


def _ask_state(seat: Seat, *, over: bool) -> Literal["asked", "answered", "skipped", "away", "over"]:
    if seat.given:
        return "answered"
    if over:
        return "over"
    if seat.skipped:
        return "skipped"
    return "away" if seat.absent else "asked"


def _count(survey: Survey) -> int:
    """The denominator: those present, and whoever answered all the same."""
    return sum(seat.present or seat.given is not None for seat in survey.seats)


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
        lines=tuple(
            Line(s.member.name, _headline(survey, s.given), s.given.late) for s in seats if s.given
        ),
        waiting=tuple(s.member.name for s in seats if s.waiting),
        later=tuple(s.member.name for s in seats if s.present and not s.asked_at and not s.given),
        skipped=tuple(s.member.name for s in seats if s.skipped and not s.absent),
        away=tuple((s.member.name, s.absent) for s in seats if _is_away(s)),
        over=over,
        trial=survey.trial,
    )


def _is_away(seat: Seat) -> bool:
    return bool(seat.absent) and seat.absent not in {LEFT, MISSED, STARTS_NEXT_TIME}


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


# The maker.

READS: Mapping[type[Act], frozenset[Page]] = {
    Tick: frozenset({"said"}),
    Answer: frozenset({"said"}),
    MemberChanged: frozenset({"plan", "members", "absences"}),
    PlanChanged: frozenset({"plan", "members", "absences"}),
}


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
    return turn(tick(survey, at, book.said), at)


def make(kind: str, title: str, settings: type[Settings] = Settings) -> Ceremony[Survey]:
    """A whole ceremony that asks, collects and posts a digest, with nothing added."""

    def open_(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Survey] | None:
        survey = begin(title, plan, book, day, at)
        return turn(tick(survey, at, book.said), at) if survey else None

    def advance_(
        round_: Round[Survey], act: Act, by: MemberId | None, at: datetime, book: Book
    ) -> Turn[Survey]:
        return advance(round_.id, round_.state, act, by, at, book)

    def show_(round_: Round[Survey]) -> dict[str, Notice]:
        return show(round_.id, round_.state, over=round_.over)

    return Ceremony(kind, Survey, settings, advance_, show_, open_, READS)


Opener = Callable[[Plan, Book, date, datetime], Turn[Survey] | None]
