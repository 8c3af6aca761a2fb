"""Pictures of numbers: a PNG that any viewer reads, the same each time, and words for who cannot see it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import (
    Ahead,
    Bar,
    BoxesUsed,
    BurnUp,
    Dot,
    EpicBar,
    EpicBars,
    Picture,
    ReadingPoint,
    Readings,
    Result,
    Returns,
    Trend,
    TrendPoint,
    ValueByEffort,
)
from handlers.charts import alt, render, title
from tests.handlers.slack.hostile import texts

PNG = b"\x89PNG\r\n\x1a\n"
BOXES = BoxesUsed((Bar("1. Can we join the ledgers?", 3, 2.5), Bar("2. How fast?", 2, 2 + 1 / 3)))
DAYS = tuple(date(2026, 11, 23) + timedelta(at) for at in range(12) if at % 7 < 5)
BURNT = BurnUp("Sprint 4", DAYS, (0, 3, 3, 3, 11), (21, 21, 21, 24, 24))
EPICS = EpicBars((EpicBar("1. Churn", 8, 13, 2), EpicBar("2. Labels", 20.5, 0)))
FELT = Trend("How was it?", 1, 5, (TrendPoint(DAYS[0], 3.44, 7), TrendPoint(DAYS[4], 4, 1)))
GAINED = Returns(
    "churn-1: F1",
    "% F1",
    "higher",
    (Result(10, 75), Result(18, 78, 77.5, 78.5, 0.375), Result(23, 80, per_day=0.4, jump="new labels")),
    (Ahead(28, 79.21, 81.04, 83.17),),
    target=90,
    baseline=60,
)
KEPT = Readings(
    "availability",
    "",
    "higher",
    0.999,
    tuple(ReadingPoint(day, 0.9975 if at == 2 else 0.9996) for at, day in enumerate(DAYS)),
)
SMALL = ValueByEffort((Dot("#12", 5, 8), Dot("#13", 3, 5), Dot("#14", 3, 5)))


def test_a_picture_is_a_png_of_some_size() -> None:
    shown = render(SMALL)
    assert shown.startswith(PNG)
    width, height = (int.from_bytes(shown[at : at + 4]) for at in (16, 20))
    assert (width, height) == (960, 600)


@pytest.mark.parametrize("picture", [SMALL, BOXES, BURNT, EPICS, FELT, GAINED, KEPT])
def test_the_same_numbers_give_the_same_picture(picture: Picture) -> None:
    assert render(picture) == render(picture)


def test_each_picture_has_its_own_title() -> None:
    assert [title(each) for each in (SMALL, BOXES, BURNT, EPICS, FELT, GAINED, KEPT)] == [
        "Value against effort",
        "Box against used time",
        "Burn-up of Sprint 4",
        "Epics by points done and left",
        "Trend of: How was it?",
        "churn-1: F1",
        "Readings of: availability",
    ]


def test_it_is_said_in_words_too() -> None:
    assert alt(SMALL) == (
        "Value against effort. #12: value 8, effort 5; #13: value 5, effort 3; #14: value 5, effort 3."
    )


def test_many_stories_are_said_as_far_as_there_is_room() -> None:
    many = ValueByEffort(tuple(Dot(f"#{number}", 1, 1) for number in range(100)))
    assert len(alt(many)) == 1000
    assert alt(many).endswith("…")


@pytest.mark.parametrize("dots", [(), (Dot("#1", 1, 1),), (Dot("#1", 1000, 1), Dot("#2", 1, 1000))])
def test_few_dots_and_wide_ones_can_be_drawn(dots: tuple[Dot, ...]) -> None:
    assert render(ValueByEffort(dots)).startswith(PNG)


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
            st.integers(1, 1000),
            st.integers(1, 1000),
        ),
        max_size=20,
    )
)
def test_whatever_stands_in_a_label_is_drawn(dots: list[tuple[str, int, int]]) -> None:
    drawn = ValueByEffort(tuple(Dot(label, x, y) for label, x, y in dots))
    assert render(drawn).startswith(PNG)


def test_boxes_are_said_in_words_too() -> None:
    assert alt(BOXES) == (
        "Box against used time, in hours of working time. "
        "1. Can we join the ledgers?: 2.5 of 3; 2. How fast?: 2.33 of 2."
    )


def test_rather_all_numbers_are_said_than_all_words() -> None:
    many = BoxesUsed(tuple(Bar(f"{number}. {'word ' * 16}", 3, number / 4) for number in range(1, 21)))
    said = alt(many)
    assert len(said) <= 1000
    assert said.count("of 3") == 20
    assert said.endswith("5 of 3.")


def test_the_more_spikes_the_higher_the_picture() -> None:
    heights = [int.from_bytes(render(BoxesUsed(BOXES.bars[:1] * many))[20:24]) for many in (1, 5, 20)]
    assert heights == [192, 432, 1332]


@pytest.mark.parametrize(
    "bars",
    [(), (Bar("1. No time at all", 0, 0),), (Bar("1. $x_$ 日本 👍", 1e6, 0.01), Bar("W" * 300, 0.01, 1e6))],
)
def test_no_boxes_and_odd_ones_can_be_drawn(bars: tuple[Bar, ...]) -> None:
    assert render(BoxesUsed(bars)).startswith(PNG)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.builds(Bar, texts, st.floats(0, 500), st.floats(0, 500)), max_size=20))
def test_whatever_a_question_is_it_is_drawn_and_said(bars: list[Bar]) -> None:
    assert render(BoxesUsed(tuple(bars))).startswith(PNG)
    assert len(alt(BoxesUsed(tuple(bars)))) <= 1000


def test_a_burn_up_is_said_in_words_too_each_day_on_which_something_changed_and_the_last() -> None:
    assert alt(BURNT) == (
        "Burn-up of Sprint 4, in points done of all there are. Mon 23 Nov to Fri 4 Dec."
        " Mon 23 Nov: 0 of 21; Tue 24 Nov: 3 of 21; Thu 26 Nov: 3 of 24; Fri 27 Nov: 11 of 24."
    )
    before = BurnUp("Sprint 5", DAYS, (), ())
    assert alt(before).endswith("Mon 23 Nov to Fri 4 Dec. No day is over yet.")


def test_of_a_long_burn_up_the_latest_days_are_said() -> None:
    days = tuple(date(2026, 1, 1) + timedelta(at) for at in range(90))
    long = BurnUp("Quarter", days, tuple(range(90)), (99,) * 90)
    said = alt(long)
    assert len(said) <= 1000
    assert said.endswith("Tue 31 Mar: 89 of 99.")


def test_epics_are_said_in_words_too() -> None:
    assert alt(EPICS) == (
        "Epics by points done and left. 1. Churn: 8 of 21, 2 not estimated; 2. Labels: 20.5 of 20.5."
    )


@pytest.mark.parametrize(
    "picture",
    [
        BurnUp("", (), (), ()),
        BurnUp("Sprint 1", DAYS[:1], (), ()),
        BurnUp("Sprint 1", DAYS[:1], (0,), (0,)),
        BurnUp("$x_$ 日本 👍" * 30, DAYS, (1e6,) * 10, (0,) * 10),
        BurnUp("Too long", DAYS[:2], (1, 2, 3), (3, 3, 3, 3)),
        EpicBars(()),
        Trend("", 1, 5, ()),
        Trend("$x_$ 日本 👍\n" * 30, 0, 0, (TrendPoint(DAYS[0], 0, 0),)),
        Trend("Off its scale", 1, 5, (TrendPoint(DAYS[0], -3, 5), TrendPoint(DAYS[0], 1e6, 5))),
        Returns("", "", "lower", ()),
        Returns(
            "$x_$ 日本 👍\n" * 30, "$%$" * 30, "lower", (Result(0, 0, 0, 0, 0, "$x_$ 👍\n" * 30),), (), 0, 0
        ),
        Returns(
            "Wide", "€", "higher", (Result(1e-9, -1e15), Result(1e6, 1e15, -1e15, 1e15, -1e15)), baseline=1e-9
        ),
        Returns("Still", "", "higher", (Result(1, 5), Result(2, 5)), (Ahead(3, 5, 5, 5),), target=5),
        Returns("Tiny", "", "lower", (Result(1, 1e-300), Result(2, 0)), (Ahead(3, -5e-324, 0, 5e-324),)),
        Returns("Long", "", "higher", tuple(Result(at, at) for at in range(40)), (Ahead(41, 0, 40, 1e9),)),
        Readings("", "", "lower", 0, ()),
        Readings("$x_$ 日本 👍\n" * 30, "$%$" * 30, "lower", 1e-9, (ReadingPoint(DAYS[0], -1e15),)),
        Readings("Still", "h", "higher", 5, (ReadingPoint(DAYS[0], 5), ReadingPoint(DAYS[0], 5))),
        Readings("Wide", "", "higher", -1e15, tuple(ReadingPoint(DAYS[0], 1e15) for _ in range(60))),
        EpicBars((EpicBar("1. $x_$ 日本 👍", 0, 0, 3), EpicBar("W" * 300, 1e6, 0.01))),
    ],
)
def test_nothing_and_odd_things_can_be_drawn(picture: Picture) -> None:
    assert render(picture).startswith(PNG)
    assert 0 < len(alt(picture)) <= 1000


@settings(max_examples=5, deadline=None)
@given(
    texts,
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), max_size=12),
    st.lists(st.builds(EpicBar, texts, st.floats(0, 500), st.floats(0, 500), st.integers(0, 9)), max_size=20),
)
def test_whatever_it_is_called_it_is_drawn_and_said(
    label: str, points: list[tuple[float, float]], bars: list[EpicBar]
) -> None:
    burnt = BurnUp(label, DAYS, tuple(done for done, _ in points), tuple(scope for _, scope in points))
    for picture in (burnt, EpicBars(tuple(bars))):
        assert render(picture).startswith(PNG)
        assert len(alt(picture)) <= 1000


def test_a_trend_is_said_in_words_too() -> None:
    assert alt(FELT) == (
        "Trend of: How was it?, from 1 to 5. Mon 23 Nov: 3.4 from 7 answers; Fri 27 Nov: 4.0 from 1 answer."
    )
    assert alt(Trend("How was it?", 1, 5, ())).endswith("from 1 to 5. Nothing to show yet.")


def test_of_a_long_trend_the_latest_points_are_drawn_and_said() -> None:
    points = tuple(TrendPoint(date(2026, 1, 1) + timedelta(at), 3, at + 5) for at in range(80))
    long = Trend("How was it?", 1, 5, points)
    said = alt(long)
    assert len(said) <= 1000
    assert said.endswith("Sat 21 Mar: 3.0 from 84 answers.")
    assert render(long) == render(Trend("How was it?", 1, 5, points[-26:]))


@settings(max_examples=5, deadline=None)
@given(texts, st.lists(st.builds(TrendPoint, st.dates(), st.floats(1, 5), st.integers(0, 300)), max_size=40))
def test_whatever_was_asked_and_answered_is_drawn_and_said(label: str, points: list[TrendPoint]) -> None:
    trend = Trend(label, 1, 5, tuple(points))
    assert render(trend).startswith(PNG)
    assert 0 < len(alt(trend)) <= 1000


def test_returns_are_said_in_words_too() -> None:
    assert alt(GAINED) == (
        "churn-1: F1, in % F1, by FTE-days; higher is better. Baseline: 60. Target: 90."
        " After 10: 75; after 18: 78 (77.5 to 78.5), +0.375 a day;"
        " after 23: 80, +0.4 a day, changed: new labels."
        " Likely after 28: 81.0, four times of five 79.2 to 83.2."
    )
    none = Returns("churn-1: F1", "", "lower", ())
    assert alt(none) == "churn-1: F1, by FTE-days; lower is better. No result yet."


def test_numbers_are_written_as_people_write_them() -> None:
    results = (
        Result(8, 1_234_567.8),
        Result(16.5, -0.01234, per_day=-154_322),
        Result(20, 84.6543, per_day=0),
    )
    assert alt(Returns("Revenue", "EUR", "higher", results)).endswith(
        "After 8: 1,234,568; after 16.5: −0.0123, −154,322 a day; after 20: 84.65, +0 a day."
    )


def test_of_many_results_the_latest_and_what_is_ahead_are_said() -> None:
    results = tuple(Result(at + 1, 50 + at, per_day=1, jump="new data " * 9) for at in range(40))
    said = alt(Returns("Churn", "%", "higher", results, (Ahead(45, 88, 92, 95),)))
    assert len(said) <= 1000
    assert "after 40: 89" in said
    assert "After 1: " not in said
    assert said.endswith("Likely after 45: 92.0, four times of five 88.0 to 95.0.")


RESULTS = st.builds(
    Result,
    st.floats(0.01, 1e5),
    st.floats(-1e15, 1e15),
    st.none() | st.floats(-1e15, 1e15),
    st.none() | st.floats(-1e15, 1e15),
    st.none() | st.floats(-1e15, 1e15),
    texts,
)


@settings(max_examples=8, deadline=None)
@given(texts, texts, st.lists(RESULTS, max_size=12), st.none() | st.floats(-1e15, 1e15))
def test_whatever_was_measured_is_drawn_and_said(
    label: str, unit: str, results: list[Result], target: float | None
) -> None:
    shown = Returns(label, unit, "lower", tuple(results), (Ahead(1e5, -1e15, 0, 1e15),), target, target)
    assert render(shown).startswith(PNG)
    assert 0 < len(alt(shown)) <= 1000


def test_readings_are_said_with_those_that_miss() -> None:
    said = alt(KEPT)
    assert said.startswith(
        "Readings of: availability, the worst of each day; higher is better, the threshold is 0.999."
        " 1 of 10 days miss it. "
    )
    assert said.count("(missed)") == 1
    long = alt(replace(KEPT, points=KEPT.points * 12))
    assert len(long) <= 1000
    assert "12 of 120 days miss it." in long
