"""Items are placed, changed and taken out, until the lookahead closes."""

from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.ceremonies import moving
from bot.ceremonies.lookahead.state import (
    FURTHEST,
    ITEM_TEXT,
    MOST,
    AddItem,
    ChangeItem,
    Item,
    Lookahead,
    RemoveItem,
    Wish,
)
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import Book, Member, MemberId


def member(book: Book, by: MemberId | None) -> Member:
    """Whoever acts, who must be of the team. Raises NotYours."""
    return moving.of_team(book, by, "look ahead here")


def placed(
    state: Lookahead, act: AddItem | ChangeItem | RemoveItem, by: Member, at: datetime, book: Book
) -> Lookahead:
    """Raises Settled where it is closed, NotYours for another's item, NotFound, Refused, and BadInput by field."""
    if state.closed:
        raise Settled("This lookahead is closed: its digest stands in the channel.")
    today = schedule.local_day(at, by.zone)
    match act:
        case AddItem(wish):
            if len(state.items) >= MOST:
                raise Refused(
                    f"{MOST} items are placed already: more is a backlog. `/story add` is for that."
                )
            new = written(Item(state.placed + 1, wish.kind, "", by.id, by.name), wish, today, book)
            return replace(state, items=(*state.items, new), placed=state.placed + 1)
        case ChangeItem(number, wish):
            mine = own(state, number, by)
            return with_item(state, written(replace(mine, kind=wish.kind), wish, today, book))
        case RemoveItem(number):
            mine = own(state, number, by)
            return replace(state, items=tuple(each for each in state.items if each != mine))


def numbered(state: Lookahead, number: int) -> Item:
    """The item. Raises NotFound."""
    found = next((each for each in state.items if each.number == number), None)
    if found is None:
        raise NotFound("That item is no longer there.")
    return found


def own(state: Lookahead, number: int, by: Member) -> Item:
    """An item that they may change: their own, and each for leads. Raises NotFound and NotYours."""
    found = numbered(state, number)
    if by.id != found.by and not by.leads:
        raise NotYours(f"Only {found.by_name}, who placed it, and the team's leads can change it.")
    return found


def with_item(state: Lookahead, item: Item) -> Lookahead:
    """With this one in the place of the same number."""
    return replace(state, items=tuple(item if each.number == item.number else each for each in state.items))


def written(item: Item, wish: Wish, today: date, book: Book) -> Item:
    """The item as it was filled in. Raises BadInput by field."""
    text = wish.text.strip()
    if not text:
        raise BadInput("Say in a sentence what it is.", "text")
    if len(text) > ITEM_TEXT:
        raise BadInput(f"An item has {ITEM_TEXT} characters at most; yours has {len(text)}.", "text")
    return arranged(replace(item, text=text), wish.owner, wish.day, wish.asked_on, today, book, wish.not_now)


def arranged(
    item: Item,
    owner: MemberId | None,
    day: date | None,
    asked_on: date | None,
    today: date,
    book: Book,
    not_now: bool,
) -> Item:
    """The item with an owner and a date, or put off. Raises BadInput by field."""
    asked_on = asked_on if item.kind == "access" else None
    if asked_on and asked_on > today:
        raise BadInput("That day is yet to come. Leave it empty until it is asked for.", "asked")
    if asked_on and day and day < asked_on:
        raise BadInput("It cannot be expected before it is asked for.", "day")
    if day and day < today and day != item.day:
        raise BadInput("That day is past.", "day")
    if day and day > today + FURTHEST:
        raise BadInput("Choose a day within two years.", "day")
    if not_now and day:
        raise BadInput("Give it a date, or say “not now”: not both.", "not_now")
    who = next((each for each in book.members if each.id == owner and each.active), None)
    if owner and who is None:
        raise BadInput("Name somebody of this team.", "owner")
    return replace(
        item,
        owner=who.id if who else None,
        owner_name=who.name if who else "",
        day=day,
        asked_on=asked_on,
        not_now=not_now,
    )
