"""A message is wanted while whoever carries its channel finds nothing more there and lets it go, step by step."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from bot.ledger import Ledger, Wanted
from bot.model import Room
from storage.address import normal
from storage.ledger import LedgerRows
from tests import postgres
from tests.storage.world import CEREMONIES, CHANNEL, HERE, LEASE, MINUTE, NINE, arrive, held, leased, settle


@contextmanager
def transaction(engine: Engine) -> Iterator[LedgerRows]:
    with engine.begin() as connection:
        ledger = LedgerRows(connection, CEREMONIES)
        yield ledger
        ledger.finish()


def want(ledger: Ledger, name: str) -> int:
    return len(leased(ledger, held(), CHANNEL, [Wanted(name, Room(), "1")], NINE, LEASE))


def test_the_one_waits_for_the_other_and_sees_what_it_wrote() -> None:
    with postgres.database() as url:
        engine = create_engine(normal(url), poolclass=NullPool)
        with transaction(engine) as ledger:
            settle(ledger)
            ledger.rounds.add(held())
            assert want(ledger, "first") == 1
            parcel = ledger.outbox.take(HERE, CHANNEL, NINE)
            assert parcel

        def let_go() -> None:
            with transaction(engine) as ledger:
                ledger.outbox.lock(HERE, CHANNEL)
                arrive(ledger, parcel)
                ledger.outbox.rest(HERE, CHANNEL, NINE)

        with ThreadPoolExecutor(1) as other:
            with transaction(engine) as ledger:
                assert want(ledger, "second") == 0  # its gate is leased
                gone = other.submit(let_go)
                sleep(0.3)
                assert not gone.done()
            gone.result(5)
        with transaction(engine) as ledger:
            assert ledger.outbox.claim(NINE + MINUTE, LEASE, 9) == [(HERE, CHANNEL)]
