"""Estimation: who is asked, reminded and waited for, by their own clocks."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import schedule
from bot.ceremonies.estimation import StoryChanged
from bot.ceremonies.estimation.notices import Ask, Remind, Result
from bot.errors import BadInput
from bot.model import Absence, MemberChanged, Tick
from tests.bot.ceremonies.table import Table, make_topic
from tests.factories import LOS_ANGELES, make_absence, make_member, member_id, utc

AUCKLAND = "Pacific/Auckland"
ADA, LOU, AROHA = make_member("Ada"), make_member("Lou", LOS_ANGELES), make_member("Aroha", AUCKLAND)
WEDNESDAY = date(2026, 11, 25)


def ends(table: Table) -> dict[str, str]:
    return {each.name: f"{each.ends_at:%d %H:%M}" for each in table.state.voters}


def test_it_is_open_until_the_last_voters_own_four_o_clock_of_the_next_working_day() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    assert ends(table) == {"Ada": "24 16:00", "Lou": "25 00:00"}
    assert table.state.ends_at == utc("25 00:00")


def test_where_it_is_tomorrow_already_they_have_that_day_if_it_is_yet_to_begin() -> None:
    assert ends(Table(ADA, AROHA, effort="Ada Aroha")) == {"Ada": "24 16:00", "Aroha": "24 03:00"}


def test_where_tomorrow_has_begun_already_they_have_the_next_working_day() -> None:
    """On Thursday evening in Los Angeles it is Friday noon in Auckland."""
    table = Table(LOU, AROHA, effort="Lou Aroha", at="26 23:30")
    assert ends(table) == {"Lou": "28 00:00", "Aroha": "30 03:00"}


def test_on_a_friday_the_next_working_day_is_monday() -> None:
    assert ends(Table(ADA, at="27 15:00", effort="Ada")) == {"Ada": "30 16:00"}


def test_a_day_of_ones_own_choice() -> None:
    assert ends(Table(ADA, LOU, effort="Ada Lou", day=date(2026, 11, 27))) == {
        "Ada": "27 16:00",
        "Lou": "28 00:00",
    }


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 1), date(2026, 12, 25)])
def test_a_day_that_is_past_or_far_is_refused(day: date) -> None:
    with pytest.raises(BadInput, match="from tomorrow on"):
        Table(ADA, effort="Ada", day=day)


def test_who_is_off_on_the_last_day_has_their_last_working_day_before_it() -> None:
    friday_off = replace(ADA, days=(0, 1, 2, 3))
    table = Table(LOU, friday_off, effort="Ada Lou", day=date(2026, 11, 27))
    assert ends(table)["Ada"] == "26 16:00"


def test_who_is_away_until_the_end_is_neither_asked_nor_waited_for_and_may_vote() -> None:
    table = Table(
        ADA, LOU, effort="Ada Lou", absences=(make_absence("Lou", date(2026, 11, 20), date(2026, 12, 1)),)
    )
    assert table.state.ends_at == utc("24 16:00")
    table.to("24 10:00")
    assert [slot for slot in table.shown() if slot.startswith("ask")] == ["ask:UADA:1"]
    assert table.card().progress[0].of == 1
    table.lay("Lou", "5")
    assert (table.card().progress[0].voted, table.card().progress[0].of) == (1, 2)
    table.lay("Ada", "5")
    assert table.round.over


def test_a_day_on_which_nobody_works_is_refused() -> None:
    with pytest.raises(BadInput, match="Nobody whom you named works until then"):
        Table(ADA, at="27 18:00", effort="Ada", day=date(2026, 11, 28))


def test_who_is_away_is_not_asked_before_they_are_back() -> None:
    away = make_absence("Ada", date(2026, 11, 23), date(2026, 11, 24))
    table = Table(ADA, LOU, effort="Ada Lou", day=date(2026, 11, 26), absences=(away,))
    assert [f"{each.ask_at:%d %H:%M}" for each in table.state.voters if each.name == "Ada"] == ["25 09:00"]


def test_who_moves_east_past_their_reminder_is_reminded_at_once() -> None:
    table = Table(ADA, make_member("Ben", LOS_ANGELES), effort="Ada Ben")
    table.members = (ADA, make_member("Ben"))
    table.to("24 15:30")
    table.act(MemberChanged(member_id("Ben")))
    assert "remind:UBEN:1" in table.shown()


def test_a_holiday_counts_for_who_named_their_region() -> None:
    """26 November 2026 is Thanksgiving."""
    lou = replace(LOU, region="US")
    table = Table(lou, LOU, at="25 18:00", effort="Lou")
    assert ends(table)["Lou"] == "28 00:00"
    assert ends(Table(LOU, at="25 18:00", effort="Lou"))["Lou"] == "27 00:00"


def test_voters_are_asked_at_once_at_work_and_else_when_their_day_begins() -> None:
    table = Table(ADA, LOU, AROHA, effort="Ada Lou Aroha")
    asked = {each.name: f"{each.ask_at:%d %H:%M}" for each in table.state.voters}
    assert asked == {"Ada": "23 12:00", "Lou": "23 17:00", "Aroha": "23 20:00"}
    assert [slot for slot in table.shown() if slot.startswith("ask")] == ["ask:UADA:1"]
    table.to("23 20:00")
    assert [slot for slot in table.shown() if slot.startswith("ask")] == [
        "ask:UADA:1",
        "ask:ULOU:1",
        "ask:UAROHA:1",
    ]


def test_who_has_not_voted_is_reminded_once_an_hour_before_their_own_hour() -> None:
    table = Table(ADA, LOU, make_member("Ben"), effort="Ada Lou Ben")
    table.lay("Ben", "5")
    table.to("24 14:59")
    assert not [slot for slot in table.shown() if slot.startswith("remind")]
    table.to("24 15:00")
    assert [slot for slot in table.shown() if slot.startswith("remind")] == ["remind:UADA:1"]
    table.to("24 23:00")
    assert [slot for slot in table.shown() if slot.startswith("remind")] == ["remind:UADA:1", "remind:ULOU:1"]


def test_who_wants_no_reminders_gets_none() -> None:
    table = Table(replace(ADA, reminders=False), LOU, effort="Ada Lou")
    table.to("24 15:30")
    assert not [slot for slot in table.shown() if slot.startswith("remind")]


def test_in_quiet_hours_nobody_is_asked_or_reminded() -> None:
    quiet = replace(ADA, quiet=(time(11), time(15, 30)))
    table = Table(quiet, LOU, effort="Ada Lou")
    table.to("23 15:29")
    assert "ask:UADA:1" not in table.shown()
    table.to("23 15:30")
    assert "ask:UADA:1" in table.shown()
    table.to("24 15:29")
    assert "remind:UADA:1" not in table.shown()
    table.to("24 15:30")
    assert "remind:UADA:1" in table.shown()


def test_a_ballot_that_could_not_be_sent_goes_until_its_voters_hour() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    ask = table.shown()["ask:UADA:1"]
    assert isinstance(ask, Ask)
    assert ask.due == utc("23 12:00")
    assert ask.goes(utc("24 15:59")) == utc("24 15:59")
    assert ask.goes(utc("24 16:00")) is None


def test_a_voter_who_votes_sees_their_ballot_closed() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Ada", "5")
    ask = table.shown()["ask:UADA:1"]
    assert isinstance(ask, Ask)
    assert (ask.state, ask.moot) == ("done", True)


def test_who_votes_before_they_were_asked_is_not_written_to() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Lou", "5")
    table.to("24 15:00")
    assert "ask:ULOU:1" not in table.shown()


def test_when_the_last_hour_has_come_what_was_laid_is_counted() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Ada", "5", sent=False)
    table.to("24 23:59")
    assert table.state.voting
    table.to("25 00:00")
    assert [each.counts for each in table.entries] == [(("5", 1),)]


def test_where_nobody_voted_it_says_so_and_waits_for_somebody_to_go_on() -> None:
    table = Table(ADA, effort="Ada")
    table.to("24 16:00")
    assert (table.matter().standing, table.round.over) == ("empty", False)


def test_who_moves_west_has_until_their_new_hour() -> None:
    table = Table(ADA, make_member("Ben"), effort="Ada Ben")
    table.members = (ADA, make_member("Ben", LOS_ANGELES))
    table.to("24 10:00")
    table.act(MemberChanged(member_id("Ben")))
    assert ends(table) == {"Ada": "24 16:00", "Ben": "25 00:00"}
    assert table.state.ends_at == utc("25 00:00")


def test_who_goes_away_meanwhile_is_waited_for_no_more() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Ada", "3")
    table.to("24 10:00")
    table.absences = (make_absence("Lou", date(2026, 11, 24), date(2026, 12, 1)),)
    table.act(MemberChanged(member_id("Lou")))
    assert table.round.over


def test_a_change_after_somebodys_hour_gives_them_no_second_one() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.to("24 17:00")
    table.act(MemberChanged(member_id("Ada")))
    assert ends(table)["Ada"] == "24 16:00"
    remind = table.shown()["remind:UADA:1"]
    assert isinstance(remind, Remind)


def test_a_second_vote_runs_to_the_next_working_day_after_it_was_called() -> None:
    table = Table(ADA, make_member("Ben"), effort="Ada Ben")
    table.lay("Ada", "1")
    table.lay("Ben", "13")
    table.to("26 10:00")
    table.again()
    assert ends(table) == {"Ada": "27 16:00", "Ben": "27 16:00"}
    assert "ask:UADA:2" in table.shown()


@given(
    st.sampled_from(sorted(schedule.zones())),
    st.datetimes(utc("2026-01-01 00:00").replace(tzinfo=None), utc("2027-12-31 00:00").replace(tzinfo=None)),
)
def test_everywhere_there_is_time_to_vote_and_an_end(zone: str, at: datetime) -> None:
    table = Table(make_member("Ada", zone), make_member("Ben"), effort="Ada Ben", at=f"{at:%Y-%m-%d %H:%M}")
    for each in table.state.voters:
        assert not each.absent
        assert each.ends_at > table.at
        assert each.ask_at <= each.ends_at
        assert each.ends_at.astimezone(ZoneInfo(each.zone)).hour in {16, 17}
    table.lay("Ada", "5")
    table.to(table.state.ends_at)
    assert table.matter().standing == "settled"


def test_who_takes_a_card_back_is_reminded_at_their_hour() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Ada", "5")
    table.to("23 18:00")
    table.lay("Ada", "")
    table.to("24 14:59")
    assert "remind:UADA:1" not in table.shown()
    table.to("24 15:00")
    assert "remind:UADA:1" in table.shown()


def test_who_takes_a_card_back_before_they_were_asked_is_asked() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.lay("Lou", "5")
    table.to("23 20:00")
    assert "ask:ULOU:1" not in table.shown()
    table.lay("Lou", "")
    assert "ask:ULOU:1" in table.shown()


def test_whoever_is_asked_late_is_not_nudged_in_the_same_breath() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.at = utc("24 23:30")
    table.act(Tick())
    assert "ask:ULOU:1" in table.shown()
    assert "remind:ULOU:1" not in table.shown()


def test_who_has_nothing_left_is_not_waited_for_whatever_becomes_of_them() -> None:
    table = Table(effort="Ada Ben", value="Sue", stories=2)
    for story, cards in ((1, ("1", "13")), (2, ("3", "3"))):
        for name, card in zip(("Ada", "Ben"), cards, strict=True):
            table.lay(name, card, story=story)
        table.lay("Sue", "5", ballot="value", story=story)
    table.again()
    assert table.state.voter(member_id("Sue")) is None or not table.state.voters[-1].awaited
    table.act(StoryChanged(make_topic(1), dropped=True))
    assert table.round.over

    table = Table(effort="Ada Ben", value="Sue Tom", stories=1)
    table.act(MemberChanged(member_id("Sue")))
    assert all(each.awaited for each in table.state.voters)


def test_who_comes_back_after_their_hour_may_vote() -> None:
    table = Table(ADA, LOU, effort="Ada Lou")
    table.members = (replace(ADA, active=False), LOU)
    table.act(MemberChanged(member_id("Ada")))
    table.to("24 17:00")
    table.members = (ADA, LOU)
    table.act(MemberChanged(member_id("Ada")))
    table.lay("Ada", "5")
    assert table.matter().cards


def test_a_late_shift_has_until_its_end() -> None:
    night = make_member("Nia", starts="16:30", ends="23:00")
    table = Table(ADA, night, effort="Ada Nia", at="23 23:30")
    [nia] = [each for each in table.state.voters if each.name == "Nia"]
    assert (nia.ask_at, nia.ends_at) == (utc("24 16:30"), utc("24 23:00"))
    assert not nia.absent


def test_who_is_away_is_named_and_not_waited_for() -> None:
    away = (Absence(member_id("Ben"), date(2026, 11, 23), date(2026, 11, 27)),)
    table = Table(effort="Ada Ben Cai", absences=away)
    assert table.card().away == ("Ben",)
    for name in ("Ada", "Cai"):
        table.lay(name, "5")
    result = table.shown()["result"]
    assert isinstance(result, Result)
    assert [(side.asked, side.counts) for line in result.lines for side in line.sides] == [(3, (("5", 2),))]
