"""The forms of a lookahead: an item to place or change, and an item of the digest to settle."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.lookahead import AddItem, ChangeItem, Item, ItemKind, RemoveItem, Settle, Wish
from bot.ceremonies.lookahead.state import ITEM_TEXT
from bot.errors import BadInput
from bot.model import Act, MemberId, RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.lookahead.words import KINDS
from handlers.slack.text import clip, line

CALLBACK, PICK, SETTLED = "lookahead.item", "lookahead.kind", "lookahead.settled"
KIND, TEXT, OWNER, DAY, ASKED = "kind", "text", "owner", "day", "asked"
NOT_NOW, REMOVE = "not_now", "remove"
_YES = "yes"
_NO_ITEM = 0


def view(round_: RoundId, wish: Wish, number: int = _NO_ITEM) -> Json:
    """The form as a modal. `number`: of the item that is changed."""
    pieces = [
        inputs.select(KIND, "What is it?", list(KINDS.items()), wish.kind, picked=PICK),
        inputs.text_input(
            TEXT,
            "What is important, but not urgent yet?",
            clip(line(wish.text), ITEM_TEXT),
            placeholder="Read access to the billing tables",
            limit=ITEM_TEXT,
        ),
        *_arrangement(wish.kind, wish),
    ]
    if number:
        pieces.append(inputs.checkboxes(REMOVE, "Or", [(_YES, "Take it out again")]))
    note = json.dumps({"round": round_, "item": number})
    title, submit = ("Change the item", "Save") if number else ("Look ahead", "Place it")
    return blocks.modal(CALLBACK, title, pieces, submit=submit, metadata=note)


def _arrangement(kind: ItemKind, wish: Wish | Item) -> list[Json]:
    """Whose it is, by when, or not now."""
    owner = (wish.owner,) if wish.owner else ()
    pieces = [inputs.users_select(OWNER, "Who takes it?", owner, "One person, or nobody yet.", optional=True)]
    if kind == "access":
        hint = "Left empty it is yet to be asked for, and its owner is reminded."
        pieces.append(inputs.datepicker(ASKED, "Asked on", wish.asked_on, hint, optional=True))
    label = "Expected on" if kind == "access" else "By when?"
    pieces.append(inputs.datepicker(DAY, label, wish.day, optional=True))
    chosen = (_YES,) if wish.not_now else ()
    pieces.append(inputs.checkboxes(NOT_NOW, "Or put it off", [(_YES, "Not now")], chosen))
    return pieces


def wish_of(item: Item) -> Wish:
    """An item as its form is filled in."""
    return Wish(item.kind, item.text, item.owner, item.day, item.not_now, item.asked_on)


def repicked(payload: Mapping[str, Any], value: str) -> Json:
    """The form as another kind of item needs it, with what was filled in so far. Raises NotFound for a stale one."""
    form = filled(payload)
    kind = _kind(value)
    wish = Wish(kind, form.text(TEXT), _owner(form), form.date(DAY), _ticked(form, NOT_NOW), form.date(ASKED))
    return view(RoundId(form.noted("round")), wish, form.number("item"))


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Act, tuple[MemberId, ...]]:
    """Which lookahead, what is done to it, and who gets something to do. Raises BadInput by field, NotFound for a stale
    form."""
    form = filled(payload)
    round_, number = RoundId(form.noted("round")), form.number("item")
    if number and _ticked(form, REMOVE):
        return round_, RemoveItem(number), ()
    owner = _owner(form)
    wish = Wish(
        _kind(form.choice(KIND)),
        line(form.text(TEXT)),
        owner,
        form.date(DAY),
        _ticked(form, NOT_NOW),
        form.date(ASKED),
    )
    return round_, ChangeItem(number, wish) if number else AddItem(wish), (owner,) if owner else ()


def settle_view(round_: RoundId, item: Item) -> Json:
    """Who takes an item of the digest, and by when."""
    pieces = [blocks.context(f"{item.number}. {line(item.text)}"), *_arrangement(item.kind, item)]
    note = json.dumps({"round": round_, "item": item.number})
    return blocks.modal(SETTLED, "Settle an item", pieces, submit="Save", metadata=note)


def read_settle(payload: Mapping[str, Any]) -> tuple[RoundId, Settle, tuple[MemberId, ...]]:
    """Which item of which lookahead, how it is settled, and who gets something to do. Raises BadInput by field,
    NotFound for a stale form."""
    form = filled(payload)
    owner = _owner(form)
    act = Settle(form.number("item"), owner, form.date(DAY), _ticked(form, NOT_NOW), form.date(ASKED))
    return RoundId(form.noted("round")), act, (owner,) if owner else ()


def _kind(value: str) -> ItemKind:
    found = next((each for each in KINDS if each == value), None)
    if found is None:
        raise BadInput("Choose what it is.", KIND)
    return found


def _owner(form: Filled) -> MemberId | None:
    people = form.people(OWNER)
    if len(people) > 1:
        raise BadInput("Name one person.", OWNER)
    return MemberId(people[0]) if people else None


def _ticked(form: Filled, block: str) -> bool:
    return _YES in form.choices(block)
