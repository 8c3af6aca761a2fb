"""What of a lookahead is exported."""

from bot.ceremonies.erased import who
from bot.ceremonies.lookahead.state import Item, Lookahead
from bot.model import Record, Round, Row


def record(round_: Round[Lookahead]) -> tuple[Record, ...]:
    """A line an item; those that were taken out are gone."""
    return tuple(_line(round_, each) for each in round_.state.items)


def _line(round_: Round[Lookahead], item: Item) -> Record:
    by, by_name = who(item.by, item.by_name)
    owner, owner_name = who(item.owner, item.owner_name)
    row: Row = {
        "round": round_.id,
        "opened_at": round_.state.opened_at,
        "sprint": round_.state.sprint,
        "closed_at": round_.state.closed.at if round_.state.closed else None,
        "number": item.number,
        "kind": item.kind,
        "text": item.text,
        "by": by,
        "by_name": by_name,
        "owner": owner,
        "owner_name": owner_name,
        "day": item.day,
        "not_now": item.not_now,
        "asked_on": item.asked_on,
        "standing": item.standing,
    }
    return Record("lookahead_items", row)
