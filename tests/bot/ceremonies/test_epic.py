"""The notice of a crossing: one message in the channel, and of no use two days later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.book.epics import Figures
from bot.book.reach import Dates
from bot.ceremonies import epic
from bot.ceremonies.epic import Crossed, Crossing
from bot.model import Epic, EpicId, Room, Round, RoundId, Tick
from tests.factories import WORKSPACE, make_book, make_team, utc

CHURN = Epic(EpicId("E1"), "Churn", year=2027, quarter=1)
ENDS = date(2027, 3, 31)
DATES = Dates(date(2027, 3, 26), date(2027, 4, 16), date(2028, 1, 14))
LATE = Figures(CHURN, (), 8, 13, 2, 5, ENDS, DATES, "risk")

#: Within the quarter.
TODAY = date(2026, 11, 23)


def test_it_tells_once_in_the_channel_and_is_over() -> None:
    opening = epic.opening(LATE, TODAY, rough=True)
    round_ = Round(
        RoundId("R1"), WORKSPACE, make_team().id, epic.KIND, opening.key, utc("24 12:00"), opening.turn.state
    )
    said = Crossing(
        "Churn", "Q1 2027", ENDS, True, False, 13, 2, 5, DATES.half, DATES.sure, DATES.horizon, True
    )
    assert (opening.kind, opening.turn.over, opening.turn.wake_at) == ("epic", True, None)
    assert epic.show(round_) == {"tell": Crossed(Room(), RoundId("R1"), said)}
    assert epic.advance(round_, Tick(), None, utc("25 12:00"), make_book()) == opening.turn
    notice = epic.show(round_)["tell"]
    moment = utc("24 12:00") + timedelta(days=2)
    assert (notice.goes(moment - timedelta(1)), notice.goes(moment)) == (moment - timedelta(1), None)


def test_all_done_has_no_dates_and_is_not_rough() -> None:
    state = epic.opening(replace(LATE, course="done", dates=None, left=0), TODAY, rough=True).turn.state
    assert (state.done, state.late, state.sure, state.horizon, state.rough) == (
        True,
        False,
        None,
        None,
        False,
    )


def test_an_epic_without_a_quarter_crosses_no_end() -> None:
    with pytest.raises(ValueError, match="no quarter"):
        epic.opening(replace(LATE, epic=replace(CHURN, year=None, quarter=None)), TODAY)
