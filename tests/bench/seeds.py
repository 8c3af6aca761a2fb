"""People, teams and standups that are in the database before a measurement begins."""

from collections.abc import Sequence
from datetime import datetime, time

from bot import plans
from bot.ceremonies import CEREMONIES, standup
from bot.ceremonies.survey import Settings
from bot.ledger import Job, Ledger, Store, Task
from bot.model import (
    EVERY_DAY,
    ChannelId,
    MemberId,
    Person,
    Plan,
    Schedule,
    Workspace,
    WorkspaceId,
)
from storage.database import open_store

HERE = WorkspaceId("slack:T0BENCH")
TEN = 10


def people(teams: int, zones: Sequence[str] = ("UTC",), size: int = TEN) -> list[list[Person]]:
    """Teams of this size; member n of each team lives in the n-th of the zones, round and round."""
    return [
        [
            Person(MemberId(f"U{team:03}{n:03}"), f"Person {team}.{n}", zones[(team + n) % len(zones)])
            for n in range(size)
        ]
        for team in range(teams)
    ]


def channel(team: int) -> ChannelId:
    """The channel of a team."""
    return ChannelId(f"C{team:03}")


def seat(
    ledger: Ledger,
    teams: Sequence[Sequence[Person]],
    schedule: Schedule,
    at: datetime,
    digest_at: time = time(12),
) -> list[Plan]:
    """All of them in the workspace, each team with a standup on this schedule, set up at `at`."""
    ledger.roster.put_workspace(Workspace(HERE, "slack", "Bench"), at)
    ledger.roster.put_people(HERE, [person for team in teams for person in team])
    settings = Settings(standup.QUESTIONS, digest_at=digest_at)
    return [
        plans.set_up(
            ledger,
            HERE,
            channel(number),
            f"team-{number}",
            [person.id for person in team],
            plans.Wish(standup.KIND, schedule, settings, team[0].zone),
            team[0].id,
            at,
        )
        for number, team in enumerate(teams)
    ]


def daily(at: time, since: datetime) -> Schedule:
    """Every day at this time in UTC."""
    return Schedule(EVERY_DAY, at, since.date(), zone="UTC")


def store(url: str) -> Store:
    """A store whose submitted work is left to whoever opens the database next."""
    return open_store(url, CEREMONIES, _leave)


def _leave(task: Task, jobs: Sequence[Job]) -> None:
    del task, jobs  # the leases run out, or the gate is claimed by the bot under measurement
