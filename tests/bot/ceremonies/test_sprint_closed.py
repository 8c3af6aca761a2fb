"""A sprint is closed: what counts, what rolls over with its reason, and with which days."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.estimation import StoryChanged, Topic
from bot.ceremonies.sprint import Close, SayWhy, Settle, Take
from bot.ceremonies.sprint.notices import Why
from bot.errors import Settled
from bot.model import StoryId, Tick
from tests.bot.ceremonies.sprints import BEN, LEA, Desk, story, utc


def test_what_is_done_counts_and_the_rest_rolls_over_with_its_reason() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Take(StoryId("S2"), BEN.id), by="Ben")
    desk.act(StoryChanged(Topic(StoryId("S1"), 1, "Story 1"), done=True), at="07 12:00")
    desk.to("15 17:00")
    entry = desk.written[-1]
    assert (entry.committed, entry.completed, entry.added, entry.removed) == (11, 3, 0, 0)
    asked = desk.shown()["why:2"]
    assert isinstance(asked, Why)
    assert (asked.place.member, asked.moot) == (BEN.id, False)  # type: ignore[union-attr] # a direct message
    assert "why:1" not in desk.shown()
    desk.act(SayWhy(StoryId("S2"), "data", "No access"), by="Ben", at="16 09:00")
    assert desk.round.over
    entry = desk.written[-1]
    assert [(each.reason, each.note) for each in entry.claims if each.number == 2] == [("data", "No access")]


def test_the_points_count_in_the_sprint_that_finishes_the_story() -> None:
    first = Desk()
    first.planned()
    first.to("15 17:00")
    [opening] = first.next
    second = Desk()
    second.round = replace(second.round, state=opening.turn.state, wake_at=opening.turn.wake_at)
    second.to("18 10:00")
    second.act(Settle("", (StoryId("S2"),)))
    assert second.state.claims[0].rolled == 1
    second.done(2)
    second.to("29 17:00")
    entry = second.written[-1]
    assert (entry.number, entry.completed) == (2, 8)
    assert second.state.phase == "closed"
    assert second.round.over, "nothing is left to explain"


def test_the_third_time_it_is_offered_to_be_split() -> None:
    desk = Desk()
    desk.planned("S1")
    desk.round = replace(desk.round, state=desk.state.with_claim(replace(desk.state.claims[0], rolled=1)))
    desk.act(Close(), at="05 09:00")
    shown = desk.shown()["why:1"]
    assert isinstance(shown, Why)
    assert not shown.often
    desk.round = replace(desk.round, state=desk.state.with_claim(replace(desk.state.claims[0], rolled=2)))
    shown = desk.shown()["why:1"]
    assert isinstance(shown, Why)
    assert shown.often


def test_closed_by_hand_it_is_closed_once_and_the_next_keeps_its_day() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Close(), at="13 12:00")
    assert (desk.state.closed_by, desk.next[0].turn.wake_at) == ("Lea", utc("18 10:00"))
    with pytest.raises(Settled, match="Sprint 1 is over: Lea has closed it"):
        desk.act(Close())
    desk.to("15 17:00")
    assert len(desk.next) == 1


def test_closed_on_its_last_day_the_word_of_that_day_is_over() -> None:
    desk = Desk()
    desk.planned()
    desk.to("15 10:00")
    assert not desk.shown()["ending"].moot
    desk.act(Close(), at="15 12:00")
    assert desk.shown()["ending"].moot


def test_what_is_done_between_two_sprints_counts_in_the_second() -> None:
    desk = Desk()
    desk.planned("S1", "S2")
    desk.to("15 17:00")
    [opening] = desk.next
    desk.round = replace(desk.round, state=opening.turn.state, wake_at=opening.turn.wake_at, over=False)
    desk.done(2)
    desk.stories = tuple(replace(each, state="done") if each.number == 2 else each for each in desk.stories)
    desk.to("18 10:00")
    desk.act(Settle("", (StoryId("S1"),)))
    assert {each.number: (each.state, each.rolled) for each in desk.state.claims} == {
        1: ("open", 1),
        2: ("done", 1),
    }
    assert (desk.state.done, desk.state.scope) == (8, 11)


def test_a_story_that_is_had_back_is_in_its_sprint_again() -> None:
    desk = Desk()
    desk.planned()
    topic = Topic(StoryId("S1"), 1, "Story 1")
    desk.act(StoryChanged(topic, dropped=True))
    assert (desk.state.scope, desk.state.marks[-1].scope) == (8, 8)
    desk.act(StoryChanged(topic))
    assert desk.state.scope == 11
    desk.act(Settle("", (StoryId("S2"),)))
    desk.act(StoryChanged(topic))
    assert desk.state.scope == 8, "what somebody took out of the sprint stays out"


def test_of_what_nobody_had_a_few_are_asked_about() -> None:
    stories = tuple(story(number) for number in range(1, 9))
    desk = Desk(stories=stories)
    desk.planned(*(each.id for each in stories))
    desk.act(Take(StoryId("S8"), BEN.id), by="Ben")
    desk.act(Close())
    assert [each.whom for each in desk.state.asking] == [LEA.id, LEA.id, LEA.id, BEN.id]
    assert not desk.round.over
    for each in stories:
        desk.act(SayWhy(each.id, "data"))
    desk.act(Tick())
    assert desk.round.over


def test_closed_early_it_counts_with_the_days_that_it_had() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Close(), at="08 16:00")
    entry = desk.written[-1]
    assert entry.last == date(2027, 1, 8)
    assert entry.days == pytest.approx(30 * 5 / 14)
