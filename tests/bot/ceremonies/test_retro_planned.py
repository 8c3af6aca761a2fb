"""A retro that is planned: its hour, the notes that wait for it, and one by hand beside it."""

from dataclasses import replace
from datetime import time

import pytest

from bot.ceremonies import retro
from bot.ceremonies.retro import Settings
from bot.ceremonies.retro.acts import Emptied
from bot.ceremonies.retro.seal import seal
from bot.ceremonies.retro.state import UNDO, Secret
from bot.errors import Settled
from bot.model import PlanChanged, RoundId
from tests.bot.ceremonies.wall import LEA, PLAN, WEDNESDAY, Wall
from tests.factories import LONDON, make_book, make_member, make_schedule, utc


def test_who_facilitates_what_is_planned_follows_the_plan() -> None:
    wall = planned_wall()
    settings = Settings(after=2, meets=time(14), facilitator=LEA.id)
    book = replace(make_book(make_member("Ada"), LEA), plan=replace(PLAN, settings=settings))
    after = retro.CEREMONY.advance(wall.round, PlanChanged(), None, utc("23 10:00"), book)
    assert (after.state.facilitator, after.state.facilitator_name) == (LEA.id, "Lea")


def test_notes_that_waited_come_to_the_next_retro_once_and_leave_no_key_behind() -> None:
    waiting = Wall(begun=False)
    note = waiting.note("From long ago", column="stop")
    wall = Wall(begun=False)
    wall.retros = (replace(waiting.round, id=RoundId("retro-0")),)
    wall.begin(Settings(format="mad"))
    assert [(each.id, each.column, each.text) for each in wall.state.notes] == [(note, "", "From long ago")]
    emptied = Emptied(RoundId("retro-1"), wall.at.date())
    assert [(each.round, each.act) for each in wall.tells] == [("retro-0", emptied)]
    wall.take_back(note)
    assert wall.state.notes == ()
    waiting.act(emptied)
    assert waiting.round.over
    assert (waiting.state.notes, waiting.state.secret, waiting.shown()) == ((), Secret(), {})
    with pytest.raises(Settled, match="gone on to the next retro"):
        waiting.note("late")


def test_one_by_hand_takes_what_waits_for_a_planned_one_which_stays_planned() -> None:
    planned = Wall(begun=False)
    planned.plan = PLAN
    planned.note("Early")
    state = replace(planned.state, due=utc("25 10:00"))
    planned.round = replace(
        planned.round, state=state, plan=PLAN.id, occurrence="2026-11-25", wake_at=state.due
    )
    wall = Wall(begun=False)
    wall.retros = (replace(planned.round, id=RoundId("retro-0")),)
    wall.begin(Settings())
    assert [each.text for each in wall.state.notes] == ["Early"]
    planned.act(wall.tells[0].act)
    assert (planned.state.phase, planned.state.due, planned.state.notes) == ("notes", utc("25 10:00"), ())
    assert planned.state.secret == Secret()


def test_notes_of_two_that_waited_can_be_taken_back_in_the_one_that_took_them() -> None:
    first, second, wall = Wall(begun=False), Wall(begun=False), Wall(begun=False)
    one = first.note("One")
    second.written = 10
    other = second.note("Other")
    until = wall.at + UNDO
    tokens = [
        (one, seal(first.state.secret.key, one, until)),
        (other, seal(second.state.secret.key, other, until)),
    ]
    wall.retros = (replace(first.round, id=RoundId("a")), replace(second.round, id=RoundId("b")))
    wall.begin(Settings())
    for note, shown in tokens:
        wall.take_back(note, until=until, shown=shown)
    assert wall.state.notes == ()


def test_a_plan_that_is_gone_leaves_no_round_behind() -> None:
    planned = planned_wall()
    planned.plan = replace(PLAN, state="deleted")
    planned.act(PlanChanged())
    planned.act(Emptied(RoundId("retro-1"), planned.at.date()))
    assert planned.round.over
    paused = planned_wall()
    paused.plan = replace(PLAN, state="paused")
    paused.act(PlanChanged())
    paused.act(Emptied(RoundId("retro-1"), paused.at.date()))
    assert not paused.round.over


def test_a_plan_saved_again_moves_no_retro_that_waits_for_another() -> None:
    other, wall = Wall(), planned_wall()
    wall.retros = (replace(other.round, id=RoundId("retro-0")),)
    wall.to("27 15:00")
    due, meets_at = wall.state.due, wall.state.meets_at
    wall.plan = replace(PLAN, settings=replace(PLAN.settings, dots=5))
    wall.act(PlanChanged())
    assert (wall.state.due, wall.state.meets_at, wall.state.settings.dots) == (due, meets_at, 5)


def test_a_planned_one_waits_while_another_is_under_way() -> None:
    other = Wall()
    wall = planned_wall()
    wall.retros = (replace(other.round, id=RoundId("retro-0")),)
    wall.to("30 12:00")
    waited = wall.state.phase
    wall.retros = ()
    wall.to("30 19:00")
    assert (waited, wall.state.phase) == ("notes", "collect")
    assert wall.state.meets_at == utc("2026-12-02 14:00"), "not at an hour that is past"


def planned_wall() -> Wall:
    turn = retro.planned(PLAN, make_book(make_member("Ada")), WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    wall = Wall(begun=False)
    wall.round = replace(
        wall.round,
        state=turn.state,
        occurrence=WEDNESDAY.isoformat(),
        plan=PLAN.id,
        wake_at=turn.wake_at,
    )
    return wall


def test_a_planned_one_asks_at_its_hour_and_is_held_two_working_days_later() -> None:
    book = make_book(make_member("Ada"))
    turn = retro.planned(PLAN, book, WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    assert (turn.state.phase, turn.wake_at) == ("notes", utc("25 10:00"))
    assert (turn.state.meets_at, turn.state.facilitator_name) == (utc("27 14:00"), "Ada")


def test_one_that_would_have_been_held_while_piton_was_away_is_left_out() -> None:
    assert retro.planned(PLAN, make_book(make_member("Ada")), WEDNESDAY, utc("27 14:00")) is None


def test_a_changed_plan_moves_what_has_not_begun() -> None:
    book = make_book(make_member("Ada"))
    turn = retro.planned(PLAN, book, WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    wall = Wall(begun=False)
    round_ = replace(wall.round, state=turn.state, occurrence=WEDNESDAY.isoformat(), plan=PLAN.id)
    later = replace(PLAN, schedule=make_schedule("11:00", (2,), zone=LONDON))
    gone = replace(PLAN, schedule=make_schedule("11:00", (3,), zone=LONDON))
    at = utc("20 10:00")
    for plan, due in ((later, utc("25 11:00")), (gone, None), (replace(PLAN, state="deleted"), None)):
        after = retro.CEREMONY.advance(round_, PlanChanged(), None, at, replace(book, plan=plan))
        assert after.state.due == due
