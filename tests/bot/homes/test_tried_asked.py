"""What a checkpoint asks, as it stands on Homes: whom, and that whoever's Home is another hears of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.ceremonies.checkpoint import CEREMONY, Answer, Checkpoint, Judge, Later, Undo
from bot.ceremonies.checkpoint.beginning import openings
from bot.ceremonies.checkpoint.clock import asked_for_verdict
from bot.ceremonies.experiment import Alter, Decide, HandOver, Reopen
from bot.homes.home import gather
from bot.homes.tried import Question, asked, owed
from bot.ledger import Ledger
from bot.model import WEEKDAYS, Act, Book, MemberChanged, MemberId, Round, RoundId, Turn
from bot.shell import experiments
from tests.bot.ceremonies import judging
from tests.bot.ceremonies.benched import SETUP
from tests.bot.ceremonies.judging import ADA, BEN, CAI, CLOSES, LEA, SINCE, Desk
from tests.bot.shell.test_checkpoints import ADA as LEAD
from tests.bot.shell.test_checkpoints import BEN as OWNER
from tests.bot.shell.test_checkpoints import GO_ON, CheckHouse, house, utc
from tests.factories import WORKSPACE, make_book, member_id
from tests.factories import utc as moment

__all__ = ["house"]
RESULT = (75.0, 10.0)
STOP = Judge("stop", "It costs too much")


def waits(desk: Desk, sprint: int = 12) -> dict[str, str]:
    """What waits for whom."""
    found = {each.name: question(desk.round(sprint), desk, each.id) for each in (ADA, BEN, CAI, LEA)}
    return {name: each.asked for name, each in found.items() if each}


def question(held: Round[Checkpoint], desk: Desk, member: MemberId) -> Question | None:
    return asked(held, member) or owed(desk.rounds["churn-1"], held, member)


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


def test_going_on_it_waits_for_nobody_and_undone_it_waits_again() -> None:
    desk = Desk(RESULT).close().act(replace(STOP, going="go on"), at="23 15:00")
    assert waits(desk) == {}
    assert waits(desk.act(Undo())) == {"Ben": "decide"}


def test_stopped_its_verdict_waits_for_the_owner_until_it_is_given_or_that_is_undone() -> None:
    desk = Desk(RESULT).close().to("23 15:00").act(STOP)
    assert waits(desk) == {"Ada": "verdict"}
    assert question(desk.round(), desk, ADA.id) == Question("verdict", RoundId("churn-1"), 12)
    assert waits(desk.act(HandOver(CAI.id), "Ada", on="churn-1")) == {"Cai": "verdict"}
    assert waits(desk.act(Undo())) == {"Ben": "decide"}
    desk = desk.act(STOP).act(Decide("proved", "Build it"), "Cai", on="churn-1")
    assert waits(desk) == {}


def test_where_its_owner_has_left_the_verdict_waits_for_the_leads() -> None:
    desk = Desk(RESULT).close().to("23 15:00").act(STOP)
    book = make_book(replace(ADA, active=False), BEN, CAI, LEA)
    turn = CEREMONY.advance(desk.round(), MemberChanged(ADA.id), None, desk.at, book)
    assert turn.concerns == (ADA.id, BEN.id, LEA.id)
    assert waits(desk.changed(replace(ADA, active=False))) == {"Lea": "verdict"}


def test_the_verdict_waits_on_when_its_checkpoint_is_over_but_not_beside_a_newer_question() -> None:
    desk = Desk(RESULT).close().to("23 15:00").act(STOP).to("2026-12-20 12:00")
    its = desk.rounds["churn-1"]
    assert desk.round().over
    assert [owed(its, None, each.id) is not None for each in (ADA, BEN, CAI, LEA)] == [
        True,
        False,
        False,
        False,
    ]
    newer = Desk().close().round()
    assert owed(its, newer, ADA.id) is None


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

    def waited_for(held: Round[Checkpoint], member: MemberId) -> tuple[Question | None, bool]:
        stops = held.state.judgement is not None and held.state.judgement.going == "stop"
        verdict = stops and held.state.ended is None
        return asked(held, member), verdict and any(
            each.id == member for each in asked_for_verdict(held.state)
        )

    def watched(
        round_: Round[Checkpoint], act: Act, by: MemberId | None, at: datetime, book: Book
    ) -> Turn[Checkpoint]:
        turn = CEREMONY.advance(round_, act, by, at, book)
        after = replace(round_, state=turn.state)
        changed = {
            each.id
            for each in (ADA, BEN, CAI, LEA)
            if waited_for(round_, each.id) != waited_for(after, each.id)
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
        (lambda: desk.act(STOP, "Ada"), {"Cai": "verdict"}),
        (lambda: desk.changed(replace(CAI, active=False)), {"Ada": "verdict"}),
        (lambda: desk.changed(CAI), {"Cai": "verdict"}),
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
    await house.act(Undo())
    await house.act(STOP)
    assert await homes(house, LEAD, OWNER) == [[], ["verdict"]]
    await house.shell.to(utc(30, 12))
    assert await homes(house, LEAD, OWNER) == [[], ["verdict"]], "nothing else tells of it by now"


async def test_only_who_is_of_no_team_is_a_newcomer(house: CheckHouse) -> None:
    def look(ledger: Ledger) -> list[bool]:
        views = [gather(ledger, WORKSPACE, each, house.now) for each in (LEAD, OWNER, member_id("Zoe"))]
        return [each.home.newcomer for each in views if each]

    assert await house.shell.store.read(look) == [False, False, True]


async def test_a_home_says_that_it_stops_until_it_is_reopened(
    house: CheckHouse,
) -> None:
    async def stops() -> list[tuple[bool, bool]]:
        view = await house.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, OWNER, house.now))
        assert view
        return [(each.stops, each.question is not None) for each in view.home.tried]

    await house.begin()
    await house.shell.to(utc(8, 17, 1))
    await house.shell.to(utc(11, 9, 1))
    await house.act(Answer(75.0, 5.0), OWNER)
    assert await stops() == [(False, False)]
    await house.act(STOP)
    assert await stops() == [(True, True)]
    one = (await house.one()).state.experiment

    async def do(act: Act) -> None:
        await house.do(lambda ledger, _: experiments.do(ledger, WORKSPACE, one, act, OWNER, house.now))

    await do(Decide("proved", "Build it"))
    await do(Reopen())
    assert await stops() == [(False, False)]
