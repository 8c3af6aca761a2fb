"""A sprint: planned, looked at, closed by its hour, and what rolls over."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.cadence import Cadence, Stage
from bot.ceremonies.estimation import StoryChanged, Topic
from bot.ceremonies.sprint import (
    Close,
    Hours,
    Recast,
    SayWhy,
    Settle,
    Skip,
    Sprint,
    Stop,
    Take,
    begin,
)
from bot.ceremonies.sprint.notices import Plan, Why
from bot.ceremonies.sprint.rules import advance
from bot.ceremonies.sprint.shown import show
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import (
    Absence,
    Act,
    Book,
    Claim,
    Estimate,
    Member,
    MemberChanged,
    Notice,
    Opening,
    Round,
    RoundId,
    SprintPast,
    SprintStands,
    Story,
    StoryId,
    Tick,
    Turn,
)
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
MONDAY = date(2027, 1, 4)


def utc(text: str) -> datetime:
    """ "04 10:00" of January 2027; London has UTC then."""
    return datetime.fromisoformat(f"2027-01-{text}+00:00")


def story(number: int, effort: int | None = 3, value: int = 5, **more: str) -> Story:
    points = Estimate(effort, effort, effort, 2) if effort else None
    return Story(
        StoryId(f"S{number}"),
        number,
        f"Story {number}",
        effort=points,
        value=Estimate(value, value, value, 2),
        **more,  # type: ignore[arg-type] # an epic, or a kind
    )


def past(number: int, *claims: Claim, first: date = date(2026, 12, 7)) -> SprintPast:
    stands = SprintStands(
        number, "", first, date(2026, 12, 20), 20.0, claims, datetime.fromisoformat("2026-12-18T17:00+00:00")
    )
    return SprintPast(RoundId(f"R{number}"), stands)


def claim(number: int, points: int = 3, **more: object) -> Claim:
    return Claim(StoryId(f"S{number}"), number, f"Story {number}", points=points, **more)  # type: ignore[arg-type]


class Desk:
    """One sprint, and what came of it. Lea set it up and leads; Ada and Ben work in it."""

    def __init__(
        self,
        *,
        at: str = "04 09:00",
        weeks: int = 2,
        stages: tuple[Stage, ...] = (),
        stories: tuple[Story, ...] = (story(1), story(2, 8, 8), story(3, None)),
        pasts: tuple[SprintPast, ...] = (),
    ) -> None:
        self.at = utc(at)
        self.members: tuple[Member, ...] = (ADA, BEN, LEA)
        self.stories, self.pasts = stories, pasts
        self.absences: tuple[Absence, ...] = ()
        cadence = Cadence(weeks, MONDAY, stages)
        self.turn: Turn[Sprint] = begin(self.book, cadence, Hours(), LEA, self.at)
        self.written: list[SprintStands] = []
        self.opened = list(self.turn.opens)  #: lookaheads too
        self.round: Round[Sprint] = Round(
            RoundId("sprint-1"),
            WORKSPACE,
            make_team().id,
            "sprint",
            "1",
            self.at,
            self.turn.state,
            wake_at=self.turn.wake_at,
        )

    @property
    def book(self) -> Book:
        made = make_book(*self.members, absences=self.absences)
        still = tuple(each for each in self.stories if each.state == "open")
        return replace(made, backlog=still, stories=self.stories, sprints=self.pasts)

    @property
    def state(self) -> Sprint:
        return self.round.state

    def act(self, act: Act, by: str = "Lea", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged | StoryChanged) else member_id(by)
        self.turn = advance(self.round, act, who, self.at, self.book)
        self.opened += self.turn.opens
        self.written += [each for each in self.turn.entries if isinstance(each, SprintStands)]
        self.round = replace(
            self.round, state=self.turn.state, wake_at=self.turn.wake_at, over=self.turn.over
        )

    def to(self, at: str) -> None:
        """Let the clock act at every moment until then."""
        goal = utc(at)
        while self.round.wake_at and self.round.wake_at <= goal:
            self.at = self.round.wake_at
            self.act(Tick())
        self.at = goal

    def planned(self, *stories: str) -> None:
        self.to("04 10:00")
        self.act(Settle("Recall", tuple(map(StoryId, stories or ("S1", "S2")))))

    @property
    def next(self) -> list[Opening]:
        """The sprints that were opened."""
        return [each for each in self.opened if each.kind == "sprint"]

    def done(self, number: int) -> None:
        self.act(StoryChanged(Topic(StoryId(f"S{number}"), number, f"Story {number}"), done=True))

    def shown(self) -> dict[str, Notice]:
        return show(self.round)


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


def test_closed_on_its_last_day_the_word_of_that_day_is_over() -> None:
    desk = Desk()
    desk.planned()
    desk.to("15 10:00")
    assert not desk.shown()["ending"].moot
    desk.act(Close(), at="15 12:00")
    assert desk.shown()["ending"].moot


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
