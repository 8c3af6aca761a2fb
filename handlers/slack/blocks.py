"""The pieces of Block Kit that we use, as plain dicts, with Slack's limits kept by whoever makes them.

Not slack_sdk's models: they validate for 5 ms a message. What people wrote goes into rich text and plain text, which
Slack takes literally; the one piece of mrkdwn, `section`, is for our own words and escapes them all the same.
Lengths and counts are from docs.slack.dev/reference/block-kit, as in the constants of slack_sdk.models.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from handlers.slack.text import clean, clip, escape, line

Json = dict[str, Any]
Style = Literal["primary", "danger"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: All blocks of a message: Slack fails with `msg_blocks_too_long` at about 13,200 characters (bolt-js#2509).
MESSAGE_TEXT = 12_000
HEADER_TEXT = 150
SECTION_TEXT = 3_000
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2_000
ACTIONS = 25
BUTTON_TEXT = 75
VIEW_TITLE = 24
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30


def plain(text: str, limit: int) -> Json:
    """A text object that Slack takes literally; `:tada:` stays as typed. It may not be empty."""
    return {"type": "plain_text", "text": clip(clean(text), limit) or "–", "emoji": False}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(line(text), HEADER_TEXT)}


def section(text: str, accessory: Json | None = None) -> Json:
    """Our own words, in which `code` and *bold* work; escaped and verbatim, so that nothing pings or links."""
    words = escape(clip(clean(text), SECTION_TEXT)) or "–"
    block: Json = {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}
    return block | ({"accessory": accessory} if accessory else {})


def context(*texts: str) -> Json:
    """Small grey words."""
    return {"type": "context", "elements": [plain(each, CONTEXT_TEXT) for each in texts[:CONTEXT_ELEMENTS]]}


def divider() -> Json:
    return {"type": "divider"}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons[:ACTIONS])}


def numbered(action_id: str, number: int) -> str:
    """The name of one of several buttons beside each other, which one listener hears."""
    return f"{action_id}.{number}"


def family(action_id: str) -> str:
    """The name that those buttons share: which of them it is may be a vote."""
    name, _, number = action_id.rpartition(".")
    return name if number.isdecimal() else action_id


def button(
    text: str, action_id: str, value: str, style: Style | None = None, confirm: Json | None = None
) -> Json:
    """A button; `value` is only ever an id."""
    block: Json = {
        "type": "button",
        "text": plain(text, BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
    }
    return block | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirmation(title: str, text: str, yes: str, no: str, style: Style | None = None) -> Json:
    """The question that Slack puts before a button's click counts."""
    block: Json = {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }
    return block | ({"style": style} if style else {})


# Rich text: paragraphs, lists and quotes of the elements that text.py makes.


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(*runs: list[Json]) -> Json:
    """A paragraph of what `say`, `user_text` and `emoji` gave; it begins on a line of its own."""
    return {"type": "rich_text_section", "elements": _flat(runs)}


def quote(*runs: list[Json]) -> Json:
    """What somebody else said, set off from our words."""
    return {"type": "rich_text_quote", "elements": _flat(runs)}


def bullets(items: Sequence[list[Json]]) -> Json:
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [paragraph(item) for item in items],
    }


def _flat(runs: Iterable[list[Json]]) -> list[Json]:
    return [element for run in runs for element in run]


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Json],
    *,
    submit: str = "",
    close: str = "Cancel",
    metadata: str = "",
) -> Json:
    """A modal; with inputs in it, Slack asks for a submit button."""
    view: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, VIEW_TITLE),
        "close": plain(close, VIEW_TITLE),
        "blocks": list(blocks[:VIEW_BLOCKS]),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, VIEW_TITLE)} if submit else {})
