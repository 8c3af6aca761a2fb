"""A request for data access: when its owner is asked, and what they answer."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import worktime
from bot.ceremonies.access import (
    CEREMONY,
    Access,
    AccessStands,
    Asked,
    GiveUp,
    HandOver,
    NotYet,
    Resettle,
    Source,
    Take,
    There,
    begin,
)
from bot.ceremonies.access.shown import Nudge, Over, show
from bot.ceremonies.access.state import Ended
from bot.errors import BadInput, BotError, NotYours, Settled
from bot.model import (
    Absence,
    Act,
    Book,
    Dm,
    Member,
    MemberChanged,
    Room,
    Round,
    RoundId,
    Tell,
    Tick,
    Turn,
)
from tests.factories import AUCKLAND, NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
#: The lookahead closed on a Tuesday at four, in London.
CLOSED = "24 16:00"
SOURCE = Source(RoundId("ahead-1"), 3)


class Desk:
    """One request, and what came of it. Ada owns it, Ben looks on, Lea leads."""

    def __init__(
        self,
        asked_on: date | None = None,
        expected: date | None = None,
        *,
        owner: Member = ADA,
        members: tuple[Member, ...] = (ADA, BEN, LEA),
        absences: tuple[Absence, ...] = (),
        taken: bool = True,
    ) -> None:
        self.at = utc(CLOSED)
        self.members, self.absences = members, absences
        self.turn: Turn[Access] = begin(
            self.book,
            "The call logs",
            owner,
            self.at,
            taken=taken,
            asked_on=asked_on,
            expected=expected,
            source=SOURCE,
        )
        self.round: Round[Access] = Round(
            RoundId("access-1"),
            WORKSPACE,
            make_team().id,
            "access",
            "ahead-1/3",
            self.at,
            self.turn.state,
            wake_at=self.turn.wake_at,
        )

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Access:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        self.turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        self.round = replace(
            self.round, state=self.turn.state, wake_at=self.turn.wake_at, over=self.turn.over
        )

    def to(self, at: str) -> list[Tell]:
        """Let the clock act at every moment until then; what others were told."""
        goal = utc(at)
        tells: list[Tell] = []
        while self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
            tells += self.turn.tells
        self.at = goal
        return tells

    def told(self) -> list[tuple[str, str, datetime]]:
        return [(each.matter, each.to, each.at) for each in self.state.told]

    def nudges(self) -> list[Nudge]:
        found = show(self.round.id, self.state).values()
        return [each for each in found if isinstance(each, Nudge)]


def test_where_it_is_yet_to_be_asked_for_its_owner_is_asked_on_the_next_working_morning() -> None:
    desk = Desk()
    desk.to("25 08:59")
    assert desk.told() == []
    desk.to("25 09:00")
    assert desk.told() == [("ask", ADA.id, utc("25 09:00"))]
    desk.act(Asked(date(2026, 11, 25), date(2026, 12, 8)), at="25 10:00")
    [answered] = desk.nudges()
    assert answered.over == Over()
    desk.to("2026-12-08 08:59")
    assert len(desk.told()) == 1
    desk.to("2026-12-08 09:00")
    assert desk.told()[1:] == [("there", ADA.id, utc("2026-12-08 09:00"))]


def test_on_the_expected_day_and_again_at_each_new_date_until_it_is_there() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 12, 1))
    desk.to("2026-12-01 09:00")
    desk.act(NotYet(date(2026, 12, 3)), at="2026-12-01 11:00")
    desk.to("2026-12-03 12:00")
    assert [each[2] for each in desk.told()] == [utc("2026-12-01 09:00"), utc("2026-12-03 09:00")]
    assert [each.over for each in desk.nudges()] == [Over(), None]
    desk.act(There())
    assert desk.round.over
    assert desk.round.wake_at is None
    assert {each.over for each in desk.nudges()} == {Over(Ended("there", "Ada"))}


def test_who_does_not_answer_is_asked_again_on_each_fifth_working_morning() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 25))
    desk.to("2026-12-09 12:00")
    assert [each[2] for each in desk.told()] == [
        utc("25 09:00"),
        utc("2026-12-02 09:00"),
        utc("2026-12-09 09:00"),
    ]
    assert [each.over for each in desk.nudges()] == [Over(), Over(), None]


def test_not_asked_for_it_is_asked_about_on_the_expected_day_too() -> None:
    desk = Desk(None, date(2026, 11, 27))
    desk.to("27 12:00")
    assert [(matter, at) for matter, _, at in desk.told()] == [
        ("ask", utc("25 09:00")),
        ("ask", utc("27 09:00")),
    ]


def test_where_nobody_knows_when_it_comes_it_is_asked_about_after_a_week() -> None:
    desk = Desk(date(2026, 11, 20))
    desk.to("30 12:00")
    assert desk.told() == []
    desk.to("2026-12-01 09:00")
    assert len(desk.told()) == 1


@pytest.mark.parametrize(
    ("owner", "absences", "at"),
    [
        (make_member("Ada", AUCKLAND), (), "2026-11-27 20:00"),  # Saturday there is no working day
        (make_member("Ada", NEW_YORK), (), "2026-11-28 14:00"),
        (ADA, (Absence(ADA.id, date(2026, 11, 27), date(2026, 12, 1)),), "2026-12-02 09:00"),
        (make_member("Ada", starts="22:00", ends="06:00"), (), "2026-11-28 22:00"),
    ],
)
def test_by_the_owners_own_mornings(owner: Member, absences: tuple[Absence, ...], at: str) -> None:
    owner = replace(owner, days=(0, 1, 2, 3, 4, 5) if owner.zone != AUCKLAND else None)
    desk = Desk(date(2026, 11, 20), date(2026, 11, 28), owner=owner, members=(owner, LEA), absences=absences)
    desk.to("2026-12-02 10:00")
    expected = utc("2026-11-29 20:00") if owner.zone == AUCKLAND else utc(at)
    assert desk.told()[0][2] == expected


def test_a_bot_that_was_down_asks_once_and_nobody_at_night() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 25))
    desk.act(Tick(), at="26 23:00")
    assert desk.told() == []
    assert desk.round.wake_at == utc("27 09:00")
    desk.to("27 09:00")
    desk.act(Tick())
    assert [each[2] for each in desk.told()] == [utc("27 09:00")]


def test_only_who_follows_it_and_leads_say_how_it_stands() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 25))
    for act in (There(), GiveUp(), NotYet(date(2026, 12, 8)), Take(), HandOver(BEN.id)):
        with pytest.raises(NotYours, match="Only Ada"):
            desk.act(act, "Ben")
    desk.act(GiveUp(), "Lea")
    assert desk.state.ended == Ended("given up", "Lea")
    with pytest.raises(Settled, match="Lea has given it up"):
        desk.act(There())
    assert desk.round.over


@pytest.mark.parametrize(
    ("act", "field", "words"),
    [
        (NotYet(date(2026, 11, 24)), "expected", "after today"),
        (NotYet(date(9999, 12, 31)), "expected", "within two years"),
        (Asked(date(2026, 11, 25)), "asked", "yet to come"),
        (Asked(date(2026, 11, 20), date(2026, 11, 19)), "expected", "before it is asked for"),
        (Asked(date(2026, 11, 20), date(2026, 11, 23)), "expected", "after today"),
        (HandOver(member_id("Zoe")), "owner", "somebody of this team"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(act: Act, field: str, words: str) -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 25))
    before = desk.state
    with pytest.raises(BadInput, match=words) as refused:
        desk.act(act)
    assert (refused.value.field, desk.state) == (field, before)


def test_its_source_hears_which_round_it_is_and_each_change_once() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 27))
    assert desk.round.wake_at == desk.at
    [told] = desk.to(CLOSED)
    assert told == Tell(
        SOURCE.round,
        AccessStands(3, RoundId("access-1"), ADA.id, "Ada", date(2026, 11, 20), date(2026, 11, 27)),
    )
    assert desk.to("27 12:00") == []
    desk.act(NotYet(date(2026, 12, 8)))
    [moved] = desk.turn.tells
    assert isinstance(moved.act, AccessStands)
    assert moved.act.expected == date(2026, 12, 8)
    desk.act(There())
    [ended] = desk.turn.tells
    assert isinstance(ended.act, AccessStands)
    assert ended.act.ended == "there"


def test_what_the_lookahead_settles_holds_and_is_not_told_back() -> None:
    desk = Desk(taken=False)
    desk.act(Resettle(BEN.id, None, date(2026, 12, 8), dropped=False, name="Lea"), "Lea")
    assert desk.turn.tells == ()
    assert (desk.state.owner, desk.state.taken, desk.state.expected) == (BEN, True, date(2026, 12, 8))
    assert desk.told() == [("yours", BEN.id, utc(CLOSED))]
    desk.act(Resettle(member_id("Zoe"), None, date(2026, 12, 8), dropped=False, name="Lea"), "Lea")
    assert desk.state.owner == BEN, "who has left meanwhile follows nothing"
    desk.act(Resettle(None, None, None, dropped=True, name="Lea"), "Lea")
    assert desk.state.ended == Ended("given up", "Lea")
    desk.act(Resettle(None, None, None, dropped=True, name="Lea"), "Lea")


def test_where_nobody_has_taken_it_whoever_placed_it_is_asked_and_told_why() -> None:
    desk = Desk(taken=False)
    desk.to("25 09:00")
    [nudge] = desk.nudges()
    assert (nudge.place, nudge.taken) == (Dm(ADA.id), False)
    desk.act(Take())
    assert desk.state.taken
    with pytest.raises(Settled, match="Ada follows it already"):
        desk.act(Take())


def test_its_owner_leaves_and_a_lead_takes_it() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 27))
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id), at="25 10:00")
    desk.act(MemberChanged(ADA.id))
    asked = show(desk.round.id, desk.state)[f"missing:{LEA.id}:1"]
    assert (asked.place, asked.moot, len(desk.state.missed)) == (Dm(LEA.id), False, 1)
    desk.to("27 12:00")
    assert desk.told() == []
    desk.act(Take(), "Lea")
    assert show(desk.round.id, desk.state)[f"missing:{LEA.id}:1"].moot
    desk.to("30 12:00")
    assert desk.told() == [("there", LEA.id, utc("30 09:00"))]


def test_one_who_is_gone_before_it_begins_is_asked_about_at_once_where_nobody_leads_the_channel_is() -> None:
    desk = Desk(members=(BEN,))
    [asked] = show(desk.round.id, desk.state).values()
    assert asked.place == Room()
    desk.act(Take(), "Ben")
    assert desk.state.owner == BEN


def test_one_who_is_not_at_work_for_months_is_asked_about_until_they_are_back() -> None:
    desk = Desk(absences=(Absence(ADA.id, date(2026, 11, 25), date(2027, 6, 1)),))
    asked = desk.state.missing
    assert asked
    assert not asked.left
    desk.absences = ()
    desk.act(MemberChanged(ADA.id), at="25 08:00")
    assert desk.state.missing != asked
    desk.to("25 09:00")
    assert len(desk.told()) == 1


def test_handed_over_the_new_owner_is_told() -> None:
    desk = Desk(date(2026, 11, 20), date(2026, 11, 27))
    desk.act(HandOver(BEN.id), "Lea")
    assert desk.told() == [("yours", BEN.id, utc(CLOSED))]
    desk.to("27 12:00")
    assert [each.over for each in desk.nudges()] == [Over(), None]
    desk.act(HandOver(ADA.id), "Ben")
    assert desk.nudges()[1].over == Over(now="Ada")


_soon = st.dates(date(2026, 11, 20), date(2027, 1, 10))
_acts = st.one_of(
    st.builds(Asked, _soon, st.one_of(st.none(), _soon)),
    st.builds(NotYet, _soon),
    st.builds(HandOver, st.sampled_from([ADA.id, BEN.id])),
    st.builds(Resettle, st.sampled_from([None, BEN.id]), st.none(), _soon, st.just(False), st.just("Lea")),
    st.just(Take()),
    st.just(MemberChanged(ADA.id)),
)


@given(
    st.lists(st.tuples(_acts, st.integers(0, 100)), max_size=8),
    st.one_of(st.none(), _soon),
    st.one_of(st.none(), _soon),
    st.sampled_from([NEW_YORK, AUCKLAND, "Europe/London"]),
)
def test_it_is_never_forgotten_and_never_asked_twice_in_a_morning(
    moves: list[tuple[Act, int]], asked_on: date | None, expected: date | None, zone: str
) -> None:
    """Whatever was done, until it is over there is a next moment, and each nudge falls where its owner is at work."""
    owner = make_member("Ada", zone)
    desk = Desk(asked_on, expected, owner=owner, members=(owner, BEN, LEA))
    for act, hours in moves:
        desk.to((desk.at + timedelta(hours=hours)).replace(tzinfo=None).isoformat(" "))
        try:
            desk.act(act, "Lea")
        except BotError:
            continue
        assert desk.round.wake_at is not None
    until = desk.at + timedelta(days=150)
    desk.to(until.replace(tzinfo=None).isoformat(" "))
    nudged = [each for each in desk.state.told if each.matter != "yours"]
    assert nudged
    assert all(
        worktime.at_work(next(who for who in (owner, BEN, LEA) if who.id == each.to), each.at)
        for each in nudged
    )
    days = [(each.to, each.at) for each in nudged]
    assert len(set(days)) == len(days)
    last = [each for each in nudged if each.to == desk.state.owner.id]
    assert until - last[-1].at < timedelta(days=20), "who does not answer is asked again"
