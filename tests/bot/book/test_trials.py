"""Experiments in a team's figures, and those that it might talk about."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.days import Days
from bot.book.fortnight import figures
from bot.book.topics import LONG, Breaks, Disproved, Topic, topics
from bot.book.trials import OUTCOMES, Broken, Experiments, Outcome, Taken, Trial, experiments
from bot.model import Past
from tests.bot.book.pasts import FIRST, LAST, noon

DAY = timedelta(days=1)
THERE = Days(FIRST, LAST, "UTC")
RECALL = Broken("recall", "DE", 60, 55)
LATENCY = Broken("latency", "", 200, 300, higher=False)


def trial(outcome: Outcome | None = None, took: int = 3, *results: Taken) -> Trial:
    """One that ended on the last day, so many days after it was registered."""
    ended = noon(LAST) if outcome else None
    return Trial("churn-1", "Calls tell churn", noon(LAST - took * DAY), results, outcome, ended)


def told(*trials: Trial) -> tuple[Topic, ...]:
    return topics(Past(), (), FIRST, LAST, "UTC", trials=trials)


def test_verdicts_and_results_of_these_days_are_counted_and_no_others() -> None:
    before = replace(trial("proved"), ended_at=noon(FIRST - DAY))
    after = replace(trial("proved"), ended_at=noon(LAST + DAY))
    results = tuple(Taken(noon(FIRST + each * DAY)) for each in (-1, 0, 11, 12))
    found = (trial("disproved"), trial("proved"), trial("disproved"), before, after, trial(None, 3, *results))
    assert experiments(found, THERE) == Experiments(2, (("proved", 1), ("disproved", 2)))
    assert experiments((), THERE) == Experiments()


def test_the_days_are_those_of_the_teams_clock() -> None:
    late = replace(trial("proved"), ended_at=noon(LAST) + timedelta(hours=11))
    assert experiments((late,), THERE).outcomes == (("proved", 1),)
    assert experiments((late,), replace(THERE, zone="Asia/Tokyo")).outcomes == ()


def test_they_stand_in_the_figures_which_are_quiet_without_them() -> None:
    assert figures(Past(), (), FIRST, LAST, "UTC", (trial(),)).quiet
    ended = figures(Past(), (), FIRST, LAST, "UTC", (trial("inconclusive"),))
    assert not ended.quiet
    assert ended.experiments == Experiments(0, (("inconclusive", 1),))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_what_was_disproved_late_is_worth_a_word(outcome: Outcome) -> None:
    late = told(trial(outcome, LONG))
    assert late == ((Disproved("Calls tell churn", LONG),) if outcome == "disproved" else ())
    assert told(trial(outcome, LONG - 1)) == ()
    assert told(replace(trial(outcome, 90), ended_at=noon(LAST + DAY))) == ()


def test_a_guardrail_is_told_by_the_latest_result() -> None:
    broke, kept = Taken(noon(FIRST), (RECALL,)), Taken(noon(LAST))
    assert told(trial(None, 3, broke)) == (Breaks("churn-1", RECALL),)
    assert told(trial(None, 3, broke, kept)) == (), "it holds again"
    assert told(trial(None, 3, Taken(noon(FIRST - DAY), (RECALL,)))) == (), "that was of the days before"
    assert told(trial("proved", 3, broke)) == (Breaks("churn-1", RECALL),)
    for over in ("disproved", "dropped"):
        assert told(trial(over, 3, broke)) == ()


def test_the_one_that_is_broken_for_longer_comes_first() -> None:
    results = (Taken(noon(FIRST), (LATENCY,)), Taken(noon(LAST), (RECALL, LATENCY)))
    assert told(trial(None, 3, *results)) == (Breaks("churn-1", LATENCY), Breaks("churn-1", RECALL))


moments = st.dates(FIRST - 40 * DAY, LAST + 40 * DAY).map(noon)
trials = st.builds(
    Trial,
    st.just("k"),
    st.text(max_size=5),
    moments,
    st.lists(st.builds(Taken, moments, st.sampled_from([(), (RECALL,), (RECALL, LATENCY)])), max_size=5).map(tuple),
    st.none() | st.sampled_from(OUTCOMES),
    st.none() | moments,
)  # fmt: skip


@given(st.lists(trials, max_size=20).map(tuple), st.integers(1, 40))
def test_what_two_spans_count_is_what_both_together_count(found: tuple[Trial, ...], length: int) -> None:
    middle = FIRST + length * DAY
    one = experiments(found, Days(FIRST, middle, "UTC"))
    two = experiments(found, Days(middle + DAY, middle + 40 * DAY, "UTC"))
    both = experiments(found, Days(FIRST, middle + 40 * DAY, "UTC"))
    assert one.results + two.results == both.results
    for outcome in OUTCOMES:
        assert dict(one.outcomes).get(outcome, 0) + dict(two.outcomes).get(outcome, 0) == dict(
            both.outcomes
        ).get(outcome, 0)
    told(*found)
