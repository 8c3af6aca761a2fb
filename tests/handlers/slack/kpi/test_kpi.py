"""KPIs on Slack: whatever people and machines wrote is words, within Slack's limits, and forms trust nothing."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.book.budget import Used
from bot.ceremonies.kpi.shown import Card, Turned
from bot.ceremonies.kpi.state import USUAL, Ended, Setup
from bot.ceremonies.sprint.state import Spent
from bot.errors import BadInput, BotError, NotFound
from bot.model import ChannelId, Notice, ReadingPoint, Readings, RoundId
from bot.shell.kpis import Kept
from handlers import readings
from handlers.slack import figures
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
    about = replace(sprints._steered, by_name=other, about=every)
    look(replace(plan, steered=about, steered_before=(about,) * 9))  # type: ignore[call-arg]
    view = spent.why_view(RoundId("r"), every, "features")
    limits.view(view)
    literal(view)


def test_a_factor_beyond_all_counting_is_said_to_be_over_and_never_a_figure_of_its_own() -> None:
    used, over = Used(24, 24, 999.2), "over 9,999 %"
    card = replace(examples.NOTICES["kpi, its budget spent"], used=used)  # type: ignore[call-arg] # it is a card
    first = examples.NOTICES["kpi, budget spent"]
    assert isinstance(first, Turned)
    plan = replace(sprints.NOTICES["sprint, to be planned"], spent=(Spent("k1", "c1", used.percent),))  # type: ignore[call-arg]
    for notice in (card, replace(first, turning=replace(first.turning, used=used)), plan):
        assert over in look(notice)
        assert "e+" not in look(notice)


def test_planning_asks_about_what_is_spent_since_and_says_what_each_decision_was_about() -> None:
    one, two = "sprint, to be planned, another budget spent since", "sprint, to be planned, decided twice"
    first, asks = draw(sprints.NOTICES[one]), "Features anyway"
    assert (
        "The error budget of null rate@de is spent (131 %). Feature work should yield to repair."
        " Decision #7, about availability: repair first, says Priya Nair."
    ) in first.text
    assert asks in json.dumps(first.blocks)
    second = draw(sprints.NOTICES[two])
    assert (
        "Decision #8, about null rate@de, recall@de: features anyway, says Priya Nair."
        " Decision #7, about availability: repair first, says Priya Nair."
    ) in second.text
    assert asks not in json.dumps(second.blocks)


def test_what_was_told_and_has_turned_since_is_told_as_past() -> None:
    said = [
        look(replace(examples.NOTICES[each], passed=True))  # type: ignore[call-arg] # they have turned
        for each in ("kpi, budget not known any more", "kpi, budget kept again")
    ]
    assert said == [
        "For a while nobody could say how the error budget of availability stands.",
        "availability was within its error budget again (80 % used).",
    ]


def test_minus_nothing_is_nothing_and_a_day_nearby_has_no_preposition() -> None:
    setup, reading = USUAL["custom"], replace(examples._readings[0], at=NOW, value=-0.0)
    told = [
        words.last(replace(reading, at=NOW - timedelta(days=days)), setup, "UTC", NOW) for days in (0, 1, 2)
    ]
    day = NOW - timedelta(days=2)
    assert told == ["0 today", "0 yesterday", f"0 on {day:%a} {day.day} {day:%b}"]
    assert str(forms.read_value("-0", setup, "value")) == "0.0"
    assert str(forms.read_value("-0 %", USUAL["null rate"], "value")) == "0.0"


@pytest.mark.parametrize(
    ("setup", "typed", "noted"),
    [
        (USUAL["null rate"], "85 %", "Noted: 85 % is 0.85 here."),
        (USUAL["custom"], "85 %", "Noted: 85 % is 85 here."),
        (USUAL["custom"], "85", "Noted: 85."),
        (replace(USUAL["custom"], unit="%"), "85 %", "Noted: 85 %."),
    ],
)
def test_a_reading_by_hand_says_what_it_was_read_as(setup: Setup, typed: str, noted: str) -> None:
    reading = replace(examples._readings[0], value=forms.read_value(typed, setup, "value"))
    state = replace(examples._state, setup=setup, readings=(reading,), numbered=reading.number)
    reply = read_reply(Kept(examples._team, replace(examples._kept.round, state=state)), typed)
    assert reply.text.startswith(f"{noted} availability: ")


RATIO, PERCENT = USUAL["availability"], replace(USUAL["custom"], unit="%")


@pytest.mark.parametrize(
    ("typed", "ratio", "other"),
    [
        ("0.999", 0.999, 0.999),
        ("0,999", 0.999, 0.999),
        ("99.9 %", 0.999, 99.9),
        ("99.95%", 0.9995, 99.95),
        (" 12 ", 12, 12),
        ("-3", -3, -3),
        ("1 000", 1000, 1000),
    ],
)
def test_a_figure_as_people_type_it_is_a_share_only_of_a_ratio(
    typed: str, ratio: float, other: float
) -> None:
    assert forms.read_value(typed, RATIO, "x") == ratio
    assert forms.read_value(typed, PERCENT, "x") == other == figures.read(typed, "x")


@pytest.mark.parametrize(
    "typed", ["", "nan", "inf", "-inf", "1e400", "٣", "0x10", "%", "9" * 400, "1 2", "1,000", "1 % of 2"]
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    for setup in (RATIO, PERCENT):
        with pytest.raises(BadInput) as refused:
            forms.read_value(typed, setup, "x")
        assert refused.value.field == "x"


@pytest.mark.parametrize("typed", ["28", "28,0", "28.0", " 28. "])
def test_a_window_is_read_however_its_whole_number_is_written(typed: str) -> None:
    state = replace(examples._state, setup=USUAL["custom"])
    form = untouched(forms.change_view(RoundId("r"), "x", state))
    form["state"]["values"]["days"] = {"days": {"value": typed}}
    assert forms.read_change(form, state.setup).days == 28


@pytest.mark.parametrize("typed", ["28,5", "0", "367", "28 %", "a month", "-1", "1e300"])
def test_what_is_no_window_is_refused(typed: str) -> None:
    state = replace(examples._state, setup=USUAL["custom"])
    form = untouched(forms.change_view(RoundId("r"), "x", state))
    form["state"]["values"]["days"] = {"days": {"value": typed}}
    with pytest.raises(BadInput, match="A window has 1 to 366 days") as refused:
        forms.read_change(form, state.setup)
    assert refused.value.field == "days"


def test_a_picture_in_words_has_no_power_of_ten() -> None:
    point = ReadingPoint(date(2026, 11, 27), 12_345_678.0)
    said = readings.said(Readings("calls", "", "lower", 0.00001, (point,)))
    assert "the threshold is 0.00001." in said
    assert "12,345,678 (missed)" in said


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1, exclude_min=True, exclude_max=True))
@example(1234.56, 0.05)
@example(0.9999996, 0.0123456789)
@example(1.23e-06, 1e-7)
def test_a_form_that_is_saved_untouched_changes_nothing(threshold: float, budget: float) -> None:
    setup = replace(USUAL["custom"], threshold=threshold, budget=budget, unit="ms")
    for each in (setup, replace(setup, kind="availability", ratio=True)):
        view = forms.change_view(RoundId("r"), "x", replace(examples._state, setup=each))
        assert forms.read_change(untouched(view), each) == each


def untouched(view: Json) -> Json:
    """What Slack sends of a form in which nobody touched anything."""
    fields = {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}
    for each in fields.values():
        assert len(each.get("initial_value", "")) <= each.get("max_length", 3000)
    values = {
        name: {name: {"value": each.get("initial_value"), "selected_option": each.get("initial_option")}}
        for name, each in fields.items()
    }
    return {"private_metadata": view["private_metadata"], "state": {"values": values}}


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
    assert words.misses(Used(24, 1, 0.1), setup) == "0.9999 on average in 28 days"
    spent = words.misses(Used(24, 1, 6.0), setup)
    assert spent == "0.994 on average in 28 days: 6 times the downtime that 0.999 allows"
    errors = replace(setup, kind="custom")
    assert words.misses(Used(24, 1, 0.1), errors) == "1 of 24 readings in 28 days misses the threshold"
    assert words.allowance(setup) == "its budget is 8.8 hours a year"
    assert words.figure(-1234.6, replace(setup, unit="rows")) == "−1,235 rows"


def test_planning_is_said_to_ask_only_where_it_does() -> None:
    turned = examples._turned
    asks = replace(turned, turning=replace(turned.turning, asks=True))
    assert "The next planning asks what comes first" in look(asks)
    assert "planning" not in look(turned)


def test_one_that_was_ended_offers_to_take_it_up_again() -> None:
    kept = examples._kept
    ended = Ended(NOW, examples._PRIYA, "Priya Nair")
    for state, label in ((kept.round.state, "Change"), (replace(kept.round.state, ended=ended), "Reopen")):
        reply = listing._one(Kept(kept.team, replace(kept.round, state=state)), NOW)
        shown(reply)
        assert f'"{label}"' in json.dumps(reply.blocks)
    assert "availability is not kept in view any more, says Priya Nair." in reply.text
