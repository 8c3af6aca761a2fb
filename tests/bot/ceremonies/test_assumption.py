"""An assumption: what it may be, who is asked when whether it holds, and what may become of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book import pasting
from bot.ceremonies.assumption import (
    CEREMONY,
    About,
    Assumption,
    Break,
    Change,
    Draft,
    Hold,
    Later,
    TakeBack,
    Undo,
    Written,
    begin,
)
from bot.ceremonies.assumption.setting import stories
from bot.ceremonies.assumption.shown import Ask, Card, show
from bot.ceremonies.assumption.state import FOUND, MOST, TEXT, WHY
from bot.ceremonies.erased import SOMEBODY
from bot.errors import BadInput, BotError, NotYours, Settled
from bot.model import (
    Absence,
    Act,
    Book,
    Dm,
    Member,
    MemberChanged,
    MemberId,
    Room,
    Round,
    RoundId,
    StoryId,
    Tick,
    Turn,
)
from bot.rounds import fingerprint, woken_at
from storage import codec
from tests.factories import NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben", NEW_YORK)
CAI, LEA = make_member("Cai"), make_member("Lea", roles=("developer", "lead"))
#: A Monday afternoon in London; the day on which it is checked is a Tuesday.
WROTE, DAY = "23 15:00", date(2026, 12, 1)
DRAFT = Draft("Customers log in weekly", ADA.id, "They did", ("Another sign", "Label again"), DAY)
ONE, TWO = Written(StoryId("s1"), 31, "Another sign"), Written(StoryId("s2"), 32, "Label again")


class Desk:
    """One assumption, and what came of it. Ada owns it, Cai wrote it down, Lea leads, Ben looks on."""

    def __init__(
        self,
        owner: Member = ADA,
        *,
        day: date | None = DAY,
        members: tuple[Member, ...] = (ADA, BEN, CAI, LEA),
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.at, self.members, self.absences = utc(WROTE), members, absences
        turn = begin(self.book, replace(DRAFT, owner=owner.id, day=day), 3, CAI.id, self.at)
        self.round: Round[Assumption] = Round(
            RoundId("a3"),
            WORKSPACE,
            make_team().id,
            "assumption",
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
    def state(self) -> Assumption:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Assumption]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Assumption, codec.dump(Assumption, turn.state))
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

    def change(self, *members: Member) -> "Desk":
        known = {each.id: each for each in (*self.members, *members)}
        self.members = tuple(known.values())
        for each in known:
            self.act(MemberChanged(each))
        return self


# What it may be.


def test_what_was_typed_is_cleaned() -> None:
    typed = Draft("  They log in \n", ADA.id, " So \n", ("- One", "  ", "2. Two  words", "* Three\n• Four"))
    state = begin(make_book(ADA), typed, 1, ADA.id, utc(WROTE)).state
    assert (state.text, state.why) == ("They log in", "So")
    assert state.work == ("One", "Two words", "Three", "Four")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, text=" \n"), "text"),
        (replace(DRAFT, text="x" * (TEXT + 1)), "text"),
        (replace(DRAFT, why="x" * (WHY + 1)), "why"),
        (replace(DRAFT, work=tuple(map(str, range(MOST + 1)))), "work"),
        (replace(DRAFT, work=("x" * (pasting.TITLE + 1),)), "work"),
        (replace(DRAFT, work=("One", "Two", "- one ")), "work"),
        (replace(DRAFT, work=("Look https://[x",)), "work"),
        (replace(DRAFT, work=("Look https://x.org/" + "y" * pasting.LINK,)), "work"),
        (replace(DRAFT, owner=MemberId("UZOE")), "owner"),
        (replace(DRAFT, day=date(2026, 11, 23)), "day"),
        (replace(DRAFT, day=date(2029, 1, 1)), "day"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(draft: Draft, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        begin(make_book(ADA), draft, 1, ADA.id, utc(WROTE))
    assert refused.value.field == field


def test_a_line_that_does_not_fit_is_named() -> None:
    with pytest.raises(BadInput, match="Lines 1 and 3 say the same"):
        stories(("One", "Two", "ONE"), "stories")
    with pytest.raises(BadInput, match="line 2 has 151"):
        stories(("One", "x" * 151), "stories")
    assert stories(("See https://x.org/1", "See https://x.org/2"), "stories"), "two links are two things"


@given(st.lists(st.text(max_size=200), max_size=14))
def test_lines_are_taken_as_stories_each_once_or_refused(typed: list[str]) -> None:
    try:
        kept = stories(typed, "stories")
    except BadInput:
        return
    assert len(kept) <= MOST
    drafts = [pasting.read_line(each) for each in kept]
    assert len({(each.title.casefold(), each.link) for each in drafts}) == len(kept)
    for each in kept:
        assert 0 < pasting.units(pasting.read_line(each).title) <= pasting.TITLE


def test_who_is_not_of_the_team_writes_none_down() -> None:
    with pytest.raises(NotYours):
        begin(make_book(ADA), DRAFT, 1, MemberId("UZOE"), utc(WROTE))


# Who is asked.


def test_its_owner_is_asked_once_on_its_morning_and_the_lead_after_five_days() -> None:
    desk = Desk().to("2026-12-01 08:59")
    assert desk.told() == []
    assert desk.to("2026-12-01 09:00").told() == [("day", "UADA", utc("2026-12-01 09:00"))]
    assert desk.to("2026-12-08 08:59").told()[1:] == []
    assert desk.to("2027-03-01 12:00").told()[1:] == [("unanswered", "ULEA", utc("2026-12-08 09:00"))]
    assert {each.place for each in desk.asks()} == {Dm(ADA.id), Dm(LEA.id)}


def test_in_new_york_by_its_own_morning_and_who_is_away_is_asked_when_they_are_back() -> None:
    away = Absence(BEN.id, date(2026, 11, 30), date(2026, 12, 3))
    desk = Desk(BEN, absences=(away,)).to("2026-12-31 12:00")
    assert desk.told()[0] == ("day", "UBEN", utc("2026-12-04 14:00"))


def test_where_its_owner_has_left_the_leads_are_and_where_nobody_leads_the_channel() -> None:
    left = replace(ADA, active=False)
    desk = Desk().change(left).to("2026-12-02 12:00")
    assert [each[:2] for each in desk.told()] == [("gone", "ULEA")]
    with pytest.raises(NotYours):
        desk.act(Hold("Seen"), "Ben")
    desk = Desk().change(left, replace(LEA, active=False), replace(CAI, active=False)).to("2026-12-02 12:00")
    assert [each[:2] for each in desk.told()] == [("gone", "all")]
    assert [each.place for each in desk.asks()] == [Room()]
    desk.act(Hold("Seen"), "Ben")
    assert desk.state.standing == "held"


def test_without_a_day_nobody_is_asked_and_it_is_open_all_the_same() -> None:
    desk = Desk(day=None)
    assert (desk.round.wake_at, desk.round.over) == (None, False)


def test_the_clock_acting_twice_or_early_changes_nothing() -> None:
    desk = Desk()
    for at in ("2026-11-30 12:00", "2026-12-01 09:00", "2026-12-01 09:01"):
        desk.to(at)
        before = desk.round
        desk.act(Tick())
        assert desk.round == before


def test_not_known_yet_it_is_asked_again_on_the_next_day_and_not_before_the_leads() -> None:
    desk = Desk().to("2026-12-01 10:00")
    desk.act(Later(date(2027, 1, 12)))
    assert [each.moot for each in desk.asks()] == [True]
    desk.to("2027-01-11 12:00")
    assert len(desk.told()) == 1
    assert desk.to("2027-01-12 09:00").told()[1:] == [("day", "UADA", utc("2027-01-12 09:00"))]
    assert [each.moot for each in desk.asks()] == [True, False]
    desk.act(Later())
    assert len(desk.to("2027-06-01 12:00").told()) == 2
    assert (desk.state.day, desk.round.over) == (None, False)
    with pytest.raises(BadInput) as refused:
        desk.act(Later(date(2027, 6, 1)))
    assert refused.value.field == "day"


# What becomes of it.


@pytest.mark.parametrize("by", ["Ada", "Cai", "Lea"])
def test_its_owner_who_wrote_it_down_and_leads_say_what_becomes_of_it(by: str) -> None:
    desk = Desk()
    desk.act(Hold(" Counted "), by)
    assert desk.state.said is not None
    assert (desk.state.standing, desk.state.said.why, desk.round.over) == ("held", "Counted", True)
    desk.act(Undo("held"), by)
    assert (desk.state.standing, desk.round.over) == ("open", False)
    desk.act(Break("They do not", (ONE,)), by)
    assert desk.state.standing == "broken"


def test_nobody_else_does() -> None:
    desk = Desk()
    desk.members = (*desk.members, make_member("Tom", active=False, roles=("lead",)))
    for act in (Hold("So"), Break("So"), Later(), Undo("held")):
        for who in ("Ben", "Zoe", "Tom"):
            with pytest.raises(NotYours):
                desk.act(act, who)


def test_what_held_may_break_later_and_what_broke_is_broken() -> None:
    desk = Desk().to("2026-12-01 10:00")
    desk.act(Hold("Counted"))
    for late in (Hold("Twice"), Later()):
        with pytest.raises(Settled, match="Ada has said already that assumption #3 held"):
            desk.act(late, "Lea")
    assert len(desk.to("2026-12-20 10:00").told()) == 1, "nobody is asked any more"
    desk.act(Break("They do not", (ONE, TWO)), "Lea")
    for act in (Hold("After all"), Break("Twice"), Later()):
        with pytest.raises(Settled, match="Lea has said already that assumption #3 broke"):
            desk.act(act)
    card = show(desk.round)["card"]
    assert isinstance(card, Card)
    assert card.face.said is not None
    assert [each.number for each in card.face.said.stories] == [31, 32]
    assert all(each.moot for each in desk.asks())


def test_undone_once_it_is_what_it_was_before_and_what_stays_is_known() -> None:
    desk = Desk()
    desk.act(Hold("Counted"))
    desk.act(Break("They do not", (ONE, TWO)))
    with pytest.raises(Settled):
        desk.act(Undo("held"))
    desk.act(Undo("broken", (ONE.story,)))
    assert (desk.state.standing, desk.state.left) == ("held", (TWO,))
    with pytest.raises(Settled, match="undone already: assumption #3 held"):
        desk.act(Undo("broken"), "Lea")
    desk.act(Break("They do not", (TWO,)))
    assert desk.state.left == ()
    with pytest.raises(Settled, match="a week ago"):
        desk.act(Undo("broken"), at="2026-12-08 15:00")


def test_undone_after_its_day_its_owner_is_asked_once_all_the_same() -> None:
    desk = Desk().to("2026-12-01 10:00")
    desk.act(Hold("Counted"))
    desk.act(Undo("held"))
    assert [each.moot for each in desk.asks()] == [False]
    assert [each[:2] for each in desk.to("2027-01-01 12:00").told()] == [
        ("day", "UADA"),
        ("unanswered", "ULEA"),
    ]
    desk = Desk()
    desk.act(Hold("Counted"))
    desk.to("30 12:00").act(Undo("held"))
    assert desk.to("2026-12-01 09:00").told() == [("day", "UADA", utc("2026-12-01 09:00"))]


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (Hold(" \n"), "how"),
        (Hold("x" * (FOUND + 1)), "how"),
        (Break(""), "what"),
        (Break("x" * (FOUND + 1)), "what"),
        (Later(date(2026, 11, 23)), "day"),
    ],
)
def test_what_does_not_fit_changes_nothing(act: Act, field: str) -> None:
    desk = Desk()
    before = desk.round
    with pytest.raises(BadInput) as refused:
        desk.act(act)
    assert (refused.value.field, desk.round) == (field, before)


_ACTS = st.one_of(
    st.builds(Later, st.none() | st.dates(date(2026, 11, 1), date(2027, 6, 1))),
    st.builds(Hold, st.sampled_from(("", "so"))),
    st.builds(Break, st.sampled_from(("", "so")), st.sampled_from(((), (ONE,), (ONE, TWO)))),
    st.builds(Undo, st.sampled_from(("held", "broken")), st.sampled_from(((), (ONE.story,)))),
    st.builds(
        Change,
        st.builds(
            Draft,
            st.sampled_from((DRAFT.text, "Other", "")),
            st.sampled_from((ADA.id, BEN.id)),
            day=st.sampled_from((None, DAY)) | st.dates(date(2026, 11, 20), date(2027, 3, 1)),
        ),
    ),
    st.just(TakeBack()),
    st.just(MemberChanged(ADA.id)),
    st.just(Tick()),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(_ACTS, st.sampled_from(("Ada", "Ben", "Cai", "Lea")), st.integers(0, 400)), max_size=12
    )
)
def test_whatever_is_done_in_whatever_order_no_slot_is_dropped_and_nobody_is_asked_twice(
    acts: list[tuple[Act, str, int]],
) -> None:
    desk = Desk()
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
        kept = codec.load(Assumption, codec.dump(Assumption, desk.state))
        again = show(replace(desk.round, state=kept))
        assert {name: fingerprint(each) for name, each in shown.items()} == {
            name: fingerprint(each) for name, each in again.items()
        }
        current = [each.to for each in desk.state.asked]
        assert len(set(current)) == len(current)
        assert desk.round.over == (desk.state.standing != "open")
        assert all(each.moot for each in desk.asks()[: desk.state.heard])
        if desk.round.over:
            assert all(each.moot for each in desk.asks())
        broken = [each for each in desk.state.verdicts if each.how == "broken"]
        assert len(broken) <= 1
        assert not broken or desk.state.said is broken[0]


# A slip.


def test_what_was_just_written_is_taken_back_and_says_nothing_any_more() -> None:
    desk = Desk()
    for who in ("Ada", "Ben"):
        with pytest.raises(NotYours, match="Only Cai and the team's leads can take it back"):
            desk.act(TakeBack(), who)
    desk.act(TakeBack(), "Cai", at="23 15:10")
    assert (desk.state.standing, desk.round.over, desk.round.wake_at) == ("taken back", True, None)
    kept = repr(desk.state)
    assert DRAFT.text not in kept
    assert DRAFT.why not in kept
    assert all(each not in kept for each in DRAFT.work)
    assert show(desk.round)["card"].moot
    moves: tuple[Act, ...] = (
        TakeBack(),
        Hold("So"),
        Break("No"),
        Later(date(2026, 12, 9)),
        Undo("held"),
        Undo("broken"),
        Change(DRAFT),
    )
    before = desk.state
    for act in moves:
        with pytest.raises(Settled, match="Assumption #3 was taken back"):
            desk.act(act, "Cai")
    desk.act(Tick(), at="2026-12-03 15:00")
    desk.change(replace(ADA, name="Ada Other"))
    assert desk.state == before


def test_it_is_taken_back_for_ten_minutes_and_not_once_something_was_said() -> None:
    desk = Desk()
    with pytest.raises(Settled, match="It can still be changed"):
        desk.act(TakeBack(), "Cai", at="23 15:10:01")
    desk = Desk()
    desk.act(Break("No", (ONE,)))
    with pytest.raises(Settled, match="has said already that assumption #3 broke"):
        desk.act(TakeBack(), "Cai")
    desk = Desk()
    desk.act(TakeBack(), "Lea")
    assert desk.state.taken is not None


NEW = Draft("They log in monthly", BEN.id, "Asked", ("Third",), date(2026, 12, 8))


def test_all_that_was_written_may_be_changed_and_after_ten_minutes_it_is_shown() -> None:
    desk = Desk()
    desk.act(Change(replace(DRAFT, text="  They log in daily ")), "Cai", at="23 15:10")
    assert (desk.state.text, desk.state.changed) == ("They log in daily", ())
    desk.act(Change(NEW), "Cai", at="23 15:11")
    state = desk.state
    assert (state.text, state.why, state.work, state.owner.id, state.day) == (
        NEW.text,
        NEW.why,
        NEW.work,
        BEN.id,
        NEW.day,
    )
    card = show(desk.round)["card"]
    assert isinstance(card, Card)
    assert card.face.changed is not None
    assert (card.face.changed.name, card.face.changed_on, card.face.owner) == (
        "Cai",
        date(2026, 11, 23),
        "Ben",
    )
    before = desk.round
    desk.act(Change(NEW), "Ben", at="24 15:00")
    assert desk.round == before, "what changes nothing is no change"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, text=" "), "text"),
        (replace(DRAFT, work=("One", "one")), "work"),
        (replace(DRAFT, owner=MemberId("")), "owner"),
        (replace(DRAFT, owner=MemberId("UNOBODY")), "owner"),
        (replace(DRAFT, day=date(2026, 11, 23)), "day"),
    ],
)
def test_what_may_not_be_written_may_not_be_changed_to(draft: Draft, field: str) -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(BadInput) as refused:
        desk.act(Change(draft))
    assert (refused.value.field, desk.state) == (field, before)


def test_who_may_change_it_and_that_it_is_too_late() -> None:
    desk = Desk()
    with pytest.raises(NotYours, match="Only Ada, Cai and the team's leads"):
        desk.act(Change(NEW), "Ben")
    desk.act(Change(NEW), "Ada")
    with pytest.raises(NotYours, match="Only Ben, Cai"):
        desk.act(Change(DRAFT), "Ada")
    for act in (Hold("So"), Break("No")):
        desk.act(act, "Ben")
        with pytest.raises(Settled, match="has said already"):
            desk.act(Change(DRAFT), "Ben")


def test_a_day_that_has_passed_may_stay_while_the_rest_is_changed() -> None:
    desk = Desk().to("2026-12-02 15:00")
    desk.act(Change(replace(DRAFT, text="They log in daily")))
    assert (desk.state.text, desk.state.day, desk.state.heard) == ("They log in daily", DAY, 0)
    [ask] = desk.asks()
    assert not ask.moot, "it waits for an answer still"
    assert ask.face.text == "They log in daily"


def test_whoever_it_is_handed_to_is_asked_and_nobody_twice() -> None:
    desk = Desk().to("2026-12-01 15:30")
    assert [each[:2] for each in desk.told()] == [("day", ADA.id)]
    desk.act(Change(replace(DRAFT, owner=BEN.id)))
    [hers] = desk.asks()
    assert (hers.moot, hers.moved and hers.moved.name) == (True, "Ada")
    desk.to("2026-12-02 23:00")
    assert [each[:2] for each in desk.told()] == [("day", ADA.id), ("day", BEN.id)]
    desk.act(Change(replace(DRAFT, owner=BEN.id, day=date(2026, 12, 10))), "Ben")
    assert all(each.moved for each in desk.asks())
    desk.to("2026-12-10 23:00")
    assert [each[1] for each in desk.told()] == [ADA.id, BEN.id, BEN.id]
    assert desk.told()[2][2].date() == date(2026, 12, 10)
    assert [each.moot for each in desk.asks()] == [True, True, False]


def test_each_question_keeps_the_answer_that_it_got() -> None:
    desk = Desk().to("2026-12-01 15:00")
    desk.act(Change(replace(DRAFT, text="They log in daily")))
    desk.act(Later(date(2026, 12, 8)))
    [one] = desk.asks()
    assert one.answer is not None
    assert one.moved is None, "only its text was changed"
    desk.to("2026-12-08 15:00")
    desk.act(Change(replace(DRAFT, day=date(2026, 12, 15))))
    one, two = desk.asks()
    assert (one.answer is not None, one.moved) == (True, None)
    assert (two.answer, two.moved is not None) == (None, True)


# What is kept.


def test_its_line_in_the_export_and_what_an_erasure_leaves() -> None:
    desk = Desk().to("2026-12-01 15:00")
    desk.round = replace(desk.round, state=replace(desk.state, about=About("churn-1", "Churn", number=12)))
    desk.act(Later(date(2026, 12, 3)))
    desk.act(Break("Ada's own words", (ONE, TWO)))
    assert CEREMONY.record is not None
    assert CEREMONY.erase is not None
    [line] = CEREMONY.record(desk.round)
    assert line.table == "assumptions"
    assert line.row["stories"] == "[31, 32]"
    assert (line.row["number"], line.row["standing"], line.row["experiment"]) == (3, "broken", "churn-1")
    state = CEREMONY.erase(desk.state, ADA.id)
    assert "Ada'" not in repr(state)
    assert "own words" not in repr(state)
    assert (state.text, state.why, state.recorder.name) == (DRAFT.text, DRAFT.why, "Cai")
    assert show(replace(desk.round, state=state)).keys() == show(desk.round).keys()
    [line] = CEREMONY.record(replace(desk.round, state=state))
    assert (line.row["owner"], line.row["owner_name"]) == ("", SOMEBODY), (
        "no export has the id of who is erased"
    )
    assert (line.row["recorder"], line.row["recorder_name"]) == (CAI.id, "Cai")
    assert CEREMONY.erase(state, ADA.id) == state
    with pytest.raises(Settled, match="Someone has said already that assumption #3 broke"):
        CEREMONY.advance(replace(desk.round, state=state), Hold("So"), CAI.id, desk.at, desk.book)


def test_nobody_who_is_erased_is_named_as_having_changed_it() -> None:
    desk = Desk()
    desk.act(Change(NEW), "Ada", at="23 16:00")
    assert CEREMONY.erase is not None
    [changed] = CEREMONY.erase(desk.state, ADA.id).changed
    assert changed.name == SOMEBODY
    taken = Desk()
    taken.act(TakeBack(), "Lea")
    assert "'Lea'" not in repr(CEREMONY.erase(taken.state, LEA.id))
