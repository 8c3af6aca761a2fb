"""The whole bot but for its platform, on a set clock: a real store, the claims of the ticker, each task done in turn.

What was said is kept as a transcript: "Tue 09:30 ASK UADA asked 24".
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import select

from bot import opening, plans, rounds
from bot.ceremonies import standup
from bot.ceremonies.survey import Settings
from bot.checks import Checks
from bot.delivery import Delivery
from bot.erasing import Erasing
from bot.homes import Homes
from bot.ledger import Job, Ledger, Task
from bot.model import Act, MemberId, Person, Plan, Round, Schedule, Team, WorkspaceId
from bot.plans import Wish
from bot.ticker import claim
from storage.ledger import LedgerRows
from storage.tables import gates, paces
from tests import postgres
from tests.doubles import Platform, RememberingMessenger, RememberingPublisher, SetClock, open_store
from tests.factories import (
    CHANNEL,
    LONDON,
    WORKSPACE,
    make_answer,
    make_schedule,
    make_settings,
    make_workspace,
    member_id,
)
from tests.transcript import line, tell

T = TypeVar("T")
_NEVER = timedelta(days=4000)
_INSTANT = timedelta(microseconds=1)


class Shell:
    """A team whose people do things, a clock that is moved, and what the messenger was told."""

    def __init__(self, place: Path | str, now: datetime) -> None:
        """`place`: a folder for a SQLite file, or the address of a database."""
        self.place = place
        self.clock = SetClock(now)
        self.messenger = RememberingMessenger(self.clock)
        self.publisher = RememberingPublisher()
        self.platform: Platform | None = None  #: without one, all that is checked is as we know it
        self.open()

    def open(self) -> None:
        """Start the process: all that is in memory is new."""
        self._submitted: list[tuple[Task, Sequence[Job]]] = []
        self.store = open_store(self.place, lambda task, jobs: self._submitted.append((task, jobs)))
        still = timedelta(0)
        self.delivery = Delivery(self.store, self.messenger, self.clock, still, still, still)
        self.homes = Homes(self.store, self.publisher, self.clock)

    async def stop(self) -> None:
        """End the process; what was submitted and not begun is gone."""
        await self.store.close()

    async def run(self, fn: Callable[[Ledger], T]) -> T:
        """A transaction, and all that comes of it at once."""
        done = await self.store.run(fn)
        await self.settle()
        return done

    # The clock.

    async def settle(self) -> None:
        """Do all that is due now."""
        while True:
            await self.store.run(partial(_claim, self.clock.now()))
            jobs, self._submitted = self._submitted, []
            if not jobs:
                return
            for task, each in jobs:
                await self._carry(task, each)

    async def _carry(self, task: Task, jobs: Sequence[Job]) -> None:
        now = self.clock.now()
        match task:
            case "deliver":
                await self.delivery.deliver(jobs)
            case "open" | "wake":
                act = opening.open_due if task == "open" else rounds.wake
                for job in jobs:
                    await self.store.run(partial(_act, act, job, now))
            case "home" | "erase":
                carry = self.homes.draw if task == "home" else Erasing(self.store, self.clock).erase
                await carry(jobs)
            case "check" if self.platform:
                await Checks(self.store, self.platform, self.clock).check(jobs)
            case "check":
                for workspace, thing in jobs:
                    await self.store.run(partial(_checked, workspace, thing, now))
            case "refresh":
                later = now + _NEVER  # nobody changes but by the test's own hand
                for workspace, _ in jobs:
                    await self.store.run(partial(_put_off, workspace, later))

    async def to(self, target: datetime) -> None:
        """Let time pass, stopping at each moment at which something is due."""
        await self.settle()
        while (due := await self._due(target)) is not None:
            self.clock.moment = max(due, self.clock.moment)
            await self.settle()
        self.clock.moment = target
        await self.settle()

    async def _due(self, target: datetime) -> datetime | None:
        """The next moment, up to `target`, at which a plan, a round or a message is due."""
        due = await self.store.read(lambda ledger: ledger.next_due())
        last = target if due is None else min(due, target)
        gate = await self._gate(last)
        if gate is not None:
            return gate
        return due if due is not None and due <= target else None

    async def _gate(self, last: datetime) -> datetime | None:
        """The moment, up to `last`, at which the first message can go: one that a gate or a pace has, else found by
        halving."""
        first = self.clock.now()
        if not await self._owed(last):
            return None
        for moment in await self.store.read(_moments):
            just_after = moment + _INSTANT
            if first < just_after < last and await self._owed(just_after):
                if not await self._owed(moment):
                    return just_after
                last = moment
                break
        while last - first > _INSTANT:
            middle = first + (last - first) / 2
            first, last = (first, middle) if await self._owed(middle) else (middle, last)
        return last

    async def _owed(self, before: datetime) -> bool:
        return await self.store.read(lambda ledger: ledger.outbox.owed(before) > 0)

    # The people.

    async def people(self, *people: Person) -> None:
        """Let the workspace know these people."""

        def do(ledger: Ledger) -> None:
            ledger.roster.put_workspace(make_workspace(), self.clock.now() + _NEVER)
            ledger.roster.put_people(WORKSPACE, people)

        await self.run(do)

    async def set_up(
        self,
        by: str,
        *present: str,
        schedule: Schedule | None = None,
        settings: Settings | None = None,
        people: tuple[MemberId, ...] | None = None,
        zone: str = LONDON,
    ) -> Plan:
        """Save the setup form, or the edit form."""
        wish = Wish(standup.KIND, schedule or make_schedule(), settings or make_settings(), zone, people)
        ids = [member_id(name) for name in present]
        now = self.clock.now()
        return await self.run(
            lambda ledger: plans.set_up(ledger, WORKSPACE, CHANNEL, "data", ids, wish, member_id(by), now)
        )

    async def act(self, round_: Round[Any], act: Act, by: str) -> None:
        """Do an act to a round."""
        now = self.clock.now()
        await self.run(lambda ledger: rounds.perform(ledger, WORKSPACE, round_.id, act, member_id(by), now))

    async def answer(self, name: str, until: str = "ship the model", **texts: str) -> None:
        """Answer where `/standup` would."""
        from bot import agenda

        now, who = self.clock.now(), member_id(name)
        act = make_answer(until, **texts)

        def do(ledger: Ledger) -> None:
            teams = ledger.roster.teams_of(WORKSPACE, who)
            for each in agenda.answer_now(ledger, teams, who, now):
                rounds.perform(ledger, WORKSPACE, each.round.id, act, who, now)

        await self.run(do)

    def copy(self) -> bytes | str:
        """All that is kept, while the process is stopped."""
        if isinstance(self.place, str):
            return postgres.create(postgres.name_of(self.place))
        return (self.place / "piton.db").read_bytes()

    def restore(self, kept: bytes | str) -> None:
        """As it was when it was copied."""
        if isinstance(self.place, str):
            postgres.restore(postgres.name_of(self.place), str(kept))
            return
        for leftover in self.place.glob("piton.db*"):
            leftover.unlink()
        assert isinstance(kept, bytes)
        (self.place / "piton.db").write_bytes(kept)

    # What there is.

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database itself says."""
        if isinstance(self.place, str):
            with psycopg.connect(self.place) as there:
                return there.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.place / "piton.db")) as file:
            return file.execute(sql).fetchall()

    async def team(self) -> Team:
        team = await self.store.read(lambda ledger: ledger.roster.team_in(WORKSPACE, CHANNEL))
        assert team is not None
        return team

    async def plan(self) -> Plan:
        team = await self.team()
        plan = await self.store.read(lambda ledger: ledger.plans.of(team, standup.KIND))
        assert plan is not None
        return plan

    async def round(self, day: str) -> Round[Any]:
        """The standup of a day of November, or of an ISO date."""
        plan = await self.plan()
        occurrence = day if "-" in day else f"2026-11-{day}"
        found = await self.store.read(lambda ledger: ledger.rounds.of_plan(WORKSPACE, plan.id, occurrence))
        assert found is not None
        return found

    @property
    def transcript(self) -> list[str]:
        """All that was posted and edited so far, in UTC."""
        return [line(call) for call in self.messenger.calls if call.verb != "find"]

    def heard(self, *names: str) -> list[str]:
        """What was posted and edited in these people's direct messages."""
        ids = {member_id(name) for name in names}
        return [line(call) for call in self.messenger.calls if call.target in ids and call.verb != "find"]

    def asked(self) -> list[str]:
        """The prompts that were posted."""
        return [each for each in self.transcript if " post " in each and " asked " in each]

    def digests(self) -> list[str]:
        """The digests as they stand now."""
        return [
            tell(each.notice) for each in self.messenger.messages if isinstance(each.notice, standup.Digest)
        ]


def _moments(ledger: Ledger) -> list[datetime]:
    """When gates open, and paces are free again, in order."""
    assert isinstance(ledger, LedgerRows)
    every = select(gates.c.next_at).union(select(paces.c.free_at))
    found = ledger._statements.execute(every).scalars()
    return sorted(each for each in found if each is not None)


def _claim(at: datetime, ledger: Ledger) -> int:
    return claim(ledger, at)


def _checked(workspace: WorkspaceId, thing: str, now: datetime, ledger: Ledger) -> None:
    ledger.checks.done(workspace, thing, now + rounds.LEASE)


def _put_off(workspace: WorkspaceId, until: datetime, ledger: Ledger) -> None:
    ledger.roster.refreshed(workspace, until)


def _act(act: Callable[[Ledger, Job, datetime], None], job: Job, now: datetime, ledger: Ledger) -> None:
    act(ledger, job, now)
