"""A day in a second: an event loop whose time jumps to the next timer once nothing is at work, and a bot in it."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot import rounds
from bot.ceremonies import CEREMONIES
from bot.ceremonies.news import News, opening
from bot.crew import LocalCrew
from bot.delivery import Delivery
from bot.ledger import Job, Ledger, Task
from bot.model import Member, MemberId, Person, Team, TeamId, Workspace, WorkspaceId
from bot.ports import Messenger
from bot.ticker import claim
from storage.sqlite import SqliteStore
from tests.doubles import open_store
from tests.factories import CHANNEL, utc

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time stands while `at_work`, as a database does, and else jumps to whatever comes next."""

    def __init__(self) -> None:
        super().__init__(_Jumping(self))
        self.at_work = 0
        self.passed = 0.0

    def time(self) -> float:
        return self.passed

    @contextmanager
    def working(self) -> Iterator[None]:
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout == 0 or self._loop.at_work or timeout is None:
            return super().select(timeout if timeout == 0 else 30)
        self._loop.passed += timeout
        return super().select(0)


class VirtualClock:
    """Tells the loop's time."""

    def __init__(self, loop: VirtualLoop, start: datetime) -> None:
        self._loop = loop
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._loop.passed)


class VirtualStore(SqliteStore):
    """A store for which time stands."""

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        with _loop().working():
            return await super().run(fn, about)

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        with _loop().working():
            return await super().read(fn)


def _loop() -> VirtualLoop:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return loop


class World:
    """A bot that runs by itself: a tick a second, a crew, and news to be told."""

    def __init__(self, folder: Path) -> None:
        loop = _loop()
        open_store(folder)  # the file with its tables
        self.clock = VirtualClock(loop, utc("24 09:00"))
        self.store = VirtualStore(folder / "piton.db", CEREMONIES, self._begin)
        self._number = 0
        self._ticking: asyncio.Task[None] | None = None

    def start(self, messenger: Messenger, **how: Any) -> None:  # noqa: ANN401 — Delivery's own
        self.delivery = Delivery(self.store, messenger, self.clock, **how)
        self.crew = LocalCrew({"deliver": self.delivery.deliver, "wake": _nothing, "home": _nothing})
        self._ticking = asyncio.create_task(self._tick())

    def _begin(self, task: Task, jobs: Sequence[Job]) -> None:
        if task in {"deliver", "check"}:
            self.checked = task == "check" or getattr(self, "checked", False)
            if task == "deliver":
                self.crew.begin(task, jobs)

    async def _tick(self) -> None:
        while True:
            now = self.clock.now()
            await self.store.run(lambda ledger, now=now: claim(ledger, now))  # type: ignore[misc] # a default
            await asyncio.sleep(1)

    async def stop(self) -> None:
        if self._ticking:
            self._ticking.cancel()
        await self.crew.stop(0)
        await asyncio.sleep(0.01)
        await self.store.close()

    async def tell(self, workspace: str, people: int, times: int = 1) -> None:
        """Let so many people be told something in direct messages, so many times."""
        here = WorkspaceId(workspace)
        members = [Member(MemberId(f"U{number:05}"), f"P{number}", "UTC") for number in range(people)]
        await self.store.run(lambda ledger: _seat(ledger, here, self.clock.now()))
        for _ in range(times):
            self._number += 1
            key, now = str(self._number), self.clock.now()

            def do(ledger: Ledger, key: str = key, now: datetime = now) -> None:
                team = ledger.roster.team(here, TeamId("T1"))
                assert team
                for start in range(0, people, 300):
                    news = News("on", "standup", f"{key}/{start}")
                    some = members[start : start + 300]
                    rounds.start(ledger, team, None, opening(f"{key}/{start}", news, some, now), now)

            await self.store.run(do)


def _seat(ledger: Ledger, here: WorkspaceId, now: datetime) -> None:
    ledger.roster.put_workspace(Workspace(here, "slack", here), now + timedelta(days=99))
    ledger.roster.put_people(here, [Person(MemberId("U0"), "P", "UTC")])
    ledger.roster.put_team(Team(TeamId("T1"), here, CHANNEL, "data", "UTC"))


async def _nothing(jobs: Sequence[Job]) -> None:
    del jobs


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in virtual time."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
