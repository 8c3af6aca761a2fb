"""What is wanted at the very moment at which its channel is let go, by many at once: nothing is stranded."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.ledger import Job, Ledger, Parcel, Ref, Store, Terms, Turn, Wanted
from bot.model import Dm, MemberId, Room
from bot.pace import Rate
from tests.storage.world import CHANNEL, HERE, LEASE, NINE, SECOND, held, leased, settle

ROUNDS = [f"R{number}" for number in range(8)]


@pytest.fixture
async def there(store: Store) -> Store:
    def do(ledger: Ledger) -> None:
        settle(ledger)
        for each in ROUNDS:
            ledger.rounds.add(held(each, occurrence=each))

    await store.run(do)
    return store


def want(round_: str, print_: str, ledger: Ledger) -> list[Job]:
    slots = [
        Wanted("board", Room(), print_),
        Wanted("ask", Dm(MemberId("U1")), print_),
        Wanted(f"news {print_}", Room(), "1"),
    ]
    return [*leased(ledger, held(round_, occurrence=round_), CHANNEL, slots, NINE, LEASE)]


def take(channel: str, ledger: Ledger) -> Parcel | None:
    parcel = ledger.outbox.take(HERE, channel, NINE)
    if parcel is None:
        ledger.outbox.rest(HERE, channel, NINE)
    return parcel


def settle_one(parcel: Parcel, ledger: Ledger) -> bool:
    channel = parcel.address.target
    ledger.outbox.lock(HERE, channel)
    ledger.outbox.shown(HERE, parcel, parcel.ref or Ref(channel, parcel.key), parcel.print, NINE)
    return ledger.outbox.rest(HERE, channel, NINE, NINE) is not None


async def carry(store: Store, job: Job) -> None:
    while True:
        parcel = await store.run(partial(take, job[1]))
        if parcel is None or not await store.run(partial(settle_one, parcel)):
            return


async def test_what_is_wanted_while_a_channel_is_let_go_is_sent_without_another_word(there: Store) -> None:
    """Eight rounds want something else of the same two channels again and again; whoever is told of an idle gate
    carries it. No claim is made, so that what is stranded stays so."""
    carried: set[asyncio.Task[None]] = set()

    async def change(round_: str) -> None:
        for number in range(12):
            for job in await there.run(partial(want, round_, str(number))):
                carried.add(asyncio.create_task(carry(there, job)))

    await asyncio.gather(*map(change, ROUNDS))
    while pending := {each for each in carried if not each.done()}:
        await asyncio.wait(pending)
    for each in carried:
        each.result()
    assert await there.run(lambda ledger: ledger.outbox.owed(NINE + timedelta(days=1))) == 0
    assert await there.run(partial(take, str(CHANNEL))) is None
    assert await there.run(partial(take, "U1")) is None


async def test_turns_are_given_out_once_however_many_ask(there: Store) -> None:
    people = [MemberId(f"M{number}") for number in range(20)]
    rates = {"post": Rate(60, 1)}
    wanted = [Wanted(f"ask:{each}", Dm(each), "1") for each in people]
    await there.run(lambda ledger: leased(ledger, held("R0", occurrence="R0"), CHANNEL, wanted, NINE, LEASE))

    def do(channel: str, ledger: Ledger) -> timedelta:
        found = ledger.outbox.take(HERE, channel, NINE, Terms(NINE + LEASE, rates))  # type: ignore[arg-type] # a dict
        assert isinstance(found, Parcel | Turn)
        return timedelta(0) if isinstance(found, Parcel) else found.at - NINE

    found = await asyncio.gather(*(there.run(partial(do, each)) for each in people))
    assert sorted(found) == [number * SECOND for number in range(20)]


async def test_one_of_many_goes_to_see(there: Store) -> None:
    people = [MemberId(f"M{number}") for number in range(12)]
    wanted = [Wanted(f"ask:{each}", Dm(each), "1") for each in people]

    def begin(ledger: Ledger) -> None:
        leased(ledger, held("R0", occurrence="R0"), CHANNEL, wanted, NINE, LEASE)
        ledger.outbox.hold(HERE, NINE - SECOND, NINE)

    await there.run(begin)
    found = await asyncio.gather(*(there.run(partial(take, each)) for each in people))
    assert [each.probe for each in found if each] == [True]


async def test_each_gate_is_claimed_once(there: Store, open_store: Callable[[], Store]) -> None:
    other = open_store()
    people = [MemberId(f"M{number:02}") for number in range(40)]
    wanted = [Wanted(f"ask:{each}", Dm(each), "1") for each in people]

    def begin(ledger: Ledger) -> None:
        jobs = leased(ledger, held("R0", occurrence="R0"), CHANNEL, wanted, NINE, LEASE)
        ledger.outbox.let_go(jobs, NINE)

    await there.run(begin)
    claims = [each.run(lambda ledger: ledger.outbox.claim(NINE, LEASE, 15)) for each in (there, other) * 3]
    found = [job for jobs in await asyncio.gather(*claims) for job in jobs]
    rest = await there.run(lambda ledger: ledger.outbox.claim(NINE, LEASE, 500))
    assert sorted([*found, *rest]) == [(HERE, each) for each in people]
