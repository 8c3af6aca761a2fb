"""Teams with a standup each, one after the other, in the playground and in the database before the bot first runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from bot import plans
from bot.ceremonies import CEREMONIES, standup
from bot.ceremonies.survey import Settings
from bot.ledger import Job, Ledger, Task
from bot.model import EVERY_DAY, ChannelId, MemberId, Person, Plan, Schedule, Workspace, WorkspaceId
from playground import Playground
from playground import people as slack
from playground.shapes import BOT_USER
from playground.slack import Slack
from storage.database import open_store
from tests.faults.history import Asked


@dataclass(frozen=True)
class Town:
    """So many teams of so many people. The first is asked at `start`, the others `gap` after one another; a digest
    comes `later` than its prompts."""

    teams: int
    size: int
    start: datetime
    gap: timedelta
    later: timedelta = timedelta(seconds=12)

    @property
    def people(self) -> list[str]:
        """Each is in a few teams: their messages from all of them stand in one line."""
        return [f"U{number:05}" for number in range(max(self.size, self.teams * self.size // 4))]

    def _turns(self) -> Iterator[str]:
        while True:
            yield from self.people

    def seats(self) -> list[list[str]]:
        turns = self._turns()
        return [list(islice(turns, self.size)) for _ in range(self.teams)]

    def at(self, team: int) -> datetime:
        """When a team is asked."""
        return self.start + team * self.gap


def channel(team: int) -> str:
    return f"C{team:05}"


def build(town: Town, there: Playground) -> None:
    """Let the playground know the people and their channels, with the bot in each; nothing is slowed down there."""
    workspace = there.slack.workspace
    for who in town.people:
        workspace.people[who] = slack.Person(who, who.lower(), f"Person {who}", "UTC", workspace.team.id)
    for number, seats in enumerate(town.seats()):
        name = channel(number)
        members = [*seats, BOT_USER]
        workspace.channels[name] = slack.Channel(name, f"team-{number}", members, 0, workspace.team.id)
    for each in there.workspaces:
        each.rates.enabled = False


async def settle_in(town: Town, there: Slack, database: str) -> list[Asked]:
    """Write everybody and their standups into the database; whom they ask."""
    store = open_store(database, CEREMONIES, _leave)
    here = WorkspaceId(f"slack:{there.workspace.team.id}")

    def do(ledger: Ledger) -> list[Plan]:
        before = town.start - timedelta(hours=1)
        ledger.roster.put_workspace(Workspace(here, "slack", there.workspace.team.name), before)
        ledger.roster.put_people(
            here, [Person(MemberId(each), f"Person {each}", "UTC") for each in town.people]
        )
        return [_set_up(ledger, here, town, number, seats) for number, seats in enumerate(town.seats())]

    try:
        made = await store.run(do)
    finally:
        await store.close()
    return [
        Asked(plan.id, town.at(number).date().isoformat(), who)
        for number, (plan, seats) in enumerate(zip(made, town.seats(), strict=True))
        for who in seats
    ]


def _set_up(ledger: Ledger, here: WorkspaceId, town: Town, number: int, seats: Sequence[str]) -> Plan:
    at = town.at(number)
    ids = [MemberId(each) for each in seats]
    settings = Settings(standup.QUESTIONS, reminders=(), digest_at=(at + town.later).time())
    schedule = Schedule(EVERY_DAY, at.time(), at.date(), zone="UTC")
    wish = plans.Wish(standup.KIND, schedule, settings, "UTC")
    before = min(town.start, at) - timedelta(minutes=1)
    return plans.set_up(ledger, here, ChannelId(channel(number)), f"team-{number}", ids, wish, ids[0], before)


def _leave(task: Task, jobs: Sequence[Job]) -> None:
    del task, jobs  # the bot finds it when it runs
