"""What a spent error budget asks when a sprint is planned, and what becomes of the decision, over both stores."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import rounds
from bot.ceremonies.decision import Draft, Reverse, Supersede, TakeBack
from bot.ceremonies.decision.shown import Ask
from bot.ceremonies.kpi import End, Take
from bot.ceremonies.sprint import Stop
from bot.ceremonies.sprint.notices import Plan
from bot.errors import BadInput, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Act, Dm, Measured, RoundId, Team
from bot.shell import decisions, kpis, sprinting
from tests.bot.shell.kept_in_view import View, view
from tests.factories import WORKSPACE
from tests.house import ADA, BEN

__all__ = ["view"]


async def test_planning_says_what_is_spent_and_the_decision_stands_in_the_log(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()
    [plan] = view.posted(Plan)
    assert [(each.name, each.percent) for each in plan.spent] == [("freshness", 200)]
    with pytest.raises(NotYours):
        await view.steer(planning.id, BEN)
    with pytest.raises(BadInput) as refused:
        await view.steer(planning.id, why="  ")
    assert refused.value.field == "why"
    assert await view.do(lambda ledger, team: decisions.listed(ledger, team, 5)) == ()
    await view.steer(planning.id)
    [made] = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))
    state = made.round.state
    assert (state.number, state.text, state.why, [each.name for each in state.deciders]) == (
        1,
        "Sprint 1: repair first, as the error budget of freshness is spent (200 %)",
        "It fell over",
        ["Ada"],
    )
    with pytest.raises(Settled):
        await view.steer(planning.id)
    [plan] = view.posted(Plan)
    assert (plan.steered.course, plan.steered.number, plan.steered.by_name) == ("repair", 1, "Ada")
    await view.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, made.round.id, TakeBack(), ADA, view.now))
    [plan] = view.posted(Plan)
    assert plan.steered is None
    await view.steer(planning.id)
    assert view.posted(Plan)[0].steered.number == 2


async def test_a_form_that_was_opened_about_one_budget_decides_about_no_other(view: View) -> None:
    first, other = await view.keep("c1"), await view.keep("lead time")
    await view.reported(*[99] * 6, name="c1")
    planning = await view.plan()

    async def steer(seen: tuple[str, ...]) -> None:
        await view.do(
            lambda ledger, _: kpis.steer(
                ledger, WORKSPACE, planning.id, "features", "So", ADA, view.now, seen
            )
        )

    await view.reported(*[99] * 6, name="lead time")
    await steer((first.id,))
    with pytest.raises(Settled, match="nothing is to be decided"):
        await steer((first.id,))
    await steer((first.id, other.id))
    found = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))
    assert {each.round.state.text for each in found} == {
        "Sprint 1: features anyway, as the error budget of c1 is spent (200 %)",
        "Sprint 1: features anyway, as the error budget of lead time is spent (200 %)",
    }
    [plan] = view.posted(Plan)
    assert [each.name for each in plan.steered.about] == ["lead time"]


async def test_what_was_decided_and_is_reversed_or_superseded_can_be_decided_anew(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()

    async def decided() -> RoundId:
        await view.steer(planning.id)
        assert view.posted(Plan)[0].steered
        found = await view.do(lambda ledger, team: decisions.standing(ledger, team, 5))
        return found[0].round.id

    first = await decided()
    act: Act = Reverse("It was wrong")
    await view.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, first, act, ADA, view.now))
    assert view.posted(Plan)[0].steered is None
    second = await decided()
    wish = decisions.Wish(
        Draft("Features, but for one", "They wait", (ADA,), sign="It is back"), replaces=second
    )
    other = await view.do(lambda ledger, team: decisions.record(ledger, team, wish, ADA, view.now))
    assert view.posted(Plan)[0].steered is None
    third = await decided()
    act = Supersede(0, other.id)
    await view.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, third, act, ADA, view.now))
    assert view.posted(Plan)[0].steered is None
    await decided()


async def test_whoever_decided_what_comes_first_hears_once_that_the_budget_is_kept_again(view: View) -> None:
    kept = await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()
    await view.steer(planning.id)
    await view.reported(*[1] * 3)
    view.shell.clock.moment += timedelta(days=1)
    await view.shell.settle()
    assert view.posted(Ask) == []
    await view.reported(*[1] * 3)  # as many keep it as miss it
    await view.act(kept.id, Take(99))
    await view.reported(1)
    await view.shell.settle()
    assert view.posted(Ask) == []
    for _ in range(3):
        view.shell.clock.moment += timedelta(days=1)
        await view.shell.settle()
    [ask] = view.posted(Ask)
    assert (ask.sign, ask.place, ask.face.sign) == (
        True,
        Dm(ADA),
        "freshness is within its error budget again",
    )


async def test_nobody_is_asked_about_what_came_first_in_a_sprint_that_is_over(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()
    await view.steer(planning.id)
    await view.reported(*[1] * 7)
    [made] = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))
    assert made.round.state.came
    await view.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, planning.id, Stop(), ADA, view.now))
    for _ in range(3):
        view.shell.clock.moment += timedelta(days=1)
        await view.shell.settle()
    [made] = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))
    assert (made.round.state.standing, made.round.over, view.posted(Ask)) == ("stands", True, [])


async def test_a_sprint_that_was_planned_keeps_what_it_was_planned_by(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()
    await view.steer(planning.id)
    [made] = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))

    def planned(ledger: Ledger, _: Team) -> None:
        round_ = sprinting.get(ledger, WORKSPACE, planning.id).round
        ledger.rounds.save(replace(round_, state=replace(round_.state, phase="running")))

    await view.do(planned)
    act = Reverse("It was wrong")
    await view.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, made.round.id, act, ADA, view.now))
    found = await view.do(lambda ledger, _: sprinting.get(ledger, WORKSPACE, planning.id))
    assert found.round.state.steered


async def test_two_who_decide_at_once_decide_once(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 6)
    planning = await view.plan()
    done = await asyncio.gather(*(view.steer(planning.id) for _ in range(3)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Round", "Settled", "Settled"]
    assert len(await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))) == 1


async def test_a_budget_that_turns_while_planning_waits_is_heard_of(view: View) -> None:
    kept = await view.keep()
    await view.plan()
    assert view.posted(Plan)[0].spent == ()
    await view.reported(*[99] * 6)
    assert [each.percent for each in view.posted(Plan)[0].spent] == [200]
    await view.act(kept.id, End())
    assert view.posted(Plan)[0].spent == ()
    assert len(view.posted(Plan)) == 1


async def test_very_many_spent_budgets_fit_into_one_decision(view: View) -> None:
    for number in range(8):
        name = f"{'&<>' * 15} {number}"
        await view.keep(name)
        for _ in range(5):
            await view.report(Measured(name, 99))
    planning = await view.plan()
    await view.steer(planning.id)
    [made] = await view.do(lambda ledger, team: decisions.listed(ledger, team, 5))
    assert made.round.state.text == "Sprint 1: repair first, as 8 error budgets are spent"
