"""What is kept of a KPI: readings, counts of older ones by day, and how often the channel is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.budget import Used
from bot.ceremonies.kpi import CEREMONY, Alter, Setup, Take, TakeOut
from bot.ceremonies.kpi.shown import PICTURED, Turned, show
from bot.ceremonies.kpi.state import MOST_READINGS, MOST_TURNS, USUAL, Kpi, Reading, Turning
from bot.ceremonies.kpi.taking import judged, taken
from bot.errors import NotFound
from bot.model import Tick
from bot.rounds import fingerprint
from tests.bot.ceremonies.keeping import DAY, FRESH, HERE, NOON, Desk
from tests.factories import utc

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def fed(setup: Setup, values: list[float], every: timedelta) -> Kpi:
    """One that has these readings, the first of them at noon."""
    state = Desk(setup).state
    for place, value in enumerate(values):
        state = taken(state, Take(value), None, NOON + place * every)
    return state


def test_readings_that_are_too_many_to_keep_count_all_the_same() -> None:
    values = [100.0] * 200 + [1.0] * 1_100
    state = fed(replace(FRESH, budget=0.05), values, MINUTE)
    state = judged(state, NOON + 1_300 * MINUTE)
    assert (len(state.readings), state.numbered) == (MOST_READINGS, 1_300)
    assert (state.used.count, state.used.missed, state.used.percent) == (1_300, 200, 308)


def test_hourly_readings_over_a_quarter() -> None:
    setup = replace(USUAL["availability"], days=90)
    values = [0.0 if not place % 500 else 1.0 for place in range(2_160)]
    state = judged(fed(setup, values, HOUR), NOON + 2_159 * HOUR)
    assert state.used == Used(2_160, 5, round(5 / 2_160 / 0.001, 9))
    later = judged(state, NOON + (90 * 24 + 12) * HOUR)
    assert (later.used.count, later.used.missed) == (2_148, 4), "the first day leaves as a whole"
    over = judged(state, NOON + 600 * DAY)
    assert (over.readings, over.days, over.used) == ((), (), Used())


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from([0.2, 0.9, 0.9995, 1.0]), st.integers(-600, 0)), max_size=30),
    st.sampled_from([USUAL["availability"], replace(USUAL["null rate"], budget=0.3)]),
)
def test_however_few_are_kept_by_themselves_the_budget_is_the_same(
    taken_in: list[tuple[float, int]], setup: Setup
) -> None:
    few, all_ = Desk(setup), Desk(setup)
    with pytest.MonkeyPatch.context() as patched:
        for value, hours in taken_in:
            patched.setattr("bot.ceremonies.kpi.taking.MOST_READINGS", 4)
            few.act(Take(value, NOON + hours * HOUR))
            patched.setattr("bot.ceremonies.kpi.taking.MOST_READINGS", 1_000)
            all_.act(Take(value, NOON + hours * HOUR))
            kept, whole = few.state.used, all_.state.used
            assert (kept.count, kept.missed) == (whole.count, whole.missed)
            assert kept.share == pytest.approx(whole.share, abs=1e-8)
            assert few.card().curve == all_.card().curve
    assert len(few.state.readings) <= 4
    assert few.card().last == all_.card().last
    for goal in (NOON + 30 * DAY, NOON + 400 * DAY):
        assert few.to(goal).state.used == all_.to(goal).state.used == Used()
    assert (few.state.days, few.state.readings, few.round.wake_at) == ((), (), None)


def test_a_reading_that_is_only_counted_cannot_be_taken_out() -> None:
    desk = Desk()
    desk.round = replace(desk.round, state=fed(FRESH, [1.0] * MOST_READINGS, MINUTE))
    desk.act(Take(99, NOON - 3 * DAY), "Ben", at=NOON + DAY)
    assert (len(desk.values()), desk.card().used) == (MOST_READINGS, Used(1_001, 1, round(4 / 1_001, 9)))
    with pytest.raises(NotFound):
        desk.act(TakeOut(desk.state.numbered), "Ben")


def test_a_shorter_window_takes_nothing_for_good() -> None:
    desk = Desk()
    desk.read(*range(1, 7))
    desk.to(NOON + 10 * DAY).read(7)
    before = desk.card()
    desk.act(Alter(replace(FRESH, days=5)), "Ada")
    assert (desk.card().used.count, len(desk.values())) == (1, 7)
    desk.act(Alter(FRESH), "Ada")
    assert desk.card().used == before.used
    assert desk.values() == [1, 2, 3, 4, 5, 6, 7]
    assert desk.round.wake_at
    desk.to(NOON + 28 * DAY + 3 * HOUR)
    assert desk.card().used.count == 4, "the clock goes by the window that stands"


def test_the_picture_stays_as_it_is_while_a_day_brings_nothing_worse() -> None:
    desk = Desk()
    desk.act(Take(3), at=NOON)
    desk.act(Take(5), at=NOON + DAY)
    first = desk.card()
    assert first.curve
    for value, hours in ((1, 1), (4.9, 2), (5, 3)):
        desk.act(Take(value), at=NOON + DAY + hours * HOUR)
        assert desk.card().curve == first.curve
    assert fingerprint(desk.card()) != fingerprint(first), "the words follow"
    desk.act(Take(30), at=NOON + DAY + 4 * HOUR)
    assert [each.value for each in (desk.card().curve or first.curve).points] == [3, 30]


def test_the_picture_has_so_many_days_at_most() -> None:
    desk = Desk(replace(FRESH, days=366))
    for place in range(80):
        desk.act(Take(place), at=NOON + place * DAY)
    curve = desk.card().curve
    assert curve
    assert [each.value for each in curve.points] == list(range(20, 80))
    assert len(curve.points) == PICTURED


def test_a_budget_that_turns_all_day_is_told_once_a_day() -> None:
    desk = Desk(replace(FRESH, days=1, budget=0.5))
    desk.read(99, 99, 99, 1, 1, every=MINUTE)
    for _ in range(4):
        desk.read(1, every=MINUTE)
        assert (desk.turned(), desk.card().spent) == (["spent past"], False)
        desk.read(99, every=MINUTE)
        assert (desk.turned(), desk.card().spent) == (["spent"], True), (
            "what stands there is true all the same"
        )
    desk.read(1, every=MINUTE)
    desk.to(utc("23 23:59"))
    assert desk.turned() == ["spent past"]
    desk.to(utc("24 00:00"))
    assert desk.turned() == ["spent past", "kept"]
    desk.to(NOON + 40 * DAY)
    assert desk.turned() == ["spent past", "kept"]


def test_once_it_was_told_too_often_the_last_message_passes_still() -> None:
    desk = Desk()
    turnings = tuple(
        Turning(
            place, "kept" if place % 2 else "spent", NOON - (MOST_TURNS - place + 1) * DAY, Used(6, 6, 4.0)
        )
        for place in range(1, MOST_TURNS + 1)
    )
    readings = tuple(Reading(place, NOON - place * HOUR, 1.0) for place in range(9, 0, -1))
    desk.round = replace(
        desk.round, state=replace(desk.state, turnings=turnings, spent=True, readings=readings, numbered=9)
    )
    desk.act(Tick())
    last = show(HERE, desk.state)[f"turn:{MOST_TURNS}"]
    assert isinstance(last, Turned)
    assert (last.turning.how, last.passed, desk.state.spent) == ("spent", True, False)
    assert len(desk.state.turnings) == MOST_TURNS
    desk.to(NOON + 3 * DAY)
    before = desk.round
    desk.act(Tick())
    assert desk.round == before, "the clock waits for nothing"
    desk.read(*[99] * 9)
    last = show(HERE, desk.state)[f"turn:{MOST_TURNS}"]
    assert isinstance(last, Turned)
    assert not last.passed


def test_only_a_team_that_plans_sprints_is_asked_by_planning() -> None:
    for planning in (True, False):
        desk = Desk(planning=planning)
        desk.read(*[99] * 6)
        assert [each.asks for each in desk.state.turnings] == [planning]


def test_days_that_are_only_counted_are_exported() -> None:
    desk = Desk()
    desk.round = replace(desk.round, state=fed(FRESH, [99.0] * 3 + [1.0] * MOST_READINGS, MINUTE))
    assert CEREMONY.record
    [day] = [each.row for each in CEREMONY.record(desk.round) if each.table == "kpi_days"]
    assert (day["day"], day["readings"], day["missed"]) == (datetime(2026, 11, 23).date(), 3, 3)  # noqa: DTZ001
    assert (day["lowest"], day["highest"]) == (99, 99)


def test_the_history_of_acts_holds_no_readings() -> None:
    assert Take not in CEREMONY.keeps
