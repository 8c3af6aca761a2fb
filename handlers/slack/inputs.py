"""The inputs of a form, as plain dicts, with Slack's limits kept as in `blocks`.

An input's element bears the name of its block, so that one name finds it in all of Slack's payloads.
"""

from collections.abc import Collection, Sequence
from datetime import date, time

from bot.book.pasting import units
from handlers.slack.blocks import Json, plain
from handlers.slack.text import clean, clip, line

#: An option's value, and what people read; of a checkbox also what stands below it in grey.
Choice = tuple[str, str] | tuple[str, str, str]

OPTIONS = 100
CHECKBOXES = 10
OPTION_TEXT = 75
PLACEHOLDER = 150
LABEL_TEXT = 2_000
INPUT_TEXT = 3_000

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: The days of the week to choose from; 0 is Monday.
WEEKDAYS: tuple[Choice, ...] = tuple((str(number), day) for number, day in enumerate(_DAYS))


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
