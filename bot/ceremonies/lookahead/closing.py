"""A lookahead closes: its requests are followed from then on, and the digest says what the quarter still lacks."""

from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.book.lacks import lacks
from bot.book.quarters import quarter_of
from bot.ceremonies import access
from bot.ceremonies.lookahead.state import Closed, Item, Lookahead
from bot.model import Book, Member, Opening, Round, RoundId, Turn


def closed(
    round_: Round[Lookahead], state: Lookahead, name: str, at: datetime, book: Book
) -> Turn[Lookahead]:
    """The turn that closes it. `name`: of who did, empty for the clock."""
    quarter = quarter_of(schedule.local_day(at, state.zone), state.year_starts)
    found = lacks(book.epics, book.backlog, quarter) if state.items else ()
    begun = [_begun(round_.id, each, at, book) for each in state.items]
    after = replace(
        state,
        items=tuple(item for item, _ in begun),
        closed=Closed(at, name, quarter.label, found),
        over=not state.items,
    )
    opens = tuple(opening for _, each in begun for opening in each)
    return Turn(after, after.until if state.items else None, opens=opens, over=after.over)


def _begun(round_: RoundId, item: Item, at: datetime, book: Book) -> tuple[Item, tuple[Opening, ...]]:
    if item.kind != "access" or item.not_now:
        return item, ()
    after, opening = followed(round_, item, at, book)
    return after, (opening,)


def followed(round_: RoundId, item: Item, at: datetime, book: Book) -> tuple[Item, Opening]:
    """A request, and the round that follows it from now on. Where nobody has taken it, whoever placed it is asked."""
    whose = item.owner or item.by
    name = item.owner_name if item.owner else item.by_name
    turn = access.begin(
        book,
        item.text,
        Member(whose, name, book.team.zone),
        at,
        taken=item.owner is not None,
        asked_on=item.asked_on,
        expected=item.day,
        source=access.Source(round_, item.number),
    )
    number = item.following + 1
    after = replace(item, following=number, followed=True, round=None)
    return after, Opening(access.KIND, f"{round_}/{item.number}/{number}", turn)
