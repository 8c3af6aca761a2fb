"""What a team might talk about: the most telling first, one of each kind before any comes twice."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.topics import MOST, Fell, Overran, Repeated, Rolled, Short, Stayed, Topic, topics
from bot.model import Claim, MemberId, Past, Round, RoundId, SprintPast, StoryId, TeamId, WorkspaceId
from storage import codec
from tests.backlogs import make_story
from tests.bot.book.pasts import BEFORE, FIRST, LAST, blocker, claim, noon, spike, sprint, standup

DAY = timedelta(days=1)
WEEK = [FIRST + each * DAY for each in range(5)]
WEEK_BEFORE = [each - 12 * DAY for each in WEEK]


def of(past: Past) -> tuple[Topic, ...]:
    return topics(past, past.sprints, FIRST, LAST, "UTC")


def test_a_quiet_fortnight_suggests_nothing() -> None:
    assert of(Past()) == ()


def test_a_blocker_tells_when_it_stayed_for_three_working_days_or_is_open_still() -> None:
    friday = FIRST + 4 * DAY
    assert of(Past(blockers=(blocker(FIRST, FIRST + 2 * DAY),))) == ()
    assert of(Past(blockers=(blocker(FIRST, FIRST + 3 * DAY),))) == (Stayed("No access", 3, open=False),)
    assert of(Past(blockers=(blocker(friday, friday + 4 * DAY),))) == (), "a weekend is no working days"
    assert of(Past(blockers=(blocker(LAST),))) == (Stayed("No access", 0, open=True),)
    assert of(Past(blockers=(blocker(FIRST, LAST + DAY),))) == (Stayed("No access", 9, open=True),)
    assert of(Past(blockers=(blocker(FIRST, LAST, "withdrawn"),))) == ()


def test_a_teams_own_week_is_counted() -> None:
    past = Past(blockers=(blocker(FIRST + 4 * DAY, FIRST + 8 * DAY),))  # from Friday to Tuesday
    assert topics(past, (), FIRST, LAST, "UTC", (0, 1, 2, 3, 4, 6)) == (Stayed("No access", 3, open=False),)


def test_a_story_tells_when_three_sprints_did_not_finish_it() -> None:
    again = claim(1, reason="data", rolled=2)
    told = Rolled(StoryId("S1"), 1, "Story 1", 3)
    twice = replace(again, rolled=1)
    assert told in of(Past(sprints=(sprint(again),)))
    assert not any(isinstance(each, Rolled) for each in of(Past(sprints=(sprint(twice),))))
    done = make_story(1, done_at=noon(LAST))
    assert told not in of(Past(sprints=(sprint(again),), done=(replace(done, id=StoryId("S1")),)))


def test_the_last_sprint_that_a_story_was_in_tells_of_it() -> None:
    earlier = sprint(claim(1, reason="data", rolled=2), number=3, last=FIRST)
    later = sprint(claim(1, state="done", rolled=3), number=4)
    for order in ((earlier, later), (later, earlier)):
        assert not any(isinstance(each, Rolled) for each in of(Past(sprints=order)))


def test_a_spike_tells_when_it_overran_or_was_extended_twice() -> None:
    assert of(Past(spikes=(spike(used=2, box=2, grown=1),))) == ()
    assert of(Past(spikes=(spike(used=3, box=2),))) == (Overran("Can we?", 0, open=False),)
    assert of(Past(spikes=(spike(grown=2),))) == (Overran("Can we?", 2, open=False),)
    assert of(Past(spikes=(spike(BEFORE, grown=2),))) == ()


def running(grown: int) -> Round[Any]:
    state = SimpleNamespace(question="How fast?", grown=(None,) * grown)
    return Round(RoundId("R"), WorkspaceId("W"), TeamId("T"), "spike", "", noon(FIRST), state)


def test_one_that_runs_still_tells_too() -> None:
    assert of(Past(open_spikes=(running(1),))) == ()
    assert of(Past(open_spikes=(running(2),))) == (Overran("How fast?", 2, open=True),)


def test_answers_tell_when_they_fell_by_a_fifth() -> None:
    before = tuple(standup(day, 5) for day in WEEK_BEFORE)
    assert of(Past(standups=before + tuple(standup(day, 4) for day in WEEK))) == (Fell(100, 80),)
    better = (standup(WEEK[0], 5), *(standup(day, 4) for day in WEEK[1:]))
    assert of(Past(standups=before + better)) == ()
    assert of(Past(standups=tuple(standup(day, 0) for day in WEEK))) == (), "there was nothing before"


def test_of_two_people_answers_would_tell_what_one_of_them_did() -> None:
    past = [standup(day, 2, 2) for day in WEEK_BEFORE] + [standup(day, 1, 2) for day in WEEK]
    assert of(Past(standups=tuple(past))) == ()


def test_a_sprint_tells_when_it_finished_little_of_what_it_took_on() -> None:
    def closed(done: int, *more: Claim) -> Past:
        return Past(sprints=(sprint(claim(1, done), claim(2, 10 - done, state="rolled"), *more),))

    assert of(closed(6)) == ()
    assert of(closed(5)) == (Short(4, 5, 10),)
    assert of(closed(6, claim(3, 5, state="rolled", added=True))) == (Short(4, 6, 15),)
    assert of(closed(6, claim(3, 5, state="removed"))) == (), "what was taken out is not missed"
    assert of(Past(sprints=(sprint(claim(1, None, state="rolled")),))) == ()


def test_a_reason_tells_when_three_rollovers_share_it() -> None:
    done = claim(9, 100)
    twice = [claim(number, 1, "data") for number in (1, 2)]
    assert of(Past(sprints=(sprint(done, *twice, claim(3, 1, "harder")),))) == ()
    assert of(Past(sprints=(sprint(done, *twice, claim(3, 1, "data")),))) == (Repeated("data", 3),)


def test_the_most_telling_comes_first_and_no_kind_twice_before_the_others() -> None:
    long = blocker(FIRST - 30 * DAY, text="long")
    past = Past(
        blockers=(blocker(FIRST, FIRST + 3 * DAY, text="short"), blocker(FIRST, LAST, text="mid"), long),
        spikes=(spike(used=4, box=2), spike(used=3, box=2)),
    )
    assert [kind_of(each) for each in of(past)] == ["long", "Can we?", "mid"]
    assert of(past)[1] == Overran("Can we?", 0, open=False)


def kind_of(topic: Topic) -> str:
    return topic.text if isinstance(topic, Stayed) else getattr(topic, "question", topic.kind)


TOPICS: tuple[Topic, ...] = (
    Stayed("No access", 3, open=True),
    Rolled(StoryId("S1"), 1, "Churn", 3),
    Overran("Can we?", 2, open=False),
    Fell(100, 80),
    Short(4, 5, 10),
    Repeated("data", 3),
)


def test_topics_live_in_a_rounds_state() -> None:
    assert codec.load(tuple[Topic, ...], codec.dump(tuple[Topic, ...], TOPICS)) == TOPICS


days = st.integers(-30, 20).map(lambda each: FIRST + each * DAY)
pasts = st.builds(
    Past,
    standups=st.lists(st.builds(standup, days, st.integers(0, 5)), max_size=30).map(tuple),
    blockers=st.lists(st.builds(blocker, days, st.none() | days), max_size=10).map(tuple),
    spikes=st.lists(st.builds(spike, days, grown=st.integers(0, 2)), max_size=5).map(tuple),
    sprints=st.lists(
        st.builds(
            lambda claims, last: sprint(*claims, last=last),
            st.lists(
                st.builds(
                    claim,
                    st.integers(1, 9),
                    st.none() | st.integers(0, 13),
                    st.sampled_from(("", "data", "harder")),
                    rolled=st.integers(0, 5),
                    added=st.booleans(),
                ),
                max_size=8,
            ),
            days,
        ),
        max_size=3,
    ).map(tuple),
)


@given(pasts, st.randoms())
def test_there_are_three_at_most_whatever_the_order_of_what_happened(past: Past, random: Any) -> None:  # noqa: ANN401
    found = of(past)
    assert len(found) <= MOST
    assert len(set(map(repr, found))) == len(found) or past.blockers or past.spikes
    shuffled = replace(past, blockers=tuple(random.sample(past.blockers, len(past.blockers))))
    assert of(shuffled) == found


def test_nobody_is_named() -> None:
    owned = claim(1, 3, "data", rolled=4, owner=MemberId("UADA"), owner_name="Ada")
    found = of(Past(sprints=(sprint(owned),), spikes=(spike(grown=2),)))
    assert found
    assert not any(word in repr(found) for word in ("Ada", "U1"))


@pytest.mark.parametrize("many", [5_000])
def test_a_huge_fortnight_suggests_three(many: int) -> None:
    past = Past(
        standups=tuple(standup(day, 5) for day in WEEK_BEFORE) + tuple(standup(day, 1) for day in WEEK),
        blockers=tuple(blocker(FIRST, text=f"{number}") for number in range(many)),
        spikes=(spike(grown=2),) * many,
        sprints=(sprint(*(claim(number, 5, "data", rolled=3) for number in range(many))),),
    )
    assert len(of(past)) == MOST


def test_sprints_may_come_from_another_page_of_the_book() -> None:
    closed: tuple[SprintPast, ...] = (sprint(claim(1, 1), claim(2, 9, state="rolled")),)
    assert topics(Past(), closed, FIRST, LAST, "UTC") == (Short(4, 1, 10),)
