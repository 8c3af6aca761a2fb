"""The shell around people: zones and channels followed once a day, absences, a person's own settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot import plans, rounds
from bot.errors import DeliveryError
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import Absence, MemberId, Person, Team, TeamId, WorkspaceId
from bot.ports import Clock, Directory

#: Profiles are read again this often.
REFRESH = timedelta(days=1)
#: After a refresh that failed.
RETRY = timedelta(minutes=10)


@dataclass
class People:
    """Keeps what we know of people equal to what the platform says."""

    store: Store
    directory: Directory
    clock: Clock

    async def refresh(self, jobs: Sequence[Job]) -> None:
        """Read the people of these workspaces and the members of their teams' channels again."""
        for workspace, _ in jobs:
            try:
                await self._refresh(workspace)
            except DeliveryError as error:
                log.warning("refresh failed", workspace=workspace, why=str(error))
                await self.store.run(partial(_put_off, workspace, self.clock.now() + RETRY))

    async def _refresh(self, workspace: WorkspaceId) -> None:
        people = await self.directory.people(workspace)
        teams = await self.store.read(lambda ledger: ledger.roster.teams(workspace))
        present: dict[TeamId, tuple[MemberId, ...]] = {}
        for team in teams:
            try:
                present[team.id] = await self.directory.members(workspace, team.channel)
            except DeliveryError as error:
                log.warning("channel cannot be read", channel=team.channel, why=str(error))
        at = self.clock.now()
        await self.store.run(lambda ledger: take_in(ledger, workspace, people, present, at))


def _put_off(workspace: WorkspaceId, until: datetime, ledger: Ledger) -> None:
    ledger.roster.refreshed(workspace, until)


def is_askable(person: Person) -> bool:
    """Whether somebody is asked by default: no bots, no guests, nobody deactivated."""
    return person.human and person.active and not person.guest


def meet(ledger: Ledger, workspace: WorkspaceId, people: Sequence[Person], at: datetime) -> None:
    """Write what the platform says of some people, and let their teams hear of whoever changed."""
    for member in ledger.roster.put_people(workspace, people):
        moved_everywhere(ledger, workspace, member, at)


def take_in(
    ledger: Ledger,
    workspace: WorkspaceId,
    people: Sequence[Person],
    present: Mapping[TeamId, Sequence[MemberId]],
    at: datetime,
) -> None:
    """Write what the platform said, and let the teams hear of whoever changed, came or left."""
    changed = set(ledger.roster.put_people(workspace, people))
    askable = {person.id for person in people if is_askable(person)}
    for team in ledger.roster.teams(workspace):
        came_or_left = _seat(ledger, team, present[team.id], askable) if team.id in present else set()
        seated = {member.id for member in ledger.roster.members(team)} | came_or_left
        for member in sorted((changed & seated) | came_or_left):
            plans.moved(ledger, team, member, at)
    ledger.roster.refreshed(workspace, at + REFRESH)


def _seat(ledger: Ledger, team: Team, present: Sequence[MemberId], askable: set[MemberId]) -> set[MemberId]:
    """Seat who came into the channel; unseat who left it, unless a plan names them. Returns both."""
    seated = {member.id for member in ledger.roster.members(team)}
    named = {
        each for plan in ledger.plans.of_team(team) if plan.state != "deleted" for each in plan.people or ()
    }
    came = (set(present) & askable) - seated
    left = seated - set(present) - named
    for each in came:
        ledger.roster.seat(team, each)
    for each in left:
        ledger.roster.unseat(team, each)
    return came | left


def be_away(ledger: Ledger, workspace: WorkspaceId, absence: Absence, at: datetime) -> int:
    """Note that a member is away, for all their teams. Returns the absence's id."""
    number = ledger.roster.add_absence(workspace, absence)
    moved_everywhere(ledger, workspace, absence.member, at)
    return number


def be_back(ledger: Ledger, workspace: WorkspaceId, member: MemberId, absence: int, at: datetime) -> bool:
    """Take an absence back; False where it is gone already."""
    dropped = ledger.roster.drop_absence(workspace, member, absence)
    if dropped:
        moved_everywhere(ledger, workspace, member, at)
    return dropped


def moved_everywhere(ledger: Ledger, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
    """All teams of a member hear that their zone, days or absences changed."""
    ledger.homes.stale(workspace, [member], at + rounds.HOME_REST)
    for team in ledger.roster.teams_of(workspace, member):
        plans.moved(ledger, team, member, at)
