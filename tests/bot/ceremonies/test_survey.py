"""The survey: who is asked and reminded when, what an answer does, when the digest comes, what a change does."""

import pytest

from bot.ceremonies import survey
from bot.ceremonies.survey.state import MISSED, STARTS_NEXT_TIME
from bot.errors import BadInput, NotAsked, Over
from tests.factories import (
    LOS_ANGELES,
    TUESDAY,
    WEDNESDAY,
    answered,
    make_absence,
    make_book,
    make_member,
    make_plan,
    make_said,
    make_settings,
    make_survey,
    seat,
    utc,
)

ADA, BEA, LOU = make_member("Ada"), make_member("Bea"), make_member("Lou", LOS_ANGELES)


# Asking.


def test_each_is_asked_at_their_own_time_and_not_again() -> None:
    state = make_survey(ADA, LOU)
    asked = []
    for moment in (utc("24 09:29"), utc("24 09:30"), utc("24 09:31"), utc("24 17:30"), utc("24 18:00")):
        state = survey.tick(state, moment)
        asked.append([each.asked_at for each in state.seats])
    half_past_nine, there = utc("24 09:30"), utc("24 17:30")
    assert asked == [
        [None, None],
        [half_past_nine, None],
        [half_past_nine, None],
        [half_past_nine, there],
        [half_past_nine, there],
    ]


def test_a_tick_twice_or_early_changes_nothing() -> None:
    state = survey.tick(make_survey(ADA, LOU), utc("24 09:30"))
    assert survey.tick(state, utc("24 09:30")) == state
    assert survey.tick(state, utc("24 08:00")) == state


def test_a_prompt_is_sent_late_until_the_next_is_due() -> None:
    state = make_survey(ADA)
    assert seat(survey.tick(state, utc("25 09:29"))).asked_at == utc("25 09:29")
    missed = seat(survey.tick(state, utc("25 09:30")))
    assert (missed.asked_at, missed.absent) == (None, MISSED)


def test_a_round_opened_after_everybodys_time_is_not_held() -> None:
    assert survey.begin("Standup", make_plan(), make_book(ADA), TUESDAY, utc("25 09:30")) is None


def test_nobody_is_asked_for_a_moment_before_the_plan_began() -> None:
    plan = make_plan(since=utc("24 10:00"))
    state = make_survey(ADA, LOU, plan=plan)
    assert [each.absent for each in state.seats] == [STARTS_NEXT_TIME, ""]


def test_observers_are_not_asked_unless_they_are_named() -> None:
    observer = make_member("Bea", roles=("observer",))
    assert [s.member.name for s in make_survey(ADA, observer).seats] == ["Ada"]
    named = make_plan(people=(observer.id,))
    assert [s.member.name for s in make_survey(ADA, observer, plan=named).seats] == ["Bea"]


def test_answers_count_until_the_next_prompt_that_is_really_sent() -> None:
    away = (make_absence("Ada", WEDNESDAY),)
    state = survey.begin("Standup", make_plan(), make_book(ADA, BEA, absences=away), TUESDAY, utc("24 09:30"))
    assert state is not None
    assert [each.until for each in state.seats] == [utc("26 09:30"), utc("25 09:30")]


def test_who_is_asked_reads_what_they_said_last_time() -> None:
    state = survey.tick(make_survey(ADA, BEA), utc("24 09:30"), (make_said("Bea"),))
    assert [each.last for each in state.seats] == [None, make_said("Bea")]


# Answering.


@pytest.mark.parametrize("at", ["23 21:00", "24 09:30", "25 09:29"])
def test_an_answer_is_taken_from_the_opening_until_the_next_prompt(at: str) -> None:
    state = answered(make_survey(ADA), "Ada", utc(at))
    given = seat(state).given
    assert given == survey.Given({"since": "", "until": "ship the model", "blockers": ""}, utc(at))


def test_an_answer_after_the_next_prompt_is_refused() -> None:
    with pytest.raises(Over):
        answered(make_survey(ADA), "Ada", utc("25 09:30"))


def test_an_answer_of_somebody_else_is_refused() -> None:
    with pytest.raises(NotAsked):
        answered(make_survey(ADA), "Bea", utc("24 09:30"))


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_an_empty_answer_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="Write something"):
        answered(make_survey(ADA), "Ada", utc("24 09:30"), text)


def test_texts_for_other_questions_are_dropped() -> None:
    act = survey.Answer({"until": " ship ", "mood": "fine"})
    given = seat(survey.answer(make_survey(ADA), act, ADA.id, utc("24 09:30"), ())).given
    assert given is not None
    assert given.texts == {"since": "", "until": "ship", "blockers": ""}


def test_an_edit_replaces_the_answer_and_keeps_its_time() -> None:
    state = answered(answered(make_survey(ADA), "Ada", utc("24 09:40"), "a"), "Ada", utc("24 10:00"), "b")
    given = seat(state).given
    assert given is not None
    assert (given.texts["until"], given.at, given.edited) == ("b", utc("24 09:40"), True)


def test_the_same_answer_again_is_no_edit() -> None:
    once = answered(make_survey(ADA), "Ada", utc("24 09:40"))
    assert answered(once, "Ada", utc("24 10:00")) == once


def test_a_late_answer_is_marked() -> None:
    state = survey.tick(survey.tick(make_survey(ADA, BEA), utc("24 09:30")), utc("24 12:00"))
    given = seat(answered(state, "Ada", utc("24 12:01"))).given
    assert given is not None
    assert given.late


def test_an_answer_of_who_was_asked_after_the_digest_is_not_late() -> None:
    state = answered(survey.tick(make_survey(ADA, LOU), utc("24 09:30")), "Ada", utc("24 09:40"))
    state = survey.tick(survey.tick(state, utc("24 12:00")), utc("24 17:30"))
    given = seat(answered(state, "Lou", utc("24 17:40")), "Lou").given
    assert given is not None
    assert not given.late


def test_who_is_asked_at_the_moment_of_the_digest_is_not_late() -> None:
    state = survey.tick(make_survey(ADA), utc("24 12:30"))  # nothing ran before
    given = seat(answered(state, "Ada", utc("24 12:40"))).given
    assert given is not None
    assert not given.late


def test_who_is_away_may_answer_all_the_same_and_counts_then() -> None:
    away = (make_absence("Ada"),)
    state = survey.begin("Standup", make_plan(), make_book(ADA, BEA, absences=away), TUESDAY, utc("24 09:30"))
    assert state is not None
    state = answered(state, "Ada", utc("24 10:00"))
    assert (seat(state).present, len(state.present)) == (True, 2)


# Skipping.


def test_who_skips_leaves_the_count_and_may_still_answer() -> None:
    state = survey.tick(make_survey(ADA, BEA), utc("24 09:30"))
    state = survey.skip(state, ADA.id, utc("24 09:40"))
    assert [each.member.name for each in state.present] == ["Bea"]
    assert len(answered(state, "Ada", utc("24 10:00")).present) == 2


def test_who_has_answered_cannot_skip() -> None:
    with pytest.raises(BadInput, match="answered already"):
        survey.skip(answered(make_survey(ADA), "Ada", utc("24 09:40")), ADA.id, utc("24 09:50"))


def test_who_skips_before_their_time_is_not_asked() -> None:
    state = survey.tick(survey.skip(make_survey(ADA), ADA.id, utc("24 08:00")), utc("24 09:30"))
    assert seat(state).asked_at is None


def test_a_skip_that_is_taken_back_leaves_no_trace() -> None:
    before = survey.tick(make_survey(ADA, BEA), utc("24 09:30"))
    after = survey.unskip(survey.skip(before, ADA.id, utc("24 09:40")), ADA.id, utc("24 09:41"))
    assert after == before == survey.unskip(before, ADA.id, utc("24 09:42"))
    early = survey.unskip(survey.skip(make_survey(ADA), ADA.id, utc("24 08:00")), ADA.id, utc("24 08:01"))
    assert survey.tick(early, utc("24 09:30")).seats[0].asked_at == utc("24 09:30")


def test_only_who_is_asked_takes_a_skip_back_and_only_in_time() -> None:
    state = survey.skip(survey.tick(make_survey(ADA), utc("24 09:30")), ADA.id, utc("24 09:40"))
    with pytest.raises(NotAsked):
        survey.unskip(state, BEA.id, utc("24 09:41"))
    with pytest.raises(Over):
        survey.unskip(state, ADA.id, utc("25 09:31"))


# Reminders.


def reminded(
    minutes: tuple[int, ...], *moments: str, starts: str = "09:00", ends: str = "17:00"
) -> list[int]:
    """How many reminders had been sent after a tick at each of these moments."""
    plan = make_plan(settings=make_settings(reminders=minutes))
    state = survey.tick(make_survey(make_member(starts=starts, ends=ends), plan=plan), utc("24 09:30"))
    sent = []
    for moment in moments:
        state = survey.tick(state, utc(moment))
        sent.append(seat(state).nudges)
    return sent


def test_reminders_come_minutes_after_the_prompt() -> None:
    assert reminded((60, 120), "24 10:29", "24 10:30", "24 11:29", "24 11:30", "24 16:00") == [0, 1, 1, 2, 2]


def test_of_reminders_that_fell_due_together_one_is_sent() -> None:
    assert reminded((60, 120), "24 11:45", "24 12:30") == [1, 1]


def test_a_reminder_that_is_long_past_is_not_sent() -> None:
    assert reminded((60,), "24 12:31") == [0]


def test_a_reminder_before_work_waits_for_it_and_one_after_it_is_left_out() -> None:
    assert reminded((60,), "24 10:30", "24 12:59", "24 13:00", starts="13:00") == [0, 0, 1]
    assert reminded((60,), "24 10:30", "24 11:00", ends="10:00") == [0, 0]


def test_nobody_is_reminded_who_answered_or_skipped() -> None:
    state = make_survey(ADA, BEA, make_member("Cal"), plan=make_plan(settings=make_settings(reminders=(60,))))
    state = answered(survey.tick(state, utc("24 09:30")), "Ada", utc("24 09:40"))
    state = survey.tick(survey.skip(state, BEA.id, utc("24 09:40")), utc("24 10:30"))
    assert [each.nudges for each in state.seats] == [0, 0, 1]


# The digest.


def test_the_digest_comes_at_its_hour_in_the_teams_zone() -> None:
    state = survey.tick(make_survey(ADA, LOU), utc("24 09:30"))
    assert survey.tick(state, utc("24 11:59")).digested_at is None
    assert survey.tick(state, utc("24 12:00")).digested_at == utc("24 12:00")


def test_the_digest_comes_as_soon_as_all_present_have_answered() -> None:
    state = answered(survey.tick(make_survey(ADA, BEA, LOU), utc("24 09:30")), "Ada", utc("24 09:40"))
    state = answered(state, "Bea", utc("24 09:50"))
    assert state.digested_at is None
    assert survey.skip(state, LOU.id, utc("24 10:00")).digested_at == utc("24 10:00")


@pytest.mark.parametrize(
    ("digest_at", "due"), [("09:31", "24 09:31"), ("09:30", "25 09:30"), ("08:00", "25 08:00")]
)
def test_an_hour_that_is_not_after_the_prompts_is_the_next_days(digest_at: str, due: str) -> None:
    assert make_survey(plan=make_plan(settings=make_settings(digest_at=digest_at))).digest_at == utc(due)


def test_there_is_no_digest_where_nobody_was_asked() -> None:
    assert survey.tick(make_survey(LOU), utc("24 12:00")).digested_at is None


def test_where_everyone_skipped_the_digest_says_so_at_its_hour() -> None:
    skipped = survey.skip(survey.tick(make_survey(ADA), utc("24 09:30")), ADA.id, utc("24 10:00"))
    assert skipped.digested_at is None
    assert survey.tick(skipped, utc("24 12:00")).digested_at == utc("24 12:00")


def test_there_is_no_digest_of_nothing_once_the_round_is_over() -> None:
    state = survey.tick(make_survey(ADA), utc("24 09:30"))
    assert survey.tick(state, utc("27 09:00")).digested_at is None
    assert survey.tick(answered(state, "Ada", utc("24 10:00")), utc("27 09:00")).digested_at is not None


# Waking and ending.


def test_the_clock_is_wanted_at_each_thing_that_happens() -> None:
    state = make_survey(ADA, LOU, plan=make_plan(settings=make_settings(reminders=(60,))))
    moments, at = [], utc("23 20:30")
    while (following := survey.wake_at(state, at)) is not None:
        at = following
        state = survey.tick(state, at)
        moments.append(f"{at:%d %H:%M}")
    assert moments == [
        *("24 09:30", "24 10:30", "24 12:00"),
        *("24 17:30", "24 18:30", "25 09:30", "25 17:30"),
    ]


def test_a_round_is_over_when_nobody_can_answer_any_more() -> None:
    state = make_survey(ADA, LOU)
    assert [survey.is_over(state, utc(at)) for at in ("25 09:30", "25 17:29", "25 17:30")] == [
        False,
        False,
        True,
    ]
