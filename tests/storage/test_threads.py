"""What is about one thing is carried by one thread at a time, in order and in company; the rest goes at once."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from bot.errors import BotError
from bot.ledger import Ledger
from storage.threads import Carry, Threads
from storage.work import Work, tell

BATCH = 4


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads("test", 3, BATCH)
    yield threads
    threads.stop(5)


class Carrier:
    """Carries works, and remembers in which company; `held` makes it wait."""

    def __init__(self) -> None:
        self.batches: list[list[Any]] = []
        self.held = threading.Event()
        self.held.set()
        self.begun = threading.Semaphore(0)
        self.at_once = self.most_at_once = 0

    def carry(self, works: Sequence[Work]) -> None:
        self.begun.release()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.held.wait(5)
        for work in works:
            work.do(None)  # type: ignore[arg-type] # none of these asks for one
        self.batches.append([work.result for work in works])
        self.at_once -= 1
        tell(works, {}, lambda _task, _jobs: None)


def put(threads: Threads, fn: Callable[[Ledger], int], carry: Carry, about: str = "") -> asyncio.Future[int]:
    work = Work(fn)
    threads.put(work, carry, about)
    return work.future


def gives(number: int) -> Callable[[Ledger], int]:
    return lambda _: number


async def test_what_waits_about_one_thing_goes_together_in_order(threads: Threads) -> None:
    carrier = Carrier()
    carrier.held.clear()
    first = put(threads, gives(0), carrier.carry, "round")
    await asyncio.to_thread(carrier.begun.acquire)
    others = [put(threads, gives(number), carrier.carry, "round") for number in range(1, 11)]
    carrier.held.set()
    assert await asyncio.gather(first, *others) == list(range(11))
    assert carrier.batches == [[0], [1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    assert carrier.most_at_once == 1


async def test_what_is_about_nothing_or_something_else_does_not_wait(threads: Threads) -> None:
    stuck, free = Carrier(), Carrier()
    stuck.held.clear()
    waiting = [put(threads, gives(number), stuck.carry, "stuck") for number in range(9)]
    await asyncio.to_thread(stuck.begun.acquire)
    done = [put(threads, gives(1), free.carry), put(threads, gives(2), free.carry, "other")]
    assert await asyncio.gather(*done) == [1, 2]
    assert sorted(free.batches) == [[1], [2]]
    stuck.held.set()
    await asyncio.gather(*waiting)


async def test_one_busy_thing_keeps_no_thread_from_the_others() -> None:
    """With a single thread, a thing that always has more goes behind what came meanwhile."""
    threads, carrier = Threads("test", 1, 1), Carrier()
    carrier.held.clear()
    busy = [put(threads, gives(number), carrier.carry, "busy") for number in range(5)]
    await asyncio.to_thread(carrier.begun.acquire)
    other = put(threads, gives(99), carrier.carry, "other")
    carrier.held.set()
    await asyncio.gather(*busy, other)
    assert carrier.batches.index([99]) <= 2
    assert threads.stop(5)


async def test_to_stop_finishes_what_waits_even_where_nobody_listens_any_more(threads: Threads) -> None:
    carrier = Carrier()
    futures = [put(threads, gives(number), carrier.carry, "round") for number in range(9)]
    for each in futures:
        each.cancel()
    assert await asyncio.to_thread(threads.stop, 5)
    assert sorted(each for batch in carrier.batches for each in batch) == list(range(9))


async def test_to_stop_does_not_wait_for_ever() -> None:
    threads, carrier = Threads("test", 1, 1), Carrier()
    carrier.held.clear()
    never = put(threads, gives(1), carrier.carry)
    started = time.monotonic()
    waits = [put(threads, gives(number), carrier.carry) for number in range(3)]
    assert not await asyncio.to_thread(threads.stop, 0.2)
    assert time.monotonic() - started < 2
    too_late = put(threads, gives(9), carrier.carry)
    for each in (*waits, too_late):
        with pytest.raises(BotError):
            await each
    carrier.held.set()
    assert await never == 1, "what was in hand is told all the same"
    assert carrier.batches == [[1]]
