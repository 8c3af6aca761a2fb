"""A spike's box of time, what its owner is told, and the decision at its end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.ceremonies import estimation
from bot.ceremonies.spike.beginning import begin
from bot.ceremonies.spike.notices import Card, Over, Yours
from bot.ceremonies.spike.rules import advance
from bot.ceremonies.spike.shown import show
from bot.ceremonies.spike.state import About, Decide, Extend, HandOver, Pause, Resume, Spike, Wait
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import (
    Absence,
    Act,
    Book,
    Member,
    MemberChanged,
    Notice,
    Round,
    RoundId,
    SpikeEnded,
    StoryId,
    Tick,
    Turn,
)
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

HOUR = timedelta(hours=1)
#: Friday at four, in London.
FRIDAY = "20 16:00"
ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
STORY = About(StoryId("S1"), 1, "Churn by region")


class Desk:
    """One spike, and what came of it. Ada owns it, Ben looks on, Lea leads."""

    def __init__(
        self,
        size: timedelta = 3 * HOUR,
        at: str = FRIDAY,
        *,
        members: tuple[Member, ...] = (ADA, BEN, LEA),
        about: About | None = STORY,
        hypothesis: str = "",
        owners: str = "Ada",
        starts: str = "",
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.at = utc(at)
        self.members = members
        self.absences = absences
        turn = begin(
            self.book,
            "Can we join the ledgers?",
            size,
            [member_id(each) for each in owners.split()],
            self.members[0],
            self.at,
            about=about,
            hypothesis=hypothesis,
            starts_at=utc(starts) if starts else None,
        )
        self.round: Round[Spike] = Round(
            RoundId("spike-1"),
            WORKSPACE,
            make_team().id,
            "spike",
            "1",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
        )
        self.turn: Turn[Spike] = turn

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Spike:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        self.turn = advance(self.round, act, who, self.at, self.book)
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

    @property
    def card(self) -> Card:
        shown = self.shown()["card"]
        assert isinstance(shown, Card)
        return shown

    def shown(self) -> dict[str, Notice]:
        return show(self.round.id, self.state)

    def yours(self, who: str, number: int = 1) -> Yours:
        shown = self.shown()[f"yours:{member_id(who)}:{number}"]
        assert isinstance(shown, Yours)
        return shown

    def told(self) -> list[tuple[str, datetime]]:
        return [(each.stage, each.at) for each in self.state.told]

    def away(self, who: str, first: date, last: date, at: str) -> None:
        self.absences += (Absence(member_id(who), first, last),)
        self.act(MemberChanged(member_id(who)), at=at)

    def decide(
        self, decision: str = "answered", text: str = "By customer and day.", by: str = "Ada", **more: object
    ) -> None:
        self.act(Decide(decision, text, **more), by)  # type: ignore[arg-type] # one of the five, by name


def test_three_hours_from_friday_at_four() -> None:
    desk = Desk()
    desk.to("23 12:00")
    assert desk.told() == [("half", utc("23 09:30")), ("near", utc("23 10:50")), ("up", utc("23 11:00"))]
    assert desk.state.box.used == 3 * HOUR


def test_paused_for_an_hour_it_is_up_an_hour_later() -> None:
    desk = Desk()
    desk.to("23 10:00")
    desk.act(Pause("A fire elsewhere"))
    desk.to("23 11:00")
    assert desk.told() == [("half", utc("23 09:30"))]
    desk.act(Resume())
    desk.to("23 13:00")
    assert desk.told()[-1] == ("up", utc("23 12:00"))


def test_a_public_holiday_is_left_out() -> None:
    ada = make_member("Ada", region="GB-ENG")
    desk = Desk(at="2026-05-01 15:00", members=(ada,))
    desk.to("2026-05-06 12:00")
    assert desk.told()[-1] == ("up", utc("2026-05-05 10:00"))


def test_a_box_of_more_than_a_day_is_nearly_up_when_a_tenth_is_left() -> None:
    desk = Desk(16 * HOUR, at="23 09:00")
    desk.to("25 12:00")
    assert desk.told() == [("half", utc("23 17:00")), ("near", utc("24 15:24")), ("up", utc("24 17:00"))]


@pytest.mark.parametrize("size", [timedelta(0), timedelta(minutes=29), 41 * HOUR, timedelta(days=100), -HOUR])
def test_a_box_of_nothing_or_of_a_hundred_days_is_refused(size: timedelta) -> None:
    with pytest.raises(BadInput, match="between 30 minutes and 5 working days") as refused:
        Desk(size)
    assert refused.value.field == "box"


def test_it_begins_at_a_time() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    desk.to("24 16:00")
    assert desk.told()[0] == ("half", utc("24 14:30"))
    with pytest.raises(BadInput, match="That is past"):
        Desk(starts="19 10:00")
    with pytest.raises(BadInput, match="within a month"):
        Desk(at="20 10:00", starts="2026-12-30 10:00")


def test_one_that_begins_later_says_so_until_it_does() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    assert (desk.card.phase, desk.state.standing) == ("ahead", "ahead")
    assert desk.turn.wake_at == utc("24 14:00")
    with pytest.raises(Settled, match="has yet to begin"):
        desk.act(Resume())
    desk.to("24 14:00")
    assert (desk.card.phase, desk.state.standing) == ("running", "runs")
    assert Desk(HOUR).card.phase == "running"


def test_the_decision_is_asked_for_until_it_is_given() -> None:
    desk = Desk()
    desk.to("24 08:59")
    assert desk.state.asked == 0
    desk.to("24 09:00")
    assert desk.state.asked == 1
    desk.to("30 12:00")
    assert desk.state.asked == 5
    desk.to("2026-12-04 12:00")
    assert desk.state.asked == 5
    desk.to("2026-12-07 12:00")
    assert desk.state.asked == 6
    desk.decide()
    assert desk.round.over
    assert desk.round.wake_at is None


def test_a_bot_that_was_down_tells_each_stage_once() -> None:
    desk = Desk()
    desk.act(Tick(), at="24 15:00")
    assert [each for each, _ in desk.told()] == ["half", "near", "up"]
    assert desk.state.box.used == 3 * HOUR
    desk.act(Tick())
    assert len(desk.told()) == 3


def test_extended_twice_it_is_a_story() -> None:
    desk = Desk()
    desk.to("23 11:30")
    desk.act(Extend(HOUR, "Two more tables"))
    desk.to("23 12:30")
    assert desk.told()[-2:] == [("near", utc("23 12:20")), ("up", utc("23 12:30"))]
    desk.act(Extend(HOUR, "And the old ones"))
    with pytest.raises(Refused, match="extended twice already"):
        desk.act(Extend(HOUR, "Please"))
    with pytest.raises(BadInput, match="Say in a few words why"):
        Desk().act(Extend(HOUR, " "))


def test_what_was_found_goes_into_the_book() -> None:
    desk = Desk(hypothesis="They share a key")
    desk.to("23 10:00")
    desk.decide(verdict="disproved", links=("https://x.org/1",))
    [entry] = desk.turn.entries
    assert isinstance(entry, SpikeEnded)
    assert (entry.box, entry.used, entry.verdict, entry.decision) == (
        3 * HOUR,
        2 * HOUR,
        "disproved",
        "answered",
    )
    assert entry.links == ("https://x.org/1",)


def test_now_estimable_its_story_goes_to_the_vote_with_the_finding() -> None:
    desk = Desk()
    desk.decide("estimable", "Join by day.", ballots={BEN.id: ("effort",)})
    [opening] = desk.turn.opens
    assert opening.kind == estimation.KIND
    [topic] = opening.turn.state.topics
    assert (topic.story, topic.finding) == (STORY.story, "Join by day.")
    assert [each.id for each in opening.turn.state.voters] == [BEN.id]


def test_the_next_question_is_a_spike_of_the_first_size() -> None:
    desk = Desk()
    desk.act(Extend(HOUR, "More"))
    desk.decide("another", "Not by day.", next="What about the old ones?")
    [opening] = desk.turn.opens
    [entry] = desk.turn.entries
    assert isinstance(entry, SpikeEnded)
    assert entry.finding == "Not by day."
    assert (opening.kind, opening.turn.state.question) == ("spike", "What about the old ones?")
    assert opening.turn.state.box.size == 3 * HOUR


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Decide("answered", " "), "Say what you found."),
        (Decide("drop", ""), "Say why."),
        (Decide("another", "Not yet"), "Say what the next question is."),
        (Decide("split", "Two things"), "Name the stories"),
        (Decide("answered", "Yes", verdict="proved"), "no hypothesis"),
        (Decide("answered", "x" * 2001), "2000 characters"),
    ],
)
def test_a_decision_says_what_it_lacks(act: Decide, words: str) -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(BadInput, match=words):
        desk.act(act)
    assert desk.state == before


def test_without_a_story_there_is_none_to_estimate_or_split() -> None:
    for decision in ("estimable", "split"):
        with pytest.raises(BadInput, match="no story"):
            Desk(about=None).decide(decision)


def test_two_who_finish_at_once_finish_once() -> None:
    desk = Desk()
    desk.decide()
    for act in (Decide("drop", "Why"), Pause("x"), Resume(), Extend(HOUR, "x"), Wait(), HandOver(BEN.id)):
        with pytest.raises(Settled, match="Ada has ended this spike already"):
            desk.act(act, "Lea")
    assert desk.state.ended
    assert desk.state.ended.decision == "answered"


def test_only_owners_starters_and_leads_move_it() -> None:
    desk = Desk(owners="Ada")
    with pytest.raises(NotYours, match="Only Ada"):
        desk.act(Pause("Lunch"), "Ben")
    desk.act(Pause("Lunch"), "Lea")
    with pytest.raises(Settled, match="Lea has paused it already"):
        desk.act(Pause("Lunch"))


def test_its_owner_being_away_from_monday_the_lead_is_asked() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    missing = desk.state.missing
    assert missing
    assert (missing.first, missing.back, missing.leads) == (date(2026, 11, 23), utc("26 09:00"), (LEA.id,))
    desk.act(Wait(), "Lea")
    assert desk.state.missing is None
    desk.to("26 11:00")
    assert desk.told()[-1] == ("up", utc("26 11:00"))


def test_handed_over_what_is_left_runs_by_the_others_clock() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    desk.act(HandOver(BEN.id), "Lea", at="20 17:00")
    assert desk.state.owner == BEN
    desk.to("23 11:00")
    assert desk.told()[-1] == ("up", utc("23 11:00"))
    with pytest.raises(Settled):
        desk.act(HandOver(BEN.id), "Lea")


def test_an_absence_after_it_is_up_asks_nobody() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 24), date(2026, 11, 25), "20 16:30")
    assert desk.state.missing is None


def test_an_absence_that_is_taken_back_asks_nobody_any_more() -> None:
    desk = Desk()
    desk.away("Ada", date(2026, 11, 23), date(2026, 11, 25), "20 16:30")
    desk.absences = ()
    desk.act(MemberChanged(ADA.id))
    assert desk.state.missing is None


def test_who_leaves_is_not_waited_for() -> None:
    desk = Desk()
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id), at="20 16:30")
    assert desk.state.missing
    assert desk.state.missing.left
    with pytest.raises(Refused, match="no longer in the team"):
        desk.act(Wait(), "Lea")
    desk.act(HandOver(BEN.id), "Lea")
    assert desk.state.box.used == timedelta(minutes=30)


def test_other_hours_inside_the_box_change_what_is_left_and_not_what_was_used() -> None:
    desk = Desk()
    desk.to("23 10:00")
    desk.members = (make_member("Ada", starts="13:00", ends="17:00"), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.to("23 14:00")
    assert desk.told()[-1] == ("up", utc("23 14:00"))
    assert desk.state.box.used == 3 * HOUR


def test_a_pause_before_it_begins_changes_only_when() -> None:
    desk = Desk(HOUR, starts="24 14:00")
    desk.act(Pause("Not yet"))
    desk.to("24 15:00")
    assert desk.told() == []
    desk.act(Resume())
    desk.to("24 16:00")
    assert desk.told()[-1] == ("up", utc("24 16:00"))


def test_who_leaves_when_time_is_up_leaves_the_decision_to_another() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.state.missing
    assert desk.state.missing.left
    desk.act(HandOver(BEN.id), "Lea")
    desk.to("24 09:00")
    assert desk.state.asked_of == (BEN.id,)


def test_a_form_is_refused_by_the_fields_that_it_has() -> None:
    """The next spike begins by the rules of the form that starts one, which has other fields."""
    desk = Desk()
    desk.absences = (Absence(ADA.id, date(2026, 11, 23), date(2027, 11, 23)),)
    with pytest.raises(BadInput, match="not at work in the next months") as refused:
        desk.decide("another", "Not by day.", next="By week?")
    assert refused.value.field == "decision"
    with pytest.raises(BadInput, match="characters") as refused:
        desk.decide("another", "Not by day.", next="x" * 201)
    assert refused.value.field == "next"
    with pytest.raises(BadInput, match="Nobody would vote") as refused:
        desk.decide("estimable", "By day.")
    assert refused.value.field == "decision"
    assert desk.state.ended is None


def test_who_gets_it_when_time_is_up_is_told_that_the_decision_is_theirs() -> None:
    desk = Desk()
    desk.to("25 12:00")
    assert desk.state.asked == 2
    desk.act(HandOver(BEN.id))
    mine = desk.yours("Ben")
    assert (mine.over, mine.standing, mine.alone) == (None, "up", True)
    assert desk.state.asked == 0, "they are asked as often as anybody"
    past = desk.shown()[f"up:{ADA.id}:0"]
    assert past.moot
    assert past == replace(past, over=Over(now="Ben"))  # type: ignore[call-arg] # a reminder has it
    assert ADA.id in desk.state.concerned
    desk.decide()
    after = desk.yours("Ben")
    assert after.over == Over("answered")


def test_extended_into_days_away_that_nobody_spoke_of_the_lead_is_asked() -> None:
    desk = Desk(HOUR)
    desk.absences = (Absence(ADA.id, date(2026, 11, 24), date(2026, 11, 25)),)
    desk.act(MemberChanged(ADA.id))
    desk.act(Extend(HOUR, "The export is slow"))
    assert desk.card.missing is None, "it is done before they go"
    desk.act(Extend(8 * HOUR, "It is not there"))
    assert [each.first for each in desk.state.missed] == [date(2026, 11, 24)]


def test_a_box_that_would_have_no_end_does_not_grow() -> None:
    desk = Desk(HOUR)
    desk.absences = (Absence(ADA.id, date(2026, 11, 24), date(2027, 11, 25)),)
    desk.act(MemberChanged(ADA.id))
    with pytest.raises(BadInput, match="not at work for so long") as refused:
        desk.act(Extend(16 * HOUR, "It is not there"))
    assert refused.value.field == "box"
    assert desk.state.box.size == HOUR


def test_what_cannot_be_done_is_said_to_whoever_asks() -> None:
    desk = Desk()
    desk.act(Pause("Lunch"))
    with pytest.raises(Settled, match="You have paused it already"):
        desk.act(Pause("Lunch"))
    with pytest.raises(Settled, match="Ada has paused it already"):
        desk.act(Pause("Lunch"), by="Lea")
    with pytest.raises(NotYours, match=r"^Only Ada and the team's leads"):
        desk.act(Resume(), by="Ben")
    desk.act(Resume())
    desk.to("24 12:00")
    with pytest.raises(Refused, match="time is up"):
        desk.act(Resume())


def test_a_box_in_days_is_told_in_days() -> None:
    assert Desk(40 * HOUR).card.days == 5
    assert Desk(8 * HOUR).card.days == 0
    assert Desk(20 * HOUR).card.days == 0


def test_who_gets_it_back_when_time_is_up_is_told_again() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.act(HandOver(BEN.id))
    desk.act(HandOver(ADA.id), by="Ben")
    mine = desk.yours("Ada", 2)
    assert (mine.over, mine.standing) == (None, "up")
    assert desk.yours("Ben").moot


def test_the_decision_that_was_asked_for_is_no_news_once_there_is_more_time() -> None:
    desk = Desk()
    desk.to("25 12:00")
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [False, False]
    desk.act(Extend(HOUR, "The export is slow"))
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [True, True]
    desk.to("27 12:00")
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [True, True, False, False]


def test_extended_on_a_day_away_that_was_known_from_the_start_the_lead_is_asked() -> None:
    away = Absence(ADA.id, date(2026, 11, 25), date(2026, 11, 27))
    desk = Desk(absences=(away,))
    assert desk.state.waited == (away,)
    desk.to("25 12:00")
    desk.act(Extend(8 * HOUR, "It is not there"), by="Lea")
    assert desk.card.missing is not None


def test_one_from_before_its_beginning_was_noted_begins_when_it_does() -> None:
    desk = Desk(HOUR, at=FRIDAY, starts="24 14:00")
    desk.round = replace(desk.round, state=replace(desk.state, begun=True))
    desk.to("23 10:00")
    desk.act(Tick())
    assert desk.state.standing == "ahead"


def test_its_owner_being_away_when_time_is_up_the_lead_is_asked() -> None:
    desk = Desk()
    desk.to("23 12:00")
    desk.away("Ada", date(2026, 11, 24), date(2026, 11, 27), "23 12:30")
    [asked] = [each for name, each in desk.shown().items() if name.startswith("missing:")]
    assert not asked.moot
    desk.act(Wait(), by="Lea")
    assert all(each.moot for name, each in desk.shown().items() if name.startswith("missing:"))
    desk.to("30 09:00")
    assert desk.state.asked == 1, "on the morning when she is back"


def test_of_two_who_extend_or_hand_over_at_once_the_second_is_told() -> None:
    desk = Desk()
    desk.act(Extend(HOUR, "Slow", times=0))
    with pytest.raises(Settled, match="Ada has extended it meanwhile"):
        desk.act(Extend(HOUR, "Slow", times=0))
    desk.act(HandOver(BEN.id, was=ADA.id))
    with pytest.raises(Settled, match="Ben has it by now"):
        desk.act(HandOver(LEA.id, was=ADA.id))
    assert desk.state.owner.id == BEN.id


def test_whoever_gets_what_is_left_is_told_how_much_that_is() -> None:
    desk = Desk()
    desk.to("23 10:40")
    desk.act(HandOver(BEN.id))
    assert desk.yours("Ben").left == timedelta(minutes=20)


def test_who_has_left_the_team_is_told_so_and_not_named_to_themself() -> None:
    desk = Desk(owners="Ben")
    desk.members = (ADA, replace(BEN, active=False), LEA)
    desk.act(MemberChanged(BEN.id))
    assert desk.yours("Ben").over == Over(gone=True)
    with pytest.raises(NotYours, match="You are no longer in this team"):
        desk.decide(by="Ben")
