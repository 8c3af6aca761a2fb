"""A person's settings in words: what is in force for them, whether they chose it or not."""

from bot import schedule
from bot.dates import say_days
from bot.model import Chosen

#: The button that changes them.
CHANGE = "settings.change"


def words(chosen: Chosen, profile_zone: str) -> tuple[str, ...]:
    """What is in force, one line a thing."""
    zone = chosen.zone or profile_zone
    return (
        f"Time zone: {zone}" + ("" if chosen.zone else ", from your Slack profile"),
        f"Work: {_days(chosen)}, {chosen.starts:%H:%M}–{chosen.ends:%H:%M}",
        f"Holidays: {_holidays(chosen, zone)}",
        f"Reminders: {'on, within your working hours' if chosen.reminders else 'off'}",
        f"Quiet hours: {_quiet(chosen)}",
    )


def _days(chosen: Chosen) -> str:
    return "your team's days" if chosen.days is None else say_days(chosen.days)


def _holidays(chosen: Chosen, zone: str) -> str:
    if chosen.region:
        return chosen.region
    country = schedule.country(zone)
    return f"{country}, from your time zone" if country else "none"


def _quiet(chosen: Chosen) -> str:
    if chosen.quiet is None:
        return "none"
    starts, ends = chosen.quiet
    return f"{starts:%H:%M}–{ends:%H:%M}"
