"""Slack's limits and shapes as a checker, written from its reference and apart from the code that it checks."""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

_INPUTS = {
    "plain_text_input",
    "static_select",
    "multi_static_select",
    "checkboxes",
    "timepicker",
    "datepicker",
    "multi_users_select",
    "conversations_select",
}
_RICH_PARTS = {"rich_text_section", "rich_text_quote", "rich_text_list"}


def message(text: str, blocks: list[Json]) -> None:
    """Whether Slack takes this message, with room to spare; AssertionError if not."""
    assert text.strip(), "a message needs words for notifications"
    assert len(text) <= 4_000
    assert 1 <= len(blocks) <= 50
    assert {block["type"] for block in blocks} <= {
        "header",
        "section",
        "context",
        "divider",
        "actions",
        "rich_text",
    }
    _blocks(blocks)
    _all_actions_differ(blocks)
    assert sum(map(_stored, words(blocks))) <= 12_000, "msg_blocks_too_long"
    unparsed(text)


def view(given: Json) -> None:
    """Whether Slack opens this modal; AssertionError if not."""
    assert given["type"] == "modal"
    assert 1 <= len(given["blocks"]) <= 100
    for part in ("title", "submit", "close"):
        if part in given:
            _plain(given[part], 24)
    has_inputs = any(block["type"] == "input" for block in given["blocks"])
    assert "submit" in given or not has_inputs
    assert len(given["private_metadata"]) <= 3_000
    assert len(given["callback_id"]) <= 255
    assert len(str(given).encode()) <= 250_000
    _blocks(given["blocks"])
    for block in given["blocks"]:  # each story of a ballot has the same select
        _all_actions_differ([block])


def home(given: Json) -> None:
    """Whether Slack publishes this Home; AssertionError if not."""
    assert set(given) == {"type", "blocks"}
    assert given["type"] == "home"
    assert 1 <= len(given["blocks"]) <= 100
    assert not any(block["type"] == "input" for block in given["blocks"])
    assert len(str(given).encode()) <= 250_000
    _blocks(given["blocks"])
    for block in given["blocks"]:  # the same button may stand in several blocks
        _all_actions_differ([block])


def words(part: object) -> Iterator[str]:
    """Every text that a person can read in blocks, and where links lead."""
    if isinstance(part, list):
        for each in part:
            yield from words(each)
    elif isinstance(part, dict):
        for name, held in part.items():
            if name in {"text", "url", "initial_value"} and isinstance(held, str):
                yield held
            else:
                yield from words(held)


def parsed(part: object) -> Iterator[str]:
    """Every text in which Slack looks for markup."""
    if isinstance(part, list):
        for each in part:
            yield from parsed(each)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for held in part.values():
            yield from parsed(held)


def unparsed(text: str) -> None:
    """No control sequence: each of Slack's begins with a bare `<`."""
    assert "<" not in text
    assert ">" not in text


def _stored(text: str) -> int:
    """Slack keeps & < > escaped; counted in UTF-16 units, the longest of all ways to count."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return len(escaped.encode("utf-16-le")) // 2


def _blocks(blocks: list[Json]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 255 for each in ids)
    for block in blocks:
        _CHECKS[block["type"]](block)
    for text in words(blocks):
        assert text, "an empty text"
        text.encode()  # fails on lone surrogates
        assert not set(text) & set("\x00\x1b\u202e\u2066\u200f\u061c")
    for text in parsed(blocks):
        unparsed(text)


def _all_actions_differ(blocks: list[Json]) -> None:
    found = [element["action_id"] for block in blocks for element in _elements(block)]
    assert len(found) == len(set(found))
    assert all(0 < len(each) <= 255 for each in found)


def _elements(block: Json) -> list[Json]:
    if block["type"] == "actions":
        return list(block["elements"])
    return [block["element"]] if block["type"] == "input" else []


def _plain(held: Json, most: int) -> None:
    assert set(held) == {"type", "text", "emoji"}
    assert held["type"] == "plain_text"
    assert held["emoji"] is False
    assert 1 <= _stored(held["text"]) <= most


def _header(block: Json) -> None:
    _plain(block["text"], 150)
    assert "\n" not in block["text"]["text"]


def _section(block: Json) -> None:
    if block["text"]["type"] == "plain_text":
        _plain(block["text"], 3_000)
    else:
        assert block["text"]["type"] == "mrkdwn"
        assert 1 <= len(block["text"]["text"]) <= 3_000
    if "accessory" in block:
        _actions({"elements": [block["accessory"]]})


def _context(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for each in block["elements"]:
        _plain(each, 2_000)


def _divider(block: Json) -> None:
    assert set(block) == {"type"}


def _actions(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 25
    for each in block["elements"]:
        assert each["type"] == "button"
        assert each.get("style", "primary") in {"primary", "danger"}
        assert 1 <= len(each["value"]) <= 2_000
        _plain(each["text"], 75)
        if "confirm" in each:
            for part, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                _plain(each["confirm"][part], most)


def _rich_text(block: Json) -> None:
    assert block["elements"]
    for part in block["elements"]:
        assert part["type"] in _RICH_PARTS
        lines = part["elements"] if part["type"] == "rich_text_list" else [part]
        assert lines
        for each in lines:
            assert each["elements"]
            for element in each["elements"]:
                _rich_element(element)


def _rich_element(element: Json) -> None:
    assert element["type"] in {"text", "link", "emoji"}, "people and channels are named, never mentioned"
    if element["type"] == "link":
        assert element["url"].lower().startswith(("http://", "https://"))
        assert element.get("text", element["url"]) == element["url"]
        assert len(element["url"]) <= 3_000


def _input(block: Json) -> None:
    _plain(block["label"], 2_000)
    if "hint" in block:
        _plain(block["hint"], 2_000)
    element = block["element"]
    assert element["type"] in _INPUTS
    assert isinstance(block["optional"], bool)
    if "placeholder" in element:
        _plain(element["placeholder"], 150)
    if element["type"] == "plain_text_input":
        assert element["max_length"] <= 3_000
        assert len(element.get("initial_value", "").encode("utf-16-le")) // 2 <= element["max_length"]
    if "options" in element:
        _options(element)


def _options(element: Json) -> None:
    options = element["options"]
    assert 1 <= len(options) <= (10 if element["type"] == "checkboxes" else 100)
    assert len({each["value"] for each in options}) == len(options)
    for each in options:
        assert set(each) <= {"text", "value", "description"}
        for text in ("text", "description"):
            if text in each:
                _plain(each[text], 75)
        assert 1 <= len(each["value"]) <= 150
    chosen = element.get(
        "initial_options", [element["initial_option"]] if "initial_option" in element else None
    )
    if chosen is not None:
        assert chosen, "Slack refuses an empty list of initial options"
        assert all(each in options for each in chosen)
        assert len(chosen) <= element.get("max_selected_items", len(chosen))


_CHECKS: dict[str, Callable[[Json], None]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
}
