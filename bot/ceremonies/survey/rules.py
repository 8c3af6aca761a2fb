"""How a survey opens and goes on: who is asked and reminded when, what an answer does, when the digest comes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import schedule
from bot.ceremonies.survey import late, reminders
from bot.ceremonies.survey.state import (
    DROPPED,
    GONE,
    LEFT,
    MISSED,
    OUT,
    STARTS_NEXT_TIME,
    Answer,
    Given,
    Seat,
    Settings,
    Survey,
)
from bot.errors import BadInput, NotAsked, Over
from bot.model import Absence, Act, Book, Member, MemberChanged, MemberId, Plan, PlanChanged, Said


def begin(title: str, plan: Plan, book: Book, day: date, at: datetime) -> Survey | None:
    """The survey that a plan's occurrence `day` starts with, or None when nobody would be asked."""
    settings: Settings = plan.settings
    seats = tuple(_seat(plan, book, each, day, at) for each in _people(plan, book))
    if all(seat.absent for seat in seats):
        return None
    digest_at = _digest_at(plan, settings, book.team.zone, day)
    return Survey(title, book.team.name, book.team.zone, day, settings, seats, digest_at, kind=plan.kind)


def trial(title: str, plan: Plan, book: Book, member: MemberId, at: datetime) -> Survey:
    """A survey that asks one member at once, for them to see what it is like."""
    who = next((each for each in book.members if each.id == member), None)
    if who is None:
        raise NotAsked
    end = at + timedelta(days=1)
    day = schedule.local_day(at, who.zone)
    who = replace(who, quiet=None)  # they ask for it now
    return Survey(
        title,
        book.team.name,
        book.team.zone,
        day,
        plan.settings,
        (Seat(who, at, end),),
        end,
        trial=True,
        kind=plan.kind,
    )


def _people(plan: Plan, book: Book) -> tuple[Member, ...]:
    return tuple(each for each in book.members if plan.asks(each))


def _seat(plan: Plan, book: Book, member: Member, day: date, at: datetime) -> Seat:
    ask_at = schedule.ask_at(plan.schedule, day, member)
    until = _until(plan, book, member, day)
    absent = schedule.why_absent(plan.schedule, member, day, book.absences)
    if not absent and plan.since and ask_at < plan.since:
        absent = STARTS_NEXT_TIME
    if not absent and until <= at:
        absent = MISSED
    following = schedule.next_day(plan.schedule, day + timedelta(days=1))
    return Seat(member, ask_at, until, absent, ask_until=schedule.ask_at(plan.schedule, following, member))


def _until(plan: Plan, book: Book, member: Member, day: date) -> datetime:
    """The member's next prompt after the occurrence `day` that is really sent: none is for a moment before
    the plan's `since`."""
    limit = schedule.ask_at(plan.schedule, day, member) + schedule.HORIZON
    while following := schedule.next_ask(plan.schedule, member, book.absences, day):
        day, moment = following
        if plan.since is None or moment >= plan.since:
            return moment
        if moment > limit:
            break
    return limit


def _digest_at(plan: Plan, settings: Settings, zone: str, day: date) -> datetime:
    """At the digest's hour in the team's zone; one that is not after the prompt's hour means the next day."""
    if settings.digest_at <= plan.schedule.at:
        day += timedelta(days=1)
    return schedule.instant(day, settings.digest_at, zone)


def tick(
    survey: Survey, at: datetime, said: tuple[Said, ...] = (), absences: tuple[Absence, ...] = ()
) -> Survey:
    """Ask and remind whom it is time for, and post the digest when it is due or everyone has answered."""
    seats = tuple(_close(seat, at) for seat in survey.seats)
    if not (survey.paused or survey.ended):
        seats = tuple(reminders.remind(_ask(seat, at, said, absences), survey.settings, at) for seat in seats)
    return _digest(replace(survey, seats=seats), at)


def _close(seat: Seat, at: datetime) -> Seat:
    """End a member's time. Whoever was not asked by then, as where the plan is paused, is not counted on any more."""
    if seat.closed or at < seat.until:
        return seat
    unasked = seat.present and not (seat.asked_at or seat.given)
    return replace(seat, closed=True, absent=MISSED if unasked else seat.absent)


def _ask(seat: Seat, at: datetime, said: tuple[Said, ...], absences: tuple[Absence, ...]) -> Seat:
    """A prompt that is late, since nobody ran us at its time, is of no use once the plan's next has come, nor
    to somebody who is away by now."""
    if seat.asked_at or seat.given or not seat.present or at < seat.ask_at:
        return seat
    today = schedule.local_day(at, seat.member.zone)
    late = today != schedule.local_day(seat.ask_at, seat.member.zone)
    if at >= (seat.ask_until or seat.until):
        return replace(seat, absent=MISSED)
    if schedule.is_quiet(seat.member, at):
        return seat
    if late and schedule.is_away(seat.member, today, absences):
        return replace(seat, absent=MISSED)
    last = next((each for each in said if each.member == seat.member.id), None)
    return replace(seat, asked_at=at, last=last)


def _digest(survey: Survey, at: datetime) -> Survey:
    if survey.digested_at or survey.held or not _digest_due(survey, at):
        return survey
    return replace(survey, digested_at=at)


def _digest_due(survey: Survey, at: datetime) -> bool:
    if survey.answered and all(seat.given for seat in survey.present):
        return True
    if survey.ended or not survey.digest_at <= at < survey.digest_at + late.DIGEST:
        return False
    if is_over(survey, at) and not survey.answered:
        return False
    asked = (seat.asked_at and (seat.present or seat.skipped) and not seat.absent for seat in survey.seats)
    return bool(survey.answered) or any(asked)


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
    """Late is: after a digest before which one had been asked. Others are simply added."""
    return bool(survey.digested_at and seat.asked_at and seat.asked_at < survey.digested_at)


def skip(survey: Survey, by: MemberId | None, at: datetime) -> Survey:
    """A member passes; they leave the count, and may still answer."""
    seat = seat_of(survey, by, at)
    if seat.given:
        raise BadInput("You have answered already. Press *Edit answer* to change what you said.")
    return _digest(_with(survey, replace(seat, skipped=True)), at)


def unskip(survey: Survey, by: MemberId | None, at: datetime) -> Survey:
    """A member who passed is waited for again. Taken back twice, or answered meanwhile, nothing changes."""
    seat = seat_of(survey, by, at)
    return _with(survey, replace(seat, skipped=False))


def seat_of(survey: Survey, by: MemberId | None, at: datetime) -> Seat:
    """The seat of somebody who may answer now. Raises NotAsked, Over."""
    seat = next((each for each in survey.seats if each.member.id == by), None)
    if seat is None or seat.absent in OUT:
        raise NotAsked
    if survey.ended:
        raise Over("This one was ended by a lead, so there is nothing left to answer.")
    if at >= seat.until:
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
    there = {each.id: each for each in book.members}
    seats = [
        seat
        if concerned is not None and seat.member.id not in concerned
        else _reseat(seat, now_in, there, plan, book, survey.day, at)
        for seat in survey.seats
    ]
    seated = {seat.member.id for seat in survey.seats}
    for each in now_in.values():
        if each.id not in seated and (concerned is None or each.id in concerned):
            seat = _seat(plan, book, each, survey.day, at)
            seats.append(seat if seat.ask_at >= at else replace(seat, absent=seat.absent or STARTS_NEXT_TIME))
    return replace(survey, seats=tuple(seats))


def _replan(survey: Survey, plan: Plan, book: Book) -> Survey:
    survey = replace(
        survey,
        team=book.team.name,
        paused=plan.state != "active",
        ended=plan.state == "deleted",
        held=plan.held if plan.state == "paused" else "",
    )
    if not survey.answered:
        asked = any(seat.asked_at for seat in survey.seats)  # then its messages stand where they are
        where = survey.settings.where if asked else plan.settings.where
        survey = replace(survey, settings=replace(plan.settings, where=where))
    if survey.digested_at or survey.ended:
        return survey
    settings = replace(survey.settings, digest_at=plan.settings.digest_at, reminders=plan.settings.reminders)
    digest_at = _digest_at(plan, settings, book.team.zone, survey.day)
    return replace(survey, settings=settings, zone=book.team.zone, digest_at=digest_at)


def _reseat(
    seat: Seat,
    now_in: Mapping[MemberId, Member],
    there: Mapping[MemberId, Member],
    plan: Plan,
    book: Book,
    day: date,
    at: datetime,
) -> Seat:
    """A member's seat after a change: who was asked stays asked, who was not is asked by the new order.
    `now_in`: whom the plan asks; `there`: all in the team."""
    member = there.get(seat.member.id)
    if seat.until <= at:  # their next prompt has come: what is over stays over
        return replace(seat, member=member or seat.member)
    if member is None or member.id not in now_in:
        return replace(seat, absent=LEFT if member is None else DROPPED if member.active else GONE)
    new = _seat(plan, book, member, day, at)
    if seat.given:
        return replace(seat, member=member, until=new.until, absent="")
    if seat.asked_at:
        absent = schedule.why_absent(plan.schedule, member, day, book.absences)
        return replace(seat, member=member, until=new.until, absent=absent)
    came_late = seat.absent == STARTS_NEXT_TIME and new.ask_at < at
    if came_late or not schedule.falls_on(plan.schedule, day):
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
        due = [seat.ask_at] if seat.asked_at is None else reminders.moments(seat, survey.settings)
        moments += (schedule.after_quiet(seat.member, max(each, at)) for each in due)
    if not survey.digested_at:
        moments += (survey.digest_at, survey.digest_at + late.DIGEST)
    return min((moment for moment in moments if moment > at), default=None)


def is_over(survey: Survey, at: datetime) -> bool:
    """Whether nobody can answer any more, and no digest waits for the plan to go on."""
    return survey.ended or (all(seat.until <= at for seat in survey.seats) and not _owes_digest(survey, at))


def _owes_digest(survey: Survey, at: datetime) -> bool:
    put_off = bool(survey.held and survey.answered) and not survey.digested_at
    return put_off and at < survey.digest_at + late.DIGEST
