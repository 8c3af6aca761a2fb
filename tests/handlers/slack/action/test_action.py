"""Actions on Slack: whatever people wrote is words, within Slack's limits, and forms trust nothing."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.action import Change, Draft, Drop, HandOver, Keep
from bot.ceremonies.action.shown import AskLead, Nudge, Over
from bot.ceremonies.action.standing import Agreed
from bot.errors import BadInput, NotFound
from bot.model import MemberId, Notice, RoundId
from bot.shell.actions import Yours
from handlers.slack.action import examples, forms
from handlers.slack.action.listing import told
from handlers.slack.draw import draw
from handlers.slack.home.agreed import agreed
from handlers.slack.standup.actions import listed, own
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened

Json = dict[str, Any]
ROUND, ADA = RoundId("round-1"), MemberId("UADA")
TODAY = date(2026, 11, 27)
LINK = "https://x.org/1?a=1&b=<2>"


def shown(notice: Notice) -> Json:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)
    literal(drawing.blocks)
    limits.unparsed(drawing.text)
    return {"text": drawing.text, "blocks": drawing.blocks}


@settings(deadline=None)
@given(texts, texts)
def test_no_message_and_no_form_carries_what_somebody_wrote_as_anything_but_words(
    one: str, other: str
) -> None:
    for notice in examples.NOTICES.values():
        match notice:
            case Nudge(over=Over() as over):
                ended = over.ended and replace(over.ended, name=other, why=one)
                past = replace(over, ended=ended, now=over.now and other)
                shown(replace(notice, text=one, team=other, over=past))
            case Nudge():
                shown(replace(notice, text=one, team=other, link=LINK))
            case _:
                assert isinstance(notice, AskLead)
                shown(replace(notice, text=one, team=other, missing=replace(notice.missing, owner=one)))
    state = replace(examples._state, text=one, team=other, link=LINK)
    for view in (forms.keep_view, forms.drop_view, forms.hand_over_view, forms.change_view):
        opened(view(ROUND, state, TODAY))
    opened(told("Dropped", one, ROUND).as_modal())
    reply = told("Done", one, ROUND).drawn()
    limits.message(reply["text"], reply["blocks"])
    literal(reply["blocks"])


@settings(deadline=None)
@given(st.lists(st.builds(Yours, st.just(ROUND), texts, texts, st.just(TODAY), st.just(LINK), st.booleans())))
def test_however_many_there_are_a_home_shows_a_few(every: list[Yours]) -> None:
    blocks = agreed(every, 2026)
    literal(blocks)
    assert len(blocks) <= 10
    if blocks:
        limits.home({"type": "home", "blocks": blocks})


ACTION = Agreed(ROUND, ADA, "Ada", "Split the job", TODAY)


def test_a_prompt_and_a_digest_say_for_which_day() -> None:
    late, soon = replace(ACTION, due=date(2026, 11, 20)), replace(ACTION, due=date(2027, 1, 4))
    assert own((late, ACTION, soon), TODAY).spoken == (
        "Your actions: Split the job · was due Fri 20 Nov. Split the job · due today. "
        "Split the job · due Mon 4 Jan 2027."
    )
    assert own((ACTION,), date(2026, 11, 26)).spoken == "Your action: Split the job · due Fri 27 Nov."
    assert listed((ACTION,), TODAY).spoken == "Actions: Ada: Split the job · due today."
    assert own((), TODAY) == listed((), TODAY)
    assert listed((ACTION,) * 14, TODAY).spoken.endswith("And 4 more.")
    assert own((ACTION,) * 5, TODAY).spoken.endswith("And 2 more.")


def filled_in(view: Json, **values: Json) -> Json:
    """The view as Slack sends it when it is submitted."""
    return view | {"state": {"values": {block: {block: held} for block, held in values.items()}}}


VALUES: Json = {
    "text": {"value": " Split\nthe job "},
    "owner": {"selected_users": ["UADA"]},
    "due": {"selected_date": "2026-12-08"},
    "link": {"value": " https://x.org "},
    "why": {"value": "Too\nsoon"},
}


def test_the_forms_give_back_what_was_filled_in() -> None:
    state = examples._state
    view = filled_in(forms.change_view(ROUND, state, TODAY), **VALUES)
    draft = Draft("Split · the job", ADA, date(2026, 12, 8), "https://x.org")
    assert forms.read_change(view) == (ROUND, Change(draft))
    view = filled_in(forms.keep_view(ROUND, state, TODAY), **VALUES)
    assert forms.read_keep(view) == (ROUND, Keep(date(2026, 12, 8), "Too · soon"))
    assert forms.read_keep(filled_in(view, due={"selected_date": None})) == (ROUND, Keep())
    assert forms.read_drop(filled_in(forms.drop_view(ROUND, state, TODAY), **VALUES)) == (
        ROUND,
        Drop("Too · soon"),
    )
    assert forms.read_hand_over(filled_in(forms.hand_over_view(ROUND, state, TODAY), **VALUES)) == (
        ROUND,
        HandOver(ADA),
    )


def test_the_form_of_what_is_still_open_offers_no_day_that_is_past() -> None:
    assert "initial_date" in json.dumps(forms.keep_view(ROUND, examples._state, TODAY))
    assert "initial_date" not in json.dumps(forms.keep_view(ROUND, examples._state, date(2026, 11, 28)))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due": {"selected_date": None}}, "due"),
        ({"due": {"selected_date": "soon"}}, "due"),
        ({"owner": {"selected_users": []}}, "owner"),
        ({"owner": {"selected_users": ["U1", "U2"]}}, "owner"),
        ({"owner": {"selected_users": 7}}, "owner"),
    ],
)
def test_what_a_form_should_not_hold_is_named_at_its_field(values: Json, field: str) -> None:
    view = filled_in(forms.change_view(ROUND, examples._state, TODAY), **(VALUES | values))
    with pytest.raises(BadInput) as refused:
        forms.read_change(view)
    assert refused.value.field == field


@pytest.mark.parametrize("note", ["", "{}", '{"round": 7}', "[]", "null"])
def test_a_stale_form_saves_nothing(note: str) -> None:
    for read in (forms.read_change, forms.read_keep, forms.read_drop, forms.read_hand_over):
        with pytest.raises(NotFound):
            read({"private_metadata": note, "state": {"values": {}}})
