"""What is to be said of a KPI just now, and whose Home hears when that changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.ceremonies.kpi import Alter, End, Kpi, Reopen, Setup, Take
from bot.ceremonies.kpi.glance import Glance, glance
from bot.ceremonies.kpi.state import USUAL
from bot.model import MemberChanged, Turn
from tests.bot.ceremonies.keeping import ADA, BEN, FRESH, GONE, LEA, Desk
from tests.factories import make_book, utc

#: Half of the readings may be late.
EASY = replace(FRESH, budget=0.5)
EVERYBODY = (ADA.id, BEN.id, LEA.id)


def stands(desk: Desk) -> Glance | None:
    return glance(desk.state)


def test_one_without_a_reading_and_one_that_does_well_say_no_figures() -> None:
    desk = Desk(EASY)
    assert stands(desk) == Glance("unread")
    desk.read(3)
    assert stands(desk) == Glance("well")
    desk.read(4, 5, 6, 7)
    assert stands(desk) == Glance("well"), "the same, whatever was read"


def test_a_reading_that_misses_its_threshold_is_told_with_what_is_left_where_anybody_can_say() -> None:
    desk = Desk(EASY)
    desk.read(30)
    assert stands(desk) == Glance("missed", EASY)
    desk.read(3, 3, 3, 25)
    assert stands(desk) == Glance("missed", EASY, 80)
    desk.read(24)
    assert stands(desk) == Glance("well"), "two of six: 66 %"


def test_a_budget_of_which_little_is_left_is_told_and_one_that_is_spent_before_all_else() -> None:
    desk = Desk(EASY)
    desk.read(30, 30, 3, 3, 3)
    assert stands(desk) == Glance("nearly", EASY, 80)
    desk.read(30)
    assert stands(desk) == Glance("missed", EASY, 100), "all of it is not too much"
    desk.read(30)
    assert stands(desk) == Glance("spent", EASY, 100)
    desk.read(2)
    assert stands(desk) == Glance("nearly", EASY, 100)


def test_where_its_whole_window_passed_without_a_reading_the_day_of_the_last_is_told() -> None:
    desk = Desk(EASY)
    desk.read(30, 30, 30, 30, 30)
    quiet = Glance("silent", EASY, day=date(2026, 11, 23))
    assert stands(desk.to(desk.at + timedelta(days=EASY.days))) == quiet
    assert stands(desk.to(desk.at + timedelta(days=500))) == quiet
    desk.read(2)
    assert stands(desk) == Glance("well")


def test_of_an_availability_the_time_that_is_left_counts() -> None:
    setup = USUAL["availability"]
    desk = Desk(setup, "availability")
    desk.read(*[1.0] * 8, 0.99, 1.0)
    assert stands(desk) == Glance("nearly", setup, 100)
    desk.read(0.98)
    assert stands(desk) == Glance("spent", setup, 200)


def test_one_that_is_ended_says_nothing_until_it_is_had_back() -> None:
    desk = Desk(EASY)
    desk.read(30)
    desk.act(End(), "Ada")
    assert stands(desk) is None
    desk.act(Reopen(), "Ada")
    assert stands(desk) == Glance("missed", EASY)


# Whose Home hears of it.


def test_its_owner_hears_that_one_is_kept_in_view() -> None:
    turn = begun()
    assert turn.concerns == (ADA.id,)


def begun() -> Turn[Kpi]:
    from bot.ceremonies.kpi import begin

    return begin(make_book(ADA, BEN), "freshness", "", EASY, ADA, utc("23 12:00"))


def test_all_of_its_team_hear_what_is_told_to_all_and_that_it_is_told_no_more() -> None:
    desk = Desk(EASY)
    assert desk.read(30).concerns == EVERYBODY, "Zoe has left"
    assert desk.read(31).concerns == (), "no line says which it was"
    assert desk.read(3).concerns == EVERYBODY
    assert desk.read(3).concerns == ()
    assert desk.act(Alter(replace(EASY, threshold=2)), "Ada").concerns == EVERYBODY
    assert desk.act(End(), "Ada").concerns == EVERYBODY


def test_the_owner_alone_hears_of_one_that_does_well_and_nobody_of_what_changes_no_line() -> None:
    desk = Desk(EASY)
    assert desk.read(3).concerns == (ADA.id,)
    assert desk.read(4).concerns == ()
    assert desk.act(MemberChanged(BEN.id)).concerns == ()
    assert desk.act(End(), "Lea").concerns == (ADA.id,)
    assert desk.act(Reopen(), "Lea").concerns == (ADA.id,)


def test_the_clock_tells_all_when_a_budget_recovers_or_nothing_comes_any_more() -> None:
    desk = Desk(EASY)
    desk.read(30, 30, 30)
    desk.at += timedelta(days=1)
    desk.read(3, 3)
    assert stands(desk) == Glance("spent", EASY, 100)
    heard: list[str] = []
    act = desk.act

    def listening(*args: object, **more: object) -> Turn[Kpi]:
        turn = act(*args, **more)  # type: ignore[arg-type] # the same
        now = stands(desk)
        if turn.concerns == EVERYBODY and now:
            heard.append(now.how)
        return turn

    desk.act = listening  # type: ignore[method-assign] # to listen
    desk.to(desk.at + timedelta(days=EASY.days + 1))
    assert heard == ["well", "silent"]


@pytest.mark.parametrize("setup", [EASY, USUAL["null rate"], Setup("custom", 5, better="higher")])
def test_a_time_that_passes_alone_says_nothing_else(setup: Setup) -> None:
    desk = Desk(setup)
    desk.act(Take(0.5))
    before, woken = stands(desk), desk.round.wake_at
    assert woken
    desk.to(woken - timedelta(seconds=1))
    assert stands(desk) == before
    assert GONE.id not in desk.act(Take(0.9)).concerns
