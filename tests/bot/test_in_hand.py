"""What is in hand, when the database or the process itself is held up at the worst moment."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import pytest

from bot import delivery as subject
from bot.crew import chunks
from bot.delivery import Delivery
from bot.errors import Busy
from bot.ledger import Job, Ledger, Parcel
from tests.doubles import RememberingMessenger, SetClock
from tests.factories import WORKSPACE, make_person, utc
from tests.shell import Shell

T = TypeVar("T")


class Held:
    """A database that somebody else holds."""

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        del fn, about
        raise Busy

    async def read(self, _fn: Callable[[Ledger], T]) -> T:
        raise Busy

    async def close(self) -> None:
        """It was never open."""


async def test_a_database_that_is_held_in_a_rush_leaves_no_channel_in_hand() -> None:
    clock = SetClock(utc("24 09:30"))
    delivery = Delivery(Held(), RememberingMessenger(clock), clock)
    await delivery.deliver([(WORKSPACE, f"U{number}") for number in range(200)])
    assert delivery._in_hand == set(), "else nobody would ever send to them again"


async def test_who_was_held_up_between_taking_a_message_and_sending_it_looks_it_up_first(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another may have taken it for lost meanwhile, and sent it."""
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:29"))
    run = shell.store.run
    held_up: list[str] = []

    async def slowly(fn: Callable[[Ledger], Any], about: str = "") -> Any:  # noqa: ANN401 — whatever it gives
        done = await run(fn, about)
        if isinstance(done, Parcel) and not held_up:
            held_up.append(done.name)
            shell.clock.moment += timedelta(seconds=20)
        return done

    monkeypatch.setattr(shell.store, "run", slowly)
    await shell.to(utc("24 09:32"))
    assert held_up == ["ask:UADA"]
    assert [call.verb for call in shell.messenger.calls] == ["find", "post"]
    assert len(shell.messenger.messages) == 1


class Open:
    """A database for which anything may go, and that keeps whoever asks for a message waiting."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = 0
        self.answer = asyncio.Event()

    async def run(self, fn: Callable[[Ledger], Any], about: str = "") -> Any:  # noqa: ANN401 — what is asked for
        if isinstance(fn, partial) and fn.func is subject._sift:
            await asyncio.sleep(0)
            return fn.args[0]
        if not about:
            self.let_go += 1
            return None
        self.asked += 1
        await self.answer.wait()
        return None

    async def read(self, fn: Callable[[Ledger], Any]) -> Any:  # noqa: ANN401 — nobody asks for it
        raise NotImplementedError(fn)

    async def close(self) -> None:
        """It was never open."""


async def test_chunks_that_come_together_leave_each_other_their_share() -> None:
    """A standup of three hundred: as many are taken on as can go soon, neither more nor none."""
    clock, store = SetClock(utc("24 09:30")), Open()
    delivery = Delivery(store, RememberingMessenger(clock), clock)
    jobs: list[Job] = [(WORKSPACE, f"U{number}") for number in range(300)]
    delivering = asyncio.ensure_future(asyncio.gather(*map(delivery.deliver, chunks(jobs))))
    await asyncio.sleep(0.05)  # of fifteen chunks two find room, and a part of the third
    assert store.let_go == 13
    assert len(delivery._in_hand) == delivery._room() == 41
    store.answer.set()
    await delivering
    assert store.asked == 41
    assert not delivery._in_hand
    assert not delivery._sent_to
