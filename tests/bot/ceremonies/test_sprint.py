"""A sprint is planned: what is proposed, what is refused, by whom, and what changes while it runs."""

from dataclasses import replace
from datetime import date

import pytest

from bot.cadence import Stage
from bot.ceremonies.sprint import Close, SayWhy, Settle, Skip, Stop, Take
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.model import Absence, MemberChanged, StoryId
from tests.bot.ceremonies.sprints import ADA, BEN, LEA, MONDAY, Desk, claim, past, story, utc
from tests.factories import member_id


def test_a_fortnight_from_monday() -> None:
    desk = Desk()
    assert (desk.state.phase, desk.turn.wake_at) == ("ahead", utc("04 10:00"))
    desk.to("04 10:00")
    assert desk.state.phase == "planning"
    assert not desk.shown()["plan"].moot
    desk.planned()
    assert desk.shown()["plan"].moot
    assert (desk.state.phase, desk.state.committed) == ("running", 11)
    desk.to("11 09:59")
    assert not desk.state.looked
    desk.to("11 10:00")
    assert list(desk.state.looked) == [date(2027, 1, 11)]
    desk.to("15 10:00")
    assert desk.state.ending
    desk.to("15 16:59")
    assert not desk.next
    desk.to("15 17:00")
    assert (str(desk.state.phase), desk.state.closed_at) == ("closed", utc("15 17:00"))
    looking, following = desk.opened
    assert (looking.kind, looking.key) == ("lookahead", "1/2027-01-11")
    assert (following.key, following.turn.wake_at) == ("2", utc("18 10:00"))
    assert [each.story for each in following.turn.state.carried] == ["S1", "S2"]


def test_planned_anew_while_it_runs_stories_come_and_go() -> None:
    desk = Desk(stories=(story(1), story(2, 8), story(4, 5)))
    desk.planned()
    desk.done(1)
    desk.act(Settle("Recall", (StoryId("S4"),)), at="06 12:00")
    states = {each.number: (each.state, each.added) for each in desk.state.claims}
    assert states == {1: ("done", False), 2: ("removed", False), 4: ("open", True)}
    entry = desk.written[-1]
    assert (entry.committed, entry.added, entry.removed, entry.completed) == (11, 5, 8, 3)
    assert [(each.done, each.scope) for each in desk.state.marks] == [(0, 11), (3, 11), (3, 8)]
    desk.act(Settle("Recall", (StoryId("S4"), StoryId("S2"))))
    assert {each.number: each.state for each in desk.state.claims}[2] == "open"


@pytest.mark.parametrize(
    ("act", "field", "words"),
    [
        (Settle("", ()), "stories", "at least one"),
        (Settle("x" * 201, (StoryId("S1"),)), "goal", "200 characters"),
        (Settle("", (StoryId("S1"),), -1.0), "days", "from 0"),
        (Settle("", (StoryId("S1"),), float("nan")), "days", "from 0"),
        (Settle("", (StoryId("S9"),)), "stories", "done or dropped by now"),
    ],
)
def test_bad_plans_are_refused_by_their_field(act: Settle, field: str, words: str) -> None:
    desk = Desk()
    desk.to("04 10:00")
    with pytest.raises(BadInput, match=words) as refused:
        desk.act(act)
    assert refused.value.field == field
    assert desk.state.phase == "planning"


def test_who_may_do_what() -> None:
    desk = Desk()
    for act in (Settle("", (StoryId("S1"),)), Close(), Skip(), Stop()):
        with pytest.raises(NotYours, match="Only Lea and the team's leads"):
            desk.act(act, by="Ada")
    desk.planned()
    desk.act(Take(StoryId("S1"), ADA.id), by="Ada")
    with pytest.raises(NotYours, match="Ada has #1"):
        desk.act(Take(StoryId("S1"), BEN.id), by="Ben")
    with pytest.raises(Settled, match="You have it already"):
        desk.act(Take(StoryId("S1"), ADA.id), by="Ada")
    desk.act(Take(StoryId("S1"), BEN.id), by="Ada")
    with pytest.raises(NotFound):
        desk.act(Take(StoryId("S9"), BEN.id), by="Ben")
    with pytest.raises(NotYours, match="people of this team"):
        desk.act(Take(StoryId("S2"), member_id("Eve")), by="Eve")
    desk.act(Close())
    with pytest.raises(NotYours, match="Only Ben"):
        desk.act(SayWhy(StoryId("S1"), "data"), by="Ada")
    with pytest.raises(BadInput, match="Choose what") as refused:
        desk.act(SayWhy(StoryId("S1"), ""), by="Ben")
    assert refused.value.field == "reason"
    with pytest.raises(BadInput, match="few words"):
        desk.act(SayWhy(StoryId("S1"), "other", " "), by="Ben")


def test_its_stages_are_shown_in_their_weeks() -> None:
    desk = Desk(weeks=4, stages=(Stage("Look at the data", 1), Stage("Build", 3)))
    desk.planned()
    assert desk.state.stage == "Look at the data"
    desk.to("11 10:00")
    assert desk.state.stage == "Build"
    assert list(desk.state.looked) == [date(2027, 1, 11)]
    desk.to("25 10:00")
    assert list(desk.state.looked) == [date(2027, 1, 11), date(2027, 1, 25)]


def test_what_somebody_had_who_leaves_is_free_again() -> None:
    desk = Desk()
    desk.planned()
    desk.act(Take(StoryId("S1"), ADA.id), by="Ada")
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.state.claims[0].owner is None
    desk.act(Close())
    asked = desk.shown()["why:1"]
    assert asked.place.member == LEA.id  # type: ignore[union-attr] # a direct message


def test_a_pace_from_earlier_sprints_decides_what_is_proposed() -> None:
    pasts = tuple(
        past(number, claim(10 + number, 8, state="done"), first=date(2026, 12, 7)) for number in (1, 2, 3)
    )
    desk = Desk(stories=(story(1, 3, 8), story(2, 8, 1), story(4, 5, 5)), pasts=pasts)
    desk.to("04 10:00")
    assert desk.state.outlook
    assert desk.state.proposed
    assert desk.state.outlook.half
    assert desk.state.outlook.half == pytest.approx(12, abs=5)
    assert desk.state.proposed.points <= desk.state.outlook.half
    assert desk.state.outlook.days == 30


def test_fewer_days_are_a_smaller_pace() -> None:
    pasts = tuple(past(number, claim(10 + number, 8, state="done")) for number in (1, 2, 3))
    desk = Desk(pasts=pasts)
    desk.to("04 10:00")
    before = desk.state.outlook
    desk.act(Settle("", (StoryId("S1"),), 15.0))
    after = desk.state.outlook
    assert before
    assert after
    assert before.half
    assert after.days == 15.0
    assert after.half == pytest.approx(before.half / 2)


def test_days_away_that_are_told_after_the_call_count() -> None:
    desk = Desk()
    desk.to("04 10:00")
    desk.absences = (Absence(ADA.id, MONDAY, date(2027, 1, 8)),)
    desk.act(Settle("", (StoryId("S1"),)))
    assert desk.state.outlook
    assert (desk.state.outlook.days, desk.state.outlook.away) == (25, 5)


def test_what_another_has_put_in_meanwhile_stays_in() -> None:
    desk = Desk(stories=(story(1), story(2, 8), story(4, 5)))
    desk.planned("S1")
    desk.act(Settle("", (StoryId("S1"), StoryId("S4"))))
    desk.act(Settle("", (StoryId("S2"),), seen=(StoryId("S1"),)))
    assert {each.number: each.state for each in desk.state.claims} == {1: "removed", 2: "open", 4: "open"}


def test_the_goal_may_change_when_all_is_done() -> None:
    desk = Desk()
    desk.planned("S1")
    desk.done(1)
    desk.act(Settle("A new goal", ()))
    assert desk.state.goal == "A new goal"


def test_a_stranger_cannot_be_given_a_story() -> None:
    desk = Desk()
    desk.planned("S1")
    with pytest.raises(BadInput, match="not of this team yet") as refused:
        desk.act(Take(StoryId("S1"), member_id("Eve")), by="Ada")
    assert refused.value.field == "owner"


def test_a_goal_that_another_has_changed_meanwhile_is_kept() -> None:
    desk = Desk()
    desk.planned("S1")
    desk.act(Settle("Recall up", (StoryId("S1"),), seen_goal="Recall"))
    assert desk.state.goal == "Recall up"
    desk.act(Settle("Recall", (StoryId("S1"), StoryId("S2")), seen_goal="Recall"))
    assert desk.state.goal == "Recall up"


def test_nobody_is_asked_in_their_night() -> None:
    desk = Desk()
    aroha = replace(ADA, zone="Pacific/Auckland")
    desk.members = (aroha, BEN, LEA)
    desk.planned()
    desk.act(Take(StoryId("S1"), ADA.id), by="Ada")
    desk.act(Take(StoryId("S2"), BEN.id), by="Ben")
    desk.to("15 17:00")
    asked = {each.whom: each.at for each in desk.state.asking}
    assert asked == {BEN.id: utc("15 17:00"), ADA.id: utc("17 20:00")}, "Monday at nine in Auckland"
    shown = desk.shown()["why:1"]
    assert shown.goes(utc("15 17:00")) == utc("17 20:00")
