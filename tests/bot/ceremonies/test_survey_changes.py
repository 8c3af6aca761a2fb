"""The survey, further: what a change elsewhere does to a round, what people see, and a survey of another name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ceremonies import survey
from bot.ceremonies.survey import Skip, Survey
from bot.ceremonies.survey.state import LEFT, STARTS_NEXT_TIME
from bot.errors import NotAsked, Over
from bot.model import MemberChanged, PlanChanged, Round, RoundId, Turn
from tests.factories import (
    AUCKLAND,
    LOS_ANGELES,
    TUESDAY,
    WORKSPACE,
    answered,
    make_answer,
    make_book,
    make_member,
    make_plan,
    make_schedule,
    make_settings,
    make_survey,
    make_team,
    seat,
    utc,
)

ADA, BEA, LOU = make_member("Ada"), make_member("Bea"), make_member("Lou", LOS_ANGELES)


# What changes elsewhere.


def test_who_was_not_asked_yet_is_asked_by_the_new_order() -> None:
    state = survey.tick(make_survey(ADA, LOU), utc("24 09:30"))
    moved = make_member("Lou")  # to London
    book = make_book(ADA, moved, plan=make_plan())
    state = survey.tick(survey.follow(state, MemberChanged(LOU.id), book, utc("24 10:00")), utc("24 10:00"))
    assert [each.asked_at for each in state.seats] == [utc("24 09:30"), utc("24 10:00")]


def test_who_was_asked_is_not_asked_again_elsewhere() -> None:
    state = survey.tick(make_survey(ADA, LOU), utc("24 09:30"))
    book = make_book(make_member("Ada", LOS_ANGELES), LOU, plan=make_plan())
    state = survey.tick(survey.follow(state, MemberChanged(ADA.id), book, utc("24 10:00")), utc("24 17:30"))
    assert (seat(state).asked_at, seat(state).until) == (utc("24 09:30"), utc("25 17:30"))


def test_who_joins_before_their_time_is_asked_and_after_it_starts_next_time() -> None:
    state = survey.tick(make_survey(ADA), utc("24 09:30"))
    book = make_book(ADA, BEA, LOU, plan=make_plan())
    for each in (BEA, LOU):
        state = survey.follow(state, MemberChanged(each.id), book, utc("24 10:00"))
    assert [each.absent for each in state.seats] == ["", STARTS_NEXT_TIME, ""]


def test_who_starts_next_time_is_not_asked_by_an_unrelated_change() -> None:
    state = survey.tick(make_survey(ADA), utc("24 09:30"))
    book = make_book(ADA, BEA, plan=make_plan())
    state = survey.follow(state, MemberChanged(BEA.id), book, utc("24 10:00"))
    state = survey.tick(survey.follow(state, PlanChanged(), book, utc("24 11:00")), utc("24 11:00"))
    assert (seat(state, "Bea").asked_at, seat(state, "Bea").absent) == (None, STARTS_NEXT_TIME)


def test_who_left_cannot_answer_and_who_came_back_can() -> None:
    state = answered(make_survey(ADA, BEA), "Ada", utc("24 09:40"))
    gone, back = make_book(BEA, plan=make_plan()), make_book(ADA, BEA, plan=make_plan())
    state = survey.follow(state, MemberChanged(ADA.id), gone, utc("24 10:00"))
    assert seat(state).absent == LEFT
    with pytest.raises(NotAsked):
        answered(state, "Ada", utc("24 10:01"))
    state = survey.follow(state, MemberChanged(ADA.id), back, utc("24 10:02"))
    assert seat(answered(state, "Ada", utc("24 10:03"), "edited")).given is not None


def test_a_paused_plan_asks_nobody_and_a_resumed_one_asks_whose_time_is_yet_to_come() -> None:
    book = make_book(ADA, LOU, plan=make_plan(state="paused"))
    state = survey.follow(make_survey(ADA, LOU), PlanChanged(), book, utc("24 09:00"))
    assert [each.asked_at for each in survey.tick(state, utc("24 09:30")).seats] == [None, None]
    book = make_book(ADA, LOU, plan=make_plan(since=utc("24 10:00")))
    state = survey.tick(survey.follow(state, PlanChanged(), book, utc("24 10:00")), utc("24 17:30"))
    assert [(each.absent, each.asked_at) for each in state.seats] == [
        (STARTS_NEXT_TIME, None),
        ("", utc("24 17:30")),
    ]


def test_answers_count_until_the_next_prompt_of_a_plan_that_was_moved() -> None:
    """Moved at 08:00 to 07:30, the plan asks nobody today, so yesterday's round stays open."""
    state = answered(make_survey(ADA), "Ada", utc("24 09:40"))
    moved = make_plan(make_schedule("07:30"), since=utc("25 08:00"))
    state = survey.follow(state, PlanChanged(), make_book(ADA, plan=moved), utc("25 08:00"))
    assert seat(state).until == utc("26 07:30")


def test_a_deleted_plan_ends_its_rounds() -> None:
    book = make_book(ADA, plan=make_plan(state="deleted"))
    state = survey.follow(make_survey(ADA), PlanChanged(), book, utc("24 09:00"))
    assert (survey.is_over(state, utc("24 09:00")), survey.wake_at(state, utc("24 09:00"))) == (True, None)
    with pytest.raises(Over):
        survey.skip(state, ADA.id, utc("24 09:30"))


def test_a_plan_moved_to_the_channel_leaves_prompts_where_they_stand() -> None:
    state = survey.tick(make_survey(ADA, LOU), utc("24 09:30"))
    plan = make_plan(settings=make_settings(where="channel", digest_at="13:00"))
    after = survey.follow(state, PlanChanged(), make_book(ADA, LOU, plan=plan), utc("24 10:00"))
    assert (after.settings.where, after.digest_at) == ("dm", utc("24 13:00"))


# What people see.


def slots(state: Survey, at: str) -> list[str]:
    return sorted(survey.show(RoundId("r"), survey.tick(state, utc(at))))


def test_show_never_drops_a_slot() -> None:
    plan = make_plan(settings=make_settings(where="channel", reminders=(60, 120)))
    states = [survey.tick(make_survey(ADA, BEA, LOU, plan=plan), utc("24 09:30"))]
    states.append(survey.tick(states[-1], utc("24 10:30")))
    states.append(answered(states[-1], "Ada", utc("24 10:31")))
    states.append(survey.tick(states[-1], utc("24 12:00")))
    states.append(survey.skip(states[-1], BEA.id, utc("24 12:01")))
    book = make_book(make_member("Lou", AUCKLAND), plan=make_plan(state="paused"))
    states.extend(
        survey.follow(states[-1], act, book, utc("24 13:00"))
        for act in (PlanChanged(), MemberChanged(ADA.id))
    )
    seen: set[str] = set()
    for each in states:
        now = {*slots(each, "24 09:00")}
        assert seen <= now
        seen = now
    assert seen >= {"board", "digest", "ask:UADA", "answer:UADA", "remind:UBEA:1"}


def test_a_survey_of_its_own_needs_no_more_than_a_name() -> None:
    mood = survey.make("mood", "Mood")
    assert mood.open is not None
    turn = mood.open(make_plan(), make_book(ADA), TUESDAY, utc("24 09:30"))
    assert isinstance(turn, Turn)
    round_ = Round(RoundId("r"), WORKSPACE, make_team().id, "mood", "24", utc("24 09:30"), turn.state)
    after = mood.advance(round_, make_answer(), ADA.id, utc("24 09:40"), make_book(ADA))
    assert [type(entry).__name__ for entry in after.entries] == ["Answered"]
    assert mood.advance(round_, Skip(), ADA.id, utc("24 09:40"), make_book(ADA)).wake_at == utc("24 12:00")
    assert sorted(mood.show(replace(round_, state=after.state))) == ["answer:UADA", "ask:UADA", "digest"]
    assert after.wake_at == utc("24 09:30") + timedelta(days=1)
