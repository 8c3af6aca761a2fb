"""What a ballot gives when it is sent, and what a pick gives."""

import json
from typing import Any

import pytest

from bot.ceremonies.estimation import Cast, Laid
from bot.errors import NotFound
from bot.model import StoryId
from handlers.slack.estimation import vote_form

Json = dict[str, Any]


def form(**values: Json) -> Json:
    return {
        "private_metadata": json.dumps({"round": "r1", "poll": 2}),
        "state": {"values": {name: {"x": held} for name, held in values.items()}},
    }


def chosen(card: str | None) -> Json:
    return {"type": "static_select", "selected_option": {"value": card} if card else None}


def test_all_that_was_chosen_is_sent_on_both_ballots() -> None:
    values = {
        "effort:s1": chosen("5"),
        "why:effort:s1": {"type": "plain_text_input", "value": "As last time"},
        "effort:s2": chosen(None),
        "why:effort:s2": {"type": "plain_text_input", "value": None},
        "value:s1": chosen("☕"),
        "why:value:s1": {"type": "plain_text_input", "value": ""},
    }
    s1, s2 = StoryId("s1"), StoryId("s2")
    assert vote_form.read(form(**values)) == (
        "r1",
        Cast(
            2,
            (
                Laid("effort", {s1: "5", s2: ""}, {s1: "As last time", s2: ""}),
                Laid("value", {s1: "☕"}, {s1: ""}),
            ),
            sent=True,
        ),
    )


def test_a_pick_lays_one_card_and_none_takes_it_back() -> None:
    s1 = StoryId("s1")
    assert vote_form.read_pick(form(), "value:s1", "8") == ("r1", Cast(2, (Laid("value", {s1: "8"}),)))
    assert vote_form.read_pick(form(), "value:s1", "") == ("r1", Cast(2, (Laid("value", {s1: ""}),)))


@pytest.mark.parametrize("block", ["", "effort", "rank:s1", "why:effort:s1"])
def test_a_pick_of_something_else_is_stale(block: str) -> None:
    if block == "effort":
        assert vote_form.read_pick(form(), block, "8")[1].laid == (Laid("effort", {StoryId(""): "8"}),)
        return
    with pytest.raises(NotFound):
        vote_form.read_pick(form(), block, "8")


@pytest.mark.parametrize(
    "note", ["", "{}", "[]", '{"round": "r1"}', '{"round": 5, "poll": 1}', '{"poll": 1}']
)
def test_a_form_that_is_not_ours_is_stale(note: str) -> None:
    with pytest.raises(NotFound):
        vote_form.read({"private_metadata": note, "state": {"values": {}}})
