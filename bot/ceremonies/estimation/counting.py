"""Counting: when it is due, what a matter comes to, and when the round is over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.book import tally
from bot.ceremonies.estimation import seats
from bot.ceremonies.estimation.state import HEARD, Count, Estimation, Heard, Matter
from bot.model import Estimated, MemberId, Turn

#: What was counted and nobody goes on with ends by itself, as it is.
STALE = timedelta(days=14)


def turn(state: Estimation, at: datetime, entries: tuple[Estimated, ...] = ()) -> Turn[Estimation]:
    """The turn of a state: when to wake, and whether it is over."""
    over = state.ended or not (state.voting or state.unsettled)
    return Turn(state, None if over else _wake_at(state, at), entries, over=over)


def _wake_at(state: Estimation, at: datetime) -> datetime | None:
    if not state.voting:
        return state.counted_at + STALE if state.counted_at else None
    moments = [moment for each in state.voters for moment in seats.wake_at(each, at)]
    return min((*moments, state.ends_at))


def ticked(state: Estimation, at: datetime) -> Estimation:
    if state.voting:
        return replace(state, voters=tuple(seats.tick(each, at) for each in state.voters))
    if state.counted_at and at >= state.counted_at + STALE:
        return replace(state, ended=True)
    return state


def due(state: Estimation, at: datetime) -> bool:
    """Whether the last hour has come, or nobody is waited for and somebody has voted."""
    if not state.voting or at >= state.ends_at:
        return state.voting
    return any(each.done for each in state.voters) and not any(each.awaited for each in state.voters)


def counted_if_due(state: Estimation, at: datetime) -> Turn[Estimation]:
    return counted(state, at) if due(state, at) else turn(state, at)


def counted(state: Estimation, at: datetime) -> Turn[Estimation]:
    names = {each.id: each.name for each in state.voters}
    matters = tuple(_count(state, each, names) if each.open else each for each in state.matters)
    fresh = tuple(after for before, after in zip(state.matters, matters, strict=True) if before.open)
    asked = tuple(each.id for each in state.voters if each.asked)
    reminded = tuple(each.id for each in state.voters if each.reminded)
    counts = (*state.counts, Count(state.poll, fresh, asked, reminded, state.ends_at))
    after = replace(state, matters=matters, counts=counts, counted_at=at)
    return turn(after, at, tuple(entry(each) for each in fresh))


def _count(state: Estimation, matter: Matter, names: Mapping[MemberId, str]) -> Matter:
    """The matter as its cards decide; the seal is broken, and what nobody needs any more is blanked."""
    result = tally.count(state.deck, matter.cards.values())
    lowest: tuple[Heard, ...] = ()
    highest: tuple[Heard, ...] = ()
    if result.outcome == "apart" and result.estimate:
        lowest = _heard(matter, result.estimate.low, names)
        highest = _heard(matter, result.estimate.high, names)
    return replace(
        matter,
        standing=result.outcome,
        tally=result,
        estimate=result.estimate if result.outcome == "settled" else None,
        lowest=lowest,
        highest=highest,
        asked=sum(matter.ballot in each.ballots for each in state.voters),
        cards={},
        reasons={},
    )


def _heard(matter: Matter, card: int, names: Mapping[MemberId, str]) -> tuple[Heard, ...]:
    """Those who laid this card, first those with a reason, by name: never by when they voted."""
    laid = [
        Heard(names.get(who, ""), card, matter.reasons.get(who, ""))
        for who, its in matter.cards.items()
        if its == str(card)
    ]
    return tuple(sorted(laid, key=lambda each: (not each.reason, each.name, each.reason))[:HEARD])


def entry(matter: Matter, by: MemberId | None = None) -> Estimated:
    counted = matter.tally or tally.Tally("empty")
    outcome = "settled" if matter.standing == "settled" else counted.outcome
    return Estimated(
        matter.story,
        matter.ballot,
        matter.poll,
        outcome,
        matter.estimate,
        counted.counts,
        matter.note,
        by,
    )
