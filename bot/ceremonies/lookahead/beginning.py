"""How a lookahead begins, and when one that is opened by hand closes."""

from datetime import datetime, time

from bot import schedule
from bot.ceremonies.lookahead.state import Lookahead
from bot.model import MemberId, Team, Turn

#: One that is opened by hand closes on the next working day at this time of the team's.
CLOSES = time(16)


def begin(
    team: Team,
    sprint: int | None,
    at: datetime,
    closes_at: datetime,
    by: MemberId | None = None,
    year_starts: int = 1,
) -> Turn[Lookahead]:
    """The turn with which a lookahead begins. `sprint` None: of a team without sprints; `by`: who opened it by hand;
    `year_starts`: the month in which the team's years begin."""
    return Turn(Lookahead(team.name, team.zone, sprint, at, closes_at, by, year_starts), closes_at)


def usual_close(zone: str, at: datetime) -> datetime:
    """When one that is opened by hand closes; `zone` is the team's."""
    return schedule.instant(schedule.working_days_on(schedule.local_day(at, zone), 1), CLOSES, zone)
