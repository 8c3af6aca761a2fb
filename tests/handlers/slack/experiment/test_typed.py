"""Numbers, ranges, guardrails and money: what is spelt is read back, in the way of wherever people are from."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.results import LARGEST
from bot.ceremonies.experiment import Guardrail, Metric, Worth
from bot.errors import BadInput
from handlers.slack import figures
from handlers.slack.experiment import spelling
from tests.handlers.slack.experiment.untouched import slip
from tests.handlers.slack.hostile import texts

floats = st.floats(-LARGEST, LARGEST)
amounts = st.floats(0, LARGEST)
#: Of what people call a metric: no sign that ends it.
names = st.text(
    st.characters(exclude_characters="@<>=≤≥", exclude_categories=["C", "Z"]), min_size=1, max_size=60
)
READS: tuple[Callable[[str], object], ...] = (
    lambda typed: figures.read(typed, "x"),
    lambda typed: figures.read_optional(typed, "x"),
    lambda typed: spelling.read_range(typed, "x"),
    lambda typed: spelling.read_guardrail(typed, "x"),
    lambda typed: spelling.read_interval(typed, Metric("f1", "%"), "x"),
    lambda typed: spelling.read_value(typed, Metric("f1", ceiling=1), "x"),
    lambda typed: spelling.read_watched(typed, Guardrail("recall", 0.7), "x"),
    lambda typed: spelling.read_days(typed, "x"),
    lambda typed: spelling.read_worth(typed, "x"),
    lambda typed: spelling.read_cost(typed, "EUR", "x"),
)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("0.8", 0.8),
        ("0,8", 0.8),
        (" 80 % ", 80),
        ("80%", 80),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5),
        ("+3", 3),
        ("-3", -3),
        ("−0,5", -0.5),
        ("1,500,000", 1_500_000),
        ("500 000", 500_000),
        ("500\u202f000,5", 500_000.5),
        ("500'000", 500_000),
        ("500’000.25", 500_000.25),
        ("500_000", 500_000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1_234_567),
        ("1.234.567,8", 1_234_567.8),
        ("5,00,000", 500_000),
        ("1.234", 1.234),
        ("0,800", 0.8),
        ("1e5", 100_000),
        ("1E-5", 1e-5),
    ],
)
def test_numbers_in_the_way_of_wherever_people_are_from(typed: str, means: float) -> None:
    assert figures.read(typed, "x") == means


@pytest.mark.parametrize(
    "typed",
    [
        "", "%", ".", ",", "-", "e5", "nan", "inf", "1e999", "0x10", "1 2", "0.8 5", "80 85", "8%0", "1,2,3", "1,23.4",
        "1,234,5", "1.2.3", "٣", "²", "½", "12;5", "1__0", "1" * 41, "about 5", "5 days", "--5",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_made_one(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        figures.read(typed, "value")
    assert refused.value.field == "value"


def test_nothing_typed_is_no_number_where_there_need_be_none() -> None:
    assert figures.read_optional(" \t", "days") is None


@given(floats)
def test_a_figure_is_read_back_to_its_last_digit(figure: float) -> None:
    assert figures.read(figures.figure(figure), "x") == figure


@given(st.one_of(st.none(), floats), st.one_of(st.none(), floats))
def test_so_is_a_range(low: float | None, high: float | None) -> None:
    spelt = "" if low is None and high is None else f"{figures.figure(low)} to {figures.figure(high)}"
    assert spelling.read_range(spelt, "x") == (low, high)


@given(names, names | st.just(""), floats, st.booleans())
def test_so_is_a_guardrail(metric: str, subset: str, limit: float, more: bool) -> None:
    rail = Guardrail(metric, limit, "higher" if more else "lower", subset)
    assert spelling.read_guardrail(spelling.guardrail(rail), "x") == rail


@given(amounts, st.sampled_from(["", "EUR", "€", "kr", "US$", "SFr.", "zł", "K", "M€", "m", "e", "to"]))
def test_so_is_money_in_any_currency(amount: float, currency: str) -> None:
    worth = Worth(amount, currency)
    assert spelling.read_worth(spelling.worth(worth), "x") == worth


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("500,000 EUR", (500_000, "EUR")),
        ("€500k", (500_000, "€")),
        ("1.234m EUR", (1_234_000, "EUR")),
        ("1.2340 EUR", (1.234, "EUR")),
        ("1.234 KWD", (1.234, "KWD")),
        ("500 kr", (500, "kr")),
        ("1.5m", (1_500_000, "")),
        ("2 M €", (2_000_000, "€")),
        ("12'000 CHF", (12_000, "CHF")),
    ],
)
def test_money_as_people_write_it(typed: str, means: tuple[float, str]) -> None:
    assert spelling.read_worth(typed, "x") == Worth(*means)


@pytest.mark.parametrize(
    "typed", ["much", "-5 EUR", "−5 EUR", "5 to 6 EUR", "5 thousand euros", "EUR", "5-6"]
)
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        spelling.read_worth(typed, "worth")


@pytest.mark.parametrize(
    ("typed", "currency", "means"),
    [
        ("1,000", "EUR", 1_000),
        ("12,345,678 EUR", "EUR", 12_345_678),
        ("1 000 eur", "EUR", 1_000),
        ("€950.50", "EUR", 950.5),
        ("EUR 1,000", "€", 1_000),
        ("1k", "EUR", 1_000),
        ("1,000", "", 1_000),
        ("1250", "TND", 1_250),
        ("", "EUR", None),
    ],
)
def test_a_cost_may_name_the_currency_of_the_worth(typed: str, currency: str, means: float | None) -> None:
    assert spelling.read_cost(typed, currency, "cost") == means


@pytest.mark.parametrize(
    ("typed", "currency", "sentence"),
    [
        ("1,000 USD", "EUR", "The worth is in EUR, and this is in USD: write both in one currency."),
        ("1,000 USD", "", "The worth names no currency, and this is in USD: write both in one currency."),
        ("much", "EUR", "“much” is no amount, such as 1,000."),
        ("1,250", "TND", "1,250 may mean 1250 or 1.250. Write it without the comma."),
        ("1,250 TND", "TND", "1,250 may mean 1250 or 1.250. Write it without the comma."),
    ],
)
def test_a_cost_in_another_currency_or_that_may_be_one_of_two_is_refused(
    typed: str, currency: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        spelling.read_cost(typed, currency, "cost")
    assert (refused.value.sentence, refused.value.field) == (sentence, "cost")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("0 to 1", (0, 1)),
        ("0 TO", (0, None)),
        ("to 1", (None, 1)),
        ("-5 - -1", (-5, -1)),
        ("0–100", (0, 100)),
        ("0-1", (0, 1)),
        ("0…1", (0, 1)),
        ("1e-5 to 1", (1e-5, 1)),
    ],
)
def test_ranges_as_people_write_them(typed: str, means: tuple[float | None, float | None]) -> None:
    assert spelling.read_range(typed, "x") == means


@pytest.mark.parametrize("typed", ["0", "0 to 1 to 2", "zero to one", "0 1", "..", "a…b"])
def test_what_is_no_range_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        spelling.read_range(typed, "range")


@pytest.mark.parametrize("unit", ["%", "percent", "Points"])
def test_a_value_in_percent_is_read_where_that_is_its_unit(unit: str) -> None:
    assert spelling.read_value("85 %", Metric("f1", unit), "x") == 85
    assert spelling.read_interval("84 to 86 %", Metric("f1", unit), "x") == (84, 86)


@pytest.mark.parametrize(
    ("metric", "sentence"),
    [
        (Metric("f1", floor=0, ceiling=1), "It is a share, not in percent: write 0.855."),
        (Metric("f1", "share"), "It is a share, not in percent: write 0.855."),
        (
            Metric("calls", "ms", target=120),
            "It is not measured in percent: write the number without %, as in 120.",
        ),
        (
            Metric("f1", target=0.85),
            "It is not measured in percent: write the number without %, as in 0.85.",
        ),
    ],
)
def test_elsewhere_it_is_refused_with_how_to_write_it(metric: Metric, sentence: str) -> None:
    assert spelling.read_value("85.5", replace(metric, ceiling=None), "value") == 85.5
    for read in (spelling.read_value, spelling.read_interval):
        with pytest.raises(BadInput) as refused:
            read("85.5 %" if read is spelling.read_value else "85.5 % to 86 %", metric, "value")
        assert (refused.value.sentence, refused.value.field) == (sentence, "value")


def test_what_is_watched_is_written_as_its_limit_is() -> None:
    assert spelling.read_watched("72 %", Guardrail("recall", 70), "x") == 72
    with pytest.raises(BadInput, match=r"Its limit is 0\.7: write it as that"):
        spelling.read_watched("72 %", Guardrail("recall", 0.7), "x")


@pytest.mark.parametrize("typed", ["2.5", "2,5 days", "2.5d", "2.5 FTE-days", " 2.5  Day "])
def test_days_may_be_named(typed: str) -> None:
    assert spelling.read_days(typed, "days") == 2.5


@pytest.mark.parametrize("typed", ["500,000 EUR", "5 %", "5 weeks", "days", "5 % days", "2 5", "a few"])
def test_what_are_no_days_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="is no number of days, such as 5") as refused:
        spelling.read_days(typed, "days")
    assert refused.value.field == "days"


@pytest.mark.parametrize("typed", ["0.78", "0.78 to", "to 0.82", "0.78 to 0.8 to 0.82", "to"])
def test_a_bad_interval_gets_its_own_advice(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        spelling.read_interval(typed, Metric("f1"), "interval")
    assert refused.value.sentence == "An interval has two ends, as in “0.78 to 0.82”."


@pytest.mark.parametrize(
    "typed",
    [
        "recall",
        "recall >=",
        ">= 0.7",
        "@de >= 0.7",
        "recall >= high",
        "recall >= >= 1",
        "recall = 1",
        "a>1>2",
    ],
)
def test_what_is_no_guardrail_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        spelling.read_guardrail(typed, "guardrails")


@given(texts)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    for read in READS:
        if refused := slip(partial(read, typed)):
            assert refused.field == "x"
            assert len(refused.sentence) < 200


@given(st.text(" \t0159.,'_%@<>=≤≥−-+eEkmto…–€aé\u00a0", max_size=40))
def test_so_is_what_is_nearly_right(typed: str) -> None:
    for read in READS:
        try:
            found = read(typed)
        except BadInput:
            continue
        for each in found if isinstance(found, tuple) else (found,):
            assert not isinstance(each, float) or math.isfinite(each)


@pytest.mark.parametrize(
    "piece", [" ", "1", "1,", "1 ", "1.", "@", "a@", "a ", "to ", "…", "€", "€ ", "k", "e", ">", "'"]
)
def test_nothing_takes_long(piece: str) -> None:
    typed = (piece * 1_500)[:1_500]
    for before, after in (("", ""), ("a", "!"), ("1", "!"), ("", "5")):
        start = time.process_time()
        for read in READS:
            slip(partial(read, before + typed + after))
        assert time.process_time() - start < 0.2
