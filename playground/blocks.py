"""Blocks as they arrive: refused where Slack would refuse them, given ids where they have none."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from playground.checks import LimitError
from playground.files import Files
from playground.limits import MOST_TEXT, check, words
from playground.shapes import Json, SlackError

_EVERYWHERE = frozenset(
    {"section", "divider", "image", "actions", "context", "header", "rich_text", "video", "input"}
)


@dataclass(frozen=True)
class Surface:
    """Where blocks stand: how many of which kind, and with which code Slack refuses others."""

    most: int
    known: frozenset[str]
    error: str
    pointer: str


MESSAGE = Surface(50, _EVERYWHERE | {"markdown", "table", "context_actions"}, "invalid_blocks", "/blocks")
VIEW = Surface(100, _EVERYWHERE, "invalid_arguments", "/view/blocks")
SILENT = frozenset(
    {"mrkdwn", "plain_text", "image", "rich_text_section", "rich_text_list", "rich_text_quote"}
)


def elements(block: Json) -> Iterator[Json]:
    """Everything in a block that can be pressed, chosen or filled in."""
    kind = block.get("type")
    if kind == "section" and isinstance(block.get("accessory"), dict):
        yield block["accessory"]
    elif kind == "actions":
        yield from (element for element in block.get("elements", []) if isinstance(element, dict))
    elif kind == "input" and isinstance(block.get("element"), dict):
        yield block["element"]


def accept(given: object, surface: Surface, files: Files | None = None) -> list[Json]:
    """A copy in which every block and element has an id; what Slack would not take is refused.

    With `files`, so is a picture of a file that is not there or that Slack has not looked at yet.
    """
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format" if surface is MESSAGE else surface.error)
    accepted: list[Any] = [deepcopy(block) for block in given]
    try:
        _check_all(accepted, surface)
        if files is not None:
            _check_pictures(accepted, surface.pointer, files)
    except LimitError as broken:
        raise refused(surface.error, str(broken)) from None
    if surface is MESSAGE and words(accepted) > MOST_TEXT:
        raise SlackError("msg_blocks_too_long")
    return accepted


def _check_all(blocks: list[Any], surface: Surface) -> None:
    if len(blocks) > surface.most:
        raise LimitError(f"no more than {surface.most} items allowed", surface.pointer)
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        at = f"{surface.pointer}/{place}"
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            raise LimitError("missing required field: type", at)
        if block["type"] not in surface.known:
            raise LimitError(f"unsupported type: {block['type']}", f"{at}/type")
        check(block, at)
        name_parts(block)
        if block["block_id"] in seen:
            raise LimitError(f"`block_id` already exists: {block['block_id']}", f"{at}/block_id")
        seen.add(block["block_id"])
    focused = [element for block in blocks for element in elements(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        raise LimitError("only one element may have focus_on_load", surface.pointer)


def _check_pictures(held: object, at: str, files: Files) -> None:
    """However deep they stand."""
    if isinstance(held, dict):
        if held.get("slack_file") and not files.shows(held["slack_file"]):
            raise LimitError("invalid slack file", f"{at}/slack_file")
        for name, value in held.items():
            _check_pictures(value, f"{at}/{name}", files)
    elif isinstance(held, list):
        for place, value in enumerate(held):
            _check_pictures(value, f"{at}/{place}", files)


def name_parts(block: Json) -> None:
    if not block.get("block_id"):
        block["block_id"] = secrets.token_urlsafe(4)
    for element in elements(block):
        if not element.get("action_id") and element.get("type") not in SILENT:
            element["action_id"] = secrets.token_urlsafe(4)


def refused(error: str, sentence: str) -> SlackError:
    return SlackError(error, errors=[sentence], response_metadata={"messages": [f"[ERROR] {sentence}"]})


def plain(text: object) -> str:
    """The words of a text object, or of a string."""
    return str(text.get("text", "")) if isinstance(text, dict) else str(text or "")
