"""All that can be filled in: what it holds at first, what may be put there, and what Slack asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from playground.blocks import elements, plain
from playground.shapes import Json, ScriptError
from playground.workspace import Typed, Workspace


@dataclass(frozen=True)
class Kind:
    field: str
    initial: str
    holds: str
    many: bool = False


KINDS: dict[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value", "text"),
    "email_text_input": Kind("value", "initial_value", "text"),
    "url_text_input": Kind("value", "initial_value", "text"),
    "number_input": Kind("value", "initial_value", "text"),
    "rich_text_input": Kind("rich_text_value", "initial_value", "text"),
    "static_select": Kind("selected_option", "initial_option", "option"),
    "external_select": Kind("selected_option", "initial_option", "option"),
    "multi_static_select": Kind("selected_options", "initial_options", "option", many=True),
    "radio_buttons": Kind("selected_option", "initial_option", "option"),
    "checkboxes": Kind("selected_options", "initial_options", "option", many=True),
    "users_select": Kind("selected_user", "initial_user", "user"),
    "multi_users_select": Kind("selected_users", "initial_users", "user", many=True),
    "channels_select": Kind("selected_channel", "initial_channel", "channel"),
    "multi_channels_select": Kind("selected_channels", "initial_channels", "channel", many=True),
    "conversations_select": Kind("selected_conversation", "initial_conversation", "channel"),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", "channel", many=True
    ),
    "datepicker": Kind("selected_date", "initial_date", "date"),
    "timepicker": Kind("selected_time", "initial_time", "time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time", "moment"),
}


def inputs(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) for each element that holds a value."""
    for block in blocks:
        for element in elements(block):
            if element.get("type") in KINDS:
                yield block, element


def initial(element: Json) -> Json:
    kind = KINDS[element["type"]]
    value = element.get(kind.initial, [] if kind.many else None)
    if element["type"].endswith("_input") and value == "":
        value = None
    return {"type": element["type"], kind.field: value}


def values(blocks: list[Json], typed: Typed) -> Json:
    """Slack's `state.values`: what was typed or chosen, and the initial values of whatever was left alone."""
    found: Json = {}
    for block, element in inputs(blocks):
        key = (block["block_id"], element["action_id"])
        held = typed.get(key)
        if held is None or held["type"] != element["type"]:
            held = initial(element)
        found.setdefault(key[0], {})[key[1]] = held
    return found


def filled(element: Json, given: object, workspace: Workspace) -> Json:
    """The value of an element after somebody put `given` there; a `ScriptError` if it cannot hold that."""
    kind = KINDS[element["type"]]
    if kind.many:
        listed = [] if given in (None, "") else given if isinstance(given, list) else [given]
        chosen: Any = [_one(kind, element, item, workspace) for item in listed]
    elif isinstance(given, list):
        raise ScriptError(f"{element['action_id']} takes one value, not a list.")
    else:
        chosen = None if given in (None, "") else _one(kind, element, given, workspace)
    return {"type": element["type"], kind.field: chosen}


def _one(kind: Kind, element: Json, given: object, workspace: Workspace) -> object:
    match kind.holds:
        case "option":
            return option(element, given)
        case "user":
            return workspace.person(str(given)).id
        case "channel":
            return workspace.place(str(given), "").id
        case "moment":
            return _moment(str(given))
        case "date" | "time":
            return _checked(kind.holds, str(given))
    return str(given)


def _moment(given: str) -> int:
    if not given.isdecimal():
        raise ScriptError(f"{given!r} is not a moment; it is written in seconds since 1970.")
    return int(given)


def _checked(holds: str, given: str) -> str:
    try:
        if holds == "date":
            return date.fromisoformat(given).isoformat()
        return time.fromisoformat(given).strftime("%H:%M")
    except ValueError:
        shape = "YYYY-MM-DD" if holds == "date" else "HH:MM"
        raise ScriptError(f"{given!r} is not a {holds}; it is written {shape}.") from None


def options(element: Json) -> list[Json]:
    grouped = [entry for group in element.get("option_groups", []) for entry in group.get("options", [])]
    return [*element.get("options", []), *grouped]


def option(element: Json, given: object) -> Json:
    """An option by its value or, failing that, by its text."""
    offered = options(element)
    for entry in offered:
        if entry.get("value") == given:
            return entry
    for entry in offered:
        if plain(entry.get("text")) == given:
            return entry
    known = [f"{entry.get('value')} ({plain(entry.get('text'))})" for entry in offered]
    raise ScriptError(f"{element.get('action_id')} offers no {given!r}.", known)


def complaint(block: Json, element: Json, held: Json) -> str | None:
    """What Slack's client says under a field that it will not submit."""
    kind = KINDS[element["type"]]
    value = held.get(kind.field)
    if block.get("type") == "input" and not block.get("optional") and value in (None, "", []):
        return "Please complete this required field."
    most = element.get("max_selected_items")
    if kind.many and most is not None and len(value or []) > most:
        return f"Choose {most} or fewer."
    if element["type"] == "number_input" and value is not None:
        return _number_complaint(element, value)
    if kind.holds == "text" and isinstance(value, str):
        return _length_complaint(element, value)
    return None


def _length_complaint(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed", False) and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
