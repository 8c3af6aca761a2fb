"""Small transactions for the tests of stores."""

from dataclasses import replace

from bot.ledger import Ledger
from bot.model import Round, RoundId
from tests.storage.world import HERE, Votes, held, settle

R1 = RoundId("R1")


def begin(ledger: Ledger) -> None:
    settle(ledger)
    ledger.rounds.add(replace(held(), state=Votes()))


def count(ledger: Ledger) -> int:
    """Read, change, write: what a default driver loses."""
    round_: Round[Votes] | None = ledger.rounds.get(HERE, R1)
    assert round_ is not None
    votes = {"n": round_.state.votes.get("n", 0) + 1}
    ledger.rounds.save(replace(round_, state=Votes(votes)))
    return votes["n"]


def counted(ledger: Ledger) -> int:
    round_: Round[Votes] | None = ledger.rounds.get(HERE, R1)
    assert round_ is not None
    return round_.state.votes.get("n", 0)


def fail(ledger: Ledger) -> None:
    count(ledger)
    ledger.submit("wake", [(HERE, "never")])
    raise LookupError("on purpose")
