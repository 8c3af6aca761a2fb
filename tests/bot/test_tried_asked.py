"""What a checkpoint asks, as it stands on Homes: whom, and that whoever's Home is another hears of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.ceremonies.checkpoint import CEREMONY, Answer, Checkpoint, Judge, Later, Undo
from bot.ceremonies.checkpoint.beginning import openings
from bot.ceremonies.experiment import Alter, Decide, HandOver
from bot.home import gather
from bot.ledger import Ledger
from bot.model import WEEKDAYS, Act, Book, MemberId, Round, Turn
from bot.tried import asked
from tests.bot.ceremonies import judging
from tests.bot.ceremonies.benched import SETUP
from tests.bot.ceremonies.judging import ADA, BEN, CAI, CLOSES, LEA, SINCE, Desk
from tests.bot.test_checkpoints import ADA as LEAD
from tests.bot.test_checkpoints import BEN as OWNER
from tests.bot.test_checkpoints import GO_ON, CheckHouse, house, utc
from tests.factories import WORKSPACE, member_id
from tests.factories import utc as moment

__all__ = ["house"]
RESULT = (75.0, 10.0)
STOP = Judge("stop", "It costs too much")


def waits(desk: Desk, sprint: int = 12) -> dict[str, str]:
    """What waits for whom."""
    found = {each.name: asked(desk.round(sprint), each.id) for each in (ADA, BEN, CAI, LEA)}
    return {name: each.asked for name, each in found.items() if each}


# Whom it asks.


def test_an_open_question_waits_for_who_is_named_to_decide_and_for_no_lead() -> None:
    desk = Desk(RESULT).close()
    assert waits(desk) == {"Ben": "decide"}
    found = asked(desk.round(), BEN.id)
    assert found
    assert (found.round, found.sprint) == ("check-12", 12)


def test_where_nobody_is_named_or_there_it_waits_for_the_leads() -> None:
    assert waits(Desk(RESULT, setup=SETUP).close()) == {"Lea": "decide"}
    assert waits(Desk(RESULT).close().changed(replace(BEN, active=False))) == {"Lea": "decide"}


def test_what_is_missing_waits_for_the_owner_until_they_say_it_even_once_the_question_is_put() -> None:
    desk = Desk().close()
    assert waits(desk) == {"Ada": "result"}
    desk.to("25 12:00")
    assert waits(desk) == {"Ada": "result", "Ben": "decide"}
    assert waits(desk.act(Answer(75.0, 10.0), "Ada")) == {"Ben": "decide"}
    assert waits(Desk((75.0, None)).close()) == {"Ada": "days"}


def test_whoever_owns_it_and_decides_is_asked_to_decide() -> None:
    desk = Desk(setup=replace(SETUP, deciders=(ADA.id,))).close().to("25 12:00")
    assert waits(desk) == {"Ada": "decide"}


@pytest.mark.parametrize("going", ["go on", "stop"])
def test_decided_it_waits_for_nobody_and_undone_it_waits_again(going: str) -> None:
    desk = Desk(RESULT).close().act(replace(STOP, going=going), at="23 15:00")  # type: ignore[arg-type] # both are
    assert waits(desk) == {}
    assert waits(desk.act(Undo())) == {"Ben": "decide"}


def test_put_off_it_still_waits_and_closed_it_does_not() -> None:
    desk = Desk(RESULT).close().to("23 15:00").act(Later())
    assert waits(desk) == {"Ben": "decide"}
    assert waits(desk.to("2026-12-20 12:00")) == {}
    assert (
        waits(Desk(RESULT).close().to("23 15:00").act(Decide("proved", "Build it"), "Ada", on="churn-1"))
        == {}
    )


# Whose Home hears of it.


def test_whoever_is_asked_something_else_than_before_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[str] = []

    def watched(
        round_: Round[Checkpoint], act: Act, by: MemberId | None, at: datetime, book: Book
    ) -> Turn[Checkpoint]:
        turn = CEREMONY.advance(round_, act, by, at, book)
        after = replace(round_, state=turn.state)
        changed = {
            each.id for each in (ADA, BEN, CAI, LEA) if asked(round_, each.id) != asked(after, each.id)
        }
        assert changed <= set(turn.concerns), act
        changes.extend(sorted(changed))
        return turn

    monkeypatch.setitem(judging.KINDS, "checkpoint", replace(CEREMONY, advance=watched))
    desk = Desk().close().to("23 10:00")
    steps: list[tuple[object, dict[str, str]]] = [
        (lambda: desk.act(HandOver(CAI.id), "Ada", on="churn-1"), {"Cai": "result"}),
        (lambda: desk.act(Answer(75.0, 10.0), "Cai"), {"Ben": "decide"}),
        (lambda: desk.act(Alter(SETUP), "Cai", on="churn-1"), {"Lea": "decide"}),
        (
            lambda: desk.changed(replace(LEA, roles=("developer",)), replace(ADA, roles=("lead",))),
            {"Ada": "decide"},
        ),
        (lambda: desk.act(STOP, "Ada"), {}),
        (lambda: desk.act(Undo(), "Ada"), {"Ada": "decide"}),
        (lambda: desk.act(Decide("proved", "Build it"), "Cai", on="churn-1"), {}),
    ]
    for step, then in steps:
        before = len(changes)
        step()  # type: ignore[operator] # each is a step
        assert waits(desk) == then
        assert len(changes) > before


def test_at_its_opening_all_whom_it_asks_hear_of_it() -> None:
    for desk in (Desk(), Desk(RESULT), Desk(RESULT, setup=SETUP)):
        book = replace(desk.book, experiments=(desk.rounds["churn-1"],))
        [opening] = openings(book, 12, moment(SINCE), WEEKDAYS, moment(CLOSES))
        desk.close()
        assert waits(desk)
        assert {member_id(name) for name in waits(desk)} <= set(opening.turn.concerns)


# On Homes, over a real store.


async def homes(house: CheckHouse, *members: MemberId) -> list[list[str]]:
    def look(ledger: Ledger) -> list[list[str]]:
        views = [gather(ledger, WORKSPACE, each, house.now) for each in members]
        return [
            [one.question.asked if one.question else "" for one in each.home.tried] for each in views if each
        ]

    return await house.shell.store.read(look)


async def test_a_home_shows_what_waits_for_its_person_and_a_lead_who_was_not_named_nothing_else(
    house: CheckHouse,
) -> None:
    await house.begin()
    assert await homes(house, LEAD, OWNER) == [[], [""]]
    await house.shell.to(utc(8, 17, 1))
    assert await homes(house, LEAD, OWNER) == [[], ["result"]]
    await house.shell.to(utc(11, 9, 1))
    await house.act(Answer(75.0, 5.0), OWNER)
    assert await homes(house, LEAD, OWNER) == [["decide"], [""]]
    view = await house.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, LEAD, house.now))
    assert view
    [glance] = view.home.tried
    assert glance.question
    assert (glance.mine, glance.question.round, glance.question.sprint) == (False, (await house.one()).id, 1)
    await house.act(GO_ON)
    assert await homes(house, LEAD, OWNER) == [[], [""]]


async def test_only_who_is_of_no_team_is_a_newcomer(house: CheckHouse) -> None:
    def look(ledger: Ledger) -> list[bool]:
        views = [gather(ledger, WORKSPACE, each, house.now) for each in (LEAD, OWNER, member_id("Zoe"))]
        return [each.home.newcomer for each in views if each]

    assert await house.shell.store.read(look) == [False, False, True]
