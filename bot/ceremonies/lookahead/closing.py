"""A lookahead closes: its requests are followed from then on, and the digest says what the quarter still lacks."""

from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.book.lacks import lacks
from bot.book.quarters import quarter_of
from bot.ceremonies import access
from bot.ceremonies.lookahead.state import Closed, Item, Lookahead
from bot.model import Book, Member, Opening, Round, Turn


def closed(
    round_: Round[Lookahead], state: Lookahead, name: str, at: datetime, book: Book
) -> Turn[Lookahead]:
    """The turn that closes it. `name`: of who did, empty for the clock."""
    quarter = quarter_of(schedule.local_day(at, state.zone), state.year_starts)
    found = lacks(book.epics, book.backlog, quarter) if state.items else ()
    after = replace(state, closed=Closed(at, name, quarter.label, found), over=not state.items)
    opens = tuple(
        _opening(round_, each, at, book) for each in state.items if each.kind == "access" and not each.not_now
    )
    return Turn(after, after.until if state.items else None, opens=opens, over=after.over)


def _opening(round_: Round[Lookahead], item: Item, at: datetime, book: Book) -> Opening:
    """Where nobody has taken a request, whoever placed it is asked about it."""
    whose = item.owner or item.by
    name = item.owner_name if item.owner else item.by_name
    owner = Member(whose, name, book.team.zone)
    turn = access.begin(
        book,
        item.text,
        owner,
        at,
        taken=item.owner is not None,
        asked_on=item.asked_on,
        expected=item.day,
        source=access.Source(round_.id, item.number),
    )
    return Opening(access.KIND, f"{round_.id}/{item.number}", turn)
