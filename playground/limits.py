"""Slack's limits on blocks: how long, how many, and which parts must be there."""

from collections.abc import Callable, Sequence

from playground.shapes import Json

#: All text in the blocks of one message together; Slack's own limit, though it documents none.
MOST_TEXT = 13_200


class LimitError(Exception):
    """What is wrong, and the JSON pointer to it."""

    def __init__(self, sentence: str, pointer: str) -> None:
        super().__init__(f"{sentence} [json-pointer:{pointer}]")


def check(block: Json, at: str) -> None:
    short(block, "block_id", 255, at)
    checking = BLOCKS.get(block["type"])
    if checking is not None:
        checking(block, at)


def text(held: Json, name: str, most: int, at: str, *, needed: bool = True, markdown: bool = True) -> None:
    """A text object under `name`: of a kind that may stand there, neither empty nor too long."""
    value, here = held.get(name), f"{at}/{name}"
    if value is None:
        if needed:
            raise LimitError(f"missing required field: {name}", at)
        return
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise LimitError("must be a text object", here)
    kinds = ("plain_text", "mrkdwn") if markdown else ("plain_text",)
    if value.get("type") not in kinds:
        raise LimitError(f"must be one of {', '.join(kinds)}", f"{here}/type")
    if not value["text"]:
        raise LimitError("must be more than 0 characters", f"{here}/text")
    if len(value["text"]) > most:
        raise LimitError(f"must be less than {most + 1} characters", f"{here}/text")


def short(held: Json, name: str, most: int, at: str) -> None:
    value = held.get(name)
    if value is not None and (not isinstance(value, str) or len(value) > most):
        raise LimitError(f"must be a string of less than {most + 1} characters", f"{at}/{name}")


def several(held: Json, name: str, most: int, at: str, *, least: int = 1) -> Sequence[Json]:
    value = held.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise LimitError(f"missing required field: {name}", at)
    if len(value) < least:
        raise LimitError(f"no fewer than {least} items allowed", f"{at}/{name}")
    if len(value) > most:
        raise LimitError(f"no more than {most} items allowed", f"{at}/{name}")
    return value


def _section(block: Json, at: str) -> None:
    text(block, "text", 3000, at, needed="fields" not in block)
    if "fields" in block:
        for place, _ in enumerate(several(block, "fields", 10, at)):
            text({"field": block["fields"][place]}, "field", 2000, f"{at}/fields/{place}")
    if block.get("accessory") is not None:
        element(block["accessory"], f"{at}/accessory", ACCESSORIES)


def _header(block: Json, at: str) -> None:
    text(block, "text", 150, at, markdown=False)


def _context(block: Json, at: str) -> None:
    for place, entry in enumerate(several(block, "elements", 10, at)):
        if entry.get("type") == "image":
            element(entry, f"{at}/elements/{place}", frozenset({"image"}))
        else:
            text({"element": entry}, "element", 3000, f"{at}/elements/{place}")


def _actions(block: Json, at: str) -> None:
    for place, entry in enumerate(several(block, "elements", 25, at)):
        element(entry, f"{at}/elements/{place}", ACTIONS)
    names = [entry["action_id"] for entry in block["elements"] if entry.get("action_id")]
    if len(names) != len(set(names)):
        raise LimitError("`action_id` already exists in this block", f"{at}/elements")


def _input(block: Json, at: str) -> None:
    text(block, "label", 2000, at, markdown=False)
    text(block, "hint", 2000, at, needed=False, markdown=False)
    element(block.get("element"), f"{at}/element", INPUTS)


def _image(block: Json, at: str) -> None:
    if not block.get("image_url") and not block.get("slack_file"):
        raise LimitError("missing required field: image_url", at)
    if not block.get("alt_text"):
        raise LimitError("missing required field: alt_text", at)
    short(block, "alt_text", 2000, at)
    text(block, "title", 2000, at, needed=False, markdown=False)


def _rich_text(block: Json, at: str) -> None:
    for place, part in enumerate(several(block, "elements", 1000, at, least=0)):
        kinds = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
        if part.get("type") not in kinds:
            raise LimitError(f"unsupported type: {part.get('type')}", f"{at}/elements/{place}/type")


def _markdown(block: Json, at: str) -> None:
    if not block.get("text"):
        raise LimitError("missing required field: text", at)
    short(block, "text", 12_000, at)


BLOCKS: dict[str, Callable[[Json, str], None]] = {
    "actions": _actions,
    "context": _context,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
}


def element(given: object, at: str, allowed: frozenset[str]) -> None:
    """Anything that stands in a block: known there, named, and within its own limits."""
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise LimitError("missing required field: type", at)
    kind = given["type"]
    if kind not in allowed:
        raise LimitError(f"unsupported type: {kind}", f"{at}/type")
    short(given, "action_id", 255, at)
    text(given, "placeholder", 150, at, needed=False, markdown=False)
    if given.get("confirm") is not None:
        _confirm(given["confirm"], f"{at}/confirm")
    if kind == "button":
        _button(given, at)
    elif kind == "image":
        _image(given, at)
    elif kind in OFFERED:
        _offer(given, at, OFFERED[kind])
    elif kind == "plain_text_input":
        _typed(given, at)


def _button(given: Json, at: str) -> None:
    text(given, "text", 75, at, markdown=False)
    short(given, "value", 2000, at)
    short(given, "url", 3000, at)
    if given.get("style") not in (None, "primary", "danger"):
        raise LimitError("must be one of primary, danger", f"{at}/style")


def _confirm(given: object, at: str) -> None:
    if not isinstance(given, dict):
        raise LimitError("must be a confirm object", at)
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        text(given, name, most, at, markdown=name == "text")


def _offer(given: Json, at: str, most: int) -> None:
    """Options, and initial ones that are among them."""
    offered = [
        entry
        for group in (several(given, "option_groups", 100, at) if "option_groups" in given else [given])
        for entry in several(group, "options", most, at)
    ]
    ticks = given["type"] in ("checkboxes", "radio_buttons")
    for place, entry in enumerate(offered):
        text(entry, "text", 75, f"{at}/options/{place}", markdown=ticks)
        text(entry, "description", 75, f"{at}/options/{place}", needed=False, markdown=ticks)
        short(entry, "value", 150, f"{at}/options/{place}")
        if not entry.get("value"):
            raise LimitError("missing required field: value", f"{at}/options/{place}")
    one, many = given.get("initial_option"), given.get("initial_options")
    for entry in [one] if one is not None else many or []:
        if not isinstance(entry, dict) or entry.get("value") not in [known["value"] for known in offered]:
            raise LimitError("initial option must be one of the options", at)
    if many == []:
        raise LimitError("no fewer than 1 items allowed", f"{at}/initial_options")


def _typed(given: Json, at: str) -> None:
    short(given, "initial_value", 3000, at)
    least, most = given.get("min_length") or 0, given.get("max_length") or 3000
    if not 0 <= least <= most <= 3000:  # noqa: PLR2004 - Slack's number
        raise LimitError("lengths must be between 0 and 3000, the smaller first", f"{at}/max_length")


#: How many options each kind may offer.
OFFERED = {
    "static_select": 100,
    "multi_static_select": 100,
    "overflow": 5,
    "checkboxes": 10,
    "radio_buttons": 10,
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


def words(held: object) -> int:
    """How many characters of text there are in all, however deep."""
    if isinstance(held, dict):
        own = len(held["text"]) if isinstance(held.get("text"), str) else 0
        return own + sum(words(value) for value in held.values())
    return sum(words(entry) for entry in held) if isinstance(held, list) else 0
