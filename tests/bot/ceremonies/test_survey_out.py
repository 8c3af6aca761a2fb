"""The survey, further: what those read who are no longer asked, and what a plan does that is held."""

from dataclasses import replace

import pytest

from bot.ceremonies import survey
from bot.ceremonies.survey import Ask, Remind, Survey
from bot.errors import NotAsked
from bot.model import Held, Member, MemberChanged, Plan, PlanChanged, RoundId
from tests.factories import (
    LOS_ANGELES,
    answered,
    make_book,
    make_member,
    make_plan,
    make_settings,
    make_survey,
    make_team,
    utc,
)

ADA, BEA, LOU = make_member("Ada"), make_member("Bea"), make_member("Lou", LOS_ANGELES)
HERE = RoundId("round-1")


def asked(*members: Member, plan: Plan | None = None) -> Survey:
    return survey.tick(make_survey(*members, plan=plan), utc("24 09:30"))


def followed(state: Survey, *members: Member, plan: Plan | None = None, at: str = "24 10:00") -> Survey:
    """After Ada changed."""
    book = make_book(*members, plan=plan or make_plan())
    return survey.tick(survey.follow(state, MemberChanged(ADA.id), book, utc(at)), utc(at))


def replanned(state: Survey, *members: Member, held: Held = "", at: str = "24 10:00") -> Survey:
    plan = replace(make_plan(state="paused" if held else "active", since=utc("23 09:00")), held=held)
    book = make_book(*members, plan=plan)
    return survey.tick(survey.follow(state, PlanChanged(), book, utc(at)), utc(at))


def prompt(state: Survey) -> Ask:
    notice = survey.show(HERE, state)["ask:UADA"]
    assert isinstance(notice, Ask)
    return notice


def counts(state: Survey) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """How many answered, of how many, who is asked later and who was not asked in time, by the digest."""
    notice = survey.show(HERE, state)["digest"]
    assert isinstance(notice, survey.Digest)
    return notice.answered, notice.present, notice.later, notice.missed


@pytest.mark.parametrize(
    ("there", "plan", "says"),
    [
        ([BEA], make_plan(), "left"),
        ([replace(ADA, active=False), BEA], make_plan(), "gone"),
        ([replace(ADA, active=False), BEA], make_plan(people=(ADA.id, BEA.id)), "gone"),
        ([ADA, BEA], make_plan(people=(BEA.id,)), "dropped"),
        ([replace(ADA, roles=("observer",)), BEA], make_plan(), "dropped"),
    ],
)
def test_a_prompt_says_why_nothing_is_asked_any_more(there: list[Member], plan: Plan, says: str) -> None:
    state = followed(asked(ADA, BEA), *there, plan=plan)
    assert (prompt(state).state, prompt(state).moot) == (says, True)
    after = survey.tick(answered(state, "Bea", utc("24 10:01")), utc("24 12:00"))
    digest = survey.show(HERE, after)["digest"]
    assert isinstance(digest, survey.Digest)
    assert (digest.answered, digest.present, digest.away, digest.waiting) == (1, 1, (), ())
    with pytest.raises(NotAsked):
        answered(state, "Ada", utc("24 10:01"))


def test_what_was_answered_before_stays_in_the_count() -> None:
    state = followed(answered(asked(ADA, BEA), "Ada", utc("24 09:40")), BEA)
    assert prompt(state).state == "left"
    digest = survey.show(HERE, survey.tick(state, utc("24 12:00")))["digest"]
    assert isinstance(digest, survey.Digest)
    assert (digest.answered, digest.present, [each.name for each in digest.lines]) == (1, 2, ["Ada"])


def test_who_is_out_is_reminded_no_more() -> None:
    plan = make_plan(settings=make_settings(reminders=(60,)))
    state = followed(asked(ADA, BEA, plan=plan), BEA, plan=plan)
    assert "remind:UADA:1" not in survey.show(HERE, survey.tick(state, utc("24 10:30")))


def test_what_is_over_for_somebody_stays_as_it_was() -> None:
    """Lou's time runs until Wednesday evening, so the round is open; Ada's ended with her next prompt."""
    state = survey.tick(asked(ADA, LOU), utc("25 09:30"))
    before = survey.show(HERE, state)["ask:UADA"]
    assert survey.show(HERE, followed(state, LOU, at="25 10:00"))["ask:UADA"] == before


def test_who_is_deactivated_is_not_asked_though_a_plan_names_them() -> None:
    plan = make_plan(people=(ADA.id, BEA.id))
    state = make_survey(replace(ADA, active=False), BEA, plan=plan)
    assert [each.member.name for each in state.seats] == ["Bea"]


@pytest.mark.parametrize("held", ["archived", "gone", "kicked", "restricted", "uninstalled"])
def test_a_plan_that_is_held_owes_no_digest_and_its_prompts_say_why(held: Held) -> None:
    state = replanned(answered(asked(ADA, BEA, LOU), "Bea", utc("24 09:40")), ADA, BEA, LOU, held=held)
    assert (prompt(state).state, prompt(state).held, prompt(state).moot) == ("held", held, True)
    slots = survey.show(HERE, state)
    assert [getattr(slots[name], "state", "") for name in ("ask:UADA", "ask:UBEA")] == ["held", "answered"]
    late = survey.tick(state, utc("24 18:00"))
    assert late.digested_at is None
    assert [each.asked_at is None for each in late.seats] == [False, False, True]
    assert not survey.is_over(survey.tick(late, utc("26 11:59")), utc("26 11:59"))  # its digest may yet come
    assert survey.is_over(survey.tick(late, utc("26 12:00")), utc("26 12:00"))


def test_a_reminder_that_stands_says_that_it_is_paused() -> None:
    plan = make_plan(settings=make_settings(reminders=(60,)))
    state = survey.tick(asked(ADA, plan=plan), utc("24 10:30"))
    reminder = survey.show(HERE, replace(state, held="archived", paused=True))["remind:UADA:1"]
    assert isinstance(reminder, Remind)
    assert (reminder.state, reminder.moot) == ("held", True)


def test_what_goes_on_the_same_day_is_asked_as_before_and_comes_to_its_digest() -> None:
    before = asked(ADA, BEA)
    state = replanned(replanned(before, ADA, BEA, held="kicked"), ADA, BEA, at="24 11:00")
    assert prompt(state) == prompt(before)
    assert survey.tick(answered(state, "Ada", utc("24 11:30")), utc("24 12:00")).digested_at == utc(
        "24 12:00"
    )


def test_answers_given_while_it_is_held_are_not_lost() -> None:
    state = answered(replanned(asked(ADA, BEA), ADA, BEA, held="archived"), "Ada", utc("24 10:30"))
    back = replanned(state, ADA, BEA, at="24 13:00")
    assert (len(back.answered), back.digested_at) == (1, utc("24 13:00"))


def test_a_plan_that_a_lead_paused_leaves_its_prompts_as_they_are() -> None:
    book = make_book(ADA, BEA, plan=make_plan(state="paused"))
    state = survey.follow(asked(ADA, BEA), PlanChanged(), book, utc("24 10:00"))
    assert (state.paused, state.held, prompt(state).state) == (True, "", "asked")


def test_whose_time_passed_while_it_was_paused_is_named_as_not_asked_and_not_counted() -> None:
    paused = make_book(ADA, LOU, plan=make_plan(state="paused"))
    state = answered(asked(ADA, LOU), "Ada", utc("24 09:40"))
    state = survey.tick(survey.follow(state, PlanChanged(), paused, utc("24 10:00")), utc("24 12:00"))
    assert counts(state) == (1, 2, ("Lou",), ())
    assert counts(survey.tick(state, utc("25 17:30"))) == (1, 1, (), ("Lou",))


def test_a_channel_of_a_new_name_is_called_so_in_what_is_open() -> None:
    book = make_book(ADA, BEA, plan=make_plan(), team=replace(make_team(), name="modelling"))
    state = survey.follow(asked(ADA, BEA), PlanChanged(), book, utc("24 10:00"))
    assert prompt(state).team == "modelling"
