"""A decision: what it may be, what may become of it, and what is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.ceremonies.decision import (
    CEREMONY,
    Confirm,
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
from bot.ceremonies.decision.shown import Card, show
from bot.ceremonies.decision.state import DECIDERS, OPTION, OPTIONS, SIGN, TEXT, WHY
from bot.ceremonies.erased import SOMEBODY
from bot.errors import BadInput, NotYours, Settled
from bot.model import Act, RoundId, Tell
from tests.bot.ceremonies.deciding import ADA, BEN, CAI, DAY, DRAFT, HERE, OTHER, RECORDED, Desk
from tests.factories import make_book, make_member, member_id, utc

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
