"""Everything that can be pressed, chosen or filled in, as HTML controls that say in data attributes what they are."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from playground.blocks import plain
from playground.inputs import KINDS, initial, options
from playground.page import picture
from playground.page.html import Html, tag
from playground.page.reader import Reader
from playground.shapes import Json
from playground.workspace import Typed

WRITTEN = {
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
}


@dataclass(frozen=True)
class Spot:
    """An element in its block. `live` controls tell the app at once, others wait for the submission."""

    block: Json
    element: Json
    typed: Typed
    reader: Reader
    surface: str
    live: bool

    @property
    def id(self) -> str:
        return f"{self.surface}-{self.block['block_id']}-{self.element.get('action_id')}"

    @property
    def label(self) -> str:
        block = self.block
        return plain(block.get("label")) or plain(self.element.get("placeholder")) or plain(block.get("text"))

    @property
    def value(self) -> object:
        kind = KINDS[self.element["type"]]
        key = (self.block["block_id"], self.element["action_id"])
        held = self.typed.get(key, initial(self.element))
        return held.get(kind.field)

    @property
    def marks(self) -> dict[str, str | bool | None]:
        """What the script on the page needs to know in order to report this control."""
        return {
            "data_block": self.block["block_id"],
            "data_action": self.element.get("action_id"),
            "data_live": self.live,
            "data_confirm": _confirm(self.element),
        }

    @property
    def told(self) -> dict[str, str | bool | None]:
        """What a screen reader says of an input besides its value."""
        if self.block.get("type") != "input":
            return {"aria_label": self.label or None}
        hint = f"{self.id}-hint " if plain(self.block.get("hint")) else ""
        return {
            "aria_label": self.label or None,
            "aria_describedby": f"{hint}{self.id}-wrong",
            "aria_required": None if self.block.get("optional") else "true",
        }


def _confirm(element: Json) -> str | None:
    asked = element.get("confirm")
    if not isinstance(asked, dict):
        return None
    return json.dumps({part: plain(asked.get(part)) for part in ("title", "text", "confirm", "deny")})


def _is_group(kind: str) -> bool:
    return kind in ("checkboxes", "radio_buttons") or (kind in KINDS and KINDS[kind].many)


def draw(spot: Spot) -> Html:
    kind = str(spot.element.get("type"))
    if kind in DRAWINGS:
        return DRAWINGS[kind](spot)
    if kind in KINDS:
        return _list(spot) if KINDS[kind].many else _select(spot)
    return tag("span", f"({kind})", class_="unknown")


def _button(spot: Spot) -> Html:
    element = spot.element
    words = plain(element.get("text"))
    style = element.get("style", "")
    if element.get("url"):
        return tag("a", words, class_=f"button {style}", href=element["url"], target="_blank", rel="noopener")
    return tag(
        "button",
        words,
        type="button",
        id=spot.id,
        class_=f"button {style}".strip(),
        data_press=True,
        data_value=element.get("value"),
        aria_label=element.get("accessibility_label"),
        **spot.marks | {"data_live": True},
    )


def _overflow(spot: Spot) -> Html:
    choices = [
        tag(
            "button",
            words,
            type="button",
            data_press=True,
            data_value=value,
            **spot.marks | {"data_live": True},
        )
        for value, words, _ in _choices(spot)
    ]
    summary = tag("summary", "⋯", class_="button", aria_label="More actions", id=spot.id)
    return tag("details", summary, tag("div", *choices, class_="menu-items"), class_="menu")


#: (value, words, description) of everything on offer.
Choice = tuple[str, str, str]


def _choices(spot: Spot) -> list[Choice]:
    workspace = spot.reader.slack.workspace
    holds = KINDS[spot.element["type"]].holds if spot.element["type"] in KINDS else "option"
    if holds == "user":
        people = [person for person in workspace.people.values() if not person.deleted]
        return [(person.id, person.real_name, "") for person in people]
    if holds == "channel":
        return [
            (channel.id, f"#{channel.name}", "") for channel in workspace.channels.values() if channel.name
        ]
    return [
        (str(entry.get("value", "")), plain(entry.get("text")), plain(entry.get("description")))
        for entry in options(spot.element)
    ]


def _held(value: object) -> str:
    return str(value.get("value", "")) if isinstance(value, dict) else str(value or "")


def _list(spot: Spot) -> Html:
    """Checkboxes, radio buttons, and multi-selects as a list of checkboxes."""
    kind = KINDS[spot.element["type"]]
    value = spot.value
    ticked = {_held(item) for item in value} if isinstance(value, list) else {_held(value)}
    rows = [
        tag(
            "label",
            tag(
                "input",
                type="checkbox" if kind.many else "radio",
                name=spot.id,
                id=f"{spot.id}-{offered}",
                value=offered,
                checked=offered in ticked,
            ),
            tag("span", words, tag("small", described) if described else None),
        )
        for offered, words, described in _choices(spot)
    ]
    shape = "scrolling" if spot.element["type"].startswith("multi_") else ""
    return tag(
        "fieldset",
        tag("legend", spot.label, class_="unseen"),
        *rows,
        class_=f"ticks {shape}".strip(),
        data_field="many" if kind.many else "radio",
        aria_describedby=spot.told.get("aria_describedby"),
        **spot.marks,
    )


def _select(spot: Spot) -> Html:
    held = _held(spot.value)
    offered = [
        tag("option", plain(spot.element.get("placeholder")) or "Choose…", value="", selected=not held)
    ]
    for value, words, _ in _choices(spot):
        offered.append(tag("option", words, value=value, selected=value == held))
    return tag("select", *offered, id=spot.id, data_field="one", **spot.told, **spot.marks)


def _written(spot: Spot) -> Html:
    kind = WRITTEN[spot.element["type"]]
    held = spot.value
    step = "any" if kind == "number" and spot.element.get("is_decimal_allowed") else None
    return tag(
        "input",
        type=kind,
        id=spot.id,
        value=str(held) if held is not None else "",
        step=step,
        placeholder=plain(spot.element.get("placeholder")) or None,
        data_field="one",
        **spot.told,
        **spot.marks,
    )


def _text(spot: Spot) -> Html:
    held = str(spot.value or "")
    common: dict[str, str | bool | None] = {
        "id": spot.id,
        "placeholder": plain(spot.element.get("placeholder")) or None,
        "data_field": "one",
        "data_first": bool(spot.element.get("focus_on_load")),
        **spot.told,
        **spot.marks,
    }
    if spot.element.get("multiline") or spot.element["type"] == "rich_text_input":
        return tag("textarea", Html("\n"), held, rows="3", **common)
    return tag("input", type="text", value=held, autocomplete="off", **common)


def _picture(spot: Spot) -> Html:
    words = str(spot.element.get("alt_text", ""))
    return tag("img", src=picture.source(spot.element, spot.reader), alt=words, class_="thumbnail")


DRAWINGS: dict[str, Callable[[Spot], Html]] = {
    "button": _button,
    "checkboxes": _list,
    "image": _picture,
    "overflow": _overflow,
    "plain_text_input": _text,
    "radio_buttons": _list,
    "rich_text_input": _text,
    **dict.fromkeys(WRITTEN, _written),
}


def _hint(spot: Spot) -> Html | None:
    hint = plain(spot.block.get("hint"))
    return tag("p", hint, class_="hint", id=f"{spot.id}-hint") if hint else None


def labelled(spot: Spot) -> Html:
    """An input block: label, control, hint, and room for what is wrong with it."""
    optional = tag("span", " (optional)", class_="optional") if spot.block.get("optional") else None
    control = draw(spot)
    # A group of boxes has its name in its legend; a label would point at nothing that can be focused.
    grouped = _is_group(str(spot.element.get("type")))
    label = tag(
        "span" if grouped else "label",
        spot.label,
        optional,
        class_="label",
        for_=None if grouped else spot.id,
        aria_hidden="true" if grouped else None,
    )
    complaint = tag(
        "p", class_="complaint", data_complaint=spot.block["block_id"], role="alert", id=f"{spot.id}-wrong"
    )
    return tag("div", label, control, _hint(spot), complaint, class_="field")
