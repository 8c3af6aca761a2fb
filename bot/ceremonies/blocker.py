"""A blocker that somebody named in a standup, followed to its end: acknowledged, resolved, or taken back.

Its card stands in the thread of every digest that speaks of it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.ceremonies.erased import SOMEBODY, WORDS, unnamed
from bot.errors import NotYours, Settled
from bot.model import (
    Act,
    BlockerStands,
    Book,
    Ceremony,
    MemberId,
    Notice,
    Obstacle,
    Round,
    RoundId,
    Standing,
    Tell,
    Thread,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Blocker:
    """What is in whose way, where it stands, and which rounds speak of it."""

    owner: MemberId
    name: str
    text: str
    day: date
    seen_in: tuple[RoundId, ...]
    standing: Standing = "open"
    helper: str = ""  #: the name of whoever acknowledged or resolved it
    helped_by: MemberId | None = None  #: who acknowledged it
    ended_at: datetime | None = None  #: when it was resolved or taken back, whichever came first


@dataclass(frozen=True, slots=True)
class Acknowledge(Act):
    """Somebody looks into it; `name` is theirs."""

    name: str


@dataclass(frozen=True, slots=True)
class Resolve(Act):
    """It is out of the way; `name` is of whoever says so."""

    name: str


@dataclass(frozen=True, slots=True)
class HandBack(Act):
    """Nobody looks into it after all."""


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """What was resolved is in the way after all."""


@dataclass(frozen=True, slots=True)
class Reword(Act):
    """Its owner says it differently; an empty text takes it back."""

    text: str


@dataclass(frozen=True, slots=True)
class Carry(Act):
    """It stands in another round's prompt and digest from now on."""

    round: RoundId


@dataclass(frozen=True, slots=True)
class BlockerMoved(Act):
    """Told to the rounds that speak of a blocker: where it stands now."""

    blocker: Obstacle


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """A blocker with its buttons."""

    name: str
    text: str
    day: date
    standing: Standing
    helper: str = ""


def obstacle(round_: RoundId, state: Blocker) -> Obstacle:
    """The blocker as others see it."""
    return Obstacle(round_, state.owner, state.text, state.day, state.standing, state.helper)


def raised(round_: RoundId, state: Blocker) -> Turn[Blocker]:
    """The turn with which a blocker begins."""
    return Turn(state, entries=(BlockerStands(obstacle(round_, state)),))


def advance(round_: Round[Blocker], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Blocker]:
    """What an act makes of a blocker: anyone in the channel may help, at any time.

    Raises Settled when somebody was faster, NotYours for who hands back what others look into.
    """
    before = round_.state
    if isinstance(act, Carry):
        seen_in = before.seen_in if act.round in before.seen_in else (*before.seen_in, act.round)
        return _turn(round_, replace(before, seen_in=seen_in), told=False)
    if isinstance(act, HandBack):
        _require_may_hand_back(before, by, book)
    after = _dated(_moved(before, act, by), at)
    return _turn(round_, after, told=after != before)


def _require_may_hand_back(state: Blocker, by: MemberId | None, book: Book) -> None:
    """Whoever is on it, whose blocker it is, and leads. Raises NotYours."""
    if (
        state.standing != "acknowledged" or state.helped_by is None
    ):  # an earlier version did not keep who is on it
        return
    if by not in {state.owner, state.helped_by, *(each.id for each in book.members if each.leads)}:
        raise NotYours(f"Only {state.helper}, {state.name} and the team's leads can hand this back.")


def _moved(state: Blocker, act: Act, by: MemberId | None) -> Blocker:
    match act:
        case Acknowledge(name):
            if state.standing != "open":
                raise Settled(_settled(state))
            return replace(state, standing="acknowledged", helper=name, helped_by=by)
        case Resolve(name):
            if state.standing in {"resolved", "withdrawn"}:
                raise Settled(_settled(state))
            return replace(state, standing="resolved", helper=name)
        case HandBack():
            return _opened(state, "acknowledged")
        case Reopen():
            return _opened(state, "resolved")
        case Reword(text):
            return _reworded(state, text)
        case _:
            return state


def _opened(state: Blocker, only: Standing) -> Blocker:
    """Open again, where the card that was pressed stood as it does now; twice is as good as once."""
    if state.standing not in {"open", only}:
        raise Settled(_settled(state))
    return replace(state, standing="open", helper="", helped_by=None)


def _reworded(state: Blocker, text: str) -> Blocker:
    if not text:
        return replace(state, standing="withdrawn", helper="")  # who helped hears of it yet
    if state.standing in {"withdrawn", "resolved"}:
        return replace(state, standing="open", helper="", helped_by=None, text=text)
    return replace(state, text=text)


def _dated(state: Blocker, at: datetime) -> Blocker:
    if _in_the_way(state):
        return replace(state, ended_at=None)
    return replace(state, ended_at=state.ended_at or at)


def _in_the_way(state: Blocker) -> bool:
    return state.standing in {"open", "acknowledged"}


def _settled(state: Blocker) -> str:
    if state.standing == "withdrawn":
        return f"{state.name} has taken this blocker back."
    did = "resolved this" if state.standing == "resolved" else "is looking into this"
    return f"{state.helper} {did} already."


def _turn(round_: Round[Blocker], state: Blocker, *, told: bool) -> Turn[Blocker]:
    over = not _in_the_way(state)
    if not told:
        return Turn(state, over=over)
    now = obstacle(round_.id, state)
    tells = tuple(Tell(each, BlockerMoved(now)) for each in state.seen_in)
    helper = state.helped_by or round_.state.helped_by  # who was on it hears that they are no more
    return Turn(state, entries=(BlockerStands(now, helper, state.ended_at),), tells=tells, over=over)


def show(round_: Round[Blocker]) -> dict[str, Notice]:
    """A card in the thread of each digest that speaks of the blocker."""
    state = round_.state
    return {
        f"card:{where}": Card(
            Thread("digest", where),
            round_.id,
            state.name,
            state.text,
            state.day,
            state.standing,
            state.helper,
        )
        for where in state.seen_in
    }


def wordless(blocker: Obstacle, member: MemberId) -> Obstacle:
    """A blocker as others see it, without what this member said of theirs."""
    return replace(blocker, text=WORDS) if blocker.member == member and blocker.text else blocker


def erase(state: Blocker, member: MemberId) -> Blocker:
    """Whoever raised it, or looks into it, is not named any more; what they said of it is gone."""
    if state.owner == member:
        state = replace(state, text=WORDS)
    if state.helped_by == member and state.standing == "acknowledged":
        state = replace(state, helper=SOMEBODY)
    return unnamed(state, member)


CEREMONY: Ceremony[Blocker] = Ceremony(
    "blocker",
    Blocker,
    type(None),
    advance,
    show,
    reads={HandBack: frozenset({"members"})},
    keeps=frozenset({Acknowledge, Resolve, HandBack, Reopen, Carry}),
    erase=erase,
)
