"""Blocks as they arrive: refused when they are not blocks at all, given ids where they have none."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from playground.shapes import Json, SlackError

IN_VIEWS = frozenset(
    {"section", "divider", "image", "actions", "context", "header", "rich_text", "video", "input"}
)
IN_MESSAGES = IN_VIEWS | {"markdown", "table", "file", "context_actions"}
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


def accept(given: object, *, limit: int, known: frozenset[str]) -> list[Json]:
    """A copy in which every block and element has an id. Only the outline is checked: length and types."""
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    if len(given) > limit:
        raise invalid(f"no more than {limit} items allowed [json-pointer:/blocks]")
    accepted: list[Any] = deepcopy(given)
    seen: set[str] = set()
    for place, block in enumerate(accepted):
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            raise invalid(f"missing required field: type [json-pointer:/blocks/{place}]")
        if block["type"] not in known:
            raise invalid(f"unsupported type: {block['type']} [json-pointer:/blocks/{place}/type]")
        name_parts(block)
        if block["block_id"] in seen:
            raise invalid(
                f"`block_id` already exists: {block['block_id']} [json-pointer:/blocks/{place}/block_id]"
            )
        seen.add(block["block_id"])
    return accepted


def name_parts(block: Json) -> None:
    if not block.get("block_id"):
        block["block_id"] = secrets.token_urlsafe(3)
    for element in elements(block):
        if not element.get("action_id") and element.get("type") not in SILENT:
            element["action_id"] = secrets.token_urlsafe(3)


def invalid(sentence: str) -> SlackError:
    return SlackError(
        "invalid_blocks", errors=[sentence], response_metadata={"messages": [f"[ERROR] {sentence}"]}
    )


def plain(text: object) -> str:
    """The words of a text object, or of a string."""
    return str(text.get("text", "")) if isinstance(text, dict) else str(text or "")
