"""What people see of a lookahead: the card that gathers items, and the digest."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot import schedule
from bot.book.lacks import Lack
from bot.ceremonies.lookahead.state import Item, Lookahead
from bot.model import Notice, Room, RoundId


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """What the channel is asked, and how many items there are. Where it closed with none, it says so."""

    sprint: int | None
    count: int
    closes_at: datetime
    zone: str  #: the team's
    closed: bool = False
    name: str = ""  #: of who closed it

    @property
    def moot(self) -> bool:
        return self.closed


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """What was placed, what must start now, and what the quarter still lacks."""

    sprint: int | None
    items: tuple[Item, ...]
    day: date  #: on which it was made
    quarter: str
    lacks: tuple[Lack, ...] = ()
    over: bool = False  #: nothing can be settled in it any more


def _plain(item: Item) -> Item:
    """As people see it: which round follows it, nobody does."""
    return replace(item, following=0, followed=False, round=None)


def show(round_: RoundId, state: Lookahead) -> dict[str, Notice]:
    """All slots of a lookahead."""
    closed = state.closed
    slots: dict[str, Notice] = {
        "card": Card(
            Room(),
            round_,
            state.sprint,
            len(state.items),
            state.closes_at,
            state.zone,
            closed is not None,
            closed.name if closed else "",
        )
    }
    if closed and state.items:
        day = schedule.local_day(closed.at, state.zone)
        items = tuple(_plain(each) for each in state.items)
        slots["digest"] = Digest(
            Room(), round_, state.sprint, items, day, closed.quarter, closed.lacks, state.over
        )
    return slots
