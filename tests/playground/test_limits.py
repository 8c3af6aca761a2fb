"""Blocks and views that Slack would refuse, one rule at a time."""

import pytest

from playground.blocks import MESSAGE, VIEW, accept
from playground.clock import Clock
from playground.shapes import SlackError
from playground.views import build
from playground.workspace import Workspace
from tests.playground.conftest import Json, buttons, field, modal, option, text_input, words

LONG = "x" * 3001
MENU = {"type": "static_select", "action_id": "pick", "options": [option("a")]}


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "sections"}, "unsupported type: sections [json-pointer:/blocks/0/type]"),
        ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
        ({"type": "section", "text": words("")}, "must be more than 0 characters"),
        ({"type": "section", "text": words(LONG)}, "must be less than 3001 characters"),
        ({"type": "section", "fields": [words("x")] * 11}, "no more than 10 items allowed"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be one of plain_text"),
        ({"type": "header", "text": words("x" * 151)}, "must be less than 151 characters"),
        ({"type": "context", "elements": []}, "no fewer than 1 items allowed"),
        ({"type": "divider", "block_id": "x" * 256}, "must be a string of less than 256 characters"),
        (buttons("x" * 76), "must be less than 76 characters"),
        ({"type": "actions", "elements": buttons("a")["elements"] * 2}, "`action_id` already exists"),
        ({"type": "actions", "elements": [text_input()]}, "unsupported type: plain_text_input"),
        ({"type": "actions", "elements": [MENU | {"options": []}]}, "no fewer than 1 items allowed"),
        (
            {"type": "actions", "elements": [MENU | {"options": [option("a")] * 101}]},
            "no more than 100 items",
        ),
        (
            {"type": "actions", "elements": [MENU | {"initial_option": option("b")}]},
            "must be one of the options",
        ),
        (field("a", "A", text_input(initial_value=LONG)), "must be a string of less than 3001 characters"),
        ({"type": "input", "label": words("A")}, "missing required field: type"),
        ({"type": "image", "image_url": "https://example.com/x.png"}, "missing required field: alt_text"),
    ],
)
def test_a_block_beyond_slacks_limits_is_refused(block: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        accept([block], MESSAGE)
    assert refused.value.error == "invalid_blocks"
    assert complaint in str(refused.value.more["errors"])


def test_a_message_has_fifty_blocks_and_a_view_a_hundred() -> None:
    assert len(accept([{"type": "divider"}] * 50, MESSAGE)) == 50
    assert len(accept([{"type": "divider"}] * 100, VIEW)) == 100
    with pytest.raises(SlackError, match="invalid_blocks"):
        accept([{"type": "divider"}] * 51, MESSAGE)


def test_a_message_that_is_long_in_all_is_refused() -> None:
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        accept([{"type": "section", "text": words("x" * 2700)}] * 5, MESSAGE)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": None}, "missing required field: title"),
        ({"title": words("x" * 25)}, "must be less than 25 characters"),
        ({"submit": None}, "missing required field: submit"),
        ({"private_metadata": LONG}, "must be a string of less than 3001 characters"),
        ({"type": "home"}, "missing required field: view of type modal"),
        (
            {"blocks": [{"type": "markdown", "text": "x"}]},
            "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
        ),
    ],
)
def test_a_modal_beyond_slacks_limits_is_refused(change: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        build(Workspace(Clock()), modal(field("a", "A", text_input())) | change, kind="modal")
    assert refused.value.error == "invalid_arguments"
    assert complaint in str(refused.value.more["errors"])
