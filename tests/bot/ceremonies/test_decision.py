"""A decision: what it may be, who is asked when whether it stands, and what may become of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import worktime
from bot.ceremonies.decision import (
    CEREMONY,
    Confirm,
    Decision,
    Draft,
    Option,
    Reinstate,
    Replaces,
    ReplacesNot,
    Restore,
    Reverse,
    Supersede,
    TakeBack,
    begin,
)
from bot.ceremonies.decision.shown import Ask, Card, show
from bot.ceremonies.decision.state import DECIDERS, OPTION, OPTIONS, SIGN, TEXT, WHY
from bot.ceremonies.erased import SOMEBODY
from bot.errors import BadInput, BotError, NotYours, Settled
from bot.model import Absence, Act, Book, Dm, Member, MemberChanged, Room, Round, RoundId, Tell, Tick, Turn
from bot.rounds import fingerprint, woken_at
from storage import codec
from tests.factories import (
    AUCKLAND,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    WORKSPACE,
    make_book,
    make_member,
    make_team,
    member_id,
    utc,
)

ADA, BEN = make_member("Ada"), make_member("Ben", NEW_YORK)
CAI, LEA = make_member("Cai"), make_member("Lea", roles=("developer", "lead"))
#: A Monday afternoon in London; the day on which it is revisited is a Tuesday.
RECORDED, DAY = "23 15:00", date(2026, 12, 1)
HERE, OTHER = RoundId("decision-3"), RoundId("decision-7")
DRAFT = Draft("Features by day", "Two stores drift apart", (ADA.id,), sign="A rebuild takes a night", day=DAY)


class Desk:
    """One decision, and what came of it. Ada decided it, Cai wrote it down, Lea leads, Ben looks on."""

    def __init__(
        self,
        *deciders: Member,
        day: date | None = DAY,
        members: tuple[Member, ...] = (ADA, BEN, CAI, LEA),
        absences: tuple[Absence, ...] = (),
        at: str = RECORDED,
        kpis: tuple[RoundId, ...] = (),
    ) -> None:
        self.at, self.members, self.absences = utc(at), members, absences
        draft = replace(DRAFT, deciders=tuple(each.id for each in deciders or (ADA,)), day=day, kpis=kpis)
        turn = begin(self.book, draft, 3, CAI.id, self.at)
        self.round: Round[Decision] = Round(
            HERE,
            WORKSPACE,
            make_team().id,
            "decision",
            "3",
            self.at,
            turn.state,
            None,
            turn.wake_at,
            turn.over,
        )

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Decision:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Decision]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Decision, codec.dump(Decision, turn.state))
        assert kept == turn.state
        self.round = replace(self.round, state=kept, wake_at=wake_at, over=turn.over)
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
        return [(each.matter, each.to or "all", each.at) for each in self.state.told]

    def asks(self) -> list[Ask]:
        return [each for each in show(self.round).values() if isinstance(each, Ask)]

    def change(self, *members: Member, absences: tuple[Absence, ...] = ()) -> "Desk":
        """People, or their days, are not what they were."""
        known = {each.id: each for each in (*self.members, *members)}
        self.members, self.absences = tuple(known.values()), absences
        for each in known:
            self.act(MemberChanged(each))
        return self


# What it may be.


def test_what_was_typed_is_cleaned() -> None:
    options = (Option(" One ", " slow "), Option(" ", ""), Option("Many", ""))
    typed = Draft("  Features by day\n", " Why \n not ", (ADA.id, ADA.id), options, " \n", DAY)
    state = begin(make_book(ADA), typed, 1, ADA.id, utc(RECORDED)).state
    assert (state.text, state.why, state.sign) == ("Features by day", "Why \n not", "")
    assert state.options == (Option("One", "slow"), Option("Many"))
    assert state.deciders == (ADA,)
    longest = Draft(
        "é" * TEXT, "é" * WHY, (ADA.id,), (Option("é" * OPTION, "é" * OPTION),) * OPTIONS, "é" * SIGN
    )
    assert begin(make_book(ADA), longest, 1, ADA.id, utc(RECORDED)).state.text == "é" * TEXT


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": " \n "}, "text", "what was decided"),
        ({"text": "x" * 301}, "text", "300 characters at most; yours has 301"),
        ({"why": "\t"}, "why", "Say why"),
        ({"why": "x" * 1001}, "why", "1,000"),
        ({"deciders": ()}, "deciders", "who decided"),
        ({"deciders": (member_id("Zoe"),)}, "deciders", "of this team"),
        ({"deciders": (ADA.id, member_id("Tom"))}, "deciders", "of this team"),
        ({"deciders": tuple(member_id(f"M{n}") for n in range(DECIDERS + 1))}, "deciders", "10 people"),
        ({"options": (Option("x"),) * 7}, "options", "6 options at most; these are 7"),
        ({"options": (Option("x" * 201),)}, "options", "200"),
        ({"options": (Option("x", "y" * 201),)}, "options", "A trade-off"),
        ({"sign": "", "day": None}, "sign", "what would make you revisit it"),
        ({"sign": "x" * 501}, "sign", "500"),
        ({"day": date(2026, 11, 23)}, "day", "after today"),
        ({"day": date.min}, "day", "after today"),
        ({"day": date(2028, 11, 24)}, "day", "two years"),
        ({"day": date.max}, "day", "two years"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(change: dict[str, Any], field: str, words: str) -> None:
    book = make_book(ADA, CAI, make_member("Tom", active=False))
    with pytest.raises(BadInput, match=words) as refused:
        begin(book, replace(DRAFT, **change), 1, CAI.id, utc(RECORDED))
    assert refused.value.field == field


def test_only_who_is_of_the_team_records() -> None:
    for stranger in (member_id("Zoe"), member_id("Tom")):
        with pytest.raises(NotYours):
            begin(make_book(ADA, make_member("Tom", active=False)), DRAFT, 1, stranger, utc(RECORDED))


# On its day.


def test_whoever_decided_is_asked_once_on_the_morning_of_the_day_where_they_are() -> None:
    desk = Desk(ADA, BEN).to("2026-12-01 08:59")
    assert desk.told() == []
    desk.to("2026-12-01 13:59")
    assert desk.told() == [("day", "UADA", utc("2026-12-01 09:00"))]
    desk.act(Tick())
    desk.to("2026-12-01 23:00")
    assert desk.told()[1:] == [("day", "UBEN", utc("2026-12-01 14:00"))]
    assert not desk.round.over, "it waits for an answer"


def test_without_a_day_nobody_is_ever_asked() -> None:
    desk = Desk(day=None)
    assert (desk.round.over, desk.round.wake_at) == (True, None)
    desk.act(Tick(), at="2027-12-01 09:00")
    assert desk.told() == []


@pytest.mark.parametrize(
    ("member", "day", "at"),
    [
        (ADA, date(2026, 12, 5), "2026-12-07 09:00"),  # a Saturday
        (replace(ADA, quiet=(time(18), time(11))), DAY, "2026-12-01 11:00"),
        (replace(ADA, zone=AUCKLAND), DAY, "2026-11-30 20:00"),
        (replace(ADA, days=(3,)), DAY, "2026-12-03 09:00"),
        (replace(ADA, starts=time(22), ends=time(6)), DAY, "2026-12-01 22:00"),
    ],
)
def test_nobody_is_asked_who_is_not_at_work(member: Member, day: date, at: str) -> None:
    desk = Desk(member, day=day, members=(member, CAI, LEA)).to("2026-12-07 10:00")
    assert desk.told()[0] == ("day", "UADA", utc(at))


def test_days_away_are_waited_for() -> None:
    away = Absence(ADA.id, DAY, date(2026, 12, 3))
    assert Desk(absences=(away,)).to("2026-12-05 12:00").told() == [("day", "UADA", utc("2026-12-04 09:00"))]
    desk = Desk().to("30 12:00").change(absences=(away,))
    assert desk.to("2026-12-05 12:00").told() == [("day", "UADA", utc("2026-12-04 09:00"))]


def test_where_nobody_answers_the_leads_are_asked_once_after_five_working_days_and_then_nobody() -> None:
    desk = Desk().to("2026-12-08 08:59")
    assert len(desk.told()) == 1
    desk.to("2026-12-08 09:00")
    assert desk.told()[1:] == [("unanswered", "ULEA", utc("2026-12-08 09:00"))]
    desk.to("2027-12-01 12:00")
    assert len(desk.told()) == 2
    assert desk.round.wake_at is None


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ("2026-12-01 09:00:07", "2026-12-08 09:00"),
        ("2026-12-01 14:00", "2026-12-09 09:00"),
        ("2026-12-04 16:59", "2026-12-14 09:00"),
    ],
)
def test_five_working_days_are_whole_ones_but_for_a_moment(asked: str, at: str) -> None:
    desk = Desk()
    desk.act(Tick(), at=asked)
    assert [each[:2] for each in desk.told()] == [("day", "UADA")]
    assert desk.to("2026-12-20 12:00").told()[1:] == [("unanswered", "ULEA", utc(at))]


def test_a_lead_who_decided_it_is_not_asked_again() -> None:
    assert [who for _, who, _ in Desk(ADA, LEA).to("2027-12-01 12:00").told()] == ["UADA", "ULEA"]


def test_a_bot_that_was_down_asks_nobody_twice() -> None:
    desk = Desk(ADA, LEA, absences=(Absence(LEA.id, DAY, date(2026, 12, 2)),)).to("2026-12-01 12:00")
    assert len(desk.told()) == 1
    desk.act(Tick(), at="2026-12-16 12:00")
    assert [who for _, who, _ in desk.told()] == ["UADA", "ULEA"]
    desk.to("2027-12-01 12:00")
    assert len(desk.told()) == 2


def test_where_whoever_decided_has_left_the_leads_are_asked_on_the_day() -> None:
    desk = Desk().change(replace(ADA, active=False)).to("2027-01-30 12:00")
    assert desk.told() == [("gone", "ULEA", utc("2026-12-01 09:00"))]


def test_where_one_of_them_is_still_there_that_one_is_asked() -> None:
    desk = Desk(ADA, BEN).change(replace(ADA, active=False)).to("2026-12-02 12:00")
    assert desk.told() == [("day", "UBEN", utc("2026-12-01 14:00"))]


def test_where_they_are_away_for_months_the_leads_are_asked() -> None:
    away = Absence(ADA.id, date(2026, 11, 30), date(2027, 8, 1))
    assert [each[:2] for each in Desk(absences=(away,)).to("2027-09-01 12:00").told()] == [("gone", "ULEA")]


def test_where_nobody_leads_the_channel_is_asked_and_anybody_may_answer() -> None:
    desk = Desk(members=(ADA, BEN, CAI)).change(replace(ADA, active=False), replace(CAI, active=False))
    desk.to("2027-01-30 12:00")
    assert desk.told() == [("gone", "all", utc("2026-12-01 09:00"))]
    assert [each.place for each in desk.asks()] == [Room()]
    desk.act(Confirm(), "Ben")
    assert desk.asks()[0].moot


def test_who_leads_from_then_on_is_not_asked_for_what_another_lead_was() -> None:
    desk = Desk().to("2026-12-08 09:00")
    desk.change(replace(BEN, roles=("developer", "lead"))).to("2027-06-01 12:00")
    assert [who for _, who, _ in desk.told()] == ["UADA", "ULEA"]


def test_a_question_that_could_not_be_sent_waits_until_they_are_at_work() -> None:
    [ask] = Desk().to("2026-12-01 09:00").asks()
    assert ask.place == Dm(ADA.id)
    assert ask.goes(utc("2026-12-01 10:00")) == utc("2026-12-01 10:00")
    assert ask.goes(utc("2026-12-01 17:30")) == utc("2026-12-02 09:00")


_MEMBERS = st.builds(
    replace,
    st.sampled_from((ADA, BEN, LEA)),
    zone=st.sampled_from((LONDON, NEW_YORK, AUCKLAND, LOS_ANGELES)),
    days=st.sampled_from((None, (0,), (1, 3), (0, 1, 2, 3, 4, 5, 6))),
    quiet=st.sampled_from((None, (time(18), time(9)), (time(7), time(12)))),
    active=st.booleans(),
)


@settings(max_examples=60)
@given(
    st.lists(_MEMBERS, min_size=1, max_size=3, unique_by=lambda each: each.id),
    st.integers(1, 40),
    st.lists(st.tuples(st.sampled_from((ADA, BEN, LEA)), st.integers(0, 50), st.integers(0, 20)), max_size=3),
    st.lists(st.integers(0, 2000), max_size=6),
)
def test_whoever_they_are_nobody_is_asked_twice_out_of_hours_or_before_the_day(
    members: list[Member], ahead: int, away: list[tuple[Member, int, int]], ticks: list[int]
) -> None:
    start = date(2026, 11, 23)
    absences = tuple(
        Absence(each.id, start + timedelta(days=first), start + timedelta(days=first + length))
        for each, first, length in away
    )
    day = start + timedelta(days=ahead)
    desk = Desk(ADA, BEN, day=day, members=(ADA, BEN, CAI, LEA), absences=absences)
    desk.change(*members, absences=absences)
    for hours in sorted(ticks):
        desk.to(max(desk.at, utc(RECORDED) + timedelta(hours=hours)))
        desk.act(Tick())
    desk.to(utc("2027-06-01 12:00"))
    known = {each.id: each for each in desk.members}
    who = [each.to for each in desk.state.told]
    assert len(set(who)) == len(who)
    for each in desk.state.told:
        if each.to:
            one = known[each.to]
            assert worktime.at_work(one, each.at, [gone for gone in absences if gone.member == one.id])
            assert each.at.astimezone(utc(RECORDED).tzinfo) >= utc("2026-11-23 00:00")
            assert (each.at + timedelta(hours=14)).date() >= day
    assert who, "somebody is asked"
    before = desk.round
    desk.act(Tick())
    assert desk.round == before


# What becomes of it.


def test_confirmed_it_stands_until_the_next_day_and_the_question_shows_that() -> None:
    desk = Desk(ADA, BEN).to("2026-12-01 15:00")
    desk.act(Confirm(date(2027, 3, 1), "Rebuilds are quick"), "Ben")
    assert not desk.round.over
    assert [each.moot for each in desk.asks()] == [True, True]
    assert {each.answer and each.answer.name for each in desk.asks()} == {"Ben"}
    desk.to("2027-02-28 12:00")
    assert len(desk.told()) == 2, "what was answered is not brought before the leads"
    desk.to("2027-03-01 15:00")
    assert [each[:2] for each in desk.told()[2:]] == [("day", "UADA"), ("day", "UBEN")]
    assert [each.moot for each in desk.asks()] == [True, True, False, False]


def test_confirmed_without_a_day_it_is_over_and_can_be_revisited_all_the_same() -> None:
    desk = Desk().to("2026-12-01 09:00")
    assert desk.act(Confirm()).over
    assert desk.act(Confirm(date(2027, 3, 1)), "Lea").over is False
    assert [each[1] for each in desk.to("2027-03-01 15:00").told()] == ["UADA", "UADA"]


@pytest.mark.parametrize("by", ["Ada", "Cai", "Lea"])
def test_who_decided_who_recorded_it_and_leads_say_how_it_goes_on(by: str) -> None:
    desk = Desk()
    desk.act(Confirm(date(2027, 3, 1)), by)
    desk.act(Reverse("Too slow"), by)
    assert (desk.state.standing, desk.round.over) == ("reversed", True)
    desk.act(Restore(), by)
    desk.act(Supersede(7, OTHER), by)
    assert desk.state.standing == "superseded"


def test_nobody_else_does() -> None:
    desk = Desk()
    desk.members = (*desk.members, make_member("Tom", active=False, roles=("lead",)))
    for act in (Confirm(), Reverse("No"), Supersede(7, OTHER), TakeBack()):
        for who in ("Ben", "Zoe", "Tom"):
            with pytest.raises(NotYours):
                desk.act(act, who)
    desk.act(Reverse("No"))
    with pytest.raises(NotYours):
        desk.act(Restore(), "Ben")


def test_reversed_it_says_why_and_is_had_back_for_a_week() -> None:
    desk = Desk()
    with pytest.raises(BadInput, match="why") as refused:
        desk.act(Reverse(" \n"))
    assert refused.value.field == "why"
    desk.act(Reverse(" Too slow "))
    assert desk.state.ended is not None
    assert desk.state.ended.why == "Too slow"
    for act in (Reverse("Twice"), Confirm(), Supersede(7, OTHER)):
        with pytest.raises(Settled, match="Ada has reversed decision #3"):
            desk.act(act, "Lea")
    desk.to("2026-12-15 12:00")
    assert desk.told() == []
    with pytest.raises(Settled, match="a week ago"):
        desk.act(Restore())


def test_had_back_after_its_day_it_is_asked_on_the_next_morning() -> None:
    desk = Desk().to("30 12:00")
    desk.act(Reverse("Too slow"))
    desk.to("2026-12-02 12:00").act(Restore(), "Lea")
    with pytest.raises(Settled, match="stands"):
        desk.act(Restore())
    assert desk.to("2026-12-05 12:00").told() == [("day", "UADA", utc("2026-12-03 09:00"))]


def test_the_decision_in_its_place_hears_of_it_and_of_its_end() -> None:
    desk = Desk()
    with pytest.raises(BadInput, match="its own place"):
        desk.act(Supersede(3, HERE))
    assert desk.act(Supersede(7, OTHER)).tells == (Tell(OTHER, Replaces(3, HERE)),)
    with pytest.raises(Settled, match="#7 stands in the place of #3"):
        desk.act(Reverse("No"))
    assert desk.act(Restore()).tells == (Tell(OTHER, ReplacesNot(HERE)),)
    desk.act(Supersede(7, OTHER))
    desk.act(Reinstate(RoundId("another")))
    assert desk.state.ended is not None
    assert desk.act(Reinstate(OTHER)).state.standing == "stands"


def test_taken_back_within_ten_minutes_nothing_of_it_is_left_and_the_other_stands_again() -> None:
    desk = Desk()
    for _ in range(2):
        desk.act(Replaces(2, OTHER))
    assert [each.number for each in desk.state.replaces] == [2], "told twice, it is one"
    with pytest.raises(NotYours, match="Only Cai"):
        desk.act(TakeBack(), "Ada")
    turn = desk.act(TakeBack(), "Cai", at="23 15:10")
    assert turn.tells[-1] == Tell(OTHER, Reinstate(HERE))
    assert turn.over
    assert DRAFT.text not in repr(desk.state)
    assert all(each.moot for each in show(desk.round).values())
    for act in (TakeBack(), Confirm(), Restore()):
        with pytest.raises(Settled, match="taken back"):
            desk.act(act, "Lea")


def test_after_ten_minutes_it_is_not_taken_back() -> None:
    with pytest.raises(Settled, match="ten minutes"):
        Desk().act(TakeBack(), "Cai", at="23 15:11")


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (Confirm(date(2026, 11, 23)), "day"),
        (Confirm(date(2029, 1, 1)), "day"),
        (Confirm(None, "x" * 1001), "why"),
        (Reverse("x" * 1001), "why"),
        (Supersede(7, OTHER, "x" * 1001), "why"),
    ],
)
def test_what_does_not_fit_changes_nothing(act: Act, field: str) -> None:
    desk = Desk()
    before = desk.round
    with pytest.raises(BadInput) as refused:
        desk.act(act)
    assert (refused.value.field, desk.round) == (field, before)


_ACTS = st.one_of(
    st.builds(Confirm, st.none() | st.dates(date(2026, 11, 1), date(2027, 6, 1)), st.just("so")),
    st.builds(Reverse, st.sampled_from(("", "so"))),
    st.builds(Supersede, st.just(7), st.just(OTHER)),
    st.just(Restore()),
    st.just(TakeBack()),
    st.builds(Replaces, st.just(2), st.just(RoundId("two"))),
    st.builds(Reinstate, st.just(OTHER)),
    st.just(Tick()),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(_ACTS, st.sampled_from(("Ada", "Ben", "Cai", "Lea")), st.integers(0, 400)), max_size=12
    )
)
def test_whatever_is_done_in_whatever_order_no_slot_is_dropped_and_nothing_is_said_of_another(
    acts: list[tuple[Act, str, int]],
) -> None:
    desk = Desk(ADA, BEN)
    slots = set(show(desk.round))
    for act, by, hours in acts:
        desk.to(desk.at + timedelta(hours=hours))
        before = desk.round
        try:
            desk.act(act, by)
        except BotError:
            assert desk.round == before
        shown = show(desk.round)
        assert slots <= shown.keys()
        slots = set(shown)
        kept = codec.load(Decision, codec.dump(Decision, desk.state))
        again = show(replace(desk.round, state=kept))
        assert {name: fingerprint(each) for name, each in shown.items()} == {
            name: fingerprint(each) for name, each in again.items()
        }
        current = [each.to for each in desk.state.asked]
        assert len(set(current)) == len(current)
        ended = desk.state.ended is not None
        assert desk.round.over == (ended or desk.state.day is None)
        if desk.round.over:
            assert all(each.moot for each in desk.asks())


# What is kept.


def test_its_line_in_the_export_and_what_an_erasure_leaves() -> None:
    desk = Desk(ADA, BEN).to("2026-12-01 15:00")
    desk.act(Confirm(None, "Ada's own words"))
    assert CEREMONY.record is not None
    assert CEREMONY.erase is not None
    [line] = CEREMONY.record(desk.round)
    assert line.table == "decisions"
    assert line.row["decider_names"] == '["Ada", "Ben"]'
    assert (line.row["number"], line.row["standing"], line.row["revisit_on"]) == (3, "stands", None)
    desk.act(Reverse("Ada's own words"))
    state = CEREMONY.erase(desk.state, ADA.id)
    assert "Ada'" not in repr(state)
    assert "'Ada'" not in repr(state)
    assert (state.text, state.why, state.deciders[1].name) == (DRAFT.text, DRAFT.why, "Ben")
    card = show(replace(desk.round, state=state))["card"]
    assert isinstance(card, Card)
    assert card.face.ended is not None
    [line] = CEREMONY.record(replace(desk.round, state=state))
    assert line.row["deciders"] == f'["", "{BEN.id}"]', "no export has the id of who is erased"
    assert line.row["decider_names"] == f'["{SOMEBODY}", "Ben"]'
    assert CEREMONY.erase(state, ADA.id) == state
    with pytest.raises(Settled, match="Someone has reversed decision #3 already"):
        CEREMONY.advance(replace(desk.round, state=state), Confirm(), BEN.id, desk.at, desk.book)
