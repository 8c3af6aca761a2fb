"""When whoever was asked and has not answered is reminded."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import schedule
from bot.ceremonies.survey.state import Seat, Settings
from bot.model import Member

#: After a prompt that came a day late there are no reminders: the day it was for is over.
REMINDERS_WITHIN = timedelta(hours=12)
#: A reminder that could not go out for so long is no longer useful.
STALE_REMINDER = timedelta(hours=2)


def remind(seat: Seat, settings: Settings, at: datetime) -> Seat:
    """Of several reminders that fell due while nobody looked, one is sent."""
    if not seat.waiting or at >= seat.until or not _may_remind(seat.member, at):
        return seat
    due = [moment for moment in moments(seat, settings) if moment <= at]
    if len(due) <= seat.reminded or at - due[-1] > STALE_REMINDER:
        return seat
    return replace(seat, reminded=len(due), nudges=seat.nudges + 1)


def moments(seat: Seat, settings: Settings) -> list[datetime]:
    """When a member who was asked is reminded: one that falls before their working day or in their quiet hours waits
    for these to begin or end, one that falls after their day is left out."""
    if seat.asked_at is None or not seat.member.reminders:
        return []
    asked = seat.asked_at
    due = (_at_work(seat.member, asked + timedelta(minutes=each)) for each in settings.reminders)
    latest = seat.ask_at + REMINDERS_WITHIN
    return sorted({moment for moment in due if moment and moment <= latest})


def _at_work(member: Member, moment: datetime) -> datetime | None:
    moment = schedule.after_quiet(member, moment)
    if not schedule.in_hours(member, moment):
        start = schedule.instant(schedule.local_day(moment, member.zone), member.starts, member.zone)
        if start <= moment:
            return None
        moment = schedule.after_quiet(member, start)
    return moment if _may_remind(member, moment) else None


def _may_remind(member: Member, moment: datetime) -> bool:
    return schedule.in_hours(member, moment) and not schedule.is_quiet(member, moment)


def still_goes(seat: Seat, at: datetime) -> bool:
    """Whether a reminder that could not be sent at its moment is of use yet: not at night, nor a day late."""
    return _may_remind(seat.member, at) and at <= seat.ask_at + REMINDERS_WITHIN
