"""One example of each state of a lookahead: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.book.lacks import Lack
from bot.ceremonies.lookahead import Item, Wish
from bot.ceremonies.lookahead.shown import Card, Digest
from bot.model import MemberId, Notice, Room, RoundId
from handlers.slack.blocks import Json
from handlers.slack.lookahead import item_form

_ROUND = RoundId("round-31")
_PRIYA, _DIEGO = MemberId("U0PRIYA"), MemberId("U0DIEGO")
_DAY = date(2026, 11, 24)
_card = Card(Room(), _ROUND, 4, 0, datetime(2026, 11, 24, 16, tzinfo=UTC), "Europe/London")
_access = Item(
    1,
    "access",
    "Read access to the billing tables, for the churn model in January",
    _PRIYA,
    "Priya Nair",
    _PRIYA,
    "Priya Nair",
    date(2026, 12, 8),
    asked_on=date(2026, 11, 23),
)
_unasked = Item(2, "access", "The 2025 call logs", _DIEGO, "Diego Ramos")
_hypothesis = Item(
    3,
    "hypothesis",
    "Churn is seasonal: see https://wiki.example.com/churn",
    _DIEGO,
    "Diego Ramos",
    _DIEGO,
    "Diego Ramos",
    date(2026, 12, 4),
)
_work = Item(
    4,
    "work",
    "Move the nightly jobs off the old scheduler",
    _PRIYA,
    "Priya Nair",
    _PRIYA,
    "Priya Nair",
    date(2027, 1, 15),
)
_open = Item(5, "work", "Write down how labels are made", _DIEGO, "Diego Ramos")
_undated = Item(6, "work", "A dry run of the restore", _PRIYA, "Priya Nair", _PRIYA, "Priya Nair")
_later = Item(7, "work", "A second GPU queue", _DIEGO, "Diego Ramos", not_now=True)
_items = (_access, _unasked, _hypothesis, _work, _open, _undated, _later)
_lacks = (Lack("Churn model v2", 5, 2, 13), Lack("Data contracts", 3, 3, 0), Lack("Cost report", 0, 0, 0))
_digest = Digest(Room(), _ROUND, 4, _items, _DAY, "Q4 2026", _lacks)
_many = tuple(
    replace(_items[number % 7], number=number + 1, text=f"{_items[number % 7].text}. " + "Then on. " * 25)
    for number in range(40)
)

NOTICES: Mapping[str, Notice] = {
    "lookahead": _card,
    "lookahead, three items": replace(_card, count=3),
    "lookahead, of no sprint": replace(_card, sprint=None, count=1),
    "lookahead, closed": replace(_card, count=7, closed=True, name="Oliver Grant"),
    "lookahead, closed by its clock": replace(_card, count=7, closed=True),
    "lookahead, nothing placed": replace(_card, closed=True),
    "lookahead, digest": _digest,
    "lookahead, digest, all settled": replace(_digest, items=(_access, _hypothesis, _work, _later), lacks=()),
    "lookahead, digest, access there": replace(
        _digest, items=(replace(_access, standing="there"), replace(_unasked, standing="given up"))
    ),
    "lookahead, digest, over": replace(_digest, sprint=None, over=True),
    "lookahead, digest, forty items": replace(
        _digest, items=_many, lacks=tuple(replace(_lacks[0], epic=f"Epic {each}") for each in range(12))
    ),
}

MODALS: Mapping[str, Json] = {
    "look ahead": item_form.view(_ROUND, Wish("work", "")),
    "look ahead, a request": item_form.view(_ROUND, Wish("access", "The 2025 call logs")),
    "change an item": item_form.view(_ROUND, item_form.wish_of(_access), _access.number),
    "settle an item": item_form.settle_view(_ROUND, _open),
    "settle a request": item_form.settle_view(_ROUND, _access),
}
