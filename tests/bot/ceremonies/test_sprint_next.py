"""Sprints one after another: skipped, stopped, begun anew, of another length, and after weeks away."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.cadence import Cadence
from bot.ceremonies.sprint import Close, Hours, Recast, Settle, Skip, Stop, Take, begin
from bot.ceremonies.sprint.notices import Plan
from bot.errors import BadInput, Refused, Settled
from bot.model import MemberChanged, StoryId, Tick
from tests.bot.ceremonies.sprints import ADA, BEN, LEA, MONDAY, Desk, claim, past, utc
from tests.factories import make_member


def test_one_that_nobody_plans_is_no_sprint_and_the_next_one_comes() -> None:
    desk = Desk()
    desk.to("15 17:00")
    assert (desk.state.phase, desk.round.over) == ("skipped", True)
    assert desk.turn.entries == ()
    assert [each.key for each in desk.next] == ["2"]
    with pytest.raises(Settled, match="is over"):
        desk.act(Settle("", (StoryId("S1"),)))


def test_a_bot_that_was_away_for_weeks_goes_on_where_the_calendar_is() -> None:
    desk = Desk()
    desk.planned()
    desk.at = datetime.fromisoformat("2027-02-17T12:00+00:00")
    desk.act(Tick())
    second = desk.next[0].turn
    assert (second.state.phase, second.over) == ("skipped", True)
    third = second.opens[0].turn
    assert (third.state.phase, third.over) == ("skipped", True)
    fourth = third.opens[0].turn
    assert (fourth.state.span.number, fourth.state.phase) == (4, "planning")
    assert [each.story for each in fourth.state.carried] == ["S1", "S2"], "what rolled over is not lost"


def test_one_that_is_not_planned_cannot_be_closed_but_skipped() -> None:
    desk = Desk()
    with pytest.raises(Refused, match="not planned yet"):
        desk.act(Close())
    with pytest.raises(Refused, match="Sprint 1 is not called yet"):
        desk.act(Skip())
    desk.to("04 10:00")
    desk.act(Skip())
    assert (str(desk.state.phase), desk.round.over) == ("skipped", False)
    with pytest.raises(Settled, match="skipped already"):
        desk.act(Skip())
    desk.to("15 17:00")
    assert desk.round.over
    assert [each.key for each in desk.next] == ["2"]
    assert desk.next[0].turn.state.unplanned == 0, "somebody said so"


def test_what_was_skipped_may_be_planned_after_all() -> None:
    desk = Desk()
    desk.to("04 10:00")
    desk.act(Skip())
    desk.act(Settle("", (StoryId("S1"),)), at="06 10:00")
    assert desk.state.phase == "running"
    desk.to("15 17:00")
    assert (desk.state.phase, desk.state.closed_by) == ("closed", "")
    assert [each.key for each in desk.next] == ["2"]


def test_stopped_it_runs_to_its_end_and_none_follows() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Stop())
    assert desk.state.phase == "running"
    desk.to("15 17:00")
    assert (desk.state.phase, desk.next) == ("closed", [])


def test_another_length_holds_from_the_next_sprint_on() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Recast(Cadence(3, date(2027, 1, 18), number=2), Hours(time(9), time(16))))
    desk.to("15 17:00")
    state = desk.next[0].turn.state
    assert (state.span.first, state.span.last) == (date(2027, 1, 18), date(2027, 2, 7))
    assert desk.next[0].turn.wake_at == utc("18 09:00")


def test_it_begins_by_sound_dates() -> None:
    with pytest.raises(BadInput, match="over by now"):
        begin(Desk().book, Cadence(1, date(2026, 12, 1)), Hours(), LEA, utc("04 10:00"))
    with pytest.raises(BadInput, match="three months"):
        begin(Desk().book, Cadence(1, date(2028, 12, 1)), Hours(), LEA, utc("04 10:00"))
    with pytest.raises(BadInput, match="later"):
        begin(Desk().book, Cadence(1, MONDAY), Hours(time(17), time(9)), LEA, utc("04 10:00"))
    crowded = replace(Desk().book, sprints=(past(1),))
    with pytest.raises(BadInput, match="Two sprints cannot run at the same time"):
        begin(crowded, Cadence(4, date(2026, 12, 14), number=2), Hours(), LEA, utc("04 10:00"))


def test_who_has_left_is_asked_nothing_by_the_sprints_that_follow() -> None:
    desk = Desk()
    desk.planned("S1", "S2")
    desk.act(Take(StoryId("S2"), BEN.id), by="Ben")
    desk.to("15 17:00")
    [opening] = desk.next
    desk.round = replace(desk.round, state=opening.turn.state, over=False)
    desk.members = (make_member("Ada", roles=("developer", "lead")), replace(BEN, active=False))
    desk.act(MemberChanged(BEN.id))
    desk.act(MemberChanged(LEA.id))
    assert [each.owner for each in desk.state.carried] == [None, None]
    assert desk.state.starter == ADA.id


def test_other_hours_hold_from_the_next_sprint_on_too() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Recast(Cadence(2, date(2027, 1, 18), number=2), Hours(time(8), time(12))))
    desk.to("15 16:59")
    assert desk.state.phase == "running"
    desk.to("15 17:00")
    assert desk.next[0].turn.wake_at == utc("18 08:00")


def test_a_next_sprint_that_is_called_with_the_close_knows_of_the_closed_one() -> None:
    desk = Desk()
    desk.planned()
    desk.done(1)
    desk.at = utc("18 11:00")
    desk.act(Tick())
    following = desk.next[0].turn.state
    assert following.phase == "planning"
    assert following.outlook
    assert following.outlook.half is not None


def test_a_lookahead_whose_day_is_past_when_sprints_begin_is_not_held() -> None:
    desk = Desk(at="13 09:00")
    assert desk.state.phase == "planning"
    desk.act(Settle("", (StoryId("S1"),)))
    assert desk.opened == []


def test_after_three_that_nobody_planned_none_is_called() -> None:
    desk = Desk(weeks=1)
    for number in (1, 2, 3):
        while desk.state.phase != "skipped":
            assert desk.round.wake_at
            desk.at = desk.round.wake_at
            desk.act(Tick())
        plan = desk.shown()["plan"]
        assert isinstance(plan, Plan)
        assert plan.last == (number == 3)
        if number < 3:
            turn = desk.next[-1].turn
            desk.round = replace(desk.round, state=turn.state, wake_at=turn.wake_at, over=False)
    assert len(desk.next) == 2


def test_a_planned_sprint_between_begins_the_count_anew() -> None:
    desk = Desk()
    desk.round = replace(desk.round, state=replace(desk.state, unplanned=2))
    desk.planned("S1")
    desk.to("15 17:00")
    assert desk.next[0].turn.state.unplanned == 0


def test_one_that_is_ahead_may_still_have_another_length() -> None:
    desk = Desk(weeks=2)
    desk.act(Recast(Cadence(4, MONDAY), Hours(time(9), time(16))))
    assert (desk.state.span.last, desk.state.following) == (date(2027, 1, 31), None)
    desk.to("04 09:00")
    assert desk.state.phase == "planning"
    desk.act(Recast(Cadence(1, MONDAY), Hours(time(9), time(16))))
    assert desk.state.span.last == date(2027, 1, 10)
    assert desk.state.outlook
    assert desk.state.outlook.days == 15


def test_begun_anew_what_was_left_over_is_not_forgotten() -> None:
    left = claim(1, 3, state="rolled", rolled=2, owner=BEN.id, owner_name="Ben")
    gone = claim(9, 3, state="rolled")
    pasts = (past(1, left, gone, claim(2, 8, state="done")),)
    book = replace(Desk().book, sprints=pasts)
    state = begin(book, Cadence(2, MONDAY, number=2), Hours(), LEA, utc("04 09:00")).state
    assert [(each.story, each.rolled, each.owner) for each in state.carried] == [("S1", 3, BEN.id)]
