"""The shell around questions to a team: asking one below a digest, finding it, and what is done to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot import rounds, schedule
from bot.ceremonies import question
from bot.ceremonies.digest import Digest
from bot.ceremonies.digest.shown import CHANNEL, dm, places
from bot.ceremonies.question import Below, Question
from bot.errors import NotFound, NotYours, Refused, Settled
from bot.ledger import Ledger
from bot.model import Act, MemberId, Opening, Round, RoundId, Team, WorkspaceId
from bot.theirs import Theirs

_YOURS = f"{question.EACH} of your questions wait for an answer. Ask once more when one is answered, or take one back."
_FULL = (
    f"This team has {question.MOST} open questions already, which is as many as it takes."
    " Ask again when one is answered."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The digest below which somebody asks, whose it is, and in which of its messages."""

    team: Team
    round: Round[Digest]
    slot: str


#: A question, and whom it asks.
Waiting = Theirs[Question]


def asking(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, channel: str, by: MemberId) -> Asking:
    """Where somebody asks who pressed the button in this channel. Raises NotFound, and Refused where the team takes no
    more questions."""
    team, found = rounds.of_kind(ledger, workspace, round_, Digest, "This digest is no longer there.")
    slot = CHANNEL if channel == found.state.channel else dm(by)
    if slot not in places(found.state):
        raise NotFound("This digest was not sent to you here.")
    found_open = ledger.rounds.open_of(team, (question.KIND,))
    still = [each.state for each in found_open if each.state.closed is None]
    if sum(each.asker.id == by for each in still) >= question.EACH:
        raise Refused(_YOURS)
    if len(still) >= question.MOST:
        raise Refused(_FULL)
    return Asking(team, found, slot)


def ask(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    channel: str,
    text: str,
    by: MemberId,
    at: datetime,
) -> Round[Question]:
    """Ask the team. Raises as `asking`, and BadInput on `text`."""
    it = asking(ledger, workspace, round_, channel, by)
    asker = ledger.roster.met(workspace, by)
    if asker is None:
        raise NotFound
    state = it.round.state
    public = it.slot == CHANNEL
    below = Below(it.round.id, it.slot, schedule.local_day(state.until, state.zone), public)
    where = state.channel or "" if public else by
    book = ledger.history.book(it.team, None, ("members", "absences"))
    turn = question.begin(book, state.called, text, asker, below, where, at)
    begun = rounds.start(ledger, it.team, None, Opening(question.KIND, uuid4().hex, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Waiting:
    """The question. Raises NotFound."""
    return Waiting(*rounds.of_kind(ledger, workspace, round_, Question, "This question is no longer there."))


def require_open(it: Waiting) -> Waiting:
    """Raises Settled for one that is settled, before a form is filled in in vain."""
    if it.round.state.closed:
        raise Settled("This question is settled already.")
    return it


def do(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: Act,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Any]:
    """What somebody of the team does to a question: whoever is in its channel (`present`; None: nobody says) is of it.
    Raises what its ceremony refuses with, NotYours for who is not, and Refused while that is not known."""
    it = get(ledger, workspace, round_)
    if ledger.roster.member(it.team, by) is None:
        if present is None:
            raise Refused("Slack does not say just now who is in the team's channel. Try again in a minute.")
        if by not in present:
            raise NotYours("Only people of the team can answer.")
        ledger.roster.seat(it.team, by, ("developer",))
    return rounds.perform(ledger, workspace, round_, act, by, at)
