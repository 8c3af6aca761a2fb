"""Days and moments where words do not grow stale, as on a person's Home: by their date, those of another year with
theirs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates import say_day


def on(day: date, year: int | None) -> str:
    """ "Tue 24 Nov", or "Fri 8 Jan 2027" for who lives in 2026. None: no year is named."""
    return say_day(day) + (f" {day.year}" if year is not None and day.year != year else "")


def at(moment: datetime, zone: str, year: int) -> str:
    """ "Tue 24 Nov 09:30", by the clocks of a zone."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{on(there.date(), year)} {there:%H:%M}"
