"""Whatever JSON a bot sends as blocks or as a view, it is taken or refused as Slack refuses, and nothing breaks."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground import fields
from playground.blocks import MESSAGE, VIEW, accept
from playground.clock import Clock
from playground.files import Files
from playground.richness import INLINE, PARTS
from playground.shapes import SlackError
from playground.views import build
from playground.workspace import Workspace
from tests.playground.conftest import Json, field, modal, option, text_input, words

KINDS = sorted({*fields.BLOCKS, *fields.ELEMENTS, *fields.TEXTS, *INLINE, *PARTS, "modal", "home"})
NAMES = sorted(
    {"type", "block_id", "action_id", "text", "elements", "style", "indent", "url", "range", "timestamp"}
    | {name for kinds in (fields.BLOCKS, fields.ELEMENTS) for names in kinds.values() for name in names}
    | fields.OPTION
    | fields.OPTION_GROUP
    | fields.CONFIRM
    | fields.MODAL
)
leaves = (
    some.none()
    | some.booleans()
    | some.integers(-5, 4000)
    | some.floats(allow_nan=False)
    | some.text(max_size=5)
    | some.sampled_from(
        [*KINDS, "primary", "2026-11-23", "09:30", "x" * 3001, "https://a.b", "http://[", "\ud800"]
    )
)


def objects(values: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    named = some.dictionaries(some.sampled_from(NAMES), values, max_size=5)
    return some.builds(lambda kind, rest: {"type": kind} | rest, some.sampled_from(KINDS), named)


anything = some.recursive(leaves, lambda inner: some.lists(inner, max_size=3) | objects(inner), max_leaves=12)


@some.composite
def shaped(draw: some.DrawFn) -> Any:  # noqa: ANN401 — any JSON
    """A block of a known kind whose own fields hold anything, or elements that do."""
    kind = draw(some.sampled_from(sorted(fields.BLOCKS)))
    own = some.sampled_from(sorted(fields.BLOCKS[kind]) or ["block_id"])
    block = {"type": kind} | draw(some.dictionaries(own, anything, max_size=3))
    inside = draw(some.lists(some.sampled_from(sorted(fields.ELEMENTS)), min_size=1, max_size=2))
    held = [
        {"type": each}
        | {name: draw(anything) for name in draw(some.sets(some.sampled_from(sorted(fields.ELEMENTS[each]))))}
        for each in inside
    ]
    places = {"elements": held, "element": held[0], "accessory": held[0]}
    return block | {name: value for name, value in places.items() if name in fields.BLOCKS[kind]}


@settings(max_examples=100, deadline=None)
@given(some.lists(anything | shaped(), max_size=3) | anything)
def test_blocks_are_taken_or_refused(blocks: Any) -> None:  # noqa: ANN401 — any JSON
    for surface in (MESSAGE, VIEW):
        with suppress(SlackError):
            taken = accept(blocks, surface, Files())
            assert [block["type"] for block in taken] == [block["type"] for block in blocks]
            assert all(block["block_id"] for block in taken)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(shaped(), min_size=1, max_size=2),
    some.dictionaries(some.sampled_from(sorted(fields.MODAL)), anything),
)
def test_views_are_built_or_refused(blocks: Any, more: Any) -> None:  # noqa: ANN401 — any JSON
    frame = {
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
    }
    workspace = Workspace(Clock())
    for given_view in (
        frame | {"type": "modal", "blocks": blocks} | more,
        {"type": "home", "blocks": blocks},
    ):
        with suppress(SlackError):
            kind = given_view["type"] if given_view["type"] in ("modal", "home") else "modal"
            assert build(workspace, given_view, kind=str(kind))["type"] == kind


ODD: list[Any] = [
    None,
    True,
    -1,
    7,
    1.5,
    "x",
    "",
    "\ud800",
    [],
    [7],
    [[]],
    [{}],
    [{"type": []}],
    {},
    {"a": 1},
    {"type": {}},
]
WHOLE: dict[str, Any] = {
    "text": words("Go"),
    "placeholder": words("Go"),
    "options": [option("a")],
    "option_groups": [{"label": words("A"), "options": [option("a")]}],
    "confirm": {name: words("x") for name in ("title", "text", "confirm", "deny")},
    "is_decimal_allowed": True,
    "image_url": "https://a.b",
    "alt_text": "A plot",
}


def swapped(whole: Json, names: set[str]) -> Iterator[Json]:
    """The same with one odd value at a time, in each of these fields and in whatever they hold."""
    for name in sorted(names):
        for odd in ODD:
            yield whole | {name: odd}
        held = whole.get(name)
        inner = held[0] if isinstance(held, list) else held
        if isinstance(inner, dict):
            for within in swapped(inner, set(inner)):
                yield whole | {name: [within] if isinstance(held, list) else within}


def try_all(blocks: Iterator[Json]) -> int:
    refusals = 0
    for block in blocks:
        for surface in (MESSAGE, VIEW):
            try:
                accept([block], surface, Files())
            except SlackError:
                refusals += 1
    return refusals


@pytest.mark.parametrize("kind", sorted(fields.ELEMENTS))
def test_no_odd_value_in_an_element_breaks_anything(kind: str) -> None:
    known = fields.ELEMENTS[kind]
    whole = {"type": kind} | {name: WHOLE[name] for name in known & set(WHOLE)}
    whole.pop("option_groups", None)
    for element in swapped(whole, known | {"action_id", "type"}):
        holders: list[Json] = [
            {"type": "actions", "elements": [element]},
            {"type": "context_actions", "elements": [element]},
            {"type": "input", "label": words("A"), "element": element},
            {"type": "section", "text": words("A"), "accessory": element},
        ]
        try_all(iter(holders))
    assert try_all(iter([{"type": "actions", "elements": [{"type": kind} | {"type": 7}]}])) == 2


@pytest.mark.parametrize("kind", sorted(fields.BLOCKS))
def test_no_odd_value_in_a_block_breaks_anything(kind: str) -> None:
    known = fields.BLOCKS[kind] | {"block_id", "type"}
    assert try_all(swapped({"type": kind} | {name: WHOLE[name] for name in known & set(WHOLE)}, known)) > 0


@pytest.mark.parametrize("kind", sorted(INLINE))
def test_no_odd_value_in_rich_text_breaks_anything(kind: str) -> None:
    needed, more, _ = INLINE[kind]
    whole: Json = {"type": kind, **dict.fromkeys(needed, "x")} | ({"timestamp": 0} if kind == "date" else {})
    for inline in swapped(whole, needed | more | {"style", "type"}):
        for part in sorted(PARTS):
            held: list[Json] = [{"type": part, "elements": [inline]}]
            line = {"type": "rich_text_section", "elements": [inline]}
            held += [{"type": part, "style": "bullet", "elements": [line]}]
            try_all(
                iter(
                    [{"type": "rich_text", "elements": held[:1]}, {"type": "rich_text", "elements": held[1:]}]
                )
            )


def test_no_odd_value_in_a_view_breaks_anything() -> None:
    workspace = Workspace(Clock())
    whole = modal(field("a", "A", text_input()))
    for view in swapped(whole, fields.MODAL):
        with suppress(SlackError):
            assert build(workspace, view, kind="modal")["type"] == "modal"
