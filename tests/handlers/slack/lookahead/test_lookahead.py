"""Lookaheads and requests on Slack: whatever people wrote is words, within Slack's limits, and forms trust nothing."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.lacks import Lack
from bot.ceremonies.access.shown import AskLead, Nudge, Over
from bot.ceremonies.access.state import Ended
from bot.ceremonies.lookahead import AddItem, ChangeItem, Item, RemoveItem, Settle, Wish
from bot.ceremonies.lookahead.shown import Card, Digest
from bot.ceremonies.lookahead.state import ITEM_TEXT, MOST
from bot.errors import BadInput, NotFound
from bot.model import MemberId, Notice, RoundId
from handlers.slack.access import examples as of_access
from handlers.slack.access import forms
from handlers.slack.draw import draw
from handlers.slack.lookahead import examples, item_form
from handlers.slack.lookahead.words import asked, place_of, read_place, told
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened

Json = dict[str, Any]
ROUND, ADA = RoundId("round-1"), MemberId("UADA")
TODAY = date(2026, 11, 24)
ITEM = examples._access


def shown(notice: Notice) -> Json:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)
    literal(drawing.blocks)
    limits.unparsed(drawing.text)
    return {"text": drawing.text, "blocks": drawing.blocks}


_days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
_short = st.builds(lambda text: text[:ITEM_TEXT], texts)
_items = st.builds(
    Item,
    st.integers(1, 99),
    st.sampled_from(["work", "hypothesis", "access"]),
    _short,
    st.just(ADA),
    texts,
    st.sampled_from([None, ADA]),
    texts,
    _days,
    st.booleans(),
    _days,
    st.none(),
    st.sampled_from(["", "there", "given up"]),
)


def renumbered(items: list[Item]) -> tuple[Item, ...]:
    return tuple(replace(each, number=number) for number, each in enumerate(items, start=1))


@settings(deadline=None)
@given(
    st.lists(_items, min_size=1, max_size=MOST).map(renumbered),
    st.lists(
        st.builds(Lack, texts, st.integers(0, 50), st.integers(0, 50), st.integers(0, 999)), max_size=30
    ),
    st.booleans(),
)
def test_whatever_was_placed_a_digest_is_a_message_that_slack_takes(
    items: tuple[Item, ...], lacks: list[Lack], over: bool
) -> None:
    usual = examples.NOTICES["lookahead, digest"]
    assert isinstance(usual, Digest)
    shown(replace(usual, items=items, lacks=tuple(lacks), over=over))


@settings(deadline=None)
@given(texts, texts)
def test_no_card_no_nudge_and_no_form_carries_what_somebody_wrote_as_anything_but_words(
    one: str, other: str
) -> None:
    for notice in (*examples.NOTICES.values(), *of_access.NOTICES.values()):
        match notice:
            case Card():
                shown(replace(notice, name=one))
            case Nudge(over=Over(ended=Ended())):
                shown(replace(notice, what=one, team=other, over=Over(Ended("there", other))))
            case Nudge():
                shown(replace(notice, what=one, team=other))
            case AskLead():
                shown(replace(notice, what=one, team=other, missing=replace(notice.missing, owner=one)))
            case _:
                assert isinstance(notice, Digest)
    item = replace(ITEM, text=one, owner_name=other)
    opened(item_form.view(ROUND, item_form.wish_of(item), 3))
    opened(item_form.settle_view(ROUND, item))
    state = replace(of_access._state, what=one, team=other)
    for view in (forms.asked_view, forms.not_yet_view, forms.hand_over_view):
        opened(view(ROUND, state, TODAY))


def test_what_is_known_of_an_item() -> None:
    work = Item(1, "work", "Labels", ADA, "Ada")
    assert told(work, TODAY) == "no owner yet · no date yet"
    assert told(replace(work, owner=ADA, owner_name="Ada", day=date(2027, 1, 4)), TODAY) == (
        "Ada · by Mon 4 Jan 2027"
    )
    assert told(replace(work, not_now=True), TODAY) == ""
    access = replace(work, kind="access", owner=ADA, owner_name="Ada")
    assert told(access, TODAY) == "data access · Ada · not asked yet, expected: not known"
    assert told(replace(access, standing="there"), TODAY) == "data access · it is there"
    assert asked(date(2026, 11, 20), date(2026, 12, 1), TODAY) == "asked on Fri 20 Nov, expected Tue 1 Dec"


def filled_in(view: Json, **values: Json) -> Json:
    """The view as Slack sends it when it is submitted."""
    return view | {"state": {"values": {block: {block: held} for block, held in values.items()}}}


def option(value: str) -> Json:
    return {"selected_option": {"value": value}}


def test_the_form_gives_back_what_was_filled_in() -> None:
    view = item_form.view(ROUND, Wish("work", ""))
    values: Json = {
        "kind": option("access"),
        "text": {"value": " The\ncall logs "},
        "owner": {"selected_users": ["UADA"]},
        "day": {"selected_date": "2026-12-08"},
        "asked": {"selected_date": "2026-11-20"},
        "not_now": {"selected_options": []},
    }
    wish = Wish("access", "The · call logs", ADA, date(2026, 12, 8), asked_on=date(2026, 11, 20))
    assert item_form.read(filled_in(view, **values)) == (ROUND, AddItem(wish), (ADA,))
    change = item_form.view(ROUND, wish, 3)
    assert item_form.read(filled_in(change, **values)) == (ROUND, ChangeItem(3, wish), (ADA,))
    out = values | {"remove": {"selected_options": [{"value": "yes"}]}}
    assert item_form.read(filled_in(change, **out)) == (ROUND, RemoveItem(3), ())
    again = item_form.repicked(filled_in(view, **values), "work")
    assert "asked" not in {each.get("block_id") for each in again["blocks"]}
    assert "call logs" in json.dumps(again)


def test_the_form_that_settles_gives_back_what_was_filled_in() -> None:
    view = item_form.settle_view(ROUND, ITEM)
    read = item_form.read_settle(filled_in(view, day={"selected_date": "2026-12-08"}))
    assert read == (ROUND, Settle(ITEM.number, None, date(2026, 12, 8)), ())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": option("epic"), "text": {"value": "x"}}, "kind"),
        ({"kind": option("work"), "owner": {"selected_users": ["U1", "U2"]}}, "owner"),
        ({"kind": option("work"), "day": {"selected_date": "soon"}}, "day"),
        ({}, "kind"),
    ],
)
def test_what_a_form_should_not_hold_is_named_at_its_field(values: Json, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        item_form.read(filled_in(item_form.view(ROUND, Wish("work", "")), **values))
    assert refused.value.field == field


def test_a_stale_form_saves_nothing() -> None:
    for note in ("", "{}", '{"round": 7}', '{"round": "r"}', "[]", "null"):
        with pytest.raises(NotFound):
            item_form.read({"private_metadata": note, "state": {"values": {}}})
        with pytest.raises(NotFound):
            item_form.read_settle({"private_metadata": note, "state": {"values": {}}})


@given(st.text())
def test_a_button_says_which_item_it_is_about_and_nothing_else_is_one(value: str) -> None:
    assert read_place(place_of(ROUND, 12)) == (ROUND, 12)
    assert read_place(value)[1] >= 0
