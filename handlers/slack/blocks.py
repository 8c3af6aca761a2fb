"""The pieces of Block Kit that we use, as plain dicts, with Slack's limits kept by whoever makes them.

Not slack_sdk's models: they validate for 5 ms a message. What people wrote goes into rich text and plain text, which
Slack takes literally; the one piece of mrkdwn, `section`, is for our own words and escapes them all the same.
Lengths and counts are from docs.slack.dev/reference/block-kit, as in the constants of slack_sdk.models.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from typing import Any, Literal

from bot.book.pasting import units
from handlers.slack.text import clean, clip, escape, line

Json = dict[str, Any]
Style = Literal["primary", "danger"]
#: An option's value, and what people read; of a checkbox also what stands below it in grey.
Choice = tuple[str, str] | tuple[str, str, str]

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
OPTIONS = 100
CHECKBOXES = 10
OPTION_TEXT = 75
PLACEHOLDER = 150
LABEL_TEXT = 2_000
VIEW_TITLE = 24
INPUT_TEXT = 3_000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: The days of the week to choose from; 0 is Monday.
WEEKDAYS: tuple[Choice, ...] = tuple((str(number), day) for number, day in enumerate(_DAYS))


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


# Inputs. An input's element bears the name of its block, so that one name finds it in all of Slack's payloads.


def _input(block_id: str, label: str, element: Json, hint: str, *, optional: bool) -> Json:
    block: Json = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, LABEL_TEXT),
        "element": element | {"action_id": block_id},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, LABEL_TEXT)} if hint else {})


def text_input(
    block_id: str,
    label: str,
    initial: str = "",
    hint: str = "",
    placeholder: str = "",
    limit: int = INPUT_TEXT,
    *,
    multiline: bool = False,
    optional: bool = False,
) -> Json:
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": limit}
    held = clip(clean(initial), limit, units)
    if held:
        element["initial_value"] = held if multiline else " ".join(held.split())
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return _input(block_id, label, element, hint, optional=optional)


def _option(choice: Choice) -> Json:
    value, text, *below = choice
    option: Json = {"text": plain(line(text), OPTION_TEXT), "value": value}
    return option | ({"description": plain(line(below[0]), OPTION_TEXT)} if below else {})


def select(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    initial: str | None = None,
    hint: str = "",
    *,
    optional: bool = False,
    picked: str = "",
) -> Json:
    """One of some choices. `picked`: the action that is told of each pick, before the form is sent."""
    options = [_option(each) for each in choices[:OPTIONS]]
    element: Json = {"type": "static_select", "options": options}
    chosen = next((each for each in options if each["value"] == initial), None)
    if chosen:
        element["initial_option"] = chosen
    return _telling(_input(block_id, label, element, hint, optional=optional), picked)


def _telling(block: Json, picked: str) -> Json:
    if picked:
        block["element"]["action_id"] = picked
        block["dispatch_action"] = True
    return block


def multi_select(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    initial: Collection[str] = (),
    hint: str = "",
    most: int | None = None,
    *,
    optional: bool = False,
    picked: str = "",
) -> Json:
    """Any of some choices, at most `most` of them. `picked`: the action that is told of each pick, before the form is
    sent."""
    element = _several("multi_static_select", choices[:OPTIONS], list(initial)[:most])
    if most:
        element["max_selected_items"] = most
    return _telling(_input(block_id, label, element, hint, optional=optional), picked)


def checkboxes(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    initial: Collection[str] = (),
    hint: str = "",
    *,
    optional: bool = True,
) -> Json:
    element = _several("checkboxes", choices[:CHECKBOXES], initial)
    return _input(block_id, label, element, hint, optional=optional)


def _several(kind: str, choices: Sequence[Choice], initial: Collection[str]) -> Json:
    """Slack refuses an empty list of initial options, so there is none then."""
    options = [_option(each) for each in choices]
    chosen = [each for each in options if each["value"] in initial]
    return {"type": kind, "options": options} | ({"initial_options": chosen} if chosen else {})


def timepicker(block_id: str, label: str, initial: time, hint: str = "") -> Json:
    element: Json = {"type": "timepicker", "initial_time": f"{initial:%H:%M}"}
    return _input(block_id, label, element, hint, optional=False)


def datepicker(
    block_id: str,
    label: str,
    initial: date | None,
    hint: str = "",
    *,
    optional: bool = False,
    picked: str = "",
) -> Json:
    """A day. `picked`: the action that is told of each pick, before the form is sent."""
    element: Json = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial.isoformat()
    return _telling(_input(block_id, label, element, hint, optional=optional), picked)


def users_select(
    block_id: str,
    label: str,
    initial: Sequence[str] = (),
    hint: str = "",
    most: int | None = None,
    *,
    optional: bool = False,
) -> Json:
    """People, at most `most` of them."""
    element: Json = {"type": "multi_users_select"} | ({"initial_users": list(initial)} if initial else {})
    element |= {"max_selected_items": most} if most else {}
    return _input(block_id, label, element, hint, optional=optional)


def channel_select(
    block_id: str, label: str, initial: str | None = None, hint: str = "", *, optional: bool = False
) -> Json:
    """One channel, of those that whoever picks can see."""
    element: Json = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    element |= {"initial_conversation": initial} if initial else {}
    return _input(block_id, label, element, hint, optional=optional)


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
