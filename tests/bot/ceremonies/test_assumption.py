"""An assumption: what it may be, what may become of it, and what is kept."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book import pasting
from bot.ceremonies.assumption import (
    CEREMONY,
    About,
    Break,
    Change,
    Draft,
    Hold,
    Later,
    TakeBack,
    Undo,
    begin,
)
from bot.ceremonies.assumption.setting import stories
from bot.ceremonies.assumption.shown import Card, show
from bot.ceremonies.assumption.state import FOUND, MOST, TEXT, WHY
from bot.ceremonies.erased import SOMEBODY
from bot.errors import BadInput, NotYours, Settled
from bot.model import Act, MemberId
from tests.bot.ceremonies.assuming import ADA, CAI, DRAFT, LEA, NEW, ONE, TWO, WROTE, Desk
from tests.factories import make_book, make_member, utc

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
