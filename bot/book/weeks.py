"""The weeks of a team that keeps no sprints, in points finished, so that it has forecasts too."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.book.sprints import Sprint
from bot.model import Story

#: No further back than so many weeks: half a year is what a team's pace is like now.
MOST = 26
WEEK = 7  #: days
_WEEK = timedelta(days=WEEK)


def weeks(stories: Iterable[Story], until: date, zone: str = "UTC") -> tuple[Sprint, ...]:
    """The weeks of seven days up to and with `until`, oldest first, from the first in which a story with an estimate
    was done; a day is one in `zone`. A week in which nothing was finished counts too, so all are told to have begun
    with the same: what one of them finishes in the mean."""
    done = [0.0] * MOST
    for each in stories:
        if each.state != "done" or each.done_at is None or each.effort is None:
            continue
        ago = (until - each.done_at.astimezone(ZoneInfo(zone)).date()) // _WEEK
        if 0 <= ago < MOST:
            done[ago] += each.effort.points
    since = max((at for at, points in enumerate(done) if points), default=-1)
    mean = sum(done) / (since + 1) if since >= 0 else 0.0
    return tuple(
        Sprint(until - (at + 1) * _WEEK + timedelta(days=1), WEEK, mean, done[at])
        for at in range(since, -1, -1)
    )
