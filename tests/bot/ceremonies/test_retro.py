"""A retro's phases: who moves them on, what the clock does, and when it is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ceremonies.retro import (
    AddNote,
    AnswerPulse,
    Begin,
    End,
    GoOn,
    PutTogether,
    Settings,
    TakeApart,
    Vote,
)
from bot.ceremonies.retro.notices import Digest, Topic
from bot.errors import BadInput, NotYours, Settled
from bot.model import MemberChanged, Tick
from tests.bot.ceremonies.wall import BEN, LEA, Wall, grouped, voting
from tests.factories import member_id, utc


def test_one_that_is_ended_tells_what_there_is_and_calls_nobody_to_more() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 2)
    with pytest.raises(NotYours):
        wall.act(End(), "Ben")
    wall.act(End(), "Lea")
    assert wall.round.over
    shown = wall.shown()
    assert isinstance(shown["digest"], Digest)
    assert [each.dots for each in shown["digest"].themes] == [1, 0]
    assert all(each.moot for name, each in shown.items() if name.startswith(("topic", "actions", "vote")))


def test_who_has_left_is_not_said_to_facilitate() -> None:
    wall = Wall()
    wall.members = (replace(wall.members[0], active=False), *wall.members[1:])
    wall.act(MemberChanged(member_id("Ada")))
    assert wall.state.facilitator_name == ""


def test_only_who_facilitates_and_leads_move_it_on() -> None:
    wall = grouped("One", "Two")
    for act in (GoOn("group"), PutTogether((1, 2), "x"), TakeApart(1)):
        with pytest.raises(NotYours, match="Only Ada and the team's leads"):
            wall.act(act, "Ben")
    wall.go_on("Lea")
    assert wall.state.phase == "vote"


def test_where_the_facilitator_has_left_leads_go_on_and_without_any_anybody() -> None:
    wall = grouped("One", "Two")
    wall.members = (replace(wall.members[0], active=False), BEN, LEA)
    with pytest.raises(NotYours, match="Only the team's leads"):
        wall.act(GoOn("group"), "Ben")
    wall.members = (replace(wall.members[0], active=False), BEN)
    wall.act(GoOn("group"), "Ben")
    assert wall.state.phase == "vote"


def test_two_who_go_on_at_once_leave_one_phase() -> None:
    wall = grouped("One", "Two")
    wall.act(GoOn("group"), "Ada")
    with pytest.raises(Settled, match="gone on already"):
        wall.act(GoOn("group"), "Lea")
    assert wall.state.phase == "vote"


def test_without_a_note_it_is_over_in_a_line() -> None:
    wall = Wall()
    wall.go_on()
    assert wall.state.phase == "closed"
    assert set(wall.shown()) == {"card"}


def test_with_one_note_nothing_is_grouped_or_voted_on() -> None:
    wall = Wall()
    wall.note("Only this")
    wall.go_on()
    assert wall.state.phase == "discuss"
    [topic] = [each for each in wall.shown().values() if isinstance(each, Topic)]
    assert topic.dots is None
    assert "vote" not in wall.shown()


def test_a_meeting_goes_on_by_the_clock() -> None:
    wall = Wall(Settings(pace="meeting"), begun=False)
    wall.begin(Settings(pace="meeting"), utc("25 14:00"))
    wall.note("One")
    wall.note("Two")
    seen = []
    for at in ("25 13:59", "25 14:00", "25 14:10", "25 14:15", "25 14:45", "25 14:55"):
        wall.to(at)
        seen.append(wall.state.phase)
    assert seen == ["collect", "group", "vote", "discuss", "actions", "closed"]


def test_a_retro_of_days_leaves_out_the_weekend() -> None:
    wall = Wall(begun=False)
    wall.begin(Settings(pace="days"), utc("27 14:00"))
    wall.note("One")
    wall.note("Two")
    wall.to("27 14:00")
    assert wall.state.due == utc("30 14:00")


def test_what_nobody_moves_on_is_closed_after_a_week_and_counted_as_it_stands() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 2)
    wall.to(wall.at + timedelta(days=6, hours=23))
    early = wall.state.phase
    wall.to(wall.at + timedelta(hours=1))
    assert (early, wall.state.phase) == ("vote", "closed")
    assert wall.state.themes[1].dots == 1
    late = {name for name, each in wall.shown().items() if each.moot}
    assert late >= {"topic:2", "actions"}, "nobody is called to talk about what is over"


def test_a_tick_too_many_changes_nothing() -> None:
    wall = Wall(Settings(pace="meeting"))
    wall.note("One")
    wall.note("Two")
    wall.go_on()
    before = wall.round
    wall.act(Tick())
    assert wall.round == before


def test_a_pulse_is_shown_from_five_answers_on() -> None:
    few, enough = Wall(Settings(pulse="How was it?")), Wall(Settings(pulse="How was it?"))
    for wall, people in ((few, 4), (enough, 5)):
        for number in range(people):
            wall.act(AnswerPulse(3, "fresh"), f"P{number}")
            wall.act(AnswerPulse(4, "fresh"), f"P{number}")
        wall.go_on()
    assert few.state.pulse is not None
    assert (few.state.pulse.answers, few.state.pulse.counts, few.state.pulse.mean) == (4, (), None)
    assert enough.state.pulse is not None
    assert (enough.state.pulse.counts, enough.state.pulse.mean) == ((0, 0, 0, 5, 0), 4.0)
    with pytest.raises(Settled):
        enough.act(AnswerPulse(1, "fresh"), "Ben")


@pytest.mark.parametrize("score", [0, 6, -1])
def test_an_answer_outside_of_the_scale_is_none(score: int) -> None:
    wall = Wall(Settings(pulse="How was it?"))
    with pytest.raises(BadInput):
        wall.act(AnswerPulse(score, "fresh"), "Ben")


def test_one_that_collects_without_an_end_goes_on_after_two_weeks() -> None:
    wall = Wall()
    wall.note("One")
    wall.note("Two")
    wall.to(wall.at + timedelta(days=13, hours=23))
    early = wall.state.phase
    wall.to(wall.at + timedelta(hours=1))
    assert (early, wall.state.phase) == ("collect", "group")
    wall.to(wall.at + timedelta(days=7))
    assert wall.state.phase == "closed"


def test_a_step_that_ended_while_piton_was_away_begins_anew_once() -> None:
    wall = voting("One", "Two")
    wall.round = replace(
        wall.round, state=replace(wall.state, settings=Settings(pace="meeting"), due=wall.at)
    )
    wall.at += timedelta(hours=1)
    wall.act(Tick())
    assert (wall.state.phase, wall.state.due) == ("vote", wall.at + timedelta(minutes=5))
    wall.to(wall.at + timedelta(minutes=5))
    assert wall.state.phase == "discuss"


def test_the_facilitator_is_called_by_their_new_name() -> None:
    wall = Wall()
    wall.members = (replace(wall.members[0], name="Ada Lovelace"), *wall.members[1:])
    wall.act(MemberChanged(member_id("Ada")))
    assert wall.state.facilitator_name == "Ada Lovelace"


def test_a_retro_that_is_over_takes_nothing_more() -> None:
    wall = Wall()
    wall.go_on()
    for act in (AddNote("x", "", "late", "f"), Vote((1,), "f"), GoOn("closed"), Begin(Settings(), None)):
        with pytest.raises(Settled, match="over"):
            wall.act(act, "Ada")
