"""A lookahead's items, its digest, and what is settled after it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.lacks import Lack
from bot.ceremonies import access
from bot.ceremonies.access import AccessStands, Resettle
from bot.ceremonies.lookahead import (
    CEREMONY,
    AddItem,
    ChangeItem,
    Close,
    Item,
    ItemKind,
    Lookahead,
    RemoveItem,
    Settle,
    Take,
    Wish,
    begin,
    usual_close,
)
from bot.ceremonies.lookahead.shown import Card, Digest, show
from bot.errors import BadInput, BotError, NotFound, NotYours, Refused, Settled
from bot.model import Act, Book, Epic, EpicId, Member, MemberChanged, Round, RoundId, Tell, Tick, Turn
from tests.factories import LONDON, NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
MONDAY, CLOSES = utc("23 10:00"), utc("24 16:00")
EPIC = Epic(EpicId("E1"), "Churn", year=2026, quarter=4)


class Desk:
    """One lookahead, and what came of it. Ada opened it, Lea leads."""

    def __init__(self, sprint: int | None = None, by: str | None = "Ada") -> None:
        self.at = MONDAY
        self.members: tuple[Member, ...] = (ADA, BEN, LEA)
        opener = member_id(by) if by else None
        self.turn: Turn[Lookahead] = begin(make_team(), sprint, MONDAY, CLOSES, opener)
        self.round: Round[Lookahead] = Round(
            RoundId("ahead-1"),
            WORKSPACE,
            make_team().id,
            "lookahead",
            "1",
            MONDAY,
            self.turn.state,
            wake_at=self.turn.wake_at,
        )

    @property
    def book(self) -> Book:
        return replace(make_book(*self.members), epics=(EPIC,))

    @property
    def state(self) -> Lookahead:
        return self.round.state

    def act(self, act: Act, by: str | None = "Ada", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = member_id(by) if by and not isinstance(act, Tick | MemberChanged | AccessStands) else None
        self.turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        self.round = replace(
            self.round, state=self.turn.state, wake_at=self.turn.wake_at, over=self.turn.over
        )

    def add(
        self, text: str = "Read access", kind: ItemKind = "work", by: str = "Ada", **more: object
    ) -> Item:
        self.act(AddItem(Wish(kind, text, **more)), by)  # type: ignore[arg-type] # by name
        return self.state.items[-1]

    def closed(self) -> None:
        self.act(Tick(), at="24 16:00")

    def item(self, number: int) -> Item:
        return next(each for each in self.state.items if each.number == number)

    @property
    def card(self) -> Card:
        shown = show(self.round.id, self.state)["card"]
        assert isinstance(shown, Card)
        return shown

    @property
    def digest(self) -> Digest | None:
        shown = show(self.round.id, self.state).get("digest")
        assert shown is None or isinstance(shown, Digest)
        return shown

    def refuses(self, kind: type[BotError], words: str, act: Act, by: str = "Ada") -> str:
        """What is refused changes nothing. Returns the field that it is about."""
        before = self.round
        with pytest.raises(kind, match=words) as refused:
            self.act(act, by)
        assert self.round == before
        return getattr(refused.value, "field", "")


def test_the_card_counts_what_was_placed_and_says_none_of_it() -> None:
    desk = Desk(sprint=4)
    assert (desk.card.sprint, desk.card.count, desk.turn.wake_at) == (4, 0, CLOSES)
    desk.add("Read access to the billing tables")
    desk.add(by="Ben")
    assert desk.card.count == 2
    assert "billing" not in repr(desk.card)
    assert desk.digest is None


def test_it_closes_by_its_clock_and_is_over_in_a_week() -> None:
    desk = Desk()
    desk.add()
    desk.act(Tick(), at="24 15:59")
    assert desk.state.closed is None
    desk.closed()
    assert desk.digest
    assert desk.card.moot
    assert (desk.turn.wake_at, desk.round.over) == (utc("2026-12-01 16:00"), False)
    desk.act(Tick(), at="2026-12-01 16:00")
    assert desk.round.over
    assert desk.digest.over
    desk.refuses(Settled, "This lookahead is over", Take(1))
    desk.act(MemberChanged(BEN.id))
    assert desk.round.over


def test_with_nothing_placed_it_is_over_with_a_line() -> None:
    desk = Desk()
    desk.closed()
    assert desk.round.over
    assert desk.digest is None
    assert (desk.card.closed, desk.card.count) == (True, 0)


def test_the_digest_says_what_the_quarter_lacks_on_that_day() -> None:
    desk = Desk()
    desk.add()
    desk.closed()
    assert desk.digest
    assert (desk.digest.quarter, desk.digest.lacks) == ("Q4 2026", (Lack("Churn", 0, 0, 0),))
    assert desk.digest.day == date(2026, 11, 24)


def test_who_opened_it_and_leads_close_it_once() -> None:
    desk = Desk()
    desk.add()
    desk.refuses(NotYours, "Only Ada and the team's leads can close it", Close(), "Ben")
    desk.act(Close(), "Lea")
    assert desk.card.name == "Lea"
    desk.refuses(Settled, "closed already", Close())
    desk.refuses(Settled, "is closed", AddItem(Wish("work", "Late")))
    of_sprint = Desk(4, None)
    of_sprint.refuses(NotYours, "Only the team's leads", Close())
    of_sprint.act(Close(), "Lea")


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        (Wish("work", " \n "), "text", "Say in a sentence"),
        (Wish("work", "x" * 2000), "text", "300 characters at most; yours has 2000"),
        (Wish("work", "x", day=date(2026, 11, 22)), "day", "That day is past"),
        (Wish("work", "x", day=date(9999, 12, 31)), "day", "within two years"),
        (Wish("work", "x", day=date(2026, 12, 1), not_now=True), "not_now", "not both"),
        (Wish("work", "x", owner=member_id("Zoe")), "owner", "somebody of this team"),
        (Wish("access", "x", asked_on=date(2026, 11, 24)), "asked", "yet to come"),
        (
            Wish("access", "x", asked_on=date(2026, 11, 20), day=date(2026, 11, 19)),
            "day",
            "cannot be expected before it is asked for",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_field(wish: Wish, field: str, words: str) -> None:
    desk = Desk()
    assert desk.refuses(BadInput, words, AddItem(wish)) == field
    desk.add()
    assert desk.refuses(BadInput, words, ChangeItem(1, wish)) == field


def test_days_are_those_of_who_fills_it_in() -> None:
    desk = Desk()
    desk.members = (make_member("Ada", NEW_YORK), BEN, LEA)
    desk.act(AddItem(Wish("work", "x", day=date(2026, 11, 23))), at="24 03:00")
    desk.refuses(BadInput, "past", AddItem(Wish("work", "x", day=date(2026, 11, 23))), "Ben")


def test_an_item_is_changed_and_taken_out_by_who_placed_it_and_leads() -> None:
    desk = Desk()
    desk.add("First")
    desk.add("Second", by="Ben")
    for act in (ChangeItem(2, Wish("work", "Mine")), RemoveItem(2)):
        desk.refuses(NotYours, "Only Ben, who placed it", act)
    desk.act(ChangeItem(2, Wish("hypothesis", "It is seasonal", BEN.id)), "Ben")
    assert (desk.item(2).kind, desk.item(2).text, desk.item(2).owner_name) == (
        "hypothesis",
        "It is seasonal",
        "Ben",
    )
    desk.act(RemoveItem(2), "Lea")
    desk.refuses(NotFound, "no longer there", RemoveItem(2), "Ben")
    assert desk.add("Third").number == 3, "a number is never another item's"


def test_who_is_not_of_the_team_places_nothing() -> None:
    Desk().refuses(NotYours, "Only people of this team", AddItem(Wish("work", "x")), "Zoe")


def test_more_than_forty_items_are_a_backlog() -> None:
    desk = Desk()
    for _ in range(40):
        desk.add()
    desk.refuses(Refused, "40 items are placed already", AddItem(Wish("work", "x")))


def test_each_request_that_is_not_put_off_is_followed_by_a_round_of_its_own() -> None:
    desk = Desk()
    desk.add("A", "access", owner=BEN.id, asked_on=date(2026, 11, 20), day=date(2026, 12, 8))
    desk.add("B", "access", by="Ben")
    desk.add("C", "access", not_now=True)
    desk.add("D", "hypothesis")
    desk.closed()
    first, second = desk.turn.opens
    assert (first.kind, first.key) == (access.KIND, "ahead-1/1/1")
    state = first.turn.state
    assert (state.what, state.owner, state.taken, state.asked_on, state.expected) == (
        "A",
        BEN,
        True,
        date(2026, 11, 20),
        date(2026, 12, 8),
    )
    other = second.turn.state
    assert (other.owner, other.taken) == (BEN, False), "whoever placed it is asked, as nobody took it"


def test_what_is_open_is_taken_once_and_settled_by_anybody() -> None:
    desk = Desk()
    desk.add("Labels")
    desk.refuses(Refused, "still gathers items", Take(1), "Ben")
    desk.closed()
    desk.act(Take(1), "Ben")
    assert (desk.item(1).owner_name, desk.item(1).settled) == ("Ben", False)
    desk.refuses(Settled, "Ben has taken it already", Take(1), "Lea")
    assert desk.refuses(BadInput, "past", Settle(1, BEN.id, date(2026, 11, 20))) == "day"
    desk.act(Settle(1, BEN.id, date(2026, 12, 4)), "Lea")
    assert desk.item(1).settled
    desk.members = (*desk.members, make_member("Zoe"))
    desk.refuses(NotYours, "Only Ben, Ada", Settle(1, None, None, not_now=True), "Zoe")
    desk.act(Settle(1, None, None, not_now=True), "Ben")
    assert desk.item(1).not_now


def test_what_was_put_off_can_be_taken_after_all_by_its_people() -> None:
    desk = Desk()
    desk.add("Labels", not_now=True)
    desk.closed()
    desk.refuses(NotYours, "That is settled", Take(1), "Ben")
    desk.act(Take(1))
    assert (desk.item(1).not_now, desk.item(1).owner_name) == (False, "Ada")


def test_who_leaves_owns_nothing_any_more_and_who_is_renamed_is_called_so() -> None:
    desk = Desk()
    desk.add("Labels", owner=BEN.id, day=date(2026, 12, 4))
    desk.closed()
    desk.members = (replace(ADA, name="Ada L"), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.item(1).by_name == "Ada L"
    desk.members = (ADA, replace(BEN, active=False), LEA)
    desk.act(MemberChanged(BEN.id))
    assert (desk.item(1).owner, desk.item(1).owner_name) == (None, "")


def stands(item: int = 1, *, owner: str = "", ended: access.state.End | None = None) -> AccessStands:
    whose = member_id(owner) if owner else None
    return AccessStands(item, RoundId("access-1"), whose, owner, None, None, ended)


def test_what_its_round_says_of_a_request_stands_in_the_digest() -> None:
    desk = Desk()
    desk.add("A", "access")
    desk.closed()
    desk.act(stands())
    assert (desk.item(1).round, desk.turn.tells) == (RoundId("access-1"), ())
    desk.act(stands(owner="Ben", ended="there"))
    assert (desk.item(1).owner_name, desk.item(1).standing) == ("Ben", "there")
    desk.refuses(Settled, "That access is there", Take(1))
    desk.act(stands(9))
    assert desk.turn.tells == ()


def test_what_is_settled_before_and_after_a_round_follows_a_request_reaches_that_round() -> None:
    desk = Desk()
    desk.add("A", "access")
    desk.closed()
    desk.act(Take(1), "Ben")
    assert not desk.turn.tells, "nobody knows yet which round it is"
    desk.act(stands())
    told = Resettle(BEN.id, None, None, dropped=False, name="Ben")
    assert desk.turn.tells == (Tell(RoundId("access-1"), told),)
    assert desk.item(1).owner_name == "Ben"
    desk.act(Settle(1, BEN.id, date(2026, 12, 8), asked_on=date(2026, 11, 24)), "Lea")
    [tell] = desk.turn.tells
    assert tell.act == Resettle(BEN.id, date(2026, 11, 24), date(2026, 12, 8), dropped=False, name="Lea")


def test_a_request_that_was_put_off_is_followed_once_somebody_takes_it_after_all() -> None:
    desk = Desk()
    desk.add("A", "access", not_now=True)
    desk.closed()
    assert not desk.turn.opens
    desk.act(Take(1))
    [first] = desk.turn.opens
    assert (first.key, first.turn.state.owner, first.turn.state.taken) == ("ahead-1/1/1", ADA, True)
    desk.act(stands(owner="Ada"))
    desk.act(Settle(1, None, None, not_now=True))
    [dropped] = desk.turn.tells
    assert isinstance(dropped.act, Resettle)
    assert dropped.act.dropped
    assert not desk.turn.opens
    desk.act(Settle(1, BEN.id, None))
    [second] = desk.turn.opens
    assert (second.key, second.turn.state.owner) == ("ahead-1/1/2", BEN)


def test_one_that_is_put_off_before_its_round_was_heard_of_is_not_followed() -> None:
    desk = Desk()
    desk.add("A", "access")
    desk.closed()
    desk.act(Settle(1, None, None, not_now=True))
    desk.act(stands())
    [tell] = desk.turn.tells
    assert tell == Tell(RoundId("access-1"), Resettle(None, None, None, dropped=True, name="Ada"))
    assert desk.item(1).not_now


@pytest.mark.parametrize(
    ("at", "closes"),
    [("23 10:00", "24 16:00"), ("20 18:00", "23 16:00"), ("21 10:00", "23 16:00"), ("22 23:59", "23 16:00")],
)
def test_by_hand_it_closes_on_the_next_working_day_at_four(at: str, closes: str) -> None:
    assert usual_close(LONDON, utc(at)) == utc(closes)


_days = st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2027, 3, 1)))
_owners = st.sampled_from([None, ADA.id, BEN.id, member_id("Zoe")])
_wishes = st.builds(
    Wish,
    st.sampled_from(["work", "hypothesis", "access"]),
    st.text(max_size=310),
    _owners,
    _days,
    st.booleans(),
    _days,
)
_numbers = st.integers(1, 4)
_acts = st.one_of(
    st.builds(AddItem, _wishes),
    st.builds(ChangeItem, _numbers, _wishes),
    st.builds(RemoveItem, _numbers),
    st.builds(Take, _numbers),
    st.builds(Settle, _numbers, _owners, _days, st.booleans(), _days),
    st.just(Close()),
    st.just(Tick()),
    st.builds(MemberChanged, st.sampled_from([ADA.id, BEN.id])),
    st.builds(stands, _numbers, owner=st.sampled_from(["", "Ben"])),
)


@given(st.lists(st.tuples(_acts, st.sampled_from(["Ada", "Ben", "Lea"]), st.integers(0, 60)), max_size=25))
def test_whatever_people_do_numbers_stay_and_no_slot_is_dropped(
    moves: list[tuple[Act, str, int]],
) -> None:
    desk = Desk()
    slots: set[str] = set()
    for act, who, hours in moves:
        desk.at = datetime.fromtimestamp(desk.at.timestamp() + hours * 3600, desk.at.tzinfo)
        try:
            desk.act(act, who)
        except BotError:
            continue
        now = set(show(desk.round.id, desk.state))
        assert slots <= now
        slots = now
        numbers = [each.number for each in desk.state.items]
        assert numbers == sorted(set(numbers))
        assert desk.round.over or desk.round.wake_at is not None
        assert all(not (each.not_now and each.day) for each in desk.state.items)
        following = [each for each in desk.state.items if each.followed]
        wanted = [each for each in desk.state.items if each.kind == "access" and not each.not_now]
        assert following == (wanted if desk.state.closed else [])
