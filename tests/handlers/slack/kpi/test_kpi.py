"""KPIs on Slack: whatever people and machines wrote is words, within Slack's limits, and forms trust nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.budget import Used
from bot.ceremonies.kpi.shown import Card, Turned
from bot.ceremonies.kpi.state import USUAL
from bot.ceremonies.sprint.state import Spent
from bot.errors import BadInput, BotError, NotFound
from bot.kpis import Kept
from bot.model import ChannelId, Notice, RoundId
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from handlers.slack.kpi import examples, forms, listing, words
from handlers.slack.kpi.listeners import created_reply, read_reply
from handlers.slack.sprint import examples as sprints
from handlers.slack.sprint import spent
from tests.handlers.slack import limits
from tests.handlers.slack.door import NOW
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal

Json = dict[str, Any]
FIGURES = st.floats(allow_nan=False, allow_infinity=False)


def look(notice: Notice) -> str:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)
    literal(drawing.blocks)
    limits.unparsed(drawing.text)
    return drawing.text


def shown(reply: Reply) -> None:
    drawn = reply.drawn()
    limits.message(drawn["text"], drawn["blocks"])
    literal(drawn["blocks"])
    limits.view(reply.as_modal())


@settings(deadline=None)
@given(texts, texts, FIGURES)
def test_no_message_carries_what_somebody_wrote_as_anything_but_words(
    one: str, other: str, figure: float
) -> None:
    for notice in examples.NOTICES.values():
        setup = replace(notice.setup, unit=one, threshold=figure)  # type: ignore[attr-defined] # both kinds have it
        if isinstance(notice, Turned):
            look(replace(notice, name=other, setup=setup))
            continue
        assert isinstance(notice, Card)
        look(
            replace(
                notice,
                name=one,
                setup=setup,
                owner=other,
                last=notice.last and replace(notice.last, value=figure, source=one, by_name=other),
                changed=notice.changed and replace(notice.changed, text=one, by_name=other),
                ended=notice.ended and replace(notice.ended, by_name=other),
            )
        )


@settings(deadline=None)
@given(texts, texts)
def test_no_form_no_list_and_no_card_of_planning_does(one: str, other: str) -> None:
    reading = replace(examples._readings[0], source=one, by_name=other)
    state = replace(
        examples._state,
        name=one,
        subset=other,
        setup=replace(USUAL["custom"], unit=other),
        readings=(reading,) * 9,
    )
    kept = Kept(replace(examples._team, name=other), replace(examples._kept.round, state=state))
    for view in (
        forms.create_view(ChannelId("C1"), other[:80], one),
        forms.change_view(RoundId("r"), one, state),
    ):
        limits.view(view)
        literal(view)
    for reply in (
        created_reply(kept),
        read_reply(kept),
        listing._one(kept, NOW),
        listing._listed([kept] * 40, "#data", NOW),
    ):
        shown(reply)
    every = tuple(Spent(f"k{number}", one, 132) for number in range(5))
    plan = sprints.NOTICES["sprint, to be planned with a budget spent"]
    look(replace(plan, spent=every))  # type: ignore[call-arg] # it is a plan
    look(replace(plan, spent=every[:1], steered=replace(sprints._steered, by_name=other)))  # type: ignore[call-arg]
    view = spent.why_view(RoundId("r"), replace(sprints._state, spent=every), "features")
    limits.view(view)
    literal(view)


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("0.999", 0.999), ("99.9 %", 0.999), ("99.9%", 0.999), (" 12 ", 12.0), ("-3", -3.0), ("+0.5", 0.5)],
)
def test_a_figure_as_people_type_it(typed: str, figure: float) -> None:
    assert words.read_number(typed, "x") == pytest.approx(figure)


@pytest.mark.parametrize(
    "typed",
    ["", "nan", "inf", "-inf", "1e400", "1_000", "0,999", "1,000", "٣", "0x10", "1.", "%", "9" * 400, "1 2"],
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        words.read_number(typed, "x")
    assert refused.value.field == "x"


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["kind", "name", "threshold", "days", "budget", "better", "unit"]), texts)
)
def test_a_form_that_was_tampered_with_is_refused_in_a_sentence(values: dict[str, str]) -> None:
    held = {key: {key: {"value": each, "selected_option": {"value": each}}} for key, each in values.items()}
    note = json.dumps({"channel": "C1", "name": "data"})
    with pytest.raises(BotError):
        forms.read_create({"private_metadata": note, "state": {"values": held}})


def sent(**values: str) -> Json:
    held = {"kind": "availability", "days": "28", "budget": "5", "better": "usual"} | values
    return {
        "private_metadata": json.dumps({"channel": "C1", "name": "data"}),
        "state": {
            "values": {
                key: {key: {"value": each, "selected_option": {"value": each}}} for key, each in held.items()
            }
        },
    }


def test_what_is_left_empty_is_as_is_usual_of_its_kind() -> None:
    made = forms.read_create(sent())
    assert (made.name, made.subset, made.setup) == ("availability", "", USUAL["availability"])
    late = forms.read_create(sent(kind="freshness", name="scores", days="7", budget="10 %", better="lower"))
    assert (late.name, late.setup) == ("scores", replace(USUAL["freshness"], days=7, budget=0.1))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "custom"}, "threshold"),
        ({"kind": "custom", "threshold": "3"}, "name"),
        ({"kind": "mood"}, "kind"),
        ({"days": "0x1"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": ""}, "days"),
        ({"budget": "all"}, "budget"),
        ({"threshold": "often"}, "threshold"),
    ],
)
def test_what_does_not_fit_is_told_by_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        forms.read_create(sent(**values))
    assert refused.value.field == field


def test_a_stale_form_of_why_is_told_so() -> None:
    for note in ("", "{}", '{"round": "r", "course": "neither"}', '{"course": "repair"}', "[]"):
        with pytest.raises(NotFound):
            spent.read_why({"private_metadata": note, "state": {"values": {}}})


def test_words_of_figures() -> None:
    setup = USUAL["availability"]
    assert words.budget(Used(24, 9, 1.32)) == "its error budget is spent (132 %)"
    assert words.budget(Used(24, 4, 0.755)) == "25 % of its error budget is left"
    assert words.budget(Used(3, 0)) == "not enough readings yet to tell its budget: 3 of 5"
    assert words.misses(Used(24, 1, 0.1), setup) == "1 of 24 readings in 28 days misses the threshold"
    assert words.allowance(setup) == "its budget is 8.8 hours a year"
    assert words.figure(-1234.6, replace(setup, unit="rows")) == "−1,235 rows"
