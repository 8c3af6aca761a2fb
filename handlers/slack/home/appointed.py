"""Standing appointments on a person's Home: when they are, and who leads them."""

from bot.dates import say_days, say_zone
from bot.homes.appointed import Appointment
from handlers.slack.text import name

LEADS = 3


def when(each: Appointment) -> str:
    """On which days, at which hour."""
    schedule = each.schedule
    weeks = {1: "", 2: " of every other week"}.get(schedule.every, f" of every {schedule.every} weeks")
    zone = f" {say_zone(schedule.zone)}" if schedule.zone else ""
    return f"{say_days(schedule.days)}{weeks} at {schedule.at:%H:%M}{zone}"


def led(each: Appointment) -> str:
    """By whom, as the end of a line."""
    more = len(each.leads) - LEADS
    leads = [*["you"] * each.leading, *map(name, each.leads[:LEADS]), *[f"{more} more"] * (more > 0)]
    return f" · Led by {', '.join(leads)}" if leads else ""
