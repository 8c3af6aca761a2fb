"""Either store: what is awaited is durable, what fails is undone alone, and no update is lost."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.exc import DatabaseError

from bot.errors import BotError
from bot.ledger import Ledger, Store
from bot.model import RoundId, TeamId
from tests.storage.acts import begin, count, counted, fail
from tests.storage.conftest import OpenStore, Submitted
from tests.storage.world import HERE, HOUR, LEASE, NINE, SECOND, held, settle, team


async def test_what_one_transaction_wrote_another_store_reads(open_store: OpenStore) -> None:
    first, second = open_store(), open_store()
    await first.run(begin)
    assert await second.read(counted) == 0
    await second.run(count)
    assert await first.read(counted) == 1


async def test_eight_tasks_in_two_stores_lose_no_update(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    await stores[0].run(begin)

    async def task(store: Store) -> None:
        for _ in range(30):
            await store.run(count)

    await asyncio.gather(*(task(stores[number % 2]) for number in range(8)))
    assert await stores[0].read(counted) == 240


async def test_one_that_fails_alone_is_undone(store: Store, submitted: Submitted) -> None:
    await store.run(begin)
    with pytest.raises(LookupError):
        await store.run(fail)
    assert await store.run(counted) == 0
    assert submitted == []


async def test_an_error_that_a_future_refuses_is_told_otherwise(store: Store) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.run(lambda _: next(iter(())))
    await store.run(begin)


async def test_claims_over_two_stores_give_each_round_to_one(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]

    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        for number in range(60):
            ledger.rounds.add(held(f"R{number}", occurrence=str(number)))

    await stores[0].run(prepare)
    claims = [
        stores[number % 2].run(lambda ledger: ledger.rounds.claim(NINE, LEASE, 7)) for number in range(12)
    ]
    claimed = [job for jobs in await asyncio.gather(*claims) for job in jobs]
    assert len(claimed) == len(set(claimed)) == 60


async def test_a_round_needs_its_team(store: Store) -> None:
    await store.run(settle)
    nowhere = replace(held(), team=TeamId("T9"))
    assert team().id != nowhere.team
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await store.run(lambda ledger: ledger.rounds.add(nowhere))


async def test_an_error_of_the_database_names_no_value(store: Store) -> None:
    def break_(ledger: Ledger) -> None:
        begin(ledger)
        ledger.rounds.add(
            replace(held(), id=RoundId("R9"), team=TeamId("nowhere"), occurrence="canary-answer")
        )

    with pytest.raises(DatabaseError) as caught:
        await store.run(break_)
    assert "canary-answer" not in str(caught.value)
    assert "canary-answer" not in repr(caught.value)


async def test_what_is_submitted_comes_after_the_commit_and_each_job_once(
    store: Store, submitted: Submitted
) -> None:
    def submit(ledger: Ledger) -> None:
        for names in (["a", "b"], [], ["b", "c"]):
            ledger.submit("deliver", [(HERE, name) for name in names])

    await store.run(submit)
    assert submitted == [("deliver", [(HERE, "a"), (HERE, "b"), (HERE, "c")])]


async def test_a_caller_that_gives_up_leaves_the_whole_of_it_or_nothing(store: Store) -> None:
    await store.run(begin)
    for _ in range(10):
        gone = asyncio.ensure_future(store.run(count))
        await asyncio.sleep(0)
        gone.cancel()
    await asyncio.sleep(0.2)
    before = await store.read(counted)
    assert await store.run(count) == before + 1


async def test_closing_finishes_what_is_at_work_and_refuses_what_comes(store: Store) -> None:
    await store.run(begin)
    waiting = [asyncio.ensure_future(store.run(count)) for _ in range(40)]
    await asyncio.sleep(0)
    await store.close()
    assert sorted(await asyncio.gather(*waiting)) == list(range(1, 41))
    with pytest.raises(BotError, match="shutting down"):
        await store.run(count)
    await store.close()


async def test_reading_cannot_write(store: Store) -> None:
    await store.run(begin)
    with pytest.raises(DatabaseError, match=r"readonly|read-only"):
        await store.read(count)
    assert await store.read(counted) == 0


async def test_a_round_that_crashes_whoever_takes_it_is_left_alone_and_others_go_on(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        settle(ledger)
        ledger.rounds.add(held("R1"))
        for number in range(2, 6):
            ledger.rounds.add(held(f"R{number}", occurrence=str(number)))

    await store.run(prepare)
    others = ["R2", "R3", "R4", "R5"]
    at = NINE
    for _ in range(2):  # two lives end with all of them in hand
        assert sorted(await store.run(partial(_claimed, at))) == ["R1", *others]
        at += LEASE
    alone: list[str] = []
    while len(alone) < 5:  # one by one from now on, and each but the first ends well
        [name] = await store.run(partial(_claimed, at))
        alone.append(name)
        if name == "R1":
            left = at
        else:
            await store.run(partial(_done, name))
        at += SECOND
    assert sorted(alone) == ["R1", *others]
    at = left
    await store.run(lambda ledger: ledger.rounds.save(held("R1")))  # somebody presses a button
    for wait in (
        LEASE,
        LEASE,
        80 * SECOND,
        320 * SECOND,
        1280 * SECOND,
        HOUR,
        HOUR,
    ):  # a new version may know better
        assert await store.run(partial(_claimed, at + wait - SECOND)) == []
        at += wait
        assert await store.run(partial(_claimed, at)) == ["R1"]
    again = at + LEASE
    await store.run(lambda ledger: ledger.rounds.spare((HERE, "R1"), again))  # it failed, and its taker lives
    assert await store.run(partial(_claimed, again)) == ["R1"], "no crash, and no hour"
    await store.run(count)  # it ends well
    for _ in range(3):
        assert await store.run(lambda ledger: ledger.rounds.claim(NINE + 5 * HOUR, timedelta(0), 1))
        await store.run(
            lambda ledger: ledger.rounds.spare((HERE, "R1"), NINE + 5 * HOUR)
        )  # it failed, and its taker lives
    assert await store.run(lambda ledger: ledger.rounds.claim(NINE + 5 * HOUR, timedelta(0), 1))


def _done(name: str, ledger: Ledger) -> None:
    ledger.rounds.save(replace(held(name), wake_at=None), by_clock=True)


def _claimed(at: datetime, ledger: Ledger) -> list[str]:
    return [name for _, name in ledger.rounds.claim(at, LEASE, 9)]
