"""An action of a retro: what it may be, when its owner is reminded, who says how it stands, and who hears of that."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot import worktime
from bot.cadence import Cadence, Span
from bot.ceremonies import sprint
from bot.ceremonies.action import (
    CEREMONY,
    TEXT,
    Action,
    ActionStands,
    Carry,
    Change,
    Done,
    Draft,
    Drop,
    HandOver,
    Keep,
    Reopen,
    Source,
    Take,
    begin,
    check,
)
from bot.ceremonies.action.shown import AskLead, Nudge, Over, show
from bot.ceremonies.action.state import Ended
from bot.ceremonies.sprint.state import Hours, Sprint
from bot.errors import BadInput, NotYours, Settled
from bot.model import (
    Absence,
    Act,
    Book,
    Dm,
    Member,
    MemberChanged,
    Notice,
    PlanChanged,
    Room,
    Round,
    RoundId,
    Tell,
    Tick,
    Turn,
)
from bot.rounds import fingerprint, woken_at
from storage import codec
from tests.factories import (
    AUCKLAND,
    NEW_YORK,
    WORKSPACE,
    make_book,
    make_member,
    make_team,
    member_id,
    utc,
)

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
#: The retro agreed on it on a Monday afternoon, in London.
AGREED = "23 15:00"
RETRO, NEXT = Source(RoundId("retro-1"), 2), Source(RoundId("retro-2"), 0)
FRIDAY = date(2026, 11, 27)


class Desk:
    """One action, and what came of it. Ada owns it, Ben looks on, Lea leads."""

    def __init__(
        self,
        due: date = FRIDAY,
        *,
        owner: Member = ADA,
        members: tuple[Member, ...] | None = None,
        absences: tuple[Absence, ...] = (),
        at: str | datetime = AGREED,
        source: Source | None = RETRO,
        sprint: Round[Any] | None = None,
    ) -> None:
        self.at = utc(at) if isinstance(at, str) else at
        self.members = (owner, BEN, LEA) if members is None else members
        self.absences, self.sprint = absences, sprint
        self.told_others: list[Tell] = []
        turn = begin(self.book, Draft("Split the job", owner.id, due), self.at, source)
        self.round: Round[Action] = Round(
            RoundId("action-1"),
            WORKSPACE,
            make_team().id,
            "action",
            "retro-1/2",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
        )

    @property
    def book(self) -> Book:
        return replace(make_book(*self.members, absences=self.absences), sprint=self.sprint)

    @property
    def state(self) -> Action:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Action]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged | PlanChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Action, codec.dump(Action, turn.state))
        self.round = replace(self.round, state=kept, wake_at=wake_at, over=turn.over)
        self.told_others += turn.tells
        return turn

    def to(self, at: str | datetime) -> "Desk":
        """Let the clock act at every moment until then."""
        goal = utc(at) if isinstance(at, str) else at
        while not self.round.over and self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal
        return self

    def told(self) -> list[tuple[str, str, datetime]]:
        return [(each.matter, each.to, each.at) for each in self.state.told]

    def reminders(self) -> list[tuple[str, datetime]]:
        return [(each.matter, each.at) for each in self.state.told]

    def shown(self) -> dict[str, Notice]:
        return show(self.round.id, self.state)

    def nudges(self) -> list[Nudge]:
        return [each for each in self.shown().values() if isinstance(each, Nudge)]

    def stands(self) -> list[ActionStands]:
        return [each.act for each in self.told_others if isinstance(each.act, ActionStands)]


# What it may be.


def test_what_was_typed_is_cleaned() -> None:
    typed = Draft("  Split the job\n", ADA.id, FRIDAY, " https://x.org/1 ")
    assert check(make_book(ADA), typed, utc(AGREED)) == Draft(
        "Split the job", ADA.id, FRIDAY, "https://x.org/1"
    )
    longest = replace(typed, text="é" * TEXT, link="", due=date(2026, 11, 23))
    assert check(make_book(ADA), longest, utc(AGREED)) == longest


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": " \n "}, "text", "what is to be done"),
        ({"text": "x" * 301}, "text", "300 characters at most; this has 301"),
        ({"text": "x" * 10_000}, "text", "10000"),
        ({"owner": member_id("Zoe")}, "owner", "somebody of this team"),
        ({"owner": member_id("Tom")}, "owner", "somebody of this team"),
        ({"due": date(2026, 11, 22)}, "due", "past"),
        ({"due": date(2028, 11, 24)}, "due", "two years"),
        ({"due": date.max}, "due", "two years"),
        ({"due": date.min}, "due", "past"),
        ({"link": "javascript:alert(1)"}, "link", "http"),
        ({"link": "x.org"}, "link", "http"),
        ({"link": "https://"}, "link", "http"),
        ({"link": "https://x.org/a b"}, "link", "no spaces"),
        ({"link": "https://x.org/\u202efdp"}, "link", "http"),
        ({"link": "http://["}, "link", "http"),
        ({"link": "https://x.org/" + "x" * 500}, "link", "500 characters"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(change: dict[str, Any], field: str, words: str) -> None:
    book = make_book(ADA, LEA, make_member("Tom", active=False))
    draft = replace(Draft("Split the job", ADA.id, FRIDAY), **change)
    with pytest.raises(BadInput, match=words) as refused:
        check(book, draft, utc(AGREED))
    assert refused.value.field == field
    with pytest.raises(BadInput, match=words):
        begin(book, draft, utc(AGREED), RETRO)
    desk = Desk()
    desk.members = (ADA, BEN, LEA, make_member("Tom", active=False))
    before = desk.state
    with pytest.raises(BadInput, match=words) as refused:
        desk.act(Change(draft))
    assert (refused.value.field, desk.state) == (field, before)


@pytest.mark.parametrize(("zone", "fits"), [(AUCKLAND, False), (NEW_YORK, True)])
def test_today_is_by_its_owners_calendar(zone: str, fits: bool) -> None:
    """On Monday afternoon in London it is Tuesday in Auckland."""
    owner = make_member("Ada", zone)
    draft = Draft("Split the job", owner.id, date(2026, 11, 23))
    if fits:
        assert check(make_book(owner), draft, utc(AGREED)) == draft
    else:
        with pytest.raises(BadInput, match="past"):
            check(make_book(owner), draft, utc(AGREED))


# Reminders.


def test_for_new_york_due_on_friday_it_is_told_there_on_friday_morning_once() -> None:
    desk = Desk(owner=make_member("Ada", NEW_YORK)).to("27 13:59")
    assert desk.reminders() == [("mid", utc("25 14:00"))]
    desk.to("27 14:00")
    assert desk.reminders() == [("mid", utc("25 14:00")), ("due", utc("27 14:00"))]
    desk.act(Tick())
    desk.to("2027-05-01 12:00")
    assert len(desk.told()) == 2, "after its day the next retro asks"
    assert desk.round.wake_at is None
    assert not desk.round.over


@pytest.mark.parametrize(
    ("due", "mid"),
    [
        (date(2026, 11, 26), None),  # Tuesday and Wednesday lie between
        (date(2026, 11, 27), "25 09:00"),
        (date(2026, 11, 30), "26 09:00"),
        (date(2026, 12, 5), "30 09:00"),  # halfway is a Sunday
        (date(2026, 12, 7), "30 09:00"),
    ],
)
def test_midway_where_three_working_days_lie_between(due: date, mid: str | None) -> None:
    desk = Desk(due).to("2026-12-04 23:00")
    assert [at for matter, at in desk.reminders() if matter == "mid"] == ([utc(mid)] if mid else [])


def test_days_away_are_no_working_days() -> None:
    away = Absence(ADA.id, date(2026, 11, 24), date(2026, 11, 25))
    assert Desk(absences=(away,)).to("27 12:00").reminders() == [("due", utc("27 09:00"))]


def the_sprint(first: date, weeks: int, phase: str = "running") -> Round[Any]:
    span = Span(4, first, first + timedelta(days=7 * weeks - 1))
    state = Sprint(
        "data", "Europe/London", span, Cadence(weeks, first), Hours(), ADA.id, "Ada", (0, 1, 2, 3, 4)
    )
    state = replace(state, phase=phase)  # type: ignore[arg-type]
    return Round(RoundId("s"), WORKSPACE, make_team().id, sprint.KIND, "4", utc(AGREED), state)


@pytest.mark.parametrize(
    ("first", "due", "phase", "mid"),
    [
        (date(2026, 11, 23), date(2026, 12, 18), "running", "30 09:00"),  # its middle is a Saturday
        (
            date(2026, 11, 16),
            date(2026, 12, 4),
            "running",
            "30 09:00",
        ),  # its middle is past: halfway to the day
        (date(2026, 11, 23), date(2026, 11, 27), "running", "25 09:00"),  # its middle comes after the day
        (date(2026, 11, 23), date(2026, 12, 18), "planning", "2026-12-07 09:00"),
    ],
)
def test_midway_of_the_sprint_that_is_under_way(first: date, due: date, phase: str, mid: str) -> None:
    desk = Desk(due, sprint=the_sprint(first, 2, phase)).to("2026-12-17 12:00")
    assert [at for matter, at in desk.reminders() if matter == "mid"] == [utc(mid)]


def test_who_wants_no_reminders_is_told_on_the_day_all_the_same() -> None:
    desk = Desk(owner=replace(ADA, reminders=False)).to("27 12:00")
    assert desk.reminders() == [("due", utc("27 09:00"))]


@pytest.mark.parametrize(
    ("owner", "absences", "at"),
    [
        (make_member("Ada", AUCKLAND), (), "26 20:00"),
        (ADA, (Absence(ADA.id, FRIDAY, date(2026, 12, 1)),), "2026-12-02 09:00"),
        (make_member("Ada", days=(0, 1, 2, 3)), (), "30 09:00"),
        (make_member("Ada", starts="22:00", ends="06:00"), (), "27 22:00"),
        (replace(ADA, quiet=(time(17), time(10, 30))), (), "27 10:30"),
        (replace(ADA, quiet=(time(9), time(17))), (), "27 09:00"),  # who is quiet all day is told nonetheless
        (make_member("Ada", NEW_YORK, region="US-NY"), (), "27 14:00"),
    ],
)
def test_on_the_day_or_the_next_on_which_they_are_at_work(
    owner: Member, absences: tuple[Absence, ...], at: str
) -> None:
    desk = Desk(owner=owner, absences=absences).to("2026-12-03 12:00")
    assert [moment for matter, moment in desk.reminders() if matter == "due"] == [utc(at)]


def test_a_bot_that_was_down_reminds_once_and_nobody_at_night() -> None:
    desk = Desk(date(2026, 12, 4))
    desk.act(Tick(), at="2026-12-05 23:00")
    assert desk.told() == []
    assert desk.round.wake_at is not None
    desk.round = replace(desk.round, wake_at=utc("2026-12-07 09:00"))
    desk.to("2026-12-09 12:00")
    assert desk.reminders() == [("due", utc("2026-12-07 09:00"))], "and what was to come midway is past"


def test_after_midnight_of_its_day_it_is_too_late_for_a_reminder_midway() -> None:
    """Their shift of the evening before goes on; the next begins at ten."""
    desk = Desk(owner=make_member("Ada", starts="22:00", ends="06:00"))
    desk.act(Tick(), at="27 02:00")
    assert desk.told() == []
    assert desk.to("27 23:00").reminders() == [("due", utc("27 22:00"))]


def test_agreed_on_its_own_day_after_the_morning_it_is_not_brought_up_again() -> None:
    assert Desk(date(2026, 11, 23)).to("2026-12-10 12:00").told() == []
    assert Desk(date(2026, 11, 23), at="23 08:00").to("24 12:00").reminders() == [("due", utc("23 09:00"))]


def test_a_claims_lease_changes_nothing() -> None:
    desk = Desk().to("24 09:00")
    desk.round = replace(desk.round, wake_at=utc("27 09:05"))
    desk.to("27 12:00")
    assert ("due", utc("27 09:05")) in desk.reminders()


# What people do.


def test_still_open_with_another_day_is_reminded_of_anew() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(date(2026, 12, 4), "The cluster is full"), at="27 10:00")
    assert [each.over for each in desk.nudges()] == [Over(open=True), Over(open=True)]
    assert desk.stands()[-1].why == "The cluster is full"
    desk.to("2026-12-10 12:00")
    assert desk.reminders()[2:] == [("mid", utc("30 09:00")), ("due", utc("2026-12-04 09:00"))]


def test_still_open_without_a_day_is_left_alone_until_the_next_retro() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(), at="27 10:00")
    assert desk.nudges()[-1].over == Over(open=True)
    desk.to("2026-12-10 12:00")
    assert len(desk.told()) == 2


def test_the_same_day_once_more_is_not_reminded_of_twice() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(FRIDAY), at="27 10:00")
    desk.to("2026-12-10 12:00")
    assert len(desk.told()) == 2


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (Drop(" "), "why"),
        (Drop("x" * 301), "why"),
        (Keep(None, "x" * 301), "why"),
        (Keep(date(2026, 11, 22)), "due"),
        (Keep(date(2030, 1, 1)), "due"),
        (HandOver(member_id("Zoe")), "owner"),
    ],
)
def test_what_is_said_of_it_must_fit(act: Act, field: str) -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(BadInput) as refused:
        desk.act(act)
    assert (refused.value.field, desk.state) == (field, before)


def test_done_it_is_over_and_says_so_in_a_line() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Done(), at="27 10:00")
    ended = Ended("done", ADA.id, "Ada", utc("27 10:00"))
    assert desk.round.over
    assert desk.round.wake_at is None
    assert {each.over for each in desk.nudges()} == {Over(ended)}
    assert [each.last for each in desk.nudges()] == [False, True]
    for act in (Done(), Drop("No"), Keep(), Take(), HandOver(BEN.id), Change(Draft("x", ADA.id, FRIDAY))):
        with pytest.raises(Settled, match="Ada has said that it is done"):
            desk.act(act, "Lea")
    assert desk.act(Tick()).over


def test_what_was_ended_can_be_had_back_for_a_week() -> None:
    desk = Desk(date(2026, 12, 4)).to("24 09:00")
    desk.act(Drop("We do not need it"), "Lea")
    assert desk.stands()[-1].standing == "dropped"
    assert desk.stands()[-1].why == "We do not need it"
    desk.act(Reopen(), at="26 09:00")
    assert (desk.round.over, desk.state.ended) == (False, None)
    desk.to("2026-12-04 12:00")
    assert desk.reminders()[-1] == ("due", utc("2026-12-04 09:00"))
    with pytest.raises(Settled, match="open"):
        desk.act(Reopen())
    desk.act(Done())
    with pytest.raises(NotYours):
        desk.act(Reopen(), "Ben")
    with pytest.raises(Settled, match="more than a week"):
        desk.act(Reopen(), at="2026-12-11 12:01")


def test_had_back_after_its_day_nobody_is_told_of_a_day_that_is_past() -> None:
    desk = Desk().to("24 09:00")
    desk.act(Done())
    desk.act(Reopen(), at="28 10:00")
    assert desk.to("2026-12-10 12:00").told() == []


def test_had_back_it_follows_an_owner_who_left_meanwhile() -> None:
    desk = Desk().to("24 09:00")
    desk.act(Done())
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert not desk.state.missed
    desk.act(Reopen(), "Lea")
    assert [each.place for each in desk.shown().values() if not each.moot] == [Dm(LEA.id)]


def test_only_its_owner_and_leads_say_how_it_stands() -> None:
    desk = Desk()
    for act in (
        Done(),
        Drop("No"),
        Keep(),
        Take(),
        HandOver(BEN.id),
        Change(Draft("Other", BEN.id, FRIDAY)),
        Done(NEXT.round),
    ):
        with pytest.raises(NotYours, match="Only Ada"):
            desk.act(act, "Ben")
    with pytest.raises(NotYours):
        desk.act(Done(), "Zoe")
    desk.act(Done(), "Lea")
    assert desk.state.ended == Ended("done", LEA.id, "Lea", desk.at)


@pytest.mark.parametrize("act", [Done, lambda it: Drop("No", it), lambda it: Keep(None, "Soon", it)])
def test_what_a_retro_that_shows_it_tells_was_judged_there(act: Any) -> None:  # noqa: ANN401
    desk = Desk()
    desk.act(Carry(NEXT), "Ben")
    for source in (RETRO, NEXT):
        other = Desk()
        other.round = desk.round
        other.act(act(source.round), "Ben")
        assert other.state != desk.state
    with pytest.raises(NotYours):
        desk.act(act(RoundId("retro-3")), "Ben")


def test_it_reads_differently_from_now_on() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Change(Draft(" Split both jobs ", ADA.id, FRIDAY, "https://x.org")), at="2026-12-01 09:00")
    assert (desk.state.text, desk.state.link, desk.state.due) == ("Split both jobs", "https://x.org", FRIDAY)
    assert {each.text for each in desk.nudges()} == {"Split both jobs"}
    assert desk.to("2026-12-10 12:00").told()[2:] == [], "its day, which is past, stays"
    desk.act(Change(Draft("Split both jobs", BEN.id, date(2026, 12, 14))), at="2026-12-10 12:00")
    desk.to("2026-12-20 12:00")
    assert desk.told()[2:] == [
        ("yours", BEN.id, utc("2026-12-10 12:00")),
        ("due", BEN.id, utc("2026-12-14 09:00")),
    ]


def test_handed_over_in_their_night_they_are_told_in_their_morning_and_once() -> None:
    owner = make_member("Ben", AUCKLAND)
    desk = Desk(date(2026, 12, 4), members=(ADA, owner, LEA)).to("24 09:00")
    desk.act(HandOver(owner.id), "Lea", at="24 12:00")
    assert desk.told() == []
    desk.to("25 12:00")
    assert desk.told() == [("yours", owner.id, utc("24 20:00"))]
    desk.act(HandOver(LEA.id), "Lea")
    assert [each.over for each in desk.nudges()] == [Over(now="Lea")]
    with pytest.raises(Settled, match="Lea does it already"):
        desk.act(Take(), "Lea")
    with pytest.raises(NotYours, match="Only Lea"):
        desk.act(Done())


def test_handed_over_on_its_day_it_is_said_once() -> None:
    owner = make_member("Ada", NEW_YORK)
    desk = Desk(owner=owner).to("27 10:00")
    desk.act(HandOver(BEN.id), "Lea")
    desk.to("2026-12-10 12:00")
    assert [each[:2] for each in desk.told() if each[1] == BEN.id] == [("yours", BEN.id)]


# Who leaves.


def test_its_owner_leaves_and_a_lead_takes_it() -> None:
    desk = Desk().to("24 09:00")
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.act(MemberChanged(ADA.id))
    [asked] = desk.shown().values()
    assert isinstance(asked, AskLead)
    assert (asked.place, asked.moot, asked.missing.left) == (Dm(LEA.id), False, True)
    desk.to("26 12:00")
    assert desk.told() == []
    desk.act(Take(), "Lea")
    assert desk.shown()[f"missing:{LEA.id}:1"].moot
    desk.to("27 12:00")
    assert desk.told() == [("due", LEA.id, utc("27 09:00"))]


def test_a_lead_who_was_asked_and_leaves_too_leaves_it_to_the_channel() -> None:
    desk = Desk().to("24 09:00")
    gone = replace(ADA, active=False)
    desk.members = (gone, BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.members = (replace(gone, name="Ada L."), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert len(desk.state.missed) == 1, "another name is no other matter"
    desk.members = (gone, BEN, replace(LEA, active=False))
    desk.act(MemberChanged(LEA.id))
    assert [each.place for each in desk.shown().values() if not each.moot] == [Room()]
    desk.act(MemberChanged(BEN.id))
    desk.act(Take(), "Ben")
    assert len(desk.state.missed) == 1 + 1
    assert desk.state.owner == BEN


def test_where_nobody_leads_the_channel_is_asked_and_anybody_may_take_it() -> None:
    desk = Desk(members=(ADA, BEN)).to("24 09:00")
    desk.members = (BEN,)
    desk.act(MemberChanged(ADA.id))
    [asked] = desk.shown().values()
    assert asked.place == Room()
    desk.act(Take(), "Ben")
    assert desk.state.owner == BEN
    assert desk.state.missing is None


def test_who_is_not_at_work_for_months_is_asked_about_until_they_are_back() -> None:
    desk = Desk(absences=(Absence(ADA.id, date(2026, 11, 24), date(2027, 6, 1)),))
    [asked] = desk.shown().values()
    assert isinstance(asked, AskLead)
    assert (asked.missing.left, asked.moot) == (False, False)
    desk.absences = ()
    desk.act(MemberChanged(ADA.id), at="24 08:00")
    assert desk.state.missing is None
    assert all(each.moot for each in desk.shown().values())


def test_hours_and_days_that_change_are_followed() -> None:
    desk = Desk().to("24 09:00")
    desk.members = (replace(ADA, zone=NEW_YORK, name="Ada L."), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.stands()[-1].owner_name == "Ada L."
    desk.to("27 15:00")
    assert desk.reminders()[-1] == ("due", utc("27 14:00"))


# Who hears of it.


def test_the_retros_that_show_it_hear_which_round_it_is_and_each_change_once() -> None:
    desk = Desk()
    assert desk.round.wake_at == desk.at
    desk.to(AGREED)
    first = ActionStands(2, RoundId("action-1"), "Split the job", ADA.id, "Ada", FRIDAY, "", "open", "")
    assert desk.told_others == [Tell(RETRO.round, first)]
    desk.to("27 12:00")
    assert len(desk.told_others) == 1, "reminders are nobody's news"
    desk.act(Carry(NEXT))
    assert len(desk.told_others) == 1
    desk.act(Keep(date(2026, 12, 4), "Soon"))
    moved = replace(first, due=date(2026, 12, 4), why="Soon", why_by=ADA.id)
    assert desk.told_others[1:] == [Tell(RETRO.round, moved), Tell(NEXT.round, replace(moved, item=0))]
    desk.act(Carry(Source(RoundId("retro-3"), 5)))
    desk.act(Done())
    assert [(each.round, each.act) for each in desk.told_others[3:]] == [
        (RETRO.round, replace(moved, standing="done", why="", why_by=ADA.id)),
        (RoundId("retro-3"), replace(moved, standing="done", why="", why_by=ADA.id, item=5)),
    ]


def test_a_retro_that_carries_what_it_agreed_itself_hears_once() -> None:
    desk = Desk().to(AGREED)
    desk.act(Carry(RETRO))
    desk.act(Done())
    assert len(desk.told_others) == 2


def test_without_a_retro_nobody_is_told() -> None:
    desk = Desk(source=None).to("27 12:00")
    desk.act(Done())
    assert desk.told_others == []
    assert [matter for matter, _ in desk.reminders()] == ["mid", "due"]


def test_news_that_are_none_of_its_change_nothing() -> None:
    desk = Desk().to("24 09:00")
    before = desk.state
    for act in (PlanChanged(), MemberChanged(BEN.id)):
        desk.act(act)
    assert desk.state == before


# What is kept.


def test_its_line_in_the_export() -> None:
    desk = Desk()
    desk.act(Drop("We do not need it"))
    assert CEREMONY.record
    [line] = CEREMONY.record(desk.round)
    assert line.table == "actions"
    assert line.row == {
        "round": "action-1",
        "text": "Split the job",
        "owner": member_id("Ada"),
        "owner_name": "Ada",
        "due": FRIDAY,
        "link": "",
        "standing": "dropped",
        "why": "We do not need it",
        "agreed_on": date(2026, 11, 23),
    }


def test_what_is_erased_is_in_none_of_it() -> None:
    desk = Desk(owner=make_member("Zebedee")).to("27 09:00")
    desk.act(Keep(None, "My quince is ill"), "Zebedee")
    desk.members = (BEN, LEA)
    desk.act(MemberChanged(member_id("Zebedee")))
    assert CEREMONY.erase
    erased = CEREMONY.erase(desk.state, member_id("Zebedee"))
    raw = codec.dump(Action, erased)
    assert "Zebedee" not in raw
    assert "quince" not in raw
    assert "Split the job" in raw
    assert set(show(desk.round.id, erased)) == set(desk.shown()), "no slot is dropped"
    desk = Desk(owner=make_member("Zebedee"))
    desk.act(Drop("My quince is ill"), "Zebedee")
    raw = codec.dump(Action, CEREMONY.erase(desk.state, member_id("Zebedee")))
    assert "quince" not in raw
    assert "Zebedee" not in raw
    assert CEREMONY.erase(desk.state, BEN.id) == desk.state


def test_what_only_its_sending_needs_is_not_part_of_what_is_seen() -> None:
    [nudge] = Desk().to("25 12:00").nudges()
    assert fingerprint(nudge) == fingerprint(replace(nudge, state=None))
    assert nudge.goes(utc("25 12:00")) == utc("25 12:00")
    assert nudge.goes(utc("25 23:00")) == utc("26 09:00")
    assert nudge.goes(utc("26 23:00")) is None, "that morning it is due"
    assert worktime.at_work(ADA, utc("25 12:00"))
