"""An experiment that stopped, got its verdict and was reopened: its checkpoint says so, and asks for nothing."""

import pytest

from bot.ceremonies.checkpoint import Undo
from bot.ceremonies.experiment import Decide, Reopen
from bot.errors import Settled
from tests.bot.ceremonies.judging import ADA, STOP, Desk, ask, card, worked

ASKED = f"verdict:{ADA.id}"


def reopened() -> Desk:
    desk = worked().act(STOP, at="23 15:00").to("24 12:00")
    desk.act(Decide("proved", "Build it"), "Ada", on="churn-1")
    return desk.act(Reopen(), "Ada", at="24 13:00", on="churn-1")


def verdict(desk: Desk) -> str:
    [slot] = [each for each in desk.shown() if each.startswith(ASKED)]
    return ask(desk, slot).past


def test_it_wants_no_verdict_and_its_card_says_that_it_was_reopened() -> None:
    desk = reopened()
    its = card(desk)
    assert (its.phase, its.reopened, its.ended, its.undoable) == ("decided", True, None, False)
    assert verdict(desk) == "answered"
    told = desk.told()
    assert desk.to("2026-12-20 12:00").told() == told


def test_what_was_decided_before_is_not_taken_back_any_more() -> None:
    with pytest.raises(Settled, match="churn-1 was reopened since, and goes on"):
        reopened().act(Undo())


def test_it_was_asked_for_no_verdict_before_it_was_reopened_and_is_not_after() -> None:
    desk = worked().act(STOP, at="23 23:00").act(Decide("proved", "x"), "Ada", on="churn-1")
    desk.act(Reopen(), "Ada", on="churn-1").to("25 12:00")
    assert not [each for each in desk.told() if each.startswith("verdict")]


def test_a_second_verdict_holds_again() -> None:
    desk = reopened().act(Decide("disproved", "Drop it"), "Ada", on="churn-1")
    its = card(desk)
    assert its.ended is not None
    assert (its.reopened, its.ended.verdict) == (False, "disproved")


def test_a_verdict_before_the_decision_is_not_reopened_after_it() -> None:
    desk = worked().to("23 15:00").act(Decide("proved", "Build it"), "Ada", on="churn-1")
    desk.act(Reopen(), "Ada", at="23 15:30", on="churn-1").act(STOP, at="23 16:00").to("25 12:00")
    assert (card(desk).reopened, verdict(desk)) == (False, "")
    desk.act(Undo())
    assert card(desk).phase == "open"
