"""Checks: whatever an event or a refusal spoke of, the platform is asked what it is now, and that is applied.

So the order of events does not matter, nor how often one comes: the last answer is right. Of a thing one answer at a
time is on its way in a process; it counts only while the hold under which it was asked for lasts, so that an older one
is never written over a newer. An event that is lost is made good by the look at each start and by the daily refresh.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot import holding, people, plans, rounds
from bot.errors import Busy, DeliveryError, TokenRefused, Unreachable
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import ChannelId, Held, MemberId, Person, PlanChanged, Team, WorkspaceId
from bot.ports import Clock, Directory
from bot.rounds import LEASE

#: A check that came to nothing is made again after so long; one that was refused for good, after REFUSED.
RETRY = timedelta(minutes=1)
REFUSED = timedelta(hours=1)
#: Whether we are known again is asked so often while we seem to be taken out: it was said of good tokens too.
KNOWN_AGAIN = timedelta(minutes=10)
#: Seconds for one: an answer that comes after its hold does not count.
PATIENCE = 45
#: Between two channels that are looked at for no reason of their own: platforms allow about 50 questions a minute.
PACE = timedelta(seconds=3)
#: So many people of a channel are asked about one by one; the rest come with a refresh.
FEW = 60

#: What an answer makes of what we hold.
Apply = Callable[[Ledger, datetime], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A channel as the platform describes it: what is wrong with it, or its name and who is in it."""

    wrong: Held = ""
    name: str = ""
    present: tuple[MemberId, ...] = ()
    profiles: tuple[Person, ...] = ()  #: of those who came or left
    more: bool = False  #: there were too many to ask about all


@dataclass
class Checks:
    """Asks the platform about the things that it is handed."""

    store: Store
    directory: Directory
    clock: Clock
    in_flight: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))
    _in_hand: dict[Job, bool] = field(default_factory=dict)  #: and whether it was claimed once more meanwhile

    async def check(self, jobs: Sequence[Job]) -> None:
        """Ask about each, and write down what it is now."""
        await asyncio.gather(*map(self._in_turn, jobs))

    async def _in_turn(self, job: Job) -> None:
        """One after the other: what is claimed while it is in hand is asked again afterwards."""
        if job in self._in_hand:
            self._in_hand[job] = True
            return
        self._in_hand[job] = True
        try:
            while self._in_hand[job]:
                async with self.in_flight:
                    self._in_hand[job] = False
                    await self._one(job)
        finally:
            del self._in_hand[job]

    async def _one(self, job: Job) -> None:
        until = self.clock.now() + LEASE  # the claim's own lease may have run out in the queue
        try:
            if not await self.store.run(lambda ledger: ledger.checks.take(*job, until)):
                return
            async with asyncio.timeout(PATIENCE):
                apply = await self._ask(*job)
            await self.store.run(partial(_settle, job, until, apply, self.clock.now()))
        except Exception as error:  # noqa: BLE001 — one that fails in our own code must not hold up the others
            await self._later(job, until, error)

    async def _later(self, job: Job, until: datetime, error: Exception) -> None:
        """Ask again in a while; where the token is in doubt, about the workspace now."""
        workspace, thing = job
        now, wait = self.clock.now(), _wait(error, thing)

        def do(ledger: Ledger) -> None:
            own = ledger.checks.again(*job, until, now + wait)
            if own and isinstance(error, TokenRefused) and thing != workspace:
                ledger.checks.note(workspace, workspace, now)

        try:
            await self.store.run(do)
        except Busy:
            log.info("check left to its lease", thing=thing)

    async def _ask(self, workspace: WorkspaceId, thing: str) -> Apply:
        if thing == workspace:
            known = await self.directory.connected(workspace)
            return partial(_take_workspace, workspace, known)
        team = await self.store.read(lambda ledger: ledger.roster.team_in(workspace, ChannelId(thing)))
        if team:
            return partial(_take_channel, workspace, team.channel, await self._channel(team))
        person = await self.store.read(lambda ledger: ledger.roster.person(workspace, MemberId(thing)))
        return partial(_take_person, workspace, await self._person(workspace, person)) if person else _nothing

    async def _person(self, workspace: WorkspaceId, known: Person) -> Person:
        try:
            return await self.directory.person(workspace, known.id)
        except Unreachable as nobody:
            if nobody.concerns != "target":
                raise
            return replace(known, active=False)

    async def _channel(self, team: Team) -> Seen:
        try:
            found = await self.directory.channel(team.workspace, team.channel)
        except Unreachable as gone:
            if gone.concerns != "target":
                raise
            return Seen("gone")
        if found.archived:
            return Seen("archived", found.name)
        if not found.joined and not (await self._was_uninstalled(team) and await self._enter(team)):
            return Seen("kicked", found.name)
        present = await self.directory.members(team.workspace, team.channel)
        seated, strangers = await self.store.read(partial(_who, team, present))
        asked = sorted(strangers | (seated - set(present)))
        profiles = [await self._profile(team.workspace, each) for each in asked[:FEW]]
        known = tuple(each for each in profiles if each)
        return Seen("", found.name, present, known, more=len(asked) > FEW)

    async def _profile(self, workspace: WorkspaceId, member: MemberId) -> Person | None:
        """Nobody, where it is somebody of another company who cannot be seen."""
        try:
            return await self.directory.person(workspace, member)
        except Unreachable:
            return None

    async def _was_uninstalled(self, team: Team) -> bool:
        plans_there = await self.store.read(lambda ledger: ledger.plans.of_team(team))
        return any(plan.held == "uninstalled" for plan in plans_there)

    async def _enter(self, team: Team) -> bool:
        """Back into a channel that nobody took us out of: being uninstalled did. A private one takes an invitation."""
        try:
            await self.directory.join(team.workspace, team.channel)
        except Unreachable:
            return False
        return True


def lived_in(ledger: Ledger, workspace: WorkspaceId) -> list[ChannelId]:
    """The channels of all teams that have a plan."""
    return [
        team.channel
        for team in ledger.roster.teams(workspace)
        if any(plan.state != "deleted" for plan in ledger.plans.of_team(team))
    ]


def look_around(ledger: Ledger, workspace: WorkspaceId, channels: Sequence[ChannelId], at: datetime) -> None:
    """Let these channels be looked at, in turn: what happened to them while nobody listened, nobody tells."""
    for number, channel in enumerate(channels):
        ledger.checks.note(workspace, channel, at + number * PACE)


def _who(team: Team, present: Sequence[MemberId], ledger: Ledger) -> tuple[set[MemberId], set[MemberId]]:
    """The team's active members, and those present whom we have never met."""
    seated = {member.id for member in ledger.roster.members(team) if member.active}
    strangers = {
        each for each in present if each not in seated and ledger.roster.person(team.workspace, each) is None
    }
    return seated, strangers


def _wait(error: Exception, thing: str) -> timedelta:
    """How long to leave it alone after this."""
    if isinstance(error, (TokenRefused, Unreachable)):
        log.info("check refused", thing=thing, why=str(error))
        return REFUSED
    if isinstance(error, (DeliveryError, TimeoutError, Busy)):
        log.info("check put off", thing=thing, why=str(error) or type(error).__name__)
        return max(timedelta(seconds=getattr(error, "retry_after", 0.0)), RETRY)
    log.error("check failed", thing=thing, exc_info=error)
    return REFUSED


def _settle(job: Job, until: datetime, apply: Apply, at: datetime, ledger: Ledger) -> None:
    """Apply an answer, unless it was noted or taken anew while we asked: then a newer one is to come."""
    if ledger.checks.done(*job, until):
        apply(ledger, at)


def _nothing(ledger: Ledger, at: datetime) -> None:
    """It concerns nobody here."""
    del ledger, at


def _take_workspace(workspace: WorkspaceId, known: bool, ledger: Ledger, at: datetime) -> None:
    if known:
        holding.connect(ledger, workspace, at)
    elif holding.disconnect(ledger, workspace, at):
        ledger.roster.refreshed(workspace, at + people.REFRESH)
        log.warning("uninstalled: all plans are held until Piton is installed again", workspace=workspace)
    if not known:
        ledger.outbox.hold(workspace, at, at + KNOWN_AGAIN + RETRY)  # till the next answer
        if _is_out(ledger, workspace):
            ledger.checks.note(workspace, workspace, at + KNOWN_AGAIN)


def _is_out(ledger: Ledger, workspace: WorkspaceId) -> bool:
    """Whether something waits for us to be known again."""
    plans_there = (plan for team in ledger.roster.teams(workspace) for plan in ledger.plans.of_team(team))
    return any(plan.held == "uninstalled" and plan.state != "deleted" for plan in plans_there)


def _take_person(workspace: WorkspaceId, person: Person, ledger: Ledger, at: datetime) -> None:
    before = ledger.roster.person(workspace, person.id)
    people.meet(ledger, workspace, [person], at)
    if not person.human:
        people.unseat_everywhere(ledger, workspace, person.id, at)
    for team in ledger.roster.teams_of(workspace, person.id):
        if before and person.active and not before.active:  # they may not be back in every channel
            ledger.checks.note(workspace, team.channel, at)


def _take_channel(
    workspace: WorkspaceId, channel: ChannelId, seen: Seen, ledger: Ledger, at: datetime
) -> None:
    team = ledger.roster.team_in(workspace, channel)
    if team is None:
        return
    team = _rename(ledger, team, seen.name, at)
    if seen.wrong:
        holding.hold(ledger, team, seen.wrong, at)
        return
    people.meet(ledger, workspace, seen.profiles, at)
    people.take_in_channel(ledger, team, seen.present, at)
    holding.go_on(ledger, team, at)
    if seen.more:
        ledger.roster.refreshed(workspace, at)


def _rename(ledger: Ledger, team: Team, name: str, at: datetime) -> Team:
    """A team is called by its channel; so are the rounds that are open."""
    if not name or name == team.name:
        return team
    team = replace(team, name=name)
    ledger.roster.put_team(team)
    for plan in ledger.plans.of_team(team):
        rounds.announce(ledger, team, PlanChanged(), at, plan.id)
    plans.tell_homes(ledger, team, at)
    return team
