"""The shell around checkpoints: finding one before a form about it is filled in, and what people do to it."""

from datetime import datetime

from bot import rounds
from bot.ceremonies.checkpoint import Checkpoint
from bot.ceremonies.checkpoint.answering import require_lacking
from bot.ceremonies.checkpoint.people import decider, reporter
from bot.ceremonies.checkpoint.rules import require_open
from bot.ledger import Ledger
from bot.model import Act, Book, MemberId, RoundId, WorkspaceId
from bot.theirs import Theirs

#: A checkpoint, and whose team's.
Held = Theirs[Checkpoint]


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Held:
    """The checkpoint. Raises NotFound."""
    return Held(*rounds.of_kind(ledger, workspace, round_, Checkpoint))


def to_judge(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Held:
    """One on which they may decide, before they fill in a form in vain. Raises NotFound, NotYours, Settled, Refused."""
    held = get(ledger, workspace, round_)
    decider(held.state, by, _book(ledger, held))
    require_open(held.state)
    return held


def to_answer(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Held:
    """One of whose sprint they may say what it came to. Raises NotFound, NotYours, and Settled where nothing is
    missing."""
    held = get(ledger, workspace, round_)
    reporter(held.state, by, _book(ledger, held))
    require_lacking(held.state)
    return held


def _book(ledger: Ledger, held: Held) -> Book:
    return ledger.history.book(held.team, None, ("members",))


def do(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId, at: datetime) -> Held:
    """Do an act to a checkpoint. Raises what its ceremony refuses with, NotFound."""
    held = get(ledger, workspace, round_)
    return Held(held.team, rounds.perform(ledger, workspace, round_, act, by, at))
