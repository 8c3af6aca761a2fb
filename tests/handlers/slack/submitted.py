"""A modal as Slack sends it back: what was filled in, and the initial values of what was left alone."""

from typing import Any

Json = dict[str, Any]

_INITIAL = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
    "multi_users_select": ("selected_users", "initial_users"),
}
_MANY = {"multi_static_select", "checkboxes", "multi_users_select"}


def submitted(view: Json, **values: object) -> Json:
    """The view of a `view_submission`; `values` by block, options by their values."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        kind = element["type"]
        field, initial = _INITIAL[kind]
        held = element.get(initial, [] if kind in _MANY else None)
        if block["block_id"] in values:
            held = _held(element, values.pop(block["block_id"]))
        state[block["block_id"]] = {element["action_id"]: {"type": kind, field: held}}
    assert not values, f"no such inputs: {values}"
    return {"private_metadata": view["private_metadata"], "state": {"values": state}}


def _held(element: Json, value: object) -> object:
    if "options" not in element or value is None:
        return value
    if isinstance(value, list):
        return [each for each in element["options"] if each["value"] in value]
    return next(each for each in element["options"] if each["value"] == value)


def block(view: Json, block_id: str) -> Json:
    """The block of this id."""
    found: Json = next(each for each in view["blocks"] if each.get("block_id") == block_id)
    return found


def labels(view: Json) -> list[str]:
    """The labels of the inputs, in their order."""
    return [each["label"]["text"] for each in view["blocks"] if each["type"] == "input"]
