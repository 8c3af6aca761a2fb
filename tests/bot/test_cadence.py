"""Sprints, their stages and their lookaheads are on the days where a calendar has them."""

from datetime import date, timedelta

import pytest

from bot.cadence import (
    Cadence,
    Span,
    Stage,
    after,
    cadence_at,
    close_day,
    lookaheads,
    planning_day,
    require_clear,
    stage_in,
)
from bot.errors import BadInput

DAY = timedelta(days=1)
JANUARY = date(2027, 1, 4)  # a Monday
LOOK, BUILD = Stage("Look at the data", 1), Stage("Build", 3)
FOUR = Cadence(4, JANUARY, (LOOK, BUILD))


def test_two_weeks_from_monday_4_january_2027() -> None:
    cadence = Cadence(2, JANUARY)
    sprint = cadence.sprint(1)
    assert sprint == Span(1, date(2027, 1, 4), date(2027, 1, 17))
    assert planning_day(sprint) == date(2027, 1, 4)
    assert lookaheads(sprint) == (date(2027, 1, 11),)
    assert close_day(sprint) == date(2027, 1, 15)
    assert cadence.sprint(2).first == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("weeks", "in_weeks"), [(1, ()), (2, (2,)), (3, (2,)), (4, (2, 4)), (5, (2, 4)), (6, (2, 4, 6))]
)
def test_the_team_looks_ahead_in_every_off_week(weeks: int, in_weeks: tuple[int, ...]) -> None:
    sprint = Cadence(weeks, JANUARY).sprint(1)
    assert lookaheads(sprint) == tuple(JANUARY + 7 * (each - 1) * DAY for each in in_weeks)


def test_a_sprint_that_begins_on_thursday_ends_on_wednesday() -> None:
    sprint = Cadence(3, date(2026, 12, 24)).sprint(1)
    assert sprint == Span(1, date(2026, 12, 24), date(2027, 1, 13))
    assert lookaheads(sprint) == (date(2026, 12, 31),)
    assert close_day(sprint) == sprint.last


def test_a_sprint_goes_on_over_week_53_and_over_a_leap_day() -> None:
    """2026 has 53 ISO weeks, so that counting even weeks of the year would look ahead twice in a row."""
    cadence = Cadence(2, date(2026, 12, 14))
    looks = [lookaheads(cadence.sprint(number))[0] for number in (1, 2, 3)]
    assert [each.isocalendar().week for each in looks] == [52, 1, 3]
    assert looks == [date(2026, 12, 21), date(2027, 1, 4), date(2027, 1, 18)]
    assert Cadence(1, date(2028, 2, 28)).sprint(2).first == date(2028, 3, 6)


def test_a_lookahead_on_a_day_off_moves_within_its_week() -> None:
    sprint = Cadence(2, JANUARY).sprint(1)
    assert lookaheads(sprint, days=(2, 3)) == (date(2027, 1, 13),)
    assert lookaheads(sprint, off={date(2027, 1, 11)}) == (date(2027, 1, 12),)
    whole_week = {date(2027, 1, 11) + each * DAY for each in range(7)}
    assert lookaheads(sprint, off=whole_week) == ()
    longer = Cadence(3, JANUARY).sprint(1)
    assert lookaheads(longer, off=whole_week) == ()  # and never in the week after


def test_where_easter_takes_both_ends_planning_is_later_and_the_close_earlier() -> None:
    """Good Friday is 26 March 2027, Easter Monday the 29th."""
    easter = {date(2027, 3, 26), date(2027, 3, 29)}
    cadence = Cadence(2, date(2027, 3, 15))
    assert close_day(cadence.sprint(1), off=easter) == date(2027, 3, 25)
    assert planning_day(cadence.sprint(2), off=easter) == date(2027, 3, 30)


def test_a_team_from_sunday_to_thursday_closes_on_thursday() -> None:
    sprint = Cadence(2, date(2027, 1, 3)).sprint(1)
    assert close_day(sprint, days=(6, 0, 1, 2, 3)) == date(2027, 1, 14)
    assert lookaheads(sprint, days=(6, 0, 1, 2, 3)) == (date(2027, 1, 10),)


def test_a_sprint_without_any_of_the_teams_days_has_its_own_first_and_last() -> None:
    weekend = Span(3, date(2027, 1, 9), date(2027, 1, 10))
    assert (planning_day(weekend), close_day(weekend)) == (weekend.first, weekend.last)


def test_stages_follow_each_other_and_begin_anew_with_each_sprint() -> None:
    looked = [FOUR.stage_of(JANUARY + each * DAY) for each in (0, 6, 7, 27, 28, 34, 35)]
    assert looked == [LOOK, LOOK, BUILD, BUILD, LOOK, LOOK, BUILD]
    assert [FOUR.week_of(JANUARY + each * DAY) for each in (0, 6, 7, 27, 28)] == [1, 1, 2, 4, 1]
    assert Cadence(2, JANUARY).stage_of(JANUARY) is None


def test_the_last_stage_of_a_sprint_made_longer_goes_on() -> None:
    assert [stage_in(FOUR.stages, week) for week in (1, 2, 4, 5, 6)] == [LOOK, BUILD, BUILD, BUILD, BUILD]


def test_before_the_first_sprint_there_is_none() -> None:
    day = JANUARY - DAY
    assert (FOUR.number_at(day), FOUR.sprint_at(day), FOUR.week_of(day), FOUR.stage_of(day)) == (None,) * 4


def test_a_cadence_changes_when_the_sprint_that_runs_ends() -> None:
    old = Cadence(2, JANUARY)
    new = old.changed(date(2027, 1, 20), 3)
    assert new == Cadence(3, date(2027, 2, 1), number=3)
    assert new.sprint(3) == Span(3, date(2027, 2, 1), date(2027, 2, 21))
    assert old.changed(date(2026, 12, 1), 1) == Cadence(1, JANUARY)
    both = (new, old)
    assert cadence_at(both, date(2027, 1, 31)) == old
    assert cadence_at(both, date(2027, 2, 1)) == new
    assert cadence_at(both, date(2027, 1, 3)) is None


@pytest.mark.parametrize(
    ("last", "weeks", "looks"),
    [
        (date(2027, 1, 10), 1, ()),
        (date(2027, 1, 11), 2, (date(2027, 1, 11),)),  # the one day of its second week
        (date(2027, 1, 20), 3, (date(2027, 1, 11),)),
        (date(2027, 2, 14), 6, (date(2027, 1, 11), date(2027, 1, 25), date(2027, 2, 8))),
    ],
)
def test_a_sprint_of_other_dates_looks_ahead_by_its_own_weeks(
    last: date, weeks: int, looks: tuple[date, ...]
) -> None:
    sprint = Span(1, JANUARY, last)
    assert (sprint.weeks, lookaheads(sprint)) == (weeks, looks)


def test_what_is_left_of_a_week_may_be_all_days_off() -> None:
    """From Thursday over the second week's first days: these are a weekend's."""
    sprint = Span(1, date(2027, 1, 2), date(2027, 1, 10))
    assert (sprint.weeks, lookaheads(sprint)) == (2, ())


def test_after_a_sprint_cut_short_the_next_begins_on_the_day_after() -> None:
    cut = Span(5, JANUARY, date(2027, 1, 13))
    assert after(cut, 2).sprint(6) == Span(6, date(2027, 1, 14), date(2027, 1, 27))


OTHERS = (
    Span(9, date(2027, 2, 1), date(2027, 2, 14)),
    Span(4, date(2026, 12, 28), date(2027, 1, 10)),
    Span(7, date(2027, 1, 18), date(2027, 1, 18)),
)


@pytest.mark.parametrize(
    ("first", "last", "named", "field"),
    [
        ("2027-01-10", "2027-01-12", "4 runs from Mon 28 Dec 2026 to Sun 10 Jan 2027", "first"),
        ("2027-01-11", "2027-01-18", "7 runs on Mon 18 Jan 2027", "last"),
        ("2027-01-11", "2027-02-10", "7 runs on Mon 18 Jan 2027", "last"),  # of two, the earlier
        ("2027-02-14", "2027-02-27", "9 runs from Mon 1 Feb to Sun 14 Feb 2027", "first"),
        ("2027-02-02", "2027-02-03", "9 runs from Mon 1 Feb to Sun 14 Feb 2027", "first"),  # inside
        ("2027-01-31", "2027-02-15", "9 runs from Mon 1 Feb to Sun 14 Feb 2027", "last"),  # around
    ],
)
def test_two_sprints_at_a_time_are_refused(first: str, last: str, named: str, field: str) -> None:
    new = Span(10, date.fromisoformat(first), date.fromisoformat(last))
    with pytest.raises(BadInput) as refused:
        require_clear(new, OTHERS)
    sentence = f"Sprint {named}. Two sprints cannot run at the same time."
    assert (refused.value.sentence, refused.value.field) == (sentence, field)


def test_a_sprint_that_fits_between_others_to_the_day_is_clear() -> None:
    require_clear(Span(5, date(2027, 1, 11), date(2027, 1, 17)), OTHERS)
    require_clear(Span(5, date(2027, 1, 11), date(2027, 1, 17)), ())


@pytest.mark.parametrize(
    ("made", "field", "sentence"),
    [
        (lambda: Cadence(0, JANUARY), "weeks", "A sprint takes 1 to 6 weeks."),
        (lambda: Cadence(7, JANUARY), "weeks", "A sprint takes 1 to 6 weeks."),
        (lambda: Cadence(-2, JANUARY), "weeks", "A sprint takes 1 to 6 weeks."),
        (lambda: Cadence(2, JANUARY, number=0), "number", "Sprints are counted from 1."),
        (
            lambda: Cadence(3, JANUARY, (LOOK, BUILD)),
            "stages",
            "The stages take 4 weeks together, but the sprint takes 3 weeks.",
        ),
        (
            lambda: Cadence(2, JANUARY, (LOOK,)),
            "stages",
            "The stages take 1 week together, but the sprint takes 2 weeks.",
        ),
        (
            lambda: Cadence(6, JANUARY, (LOOK,) * 7),
            "stages",
            "The stages take 7 weeks together, but the sprint takes 6 weeks.",
        ),
        (lambda: Stage("", 1), "stages", "Give each stage a name."),
        (lambda: Stage(" \n\u200b", 1), "stages", "Give each stage a name."),
        (
            lambda: Stage("x" * 61, 1),
            "stages",
            "A stage's name has 60 characters at most; one of yours has 61.",
        ),
        (lambda: Stage("Build", 0), "stages", "A stage takes at least one week; “Build” takes none."),
        (lambda: Stage("Build", -1), "stages", "A stage takes at least one week; “Build” takes none."),
        (
            lambda: Span(1, JANUARY, JANUARY - DAY),
            "last",
            "A sprint cannot end before it begins, on Mon 4 Jan 2027.",
        ),
        (
            lambda: Span(1, JANUARY, date(2027, 2, 15)),
            "last",
            "A sprint takes 6 weeks at most; this one takes 7.",
        ),
        (lambda: Span(0, JANUARY, JANUARY), "number", "Sprints are counted from 1."),
        (
            lambda: Cadence(2, JANUARY, number=3).sprint(2),
            "number",
            "Sprints of this length begin with sprint 3.",
        ),
        (lambda: FOUR.sprint(10**6), "number", "No calendar goes so far ahead."),
        (lambda: FOUR.sprint(10**30), "number", "No calendar goes so far ahead."),
        (lambda: FOUR.sprint_at(date.max), "number", "No calendar goes so far ahead."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(made: object, field: str, sentence: str) -> None:
    assert callable(made)
    with pytest.raises(BadInput) as refused:
        made()
    assert (refused.value.field, refused.value.sentence) == (field, sentence)


def test_a_name_of_sixty_characters_and_one_of_a_single_sign_are_names() -> None:
    assert (len(Stage("x" * 60, 1).name), Stage("🔍", 6).weeks) == (60, 6)
