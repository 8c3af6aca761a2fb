"""An assumption that was a slip is taken back, and one that reads otherwise is changed: by whom, and until when."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.assumption import Break, Change, Draft, Hold, Later, TakeBack, Undo
from bot.ceremonies.assumption.shown import Card, show
from bot.errors import BadInput, NotYours, Settled
from bot.model import Act, MemberId, Tick
from tests.bot.ceremonies.assuming import ADA, BEN, DAY, DRAFT, NEW, ONE, Desk


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
