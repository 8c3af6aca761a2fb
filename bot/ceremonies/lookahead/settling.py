"""After the digest: items get an owner and a date, or wait; requests are heard of from the rounds that follow them."""

from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.ceremonies.access import AccessStands, Resettle
from bot.ceremonies.lookahead.closing import followed
from bot.ceremonies.lookahead.placing import arranged, numbered, with_item
from bot.ceremonies.lookahead.state import Item, Lookahead, Settle, Take
from bot.errors import NotYours, Refused, Settled
from bot.model import Book, Member, MemberId, Opening, Round, Tell


def settled(
    round_: Round[Lookahead], act: Take | Settle, by: Member, at: datetime, book: Book
) -> tuple[Lookahead, tuple[Tell, ...], tuple[Opening, ...]]:
    """Raises Settled where somebody was faster, Refused before the digest, NotYours for what others have settled,
    NotFound, and BadInput by field."""
    state = round_.state
    if state.closed is None:
        raise Refused("This lookahead still gathers items: change yours in `/lookahead list`.")
    before = require_open(state, act.number, by)
    if isinstance(act, Take):
        if before.owner is not None:
            raise Settled(f"{before.owner_name} has taken it already.")
        after = replace(before, owner=by.id, owner_name=by.name, not_now=False)
    else:
        today = schedule.local_day(at, by.zone)
        after = arranged(before, act.owner, act.day, act.asked_on, today, book, act.not_now)
    if after.kind == "access" and not after.followed and not after.not_now:
        after, opening = followed(round_.id, after, at, book)
        return with_item(state, after), (), (opening,)
    tells = _told(before, after, by.name)
    if after.not_now:
        after = replace(after, followed=False, round=None)
    return with_item(state, after), tells, ()


def require_open(state: Lookahead, number: int, by: Member) -> Item:
    """An item of the digest that they may settle: anybody what is open, its people and leads what was settled once.
    Raises Settled, NotFound and NotYours."""
    item = numbered(state, number)
    if item.standing:
        raise Settled("That access is there." if item.standing == "there" else "That request was given up.")
    if item.settled and not (by.leads or by.id in {item.owner, item.by}):
        who = ", ".join(dict.fromkeys(filter(None, (item.owner_name, item.by_name))))
        raise NotYours(f"That is settled. Only {who} and the team's leads can change it.")
    return item


def _told(before: Item, after: Item, name: str) -> tuple[Tell, ...]:
    """The round that follows a request hears what was settled."""
    if after.round is None or after == before:
        return ()
    return (Tell(after.round, _resettle(after, name)),)


def _resettle(item: Item, name: str) -> Resettle:
    return Resettle(item.owner, item.asked_on, item.day, item.not_now, name)


def heard(state: Lookahead, act: AccessStands) -> tuple[Lookahead, tuple[Tell, ...]]:
    """A request stands otherwise. The first that is heard of it says which round follows it: what was settled before
    that, the round does not know yet."""
    before = next((each for each in state.items if each.number == act.item), None)
    if before is None:
        return state, ()
    if not before.followed:  # it was put off before anybody knew which round it is
        return state, () if act.ended else (Tell(act.round, _resettle(before, before.by_name)),)
    if before.round is None and _of(before) != (act.owner, act.asked_on, act.expected):
        linked = replace(before, round=act.round)
        return with_item(state, linked), (Tell(act.round, _resettle(linked, before.owner_name)),)
    after = replace(
        before,
        round=act.round,
        owner=act.owner,
        owner_name=act.owner_name,
        asked_on=act.asked_on,
        day=act.expected,
        not_now=False,
        standing=act.ended or "",
    )
    return with_item(state, after), ()


def _of(item: Item) -> tuple[object, ...]:
    return item.owner, item.asked_on, item.day


def renewed(state: Lookahead, member: MemberId, book: Book) -> Lookahead:
    """A member's name or place in the team changed: who has left owns nothing. Of requests that are followed their own
    rounds hear of it."""
    who = next((each for each in book.members if each.id == member), None)
    items = tuple(_with(each, member, who) for each in state.items)
    return state if items == state.items else replace(state, items=items)


def _with(item: Item, member: MemberId, who: Member | None) -> Item:
    if who is not None and item.by == member:
        item = replace(item, by_name=who.name)
    if item.owner != member or item.followed or item.standing:
        return item
    there = who is not None and who.active
    return replace(item, owner=member if there else None, owner_name=who.name if there and who else "")
