"""KPIs on a Home: a line each, the important first, whatever they are called and however many there are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies.kpi import Setup
from bot.ceremonies.kpi.glance import ALARMS, MANY, Glance
from bot.homes.viewed import Viewed
from bot.model import RoundId
from handlers.slack.home.drawings import view
from handlers.slack.home.examples import HOMES
from handlers.slack.home.viewed import viewed
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

EMPTY, FULL = HOMES["home, newcomer without a team"], HOMES["home, many KPIs and assumptions"]


def lines(*every: Viewed, year: int = 2026) -> list[str]:
    """The header, a line for each KPI, and what stands below."""
    found: list[str] = []
    for block in viewed(every, year):
        listed = [each["elements"] for part in block.get("elements", ()) for each in part.get("elements", ())]
        found += ["".join(limits.words(each)) for each in listed] or limits.words(block)
    return found


def test_each_says_in_a_line_what_is_wrong_and_those_that_do_well_share_one() -> None:
    assert lines(*HOMES["home"].viewed) == [
        "KPIs",
        " availability: its error budget is spent 5 times over · #data-science",
        (
            "recall@de: the last reading misses its threshold, at least 0.8; 40 % of its error budget or less is left"
            " · #data-science"
        ),
        "freshness: 20 % of its error budget or less is left · #data-science",
        "null rate: no reading in 28 days, the last on Mon 26 Oct · #model-review",
        "Yours that do well: lead time, recall; no reading yet: change failure rate",
    ]


def test_where_there_is_none_nothing_is_said() -> None:
    assert lines() == []
    assert "KPI" not in str(view(EMPTY))


def test_their_own_that_do_well_are_one_line_and_no_list() -> None:
    assert lines(*HOMES["home, all is well with their own"].viewed) == [
        "KPIs",
        "Yours that do well: lead time, recall; no reading yet: change failure rate",
    ]
    assert lines(HOMES["home"].viewed[-1]) == ["KPIs", "No reading yet: change failure rate"]


def test_a_budget_of_which_nobody_can_tell_is_left_out_and_another_year_is_named() -> None:
    recall, quiet = HOMES["home"].viewed[1], HOMES["home"].viewed[3]
    few = replace(recall, stands=replace(recall.stands, percent=None))
    assert lines(few, quiet, year=2027)[1:] == [
        "recall@de: the last reading misses its threshold, at least 0.8 · #data-science",
        "null rate: no reading in 28 days, the last on Mon 26 Oct 2026 · #model-review",
    ]


@pytest.mark.parametrize(
    ("how", "percent", "said"),
    [
        ("spent", 100, "its error budget is spent"),
        ("spent", 200, "its error budget is spent 2 times over"),
        ("spent", MANY, "its error budget is spent 10 times over or more"),
        ("nearly", 90, "10 % of its error budget or less is left"),
        ("nearly", 100, "nothing of its error budget is left"),
        (
            "missed",
            0,
            "the last reading misses its threshold, at least 0.8; nearly all of its error budget is left",
        ),
    ],
)
def test_how_much_is_used_is_told_roughly(how: str, percent: int, said: str) -> None:
    recall = HOMES["home"].viewed[1]
    stands = replace(recall.stands, how=how, percent=percent)  # type: ignore[arg-type] # one of them
    [_, told] = lines(replace(recall, stands=stands))
    assert told.strip() == f"recall@de: {said} · #data-science"


def test_many_are_cut_and_told_how_many_more_there_are() -> None:
    header, *rows, more, well = lines(*FULL.viewed)
    assert (header, len(rows), more) == ("KPIs", 8, "And 12 more. /kpi shows them all.")
    names = ", ".join(f"recall@{number}" for number in range(1, 7))
    assert well == f"Yours that do well: {names} and 44 more"


@given(texts, texts, texts, st.sampled_from((*ALARMS, "well", "unread")))
def test_whatever_people_write_stays_words(name: str, team: str, unit: str, how: str) -> None:
    setup = Setup("custom", 0, unit)
    stands = Glance(how, setup, MANY, date(2026, 1, 1))  # type: ignore[arg-type] # one of them
    every = tuple(Viewed(RoundId(f"kpi-{number}"), team, name, stands) for number in range(60))
    drawn = view(replace(EMPTY, viewed=every))
    limits.home(drawn)
    assert list(limits.parsed(drawn)) == list(limits.parsed(view(EMPTY)))
