"""The figures of a fortnight, quiet, usual and huge."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.fortnight import Blockers, Figures, Points, Spikes, Standups, figures
from bot.model import BlockerPast, EstimatePast, MemberId, Past, RoundId, Standing, StoryId
from tests.backlogs import make_story
from tests.bot.book.pasts import BEFORE, FIRST, LAST, blocker, claim, noon, spike, sprint, standup

DAY = timedelta(days=1)


def of(past: Past, zone: str = "UTC") -> Figures:
    return figures(past, past.sprints, FIRST, LAST, zone)


def test_where_nothing_was_there_is_nothing_to_tell() -> None:
    assert of(Past()) == Figures(FIRST, LAST)
    assert of(Past()).quiet
    assert not of(Past(standups=(standup(LAST, 0),))).quiet


def test_standups_are_summed_over_their_days() -> None:
    past = Past(
        standups=(standup(FIRST - DAY, 5), standup(FIRST, 3), standup(LAST, 4, 6), standup(LAST + DAY, 1))
    )
    assert of(past).standups == Standups(2, 11, 7)


def test_blockers_are_told_as_they_stood_at_the_end_of_the_days() -> None:
    past = Past(
        blockers=(
            blocker(BEFORE, BEFORE + DAY),  # all before
            blocker(BEFORE, FIRST),  # stayed 5 days
            blocker(FIRST, FIRST),  # 0
            blocker(FIRST + DAY, LAST + DAY),  # open at the end, for 10
            blocker(LAST - 2 * DAY),  # open, for 2
            blocker(LAST, standing="acknowledged"),  # open, for 0
            blocker(FIRST, LAST, "withdrawn"),
            blocker(LAST + DAY),
        )
    )
    assert of(past).blockers == Blockers(raised=4, resolved=2, open=3, median=2, longest=10)


def test_of_one_whose_end_nobody_kept_only_the_day_is_known() -> None:
    assert of(Past(blockers=(blocker(FIRST, standing="resolved"),))).blockers == Blockers(1, 1, 0, 0, 0)


def test_the_days_are_those_of_the_teams_clock() -> None:
    late = replace(blocker(LAST, LAST), ended_at=noon(LAST) + timedelta(hours=11))  # 23:00 in London
    assert of(Past(blockers=(late,))).blockers.resolved == 1
    assert of(Past(blockers=(late,)), "Asia/Tokyo").blockers == Blockers(1, 0, 1, 0, 0)
    done = make_story(1, done_at=noon(FIRST) - timedelta(hours=13))  # 23:00 on the day before
    assert (of(Past(done=(done,))).done, of(Past(done=(done,)), "Asia/Tokyo").done) == (0, 1)


def test_spikes_by_what_they_came_to() -> None:
    past = Past(
        spikes=(
            spike(FIRST, verdict="disproved"),
            spike(LAST, 2, 2, verdict="proved", decision="drop"),
            spike(LAST, 3, 2, decision="drop"),
            spike(LAST, 1, 2, grown=1, verdict="disproved"),
            spike(FIRST - DAY),
        )
    )
    assert of(past).spikes == Spikes(
        4, 2, 2, (("answered", 2), ("drop", 2)), (("proved", 1), ("disproved", 2))
    )


def test_points_are_those_of_the_sprints_that_closed() -> None:
    past = Past(
        sprints=(
            sprint(
                claim(1, 5),
                claim(2, 8, "data"),
                claim(3, 2, "harder"),
                claim(4, None, "data"),
                claim(5, 3, added=True),
                claim(6, 1, state="rolled"),
            ),
            sprint(claim(7, 13), number=3, last=FIRST - DAY),
        )
    )
    assert of(past).points == Points(
        1, committed=16, added=3, completed=8, rolled=11, stories=4, reasons=(("data", 2), ("harder", 1))
    )


def test_a_story_that_was_estimated_twice_is_one() -> None:
    votes = [EstimatePast(StoryId("S1"), each, 5, noon(FIRST)) for each in ("effort", "value")]
    other = EstimatePast(StoryId("S2"), "effort", 5, noon(LAST))
    assert (
        of(
            Past(estimates=(*votes, other, replace(other, story=StoryId("S3"), at=noon(LAST + DAY))))
        ).estimated
        == 2
    )


days = st.dates(FIRST - 30 * DAY, LAST + 30 * DAY)
standings: st.SearchStrategy[Standing] = st.sampled_from(("open", "acknowledged", "resolved", "withdrawn"))
blockers = st.builds(
    BlockerPast,
    st.uuids().map(lambda it: RoundId(it.hex)),
    st.just("x"),
    days,
    standings,
    st.none() | days.map(noon),
)


@given(st.lists(blockers, max_size=40), days, st.integers(0, 40))
def test_blockers_always_add_up(found: list[BlockerPast], first: date, length: int) -> None:
    told = figures(Past(blockers=tuple(found)), (), first, first + length * DAY, "UTC").blockers
    assert 0 <= told.raised <= told.resolved + told.open <= len(found)
    assert (told.median is None) == (told.longest is None) == (told.resolved + told.open == 0)
    if told.median is not None and told.longest is not None:
        assert 0 <= told.median <= told.longest


@given(st.lists(blockers, max_size=20), days)
def test_what_one_fortnight_leaves_open_the_next_one_begins_with(
    found: list[BlockerPast], first: date
) -> None:
    past = Past(blockers=tuple(found))
    one = figures(past, (), first, first + 6 * DAY, "UTC").blockers
    two = figures(past, (), first + 7 * DAY, first + 13 * DAY, "UTC").blockers
    raised_before_it_is_told = [each for each in found if each.ended_at and each.ended_at.date() < each.day]
    if not raised_before_it_is_told:
        assert two.resolved + two.open == one.open + two.raised


@pytest.mark.parametrize("many", [10_000])
def test_a_huge_fortnight_is_summed_too(many: int) -> None:
    past = Past(
        standups=tuple(standup(LAST, 299, 300) for _ in range(many)),
        blockers=tuple(blocker(FIRST, LAST) for _ in range(many)),
        spikes=(spike(),) * many,
        sprints=(sprint(*(claim(number, 100, "data") for number in range(many))),),
    )
    found = of(past)
    assert (found.standups.answered, found.blockers.resolved, found.points.rolled) == (
        299 * many,
        many,
        100 * many,
    )


def test_nobody_is_in_the_figures() -> None:
    past = Past(spikes=(spike(),), sprints=(sprint(claim(1, owner=MemberId("UADA"), owner_name="Ada")),))
    assert "Ada" not in repr(of(past))
    assert "U1" not in repr(of(past))
