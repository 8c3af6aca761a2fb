"""What needs no answer goes with what does: in order, seen by what follows, and undone with the rest."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from bot.ledger import Ledger
from storage.postgres import PostgresStore
from tests import postgres
from tests.storage.acts import begin, count, counted
from tests.storage.world import ANN, CEREMONIES, NINE, Vote, held


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url, CEREMONIES, lambda _task, _jobs: None)
    await store.run(begin)
    yield store
    await store.close()


def _noted(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM acts").fetchone()
    return int(row[0]) if row else 0


def _note(ledger: Ledger) -> None:
    ledger.rounds.note(held(), Vote(1), ANN, NINE, keep=False)


async def test_what_follows_sees_what_was_written_before_it(store: PostgresStore) -> None:
    def twice(ledger: Ledger) -> int:
        count(ledger)
        return count(ledger)

    assert await store.run(twice) == 2
    assert await store.read(counted) == 2


async def test_what_is_last_goes_with_the_commit(store: PostgresStore, url: str) -> None:
    await store.run(_note)
    assert _noted(url) == 1


async def test_what_a_failed_transaction_left_unsent_goes_with_no_later_one(
    store: PostgresStore, url: str
) -> None:
    def fails(ledger: Ledger) -> None:
        count(ledger)
        _note(ledger)
        raise LookupError("on purpose")

    for _ in range(12):  # every connection there is
        with pytest.raises(LookupError):
            await store.run(fails)
    assert await store.run(count) == 1
    assert _noted(url) == 0


async def test_what_is_wrong_with_it_is_told_and_undoes_the_whole(store: PostgresStore, url: str) -> None:
    def wrong(ledger: Ledger) -> None:
        count(ledger)
        _note(ledger)
        ledger.rounds.note(replace(held(), workspace=None), Vote(1), ANN, NINE, keep=False)  # type: ignore[arg-type]

    with pytest.raises(DBAPIError, match="null value"):
        await store.run(wrong)
    assert _noted(url) == 0
    assert await store.run(count) == 1, "and the connection is as good as before"
