"""KPIs in words: figures, thresholds and budgets."""

from datetime import datetime

from bot import schedule
from bot.book.budget import FEWEST, Used, hours_a_year, percent
from bot.ceremonies.kpi.state import Kpi, Reading, Setup
from bot.dates import say_day
from bot.spelt import rounded
from handlers.slack.text import clip, count, line

#: Characters of a name, a unit and a source as they are shown: whoever types no control characters has all of theirs.
NAME, UNIT, SOURCE = 150, 30, 100


def named(name: str) -> str:
    """What it is called, as people may see it."""
    return clip(line(name), NAME) or "–"


def number(value: float) -> str:
    """12,345 or 0.9995."""
    return rounded(value, 6)


def figure(value: float, setup: Setup) -> str:
    """7.5 hours, 0.9995."""
    return " ".join(filter(None, (number(value), clip(line(setup.unit), UNIT))))


def threshold(setup: Setup) -> str:
    """At least 0.999."""
    return f"{'at least' if setup.better == 'higher' else 'at most'} {figure(setup.threshold, setup)}"


def budget(used: Used) -> str:
    """57 % of its error budget is left; or that nobody can say yet."""
    if used.share is None:
        return f"not enough readings yet to tell its budget: {used.count} of {FEWEST}"
    if used.spent:
        return f"its error budget is spent ({percent(used.percent)})"
    return f"{used.left} % of its error budget is left"


def misses(used: Used, setup: Setup) -> str:
    """3 of 24 readings in 28 days miss the threshold. Of an availability, the mean, which is what counts."""
    if setup.kind == "availability" and used.share is not None:
        mean = number(round(1 - used.share * (1 - setup.threshold), 6))
        times = f"{rounded(used.share, 3)} times the downtime that {number(setup.threshold)} allows"
        return f"{mean} on average in {count(setup.days, 'day')}" + (f": {times}" if used.spent else "")
    readings = count(used.count, "reading")
    miss = "misses" if used.missed == 1 else "miss"
    return f"{used.missed} of {readings} in {count(setup.days, 'day')} {miss} the threshold"


def allowance(setup: Setup) -> str:
    """What the budget is: of an availability, time; else a share of the readings."""
    if setup.kind == "availability":
        hours = hours_a_year(setup.threshold)
        return f"its budget is {hours:,.1f} hours a year"
    return f"{rounded(setup.budget * 100, 4)} % of the readings may miss it"


def down(value: float) -> str:
    """An availability as hours a year."""
    return f"{hours_a_year(value):,.1f} hours a year down"


def last(reading: Reading | None, setup: Setup, zone: str, now: datetime | None = None) -> str:
    """The latest reading: 0.9985 on Tue 24 Nov."""
    if reading is None:
        return "no reading yet"
    day = schedule.local_day(reading.at, zone)
    said = f"{figure(reading.value, setup)}"
    if setup.kind == "availability" and reading.value < 1:
        said += f" ({down(reading.value)})"
    if now is None:
        return f"{said} on {say_day(day)}"
    named, apart = say_day(day, today := schedule.local_day(now, zone)), abs((day - today).days)
    return f"{said} {named}" if apart <= 1 else f"{said} on {named}"  # no "on today"


def given(reading: Reading) -> str:
    """Where a reading comes from."""
    source = reading.by_name or reading.source
    return clip(line(source), SOURCE)


def brief(state: Kpi, used: Used, now: datetime) -> str:
    """How one stands, in a line of a list."""
    return " · ".join([last(state.last, state.setup, state.zone, now), threshold(state.setup), budget(used)])
