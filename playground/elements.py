"""Slack's limits on what stands in blocks: buttons, menus, pickers and fields."""

import re
from collections.abc import Callable

from playground import fields
from playground.checks import LimitError, address, flag, known, one_of, several, short, text, whole
from playground.shapes import Json

#: How many options each kind may offer.
OFFERED = {
    "static_select": 100,
    "multi_static_select": 100,
    "overflow": 5,
    "checkboxes": 10,
    "radio_buttons": 10,
}
MOST_GROUPS = 100
LONGEST_TYPED = 3000
_TICKED = ("checkboxes", "radio_buttons")
_STYLES = ("primary", "danger")
_WHEN_TYPED = ("on_enter_pressed", "on_character_entered")
_FAR = 10**9
_FORMS = {
    "initial_date": (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "YYYY-MM-DD"),
    "initial_time": (re.compile(r"([01]\d|2[0-3]):[0-5]\d"), "HH:mm"),
}


def element(given: object, at: str, allowed: frozenset[str]) -> None:
    """Anything that stands in a block: known there, named, and within its own limits."""
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise LimitError("missing required field: type", at)
    kind = given["type"]
    if kind not in allowed:
        raise LimitError(f"unsupported type: {kind}", f"{at}/type")
    known(given, fields.of_element(given), at)
    short(given, "action_id", 255, at)
    text(given, "placeholder", 150, at, needed=False, markdown=False)
    flag(given, "focus_on_load", at)
    if given.get("confirm") is not None:
        _confirm(given["confirm"], f"{at}/confirm")
    checking = ELEMENTS.get(kind)
    if checking is not None:
        checking(given, at)


def picture(given: Json, at: str) -> None:
    """An image block or element: of one source, and described for those who do not see it."""
    sources = [name for name in ("image_url", "slack_file") if given.get(name)]
    if not sources:
        raise LimitError("missing required field: image_url", at)
    if len(sources) > 1:
        raise LimitError("must have either image_url or slack_file", at)
    if not given.get("alt_text"):
        raise LimitError("missing required field: alt_text", at)
    short(given, "alt_text", 2000, at)
    address(given, "image_url", at)


def _button(given: Json, at: str) -> None:
    text(given, "text", 75, at, markdown=False)
    short(given, "value", 2000, at)
    short(given, "accessibility_label", 75, at)
    address(given, "url", at)
    one_of(given, "style", _STYLES, at)


def _confirm(given: object, at: str) -> None:
    if not isinstance(given, dict):
        raise LimitError("must be a confirm object", at)
    known(given, fields.CONFIRM, at)
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        text(given, name, most, at, markdown=name == "text")
    one_of(given, "style", _STYLES, at)


def _offer(given: Json, at: str) -> None:
    """Options, and initial ones that are among them."""
    values = [entry["value"] for entry in _offered(given, at)]
    one = given.get("initial_option")
    many = several(given, "initial_options", len(values), at) if "initial_options" in given else []
    for entry in [one] if one is not None else many:
        if not isinstance(entry, dict) or entry.get("value") not in values:
            raise LimitError("initial option must be one of the options", at)
    _several_chosen(given, at)


def _offered(given: Json, at: str) -> list[Json]:
    if "option_groups" not in given:
        return _options(given, at, given["type"])
    if "options" in given:
        raise LimitError("must have either options or option_groups", at)
    offered: list[Json] = []
    for place, group in enumerate(several(given, "option_groups", MOST_GROUPS, at)):
        here = f"{at}/option_groups/{place}"
        known(group, fields.OPTION_GROUP, here)
        text(group, "label", 75, here, markdown=False)
        offered += _options(group, here, given["type"])
    return offered


def _options(held: Json, at: str, kind: str) -> list[Json]:
    offered = several(held, "options", OFFERED[kind], at)
    for place, entry in enumerate(offered):
        here = f"{at}/options/{place}"
        known(entry, fields.OPTION | ({"url"} if kind == "overflow" else set()), here)
        text(entry, "text", 75, here, markdown=kind in _TICKED)
        text(entry, "description", 75, here, needed=False, markdown=kind in _TICKED)
        short(entry, "value", 150, here)
        address(entry, "url", here)
        if not entry.get("value"):
            raise LimitError("missing required field: value", here)
    return list(offered)


def _several_chosen(given: Json, at: str) -> None:
    whole(given, "max_selected_items", 1, _FAR, at)
    most = given.get("max_selected_items") or _FAR
    for name in ("initial_options", "initial_users", "initial_channels", "initial_conversations"):
        if given.get(name) is None:
            continue
        if not isinstance(given[name], list) or len(given[name]) > most:
            raise LimitError(f"no more than {most} items allowed", f"{at}/{name}")


def _typed(given: Json, at: str) -> None:
    short(given, "initial_value", LONGEST_TYPED, at)
    whole(given, "min_length", 0, LONGEST_TYPED, at)
    whole(given, "max_length", 1, LONGEST_TYPED, at)
    if (given.get("min_length") or 0) > (given.get("max_length") or LONGEST_TYPED):
        raise LimitError("must not be less than min_length", f"{at}/max_length")
    flag(given, "multiline", at)
    _when_typed(given, at)


def _when_typed(given: Json, at: str) -> None:
    config = given.get("dispatch_action_config")
    if config is None:
        return
    here = f"{at}/dispatch_action_config"
    when = config.get("trigger_actions_on") if isinstance(config, dict) else None
    if not isinstance(when, list) or not when or not set(when) <= set(_WHEN_TYPED):
        raise LimitError(f"must be some of {', '.join(_WHEN_TYPED)}", f"{here}/trigger_actions_on")


def _number(given: Json, at: str) -> None:
    if not isinstance(given.get("is_decimal_allowed"), bool):
        raise LimitError("missing required field: is_decimal_allowed", at)
    for name in ("initial_value", "min_value", "max_value"):
        if given.get(name) is not None and not isinstance(given[name], str):
            raise LimitError("must be a string", f"{at}/{name}")
    _when_typed(given, at)


def _picked(given: Json, at: str) -> None:
    for name, (form, shown) in _FORMS.items():
        if given.get(name) is not None and not form.fullmatch(str(given[name])):
            raise LimitError(f"must be of the form {shown}", f"{at}/{name}")
    value = given.get("initial_date_time")
    if value is not None and (not isinstance(value, int) or len(str(value)) != len("1700000000")):
        raise LimitError("must be a Unix time of 10 digits", f"{at}/initial_date_time")


ELEMENTS: dict[str, Callable[[Json, str], None]] = {
    "button": _button,
    "datepicker": _picked,
    "datetimepicker": _picked,
    "email_text_input": _when_typed,
    "image": picture,
    "multi_channels_select": _several_chosen,
    "multi_conversations_select": _several_chosen,
    "multi_external_select": _several_chosen,
    "multi_users_select": _several_chosen,
    "number_input": _number,
    "plain_text_input": _typed,
    "timepicker": _picked,
    "url_text_input": _when_typed,
    **dict.fromkeys(OFFERED, _offer),
}

_MENUS = frozenset(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
ACCESSORIES = _MENUS | _PICKERS | {"button", "overflow", "image", "workflow_button"}
ACTIONS = (_MENUS | _PICKERS | {"button", "overflow", "datetimepicker", "workflow_button"}) - {
    menu for menu in _MENUS if menu.startswith("multi_")
}
CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
INPUTS = (
    _MENUS
    | _PICKERS
    | {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "datetimepicker",
        "file_input",
    }
)
