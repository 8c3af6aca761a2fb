"""Moving from a file to a PostgreSQL, and back, loses nothing."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.book.pasting import Draft
from bot.errors import BotError
from bot.ledger import Ledger, Wanted
from bot.model import Absence, Estimate, Estimated, Room
from storage.database import open_store
from storage.moving import move
from storage.schema import connected, migrate, schema_state, take_up
from storage.tables import metadata
from tests import postgres
from tests.storage.world import (
    ANN,
    CEREMONIES,
    CHANNEL,
    DAY,
    HERE,
    LEASE,
    NINE,
    Vote,
    held,
    leased,
    plan,
    settle,
    team,
)


def furnish(ledger: Ledger) -> None:
    settle(ledger)
    ledger.plans.put(plan())
    ledger.rounds.add(held())
    ledger.rounds.note(held(), Vote(1), ANN, NINE, keep=True)
    ledger.roster.add_absence(HERE, Absence(ANN, DAY, DAY))
    leased(ledger, held(), CHANNEL, [Wanted("board", Room(), "1")], NINE, LEASE)
    ledger.checks.note(HERE, ANN, NINE)
    [story] = ledger.backlog.add(team(), [Draft("Churn by region")], NINE)
    vote = Estimated(story.id, "effort", 1, "settled", Estimate(5, 3, 5, 2), (("3", 1), ("5", 1)))
    ledger.history.write(held(), [vote])


def everything(url: str) -> dict[str, list[Any]]:
    with connected(url) as there:
        return {each.name: sorted(map(tuple, there.execute(select(each)))) for each in metadata.sorted_tables}


async def fill(url: str) -> None:
    store = open_store(url, CEREMONIES, lambda _task, _jobs: None)
    await store.run(furnish)
    await store.close()


async def test_what_was_moved_there_and_back_is_what_it_was(file: Path, tmp_path: Path) -> None:
    first, last = f"sqlite:///{file}", f"sqlite:///{tmp_path / 'back.db'}"
    await fill(first)
    with postgres.database(empty=True) as there:
        moved = move(first, there)
        assert moved == sum(map(len, everything(first).values())) > 10
        assert everything(there) == everything(first)
        assert move(there, last) == moved
    assert everything(last) == everything(first)


async def test_nothing_starts_on_what_was_moved_until_it_is_taken_back(file: Path, tmp_path: Path) -> None:
    old, new = f"sqlite:///{file}", f"sqlite:///{tmp_path / 'new.db'}"
    await fill(old)
    before = everything(old)
    move(old, new)
    assert schema_state(old) == "moved"
    for again in (partial(migrate, old), partial(open_store, old, CEREMONIES, lambda _task, _jobs: None)):
        with pytest.raises(BotError, match="was moved to another one"):
            again()
    with pytest.raises(BotError, match="was moved to another one"):
        move(old, tmp_path / "third.db")
    take_up(old)
    assert (schema_state(old), everything(old)) == ("current", before)
    with pytest.raises(BotError, match="nothing to take back"):
        take_up(old)


async def test_what_a_bot_still_uses_is_not_moved(file: Path, tmp_path: Path) -> None:
    old, new = f"sqlite:///{file}", tmp_path / "new.db"
    store = open_store(old, CEREMONIES, lambda _task, _jobs: None)
    await store.run(furnish)
    with pytest.raises(BotError, match="Stop it first"):
        move(old, new)
    assert not new.exists()
    await store.close()
    assert move(old, new) > 10


async def test_a_postgresql_that_a_bot_still_uses_is_not_moved(tmp_path: Path) -> None:
    with postgres.database() as old:
        store = open_store(old, CEREMONIES, lambda _task, _jobs: None)
        await store.run(furnish)
        with pytest.raises(BotError, match="Stop it first"):
            move(old, tmp_path / "new.db")
        await store.close()
        assert move(old, tmp_path / "new.db") > 10


async def test_numbers_go_on_after_those_that_were_moved(file: Path) -> None:
    await fill(f"sqlite:///{file}")
    with postgres.database(empty=True) as there:
        move(file, there)
        store = open_store(there, CEREMONIES, lambda _task, _jobs: None)
        await store.run(lambda ledger: ledger.roster.add_absence(HERE, Absence(ANN, DAY, DAY)))
        await store.run(lambda ledger: ledger.rounds.note(held(), Vote(2), ANN, NINE, keep=True))
        await store.close()
        assert len(everything(there)["acts"]) == 2


async def test_nothing_is_moved_over_what_is_there(file: Path) -> None:
    await fill(f"sqlite:///{file}")
    with postgres.database() as there:
        await fill(there)
        before = everything(there)
        with pytest.raises(BotError, match="empty database"):
            move(file, there)
        assert everything(there) == before
    with pytest.raises(BotError, match="one and the same"):
        move(file, f"sqlite:///{file}")


def test_there_must_be_something_to_move(tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"There is no database .*nothing\.db"):
        move(tmp_path / "nothing.db", tmp_path / "new.db")
    with postgres.database(empty=True) as nothing, pytest.raises(BotError, match="another version"):
        move(nothing, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
