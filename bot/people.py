"""The shell around people: zones and channels followed once a day, absences, a person's own settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot import holding, plans, rounds
from bot.ceremonies import estimation, spike
from bot.errors import Busy, DeliveryError, TokenRefused
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import Absence, Member, MemberId, Person, Team, TeamId, WorkspaceId
from bot.ports import Clock, Directory
from bot.reports import intake

#: Profiles are read again this often.
REFRESH = timedelta(days=1)
#: So many people are looked up one by one.
FEW = 60
#: After a refresh that failed.
RETRY = timedelta(minutes=10)
#: The key of what came in is kept at least so long. Slack tells of an event again within minutes; where that is
#: switched on, for a day.
KEPT = timedelta(days=1)


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
            except (
                TokenRefused
            ) as refusal:  # a check finds out what that means; until then, once a day is enough
                log.warning("refresh refused", workspace=workspace, why=str(refusal))
                await self.store.run(partial(_look_into, workspace, self.clock.now()))
            except DeliveryError as error:
                log.warning("refresh failed", workspace=workspace, why=str(error))
                await self.store.run(partial(_put_off, workspace, self.clock.now() + RETRY))
            except Busy:
                log.warning("refresh left to its lease", workspace=workspace)

    async def _refresh(self, workspace: WorkspaceId) -> None:
        before = await self.store.read(partial(_seated, workspace))
        people = await self.directory.people(workspace)
        present: dict[TeamId, tuple[MemberId, ...]] = {}
        for team in await self.store.read(lambda ledger: ledger.roster.teams(workspace)):
            try:
                present[team.id] = await self.directory.members(workspace, team.channel)
            except DeliveryError as error:
                log.warning("channel cannot be read", channel=team.channel, why=str(error))
        at = self.clock.now()

        def do(ledger: Ledger) -> None:
            doubted = _doubted(ledger, workspace, before)
            told = [_as_held(ledger, workspace, each) if each.id in doubted else each for each in people]
            there = {team.id: team.channel for team in ledger.roster.teams(workspace)}
            sure = {team: ids for team, ids in present.items() if there.get(team) not in doubted}
            take_in(ledger, workspace, told, sure, at)
            ledger.inbox.forget(workspace, at - KEPT)
            ledger.reports.forget(workspace, at - intake.KEPT)

        await self.store.run(do)


#: The members of each team.
_Seated = Mapping[TeamId, frozenset[Member]]


def _seated(workspace: WorkspaceId, ledger: Ledger) -> _Seated:
    return {team.id: frozenset(ledger.roster.members(team)) for team in ledger.roster.teams(workspace)}


def _doubted(ledger: Ledger, workspace: WorkspaceId, before: _Seated) -> set[str]:
    """Of what a long reading says may be overtaken: who changed since it began, the channels that somebody came to or
    left, and what is to be checked or is being checked. Of these, something newer is known or on its way."""
    doubted = set(ledger.checks.noted(workspace)) - {workspace}
    now = _seated(workspace, ledger)
    for team in ledger.roster.teams(workspace):
        was, is_ = before.get(team.id, frozenset()), now[team.id]
        doubted |= {each.id for each in was ^ is_}
        if {each.id for each in was} != {each.id for each in is_}:
            doubted.add(team.channel)
    return doubted


def _as_held(ledger: Ledger, workspace: WorkspaceId, told: Person) -> Person:
    return ledger.roster.person(workspace, told.id) or told


def _put_off(workspace: WorkspaceId, until: datetime, ledger: Ledger) -> None:
    ledger.roster.refreshed(workspace, until)


def _look_into(workspace: WorkspaceId, at: datetime, ledger: Ledger) -> None:
    ledger.roster.refreshed(workspace, at + REFRESH)
    ledger.checks.note(workspace, workspace, at)


def is_askable(person: Person) -> bool:
    """Whether somebody is asked by default: no bots, no guests, nobody deactivated."""
    return person.human and person.active and not person.guest


def meet(ledger: Ledger, workspace: WorkspaceId, people: Sequence[Person], at: datetime) -> None:
    """Write what the platform says of some people, and let their teams hear of whoever changed."""
    for member in _put(ledger, workspace, people):
        moved_everywhere(ledger, workspace, member, at)
        for team in ledger.roster.teams_of(workspace, member):
            _miss(ledger, team, ledger.roster.member(team, member), at)


def _miss(ledger: Ledger, team: Team, who: Member | None, at: datetime) -> None:
    """Where it was the last lead who is gone, those hear of it who can help. Teammates' Homes name who leads."""
    if who and not who.active:
        holding.has_left(ledger, team, who, at)
    if who and "lead" in who.roles:
        plans.tell_homes(ledger, team, at)


def _put(ledger: Ledger, workspace: WorkspaceId, people: Sequence[Person]) -> tuple[MemberId, ...]:
    """Of who is deactivated the platform tells neither zone nor role: what we knew stays."""
    gone = {person.id for person in people if not person.active}
    if len(gone) > FEW:  # an old workspace has more of them than people, and only those in a team matter
        teams = ledger.roster.teams(workspace)
        gone &= {member.id for team in teams for member in ledger.roster.members(team)}
    known = {each: before for each in gone if (before := ledger.roster.person(workspace, each))}
    kept = [replace(known[each.id], active=False) if each.id in known else each for each in people]
    return ledger.roster.put_people(workspace, kept)


def take_in(
    ledger: Ledger,
    workspace: WorkspaceId,
    people: Sequence[Person],
    present: Mapping[TeamId, Sequence[MemberId]],
    at: datetime,
) -> None:
    """Write what the platform said, and let the teams hear of whoever changed, came or left."""
    changed = set(_put(ledger, workspace, people))
    askable = {person.id for person in people if is_askable(person)}
    for team in ledger.roster.teams(workspace):
        living = [plan for plan in ledger.plans.of_team(team) if plan.state != "deleted"]
        if living and (team.id not in present or any(plan.held for plan in living)):
            ledger.checks.note(workspace, team.channel, at)  # an event of it may have been lost
        came_or_left = _seat(ledger, team, present[team.id], askable, at) if team.id in present else set()
        seated = {member.id for member in ledger.roster.members(team)} | came_or_left
        for member in sorted((changed & seated) | came_or_left):
            plans.moved(ledger, team, member, at)
            _miss(ledger, team, ledger.roster.member(team, member), at)
    ledger.roster.refreshed(workspace, at + REFRESH)


def take_in_channel(ledger: Ledger, team: Team, present: Sequence[MemberId], at: datetime) -> None:
    """Write who is in a team's channel, of whom we know; who came or left is heard of."""
    met = [person for each in present if (person := ledger.roster.person(team.workspace, each))]
    askable = {each.id for each in met if is_askable(each)}
    for member in sorted(_seat(ledger, team, present, askable, at)):
        plans.moved(ledger, team, member, at)
        if member in present:  # while they were in no team, nobody followed where they live
            ledger.checks.note(team.workspace, member, at)


def _seat(
    ledger: Ledger, team: Team, present: Sequence[MemberId], askable: set[MemberId], at: datetime
) -> set[MemberId]:
    """Seat who came into the channel; unseat who left it, unless a plan names them, or they only say what things are
    worth, or were named for a vote: neither need be in the channel. Returns both.

    Who was deactivated keeps their seat, where nobody is asked: they may come back, to lead as before.
    """
    members = {member.id: member for member in ledger.roster.members(team)}
    seated = {each for each, member in members.items() if member.active}
    named = {
        each for plan in ledger.plans.of_team(team) if plan.state != "deleted" for each in plan.people or ()
    }
    came = (set(present) & askable) - set(members)
    outside = {each for each, member in members.items() if member.roles == ("stakeholder",)}
    left = seated - set(present) - named - outside - _voting(ledger, team) - _owning(ledger, team, members)
    for each in came:
        ledger.roster.seat(team, each)
    for each in left:
        ledger.roster.unseat(team, each)
    for each in left:
        _miss(ledger, team, replace(members[each], active=False), at)
    return came | left


def _voting(ledger: Ledger, team: Team) -> set[MemberId]:
    """Who was named for a vote that is not over: they may be from anywhere."""
    votes = ledger.rounds.open_of(team, (estimation.KIND,))
    return {voter.id for each in votes for voter in each.state.voters}


def _owning(ledger: Ledger, team: Team, members: Mapping[MemberId, Member]) -> set[MemberId]:
    """Who was named for a spike from outside the channel, as an onlooker, while it runs."""
    owners = {
        each.id for its in ledger.rounds.open_of(team, (spike.KIND,)) for each in its.state.owners
    } & members.keys()
    return {each for each in owners if members[each].roles == ("observer",)}


def unseat_everywhere(ledger: Ledger, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
    """Somebody turned out to be nobody who can be asked."""
    for team in ledger.roster.teams_of(workspace, member):
        ledger.roster.unseat(team, member)
        plans.moved(ledger, team, member, at)


def be_away(ledger: Ledger, workspace: WorkspaceId, absence: Absence, at: datetime) -> int:
    """Note that a member is away, for all their teams. Returns the absence's id: that of the first, where the very same
    was said before, as when the platform tells a message twice."""
    known = ledger.roster.absences(workspace, absence.member, absence.last)
    same = next((number for number, each in known.items() if each == absence), None)
    if same is not None:
        return same
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


def zone_of(ledger: Ledger, workspace: WorkspaceId, member: MemberId) -> str:
    """The zone that somebody chose, else that of their profile."""
    chosen, person = ledger.roster.chosen(workspace, member), ledger.roster.person(workspace, member)
    return (chosen.zone if chosen else None) or (person.zone if person else "UTC")
