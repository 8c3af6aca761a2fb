"""A platform whose answers are slow, and a store that is busy: what comes late or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from bot.errors import Busy
from bot.ledger import Ledger, Store
from bot.ports import Directory

T = TypeVar("T")


class Held:
    """A platform whose first answer to one verb is given at once, and comes when it is let go."""

    def __init__(self, platform: Directory, verb: str) -> None:
        self.given, self.let_go = asyncio.Event(), asyncio.Event()
        self.asked = 0
        self._platform, self._verb = platform, verb

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        ask: Callable[..., Awaitable[Any]] = getattr(self._platform, name)
        return self._slow(ask) if name == self._verb else ask

    def _slow(self, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def answer(*words: object) -> object:
            self.asked += 1
            first, given = self.asked == 1, await ask(*words)
            if first:
                self.given.set()
                await self.let_go.wait()
            return given

        return answer

    @property
    def directory(self) -> Directory:
        return cast(Directory, self)


class BusyStore:
    """A store that somebody else holds for so many transactions."""

    def __init__(self, store: Store, times: int) -> None:
        self._store, self.times = store, times

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        if self.times > 0:
            self.times -= 1
            raise Busy
        return await self._store.run(fn, about)

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        return await self._store.read(fn)

    async def close(self) -> None: ...
