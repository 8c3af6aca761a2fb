"""What Slack sends when a form is submitted as it was opened, or with some of it filled in."""

from collections.abc import Callable
from typing import Any

from bot.errors import BadInput

Json = dict[str, Any]


def untouched(view: Json, **typed: str) -> Json:
    """The view with its first values; `typed`: texts that were typed over them, by the beginning of their block's name,
    and choices."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input" and "element" not in block:
            continue
        element = block["element"]
        values[block["block_id"]] = {element.get("action_id", "x"): _first(element)}
    for name, text in typed.items():
        [(block_id, held)] = [(each, held) for each, held in values.items() if each == name]
        [(action, was)] = held.items()
        values[block_id] = {
            action: {"selected_option": {"value": text}} if "selected_option" in was else {"value": text}
        }
    return view | {"state": {"values": values}}


def slip(read: Callable[[], object]) -> BadInput | None:
    """What reading was refused with, if it was."""
    try:
        read()
    except BadInput as refused:
        return refused
    return None


def _first(element: Json) -> Json:
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value")}
        case "static_select":
            return {"selected_option": element.get("initial_option")}
        case "checkboxes":
            return {"selected_options": element.get("initial_options", [])}
        case "multi_users_select":
            return {"selected_users": element.get("initial_users", [])}
        case kind:
            raise AssertionError(kind)
