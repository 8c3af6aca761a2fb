"""A person's quiet hours and reminders in a survey: what waits, what is left out, and who waits for nobody."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ceremonies import survey
from bot.ceremonies.survey import Survey
from bot.ceremonies.survey.state import MISSED
from bot.model import Member, MemberChanged, RoundId
from storage import codec
from tests.factories import (
    TUESDAY,
    answered,
    hour,
    make_book,
    make_member,
    make_plan,
    make_settings,
    make_survey,
    seat,
    utc,
)

BEA = make_member("Bea")


def quiet(since: str, until: str, name: str = "Ada") -> Member:
    return replace(make_member(name), quiet=(hour(since), hour(until)))


def lived(state: Survey, until: str) -> Survey:
    """The survey after the clock woke it at each moment that it asked for."""
    at = utc("24 00:00")
    while (wake := survey.wake_at(state, at)) and wake <= utc(until):
        at = wake
        state = survey.tick(state, at)
    return state


def nudged(member: Member, *reminders: int, until: str = "24 23:59") -> list[datetime]:
    """When reminders reach somebody who answers none."""
    state = make_survey(member, plan=make_plan(settings=make_settings(reminders=reminders)))
    at, sent = utc("24 00:00"), []
    while (wake := survey.wake_at(state, at)) and wake <= utc(until):
        before, at = seat(state).nudges, wake
        state = survey.tick(state, at)
        if seat(state).nudges > before:
            sent.append(at)
    return sent


def test_a_prompt_in_quiet_hours_comes_at_their_end_while_others_have_theirs() -> None:
    state = lived(make_survey(quiet("18:00", "11:00"), BEA), "24 11:30")
    assert (seat(state).asked_at, seat(state, "Bea").asked_at) == (utc("24 11:00"), utc("24 09:30"))


def test_the_digest_waits_for_nobodys_quiet_hours() -> None:
    state = lived(make_survey(quiet("18:00", "14:00"), BEA), "24 12:00")
    digest = survey.show(RoundId("round"), state)["digest"]
    assert isinstance(digest, survey.Digest)
    assert (state.digested_at, digest.later, digest.waiting) == (utc("24 12:00"), ("Ada",), ("Bea",))
    asked = lived(state, "24 14:00")
    assert seat(asked).asked_at == utc("24 14:00")
    given = seat(answered(asked, "Ada", utc("24 14:10"))).given
    assert given is not None
    assert not given.late


def test_a_bot_that_comes_back_at_night_asks_in_the_morning() -> None:
    state = make_survey(quiet("22:00", "07:00"))
    at_night = survey.tick(state, utc("24 23:10"))
    assert seat(at_night).asked_at is None
    assert survey.wake_at(at_night, utc("24 23:10")) == utc("25 07:00")
    assert seat(survey.tick(at_night, utc("25 07:00"))).asked_at == utc("25 07:00")


def test_a_prompt_that_was_late_until_the_next_is_missed_even_in_quiet_hours() -> None:
    state = survey.tick(make_survey(quiet("22:00", "07:00")), utc("25 23:00"))
    assert (seat(state).asked_at, seat(state).absent) == (None, MISSED)


def test_answers_count_until_the_next_prompt_that_waits_for_quiet_hours_too() -> None:
    assert seat(make_survey(quiet("18:00", "11:00"))).until == utc("25 11:00")


def test_who_turned_reminders_off_gets_none() -> None:
    assert nudged(make_member(), 60, 120) == [utc("24 10:30"), utc("24 11:30")]
    assert nudged(replace(make_member(), reminders=False), 60, 120) == []


def test_a_reminder_in_quiet_hours_comes_at_their_end_within_working_hours() -> None:
    assert nudged(quiet("10:00", "12:00"), 60) == [utc("24 12:00")]
    assert nudged(quiet("10:00", "18:00"), 60) == []
    assert nudged(quiet("18:00", "11:00"), 60) == [utc("24 12:00")], "the prompt came at eleven"


def test_a_reminder_that_waits_for_work_to_begin_waits_for_quiet_hours_as_well() -> None:
    early = replace(quiet("00:00", "08:00"), starts=hour("11:00"), ends=hour("17:00"))
    assert nudged(early, 30) == [utc("24 11:00")]
    noon = replace(quiet("10:30", "11:30"), starts=hour("11:00"), ends=hour("17:00"))
    assert nudged(noon, 30) == [utc("24 11:30")]


def test_a_reminder_that_a_stopped_bot_owed_is_not_sent_in_quiet_hours() -> None:
    plan = make_plan(settings=make_settings(reminders=(60,)))
    asked = survey.tick(make_survey(quiet("11:00", "11:40"), plan=plan), utc("24 09:30"))
    back = survey.tick(asked, utc("24 11:10"))
    assert seat(back).nudges == 0
    assert survey.wake_at(back, utc("24 11:10")) == utc("24 11:40")
    assert seat(survey.tick(back, utc("24 11:40"))).nudges == 1


def test_an_open_round_hears_of_quiet_hours_and_of_reminders_turned_off() -> None:
    plan = make_plan(settings=make_settings(reminders=(60,)))
    state = make_survey(make_member(), BEA, plan=plan)
    still = replace(quiet("18:00", "11:00"), reminders=False)
    book = make_book(still, BEA, plan=plan)
    state = survey.follow(state, MemberChanged(still.id), book, utc("24 08:00"))
    state = lived(state, "24 11:00")
    assert seat(state).asked_at == utc("24 11:00")
    assert (seat(lived(state, "24 17:00")).nudges, seat(lived(state, "24 17:00"), "Bea").nudges) == (0, 1)


def test_who_ends_their_quiet_hours_within_them_is_asked_at_once() -> None:
    state = make_survey(quiet("18:00", "11:00"))
    now = utc("24 10:00")
    state = survey.follow(
        state, MemberChanged(make_member().id), make_book(make_member(), plan=make_plan()), now
    )
    assert seat(survey.tick(state, now)).asked_at == now


def test_who_asks_for_a_trial_at_night_gets_it() -> None:
    night = utc("24 23:00")
    trial = survey.trial(
        "Standup", make_plan(), make_book(quiet("22:00", "07:00")), quiet("22:00", "07:00").id, night
    )
    assert seat(survey.tick(trial, night)).asked_at == night


def test_it_is_late_only_by_the_quiet_hours() -> None:
    state = make_survey(quiet("18:00", "11:00"), day=TUESDAY)
    assert seat(state).ask_at - utc("24 09:30") == timedelta(minutes=90)


def test_a_round_that_was_written_before_there_were_quiet_hours_is_read() -> None:
    state = make_survey(make_member())
    written = codec.dump(Survey, state)
    for new in (',"reminders":true', ',"quiet":null'):
        assert new in written
        written = written.replace(new, "")
    assert codec.load(Survey, written) == state
    hushed = make_survey(replace(quiet("18:00", "11:00"), reminders=False))
    assert codec.load(Survey, codec.dump(Survey, hushed)) == hushed
