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
BUTTON = {"type": "button", "action_id": "go", "text": words("Go")}
SURE = {"title": words("Sure?"), "text": words("Really?"), "confirm": words("Yes"), "deny": words("No")}
PICTURE = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A plot"}


def row(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def rich(*inline: Json, kind: str = "rich_text_section", **more: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(inline)} | more]}


def said(text: str, **more: object) -> Json:
    return {"type": "text", "text": text} | more


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


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "divider", "color": "red"}, "invalid additional property: color [json-pointer:/blocks/0]"),
        (
            {"type": "section", "text": words("x"), "elements": []},
            "invalid additional property: elements [json-pointer:/blocks/0]",
        ),
        (
            row(BUTTON | {"onclick": "x"}),
            "invalid additional property: onclick [json-pointer:/blocks/0/elements/0]",
        ),
        (row(BUTTON | {"options": []}), "invalid additional property: options"),
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}},
            "invalid additional property: emoji",
        ),
        (
            {"type": "section", "text": words("x") | {"verbatim": True}},
            "invalid additional property: verbatim",
        ),
        (
            row(MENU | {"options": [option("a") | {"selected": True}]}),
            "invalid additional property: selected",
        ),
        (row(MENU | {"options": [option("a") | {"url": "https://a.b"}]}), "invalid additional property: url"),
        (row(BUTTON | {"confirm": SURE | {"cancel": words("x")}}), "invalid additional property: cancel"),
        (rich(said("x"), id="x"), "invalid additional property: id"),
        (rich(said("x", style={"big": True})), "invalid additional property: big"),
    ],
)
def test_a_field_that_slack_does_not_know_is_refused(block: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        accept([block], MESSAGE)
    assert complaint in str(refused.value.more["errors"])


@pytest.mark.parametrize(
    ("element", "complaint"),
    [
        (BUTTON | {"url": "https://a.b/" + "x" * 3000}, "must be a string of less than 3001 characters"),
        (BUTTON | {"url": "here"}, "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"),
        (BUTTON | {"url": "http://[::1"}, "must be a valid URL"),
        (BUTTON | {"value": "x" * 2001}, "must be a string of less than 2001 characters"),
        (BUTTON | {"value": 7}, "must be a string of less than 2001 characters"),
        (BUTTON | {"style": "loud"}, "must be one of primary, danger"),
        (BUTTON | {"text": {"type": "mrkdwn", "text": "*Go*"}}, "must be one of plain_text"),
        (BUTTON | {"action_id": "x" * 256}, "must be a string of less than 256 characters"),
        (BUTTON | {"confirm": True}, "must be a confirm object"),
        (BUTTON | {"confirm": SURE | {"title": words("x" * 101)}}, "must be less than 101 characters"),
        (BUTTON | {"confirm": SURE | {"text": words("x" * 301)}}, "must be less than 301 characters"),
        (BUTTON | {"confirm": SURE | {"confirm": words("x" * 31)}}, "must be less than 31 characters"),
        (BUTTON | {"confirm": SURE | {"deny": words("x" * 31)}}, "must be less than 31 characters"),
        (BUTTON | {"confirm": {"title": words("Sure?")}}, "missing required field: text"),
        (BUTTON | {"confirm": SURE | {"style": "loud"}}, "must be one of primary, danger"),
        (MENU | {"options": [option("x" * 76)]}, "must be less than 76 characters"),
        (
            MENU | {"options": [option("a") | {"value": "x" * 151}]},
            "must be a string of less than 151 characters",
        ),
        (MENU | {"options": [{"text": words("A")}]}, "missing required field: value"),
        (MENU | {"option_groups": []}, "must have either options or option_groups"),
        (MENU | {"placeholder": words("x" * 151)}, "must be less than 151 characters"),
        (
            {
                "type": "static_select",
                "option_groups": [{"label": words("x" * 76), "options": [option("a")]}],
            },
            "must be less than 76 characters",
        ),
        ({"type": "overflow", "options": [option(each) for each in "abcdef"]}, "no more than 5 items"),
        (
            {"type": "checkboxes", "options": [option(each) for each in "abcdefghijk"]},
            "no more than 10 items",
        ),
        ({"type": "checkboxes", "options": [option("a")], "initial_options": []}, "no fewer than 1 items"),
        ({"type": "datepicker", "initial_date": "24.12.2026"}, "must be of the form YYYY-MM-DD"),
        ({"type": "timepicker", "initial_time": "9:30"}, "must be of the form HH:mm"),
        ({"type": "datetimepicker", "initial_date_time": 5}, "must be a Unix time of 10 digits"),
        ({"type": "multi_static_select", "options": [option("a")]}, "unsupported type: multi_static_select"),
        ({"type": "slider"}, "unsupported type: slider"),
        ("button", "missing required field: elements"),
    ],
)
def test_an_element_beyond_slacks_limits_is_refused(element: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        accept([row(element)], MESSAGE)
    assert complaint in str(refused.value.more["errors"])


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        (
            rich(said("")),
            "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
        ),
        (rich({"type": "text"}), "missing required field: text"),
        (rich({"type": "mrkdwn", "text": "x"}), "unsupported type: mrkdwn"),
        (rich({"type": "user"}), "missing required field: user_id"),
        (rich({"type": "link", "text": "x"}), "missing required field: url"),
        (
            rich({"type": "link", "url": "https://a.b/" + LONG}),
            "must be a string of less than 3001 characters",
        ),
        (rich({"type": "broadcast", "range": "world"}), "must be one of here, channel, everyone"),
        (rich({"type": "date", "timestamp": "soon", "format": "{date}"}), "must be a whole number"),
        (rich({"type": "date", "timestamp": 0}), "missing required field: format"),
        (rich(said("x", style={"bold": "yes"})), "must be an object of true and false"),
        (rich({"type": "user", "user_id": "U1"}, kind="rich_text_preformatted"), "unsupported type: user"),
        (rich(said("x"), kind="rich_text_list", style="bullet"), "unsupported type: text"),
        (rich(kind="rich_text_list", style="dashes"), "must be one of bullet, ordered"),
        (rich(kind="rich_text_list", style="bullet", indent=9), "must be a whole number between 0 and 8"),
        (rich(kind="rich_text_block"), "unsupported type: rich_text_block"),
        ({"type": "rich_text"}, "missing required field: elements"),
    ],
)
def test_rich_text_is_checked_to_its_last_word(block: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        accept([block], MESSAGE)
    assert complaint in str(refused.value.more["errors"])


def test_what_is_within_the_limits_is_taken_as_it_is() -> None:
    blocks: list[Json] = [
        rich(
            said("x", style={"bold": True, "code": False}),
            {"type": "user", "user_id": "UMAYA", "style": {"bold": True}},
            {"type": "link", "url": "https://a.b", "text": "here", "unsafe": True},
            {"type": "date", "timestamp": 0, "format": "{date}", "fallback": "long ago"},
            {"type": "emoji", "name": "tada", "unicode": "1f389"},
        ),
        {"type": "rich_text", "elements": []},
        row(BUTTON | {"url": "https://a.b", "style": "danger", "confirm": SURE | {"style": "danger"}}),
        row({"type": "overflow", "action_id": "more", "options": [option("a") | {"url": "https://a.b"}]}),
        PICTURE | {"title": words("A plot")},
        {"type": "context", "elements": [PICTURE, {"type": "mrkdwn", "text": "x", "verbatim": True}]},
        {"type": "section", "fields": [words("x") | {"emoji": True}], "expand": True},
    ]
    given = [block | {"block_id": str(place)} for place, block in enumerate(blocks)]
    assert accept(given, MESSAGE) == given


@pytest.mark.parametrize(
    "picture",
    [
        PICTURE | {"slack_file": {"id": "F1"}},
        {"type": "image", "slack_file": {"id": "F1"}},
        PICTURE | {"alt_text": "x" * 2001},
        PICTURE | {"image_url": "plot.png"},
    ],
)
def test_a_picture_has_one_address_and_a_description(picture: Json) -> None:
    with pytest.raises(SlackError, match="invalid_blocks"):
        accept([picture], MESSAGE)


def test_ids_are_given_once() -> None:
    with pytest.raises(SlackError) as refused:
        accept([{"type": "divider", "block_id": "a"}] * 2, MESSAGE)
    assert "`block_id` already exists: a [json-pointer:/blocks/1/block_id]" in str(
        refused.value.more["errors"]
    )


def test_only_one_field_has_the_focus() -> None:
    eager = [field(name, name, text_input(focus_on_load=True)) for name in "ab"]
    with pytest.raises(SlackError) as refused:
        accept(eager, VIEW)
    assert "only one element may have focus_on_load" in str(refused.value.more["errors"])


@pytest.mark.parametrize(
    ("element", "complaint"),
    [
        ({"type": "number_input"}, "missing required field: is_decimal_allowed"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": 1}, "must be a string"),
        (text_input(min_length=5, max_length=4), "must not be less than min_length"),
        (text_input(dispatch_action_config={"trigger_actions_on": ["always"]}), "on_enter_pressed"),
        (text_input(multiline="yes"), "must be a boolean"),
        ({"type": "multi_users_select", "max_selected_items": 0}, "must be a whole number"),
        (
            {"type": "multi_users_select", "initial_users": ["U1", "U2"], "max_selected_items": 1},
            "no more than 1 items allowed",
        ),
        ({"type": "button", "text": words("Go")}, "unsupported type: button"),
    ],
)
def test_a_field_beyond_slacks_limits_is_refused(element: Json, complaint: str) -> None:
    with pytest.raises(SlackError) as refused:
        accept([field("a", "A", element)], VIEW)
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
        ({"id": "V1"}, "invalid additional property: id [json-pointer:/view]"),
        ({"state": {"values": {}}}, "invalid additional property: state"),
        ({"title": {"type": "mrkdwn", "text": "x"}}, "must be one of plain_text"),
        ({"close": words("x" * 25)}, "must be less than 25 characters"),
        ({"callback_id": "x" * 256}, "must be a string of less than 256 characters"),
        ({"external_id": "x" * 256}, "must be a string of less than 256 characters"),
        ({"notify_on_close": "yes"}, "must be a boolean"),
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
