"""Slack's limits on blocks: how long, how many, and which parts must be there."""

from collections.abc import Callable

from playground import fields
from playground.checks import LimitError, flag, known, several, short, text
from playground.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, INPUTS, element, picture
from playground.richness import check_rich_text
from playground.shapes import Json

#: All text in the blocks of one message together; Slack's own limit, though it documents none.
MOST_TEXT = 13_200
MOST_ROWS, MOST_COLUMNS = 100, 20


def check(block: Json, at: str) -> None:
    known(block, fields.of_block(block), at)
    short(block, "block_id", 255, at)
    checking = BLOCKS.get(block["type"])
    if checking is not None:
        checking(block, at)


def _section(block: Json, at: str) -> None:
    text(block, "text", 3000, at, needed="fields" not in block)
    flag(block, "expand", at)
    if "fields" in block:
        for place, _ in enumerate(several(block, "fields", 10, at)):
            text({"field": block["fields"][place]}, "field", 2000, f"{at}/fields/{place}")
    if block.get("accessory") is not None:
        element(block["accessory"], f"{at}/accessory", ACCESSORIES)


def _header(block: Json, at: str) -> None:
    text(block, "text", 150, at, markdown=False)


def _context(block: Json, at: str) -> None:
    for place, entry in enumerate(several(block, "elements", 10, at)):
        if entry.get("type") == "image":
            element(entry, f"{at}/elements/{place}", frozenset({"image"}))
        else:
            text({"element": entry}, "element", 3000, f"{at}/elements/{place}")


def _actions(block: Json, at: str) -> None:
    _several_elements(block, at, 25, ACTIONS)


def _context_actions(block: Json, at: str) -> None:
    _several_elements(block, at, 5, CONTEXT_ACTIONS)


def _several_elements(block: Json, at: str, most: int, allowed: frozenset[str]) -> None:
    for place, entry in enumerate(several(block, "elements", most, at)):
        element(entry, f"{at}/elements/{place}", allowed)
    names = [entry["action_id"] for entry in block["elements"] if entry.get("action_id")]
    if len(names) != len(set(names)):
        raise LimitError("`action_id` already exists in this block", f"{at}/elements")


def _input(block: Json, at: str) -> None:
    text(block, "label", 2000, at, markdown=False)
    text(block, "hint", 2000, at, needed=False, markdown=False)
    flag(block, "optional", at)
    flag(block, "dispatch_action", at)
    element(block.get("element"), f"{at}/element", INPUTS)


def _image(block: Json, at: str) -> None:
    picture(block, at)
    text(block, "title", 2000, at, needed=False, markdown=False)


def _markdown(block: Json, at: str) -> None:
    if not block.get("text"):
        raise LimitError("missing required field: text", at)
    short(block, "text", 12_000, at)


def _table(block: Json, at: str) -> None:
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        raise LimitError("missing required field: rows", at)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise LimitError(f"no more than {MOST_ROWS} rows of {MOST_COLUMNS} cells allowed", f"{at}/rows")


BLOCKS: dict[str, Callable[[Json, str], None]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": check_rich_text,
    "section": _section,
    "table": _table,
}


def words(held: object) -> int:
    """How many characters of text there are in all, however deep."""
    if isinstance(held, dict):
        own = len(held["text"]) if isinstance(held.get("text"), str) else 0
        return own + sum(words(value) for value in held.values())
    return sum(words(entry) for entry in held) if isinstance(held, list) else 0
