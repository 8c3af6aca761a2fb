"""KPIs over both stores: kept in view, reported by machines all or nothing, and what a spent budget asks."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import decisions, kpis, rounds, sprinting
from bot.ceremonies.decision import Draft, Reverse, Supersede, TakeBack
from bot.ceremonies.decision.shown import Ask
from bot.ceremonies.kpi import End, Kpi, Reopen, Setup, Take
from bot.ceremonies.kpi.shown import Card, Turned
from bot.ceremonies.kpi.state import USUAL
from bot.ceremonies.sprint import Sprint
from bot.ceremonies.sprint.notices import Plan
from bot.errors import BadInput, BotError, NotFound, NotYours, Refused, Settled
from bot.intake import Taken
from bot.kpis import Kept
from bot.ledger import Ledger
from bot.model import Act, ChannelId, Dm, Measured, MemberId, Report, Round, RoundId, Team
from tests.factories import OTHER_WORKSPACE, WORKSPACE, make_person, member_id
from tests.house import ADA, BEN, House
from tests.shell import Shell

ZOE = member_id("Zoe")
#: Half of the readings may be late.
FRESH = replace(USUAL["freshness"], budget=0.5)


class View(House):
    """A team that Ada leads and Ben is of, and what it keeps in view."""

    async def keep(
        self, name: str = "freshness", subset: str = "", setup: Setup = FRESH, by: MemberId = BEN
    ) -> Round[Kpi]:
        return await self.do(
            lambda ledger, team: kpis.create(ledger, team, name, subset, setup, by, self.now)
        )

    async def report(self, *measured: Measured, **more: Any) -> Taken:  # noqa: ANN401
        report = Report("key", measured, **more)
        return await self.do(lambda ledger, team: kpis.taker()(ledger, team, report, self.now))

    async def reported(self, *values: float, name: str = "freshness") -> None:
        for each in values:
            self.shell.clock.moment += timedelta(minutes=1)
            await self.report(Measured(name, each))

    async def values(self, name: str = "freshness") -> list[float]:
        found = await self.do(lambda ledger, team: kpis.named(ledger, [team], name))
        return [each.value for each in found.round.state.readings]

    async def names(self) -> list[str]:
        found = await self.do(kpis.of_team)
        return [each.name for each in found]

    async def act(self, round_: RoundId, act: Any, by: MemberId = ADA) -> Round[Kpi]:  # noqa: ANN401
        return await self.do(lambda ledger, _: kpis.do(ledger, WORKSPACE, round_, act, by, self.now))

    async def plan(self) -> Round[Sprint]:
        """Sprints whose first is to be planned today."""
        wish = sprinting.Wish(2, date(2026, 11, 23))
        return await self.do(lambda ledger, team: sprinting.start(ledger, team, wish, ADA, self.now))

    async def steer(self, round_: RoundId, by: MemberId = ADA, why: str = "It fell over") -> Round[Sprint]:
        return await self.do(
            lambda ledger, _: kpis.steer(ledger, WORKSPACE, round_, "repair", why, by, self.now)
        )

    def posted(self, kind: type[Any]) -> list[Any]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]


@pytest.fixture
async def view(shell: Shell) -> View:
    await shell.people(make_person("Ada"), make_person("Ben"), make_person("Zoe"))
    made = View(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made


async def test_one_is_kept_under_its_name_and_subset_however_it_is_typed(view: View) -> None:
    await view.keep("Recall")
    await view.keep("Recall", "de")
    for name, subset in (("recall", ""), (" RECALL ", "DE"), ("Recall", " de")):
        with pytest.raises(BadInput) as refused:
            await view.keep(name, subset)
        assert refused.value.field == "name"
    assert await view.names() == ["Recall", "Recall@de"]
    assert [each.name for each in view.posted(Card)] == ["Recall", "Recall@de"]
    assert await view.values("recall@DE") == []
    for typed in ("recall@fr", "precision", "", "@"):
        with pytest.raises(NotFound, match="Kept in view: Recall, Recall@de"):
            await view.values(typed)


async def test_two_who_begin_the_same_at_once_begin_one(view: View) -> None:
    await view.names()
    done = await asyncio.gather(*(view.keep() for _ in range(4)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["BadInput", "BadInput", "BadInput", "Round"]
    assert await view.names() == ["freshness"]


async def test_no_more_than_anybody_looks_at(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kpis, "MOST", 2)
    await view.keep("a")
    await view.keep("b")
    with pytest.raises(BadInput, match="End one"):
        await view.keep("c")


async def test_a_report_is_all_or_nothing(view: View) -> None:
    await view.keep()
    await view.keep("nulls", "", USUAL["null rate"])
    good, bad = Measured("Freshness", 3), Measured("nulls", 1.5)
    for wrong, field in (
        (bad, "metrics.nulls"),
        (Measured("nulls", float("nan")), "metrics.nulls"),
        (Measured("nulls", float("inf")), "metrics.nulls"),
        (Measured("nulls", 0.5, subset="de"), "metrics"),
        (Measured("other", 0.5), "metrics"),
        (Measured("freshness", 4), "metrics"),
    ):
        with pytest.raises(BadInput) as refused:
            await view.report(good, wrong)
        assert refused.value.field == field
    assert (await view.values(), await view.values("nulls")) == ([], [])
    taken = await view.report(good, Measured("nulls", 0.004), source="GitHub Actions")
    assert taken == Taken(
        "recorded",
        "freshness is 3; not enough readings yet to tell its budget."
        " nulls is 0.004; not enough readings yet to tell its budget.",
    )
    assert (await view.values(), await view.values("nulls")) == ([3], [0.004])


async def test_where_nothing_is_kept_and_where_an_experiment_is_meant(view: View) -> None:
    with pytest.raises(BadInput, match="This team does not keep f1 in view") as refused:
        await view.report(Measured("f1", 0.8))
    assert refused.value.field == "metrics"
    with pytest.raises(NotFound):
        await view.report(Measured("f1", 0.8), experiment="churn-1")

    def other(*_: object) -> Taken:
        return Taken("heard", "By somebody else.")

    report = Report("k", (Measured("f1", 0.8),), experiment="churn-1")
    assert (
        await view.do(lambda ledger, team: kpis.taker(other)(ledger, team, report, view.now))
    ).status == "heard"


async def test_a_report_that_comes_too_late_or_too_early_says_so(view: View) -> None:
    await view.keep()
    for moment in (view.now - timedelta(days=28), view.now + timedelta(hours=1)):
        with pytest.raises(BadInput) as refused:
            await view.report(Measured("freshness", 1), at=moment)
        assert refused.value.field == "at"
    await view.report(Measured("freshness", 2))
    await view.report(Measured("freshness", 1), at=view.now - timedelta(days=2))
    assert await view.values() == [1, 2]


async def test_reports_at_once_are_all_there(view: View) -> None:
    await view.keep()
    await view.keep("scores")
    await asyncio.gather(
        *(view.report(Measured("freshness", each), Measured("scores", each)) for each in range(8)),
        *(view.report(Measured("scores", each), Measured("freshness", each)) for each in range(8, 16)),
    )
    assert sorted(await view.values()) == list(range(16))
    assert sorted(await view.values("scores")) == list(range(16))


async def test_the_channel_is_told_once_that_a_budget_is_spent_and_once_that_it_is_not(view: View) -> None:
    await view.keep()
    await view.reported(*[99] * 8)
    assert [each.turning.how for each in view.posted(Turned)] == ["spent"]
    await view.reported(*[1] * 8)
    [card], [told] = view.posted(Card), view.posted(Turned)
    assert (told.turning.how, told.passed) == ("spent", True)
    await view.shell.to(view.now + timedelta(days=1))
    assert [each.turning.how for each in view.posted(Turned)] == ["spent", "kept"]
    assert (card.used.count, card.used.missed, card.used.percent) == (16, 8, 100)


async def test_what_is_ended_is_reported_no_more_and_can_be_had_back(view: View) -> None:
    first = await view.keep()
    with pytest.raises(NotYours):
        await view.act(first.id, End(), ZOE)
    await view.act(first.id, End(), BEN)
    with pytest.raises(BadInput):
        await view.report(Measured("freshness", 1))
    with pytest.raises(Settled):
        await view.act(first.id, Take(1))
    second = await view.keep()
    with pytest.raises(Settled, match="Another freshness"):
        await view.act(first.id, Reopen())
    await view.act(second.id, End())
    await view.act(first.id, Reopen())
    assert await view.names() == ["freshness"]


async def test_what_was_ended_is_shown_by_its_name_and_taken_up_where_there_is_room(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        last = await view.keep("Recall", "de")
        await view.act(last.id, End())
        view.shell.clock.moment += timedelta(minutes=1)
    found = await view.do(lambda ledger, team: kpis.to_show(ledger, [team], "recall@DE"))
    assert (found.round.id, found.name) == (last.id, "Recall@de")
    with pytest.raises(NotFound):
        await view.do(lambda ledger, team: kpis.to_show(ledger, [team], "recall"))
    monkeypatch.setattr(kpis, "MOST", 1)
    other = await view.keep()
    with pytest.raises(Refused, match="End one"):
        await view.act(last.id, Reopen())
    await view.act(other.id, End())
    await view.act(last.id, Reopen())
    assert await view.names() == ["Recall@de"]


async def test_another_workspace_sees_and_does_nothing(view: View) -> None:
    made = await view.keep()
    with pytest.raises(NotFound):
        await view.do(lambda ledger, _: kpis.do(ledger, OTHER_WORKSPACE, made.id, End(), ADA, view.now))
    with pytest.raises(NotFound):
        await view.do(lambda ledger, _: kpis.get(ledger, OTHER_WORKSPACE, made.id))


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


async def test_a_channel_elsewhere_keeps_its_own(view: View) -> None:
    await view.keep()
    here = await view.do(lambda ledger, team: Kept(team, kpis.named(ledger, [team], "freshness").round))
    other = replace(here.team, id=type(here.team.id)("team-2"), channel=ChannelId("C0ELSE"), name="else")
    await view.do(lambda ledger, _: ledger.roster.put_team(other))
    await view.do(lambda ledger, _: kpis.create(ledger, other, "freshness", "", FRESH, ADA, view.now))
    with pytest.raises(BadInput, match="#data, #else"):
        await view.do(lambda ledger, team: kpis.named(ledger, [team, other], "freshness"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.text(max_size=70),
    subset=st.text(max_size=10),
    value=st.floats(),
)
async def test_whatever_is_reported_is_taken_or_refused_in_a_sentence(
    view: View, name: str, subset: str, value: float
) -> None:
    try:
        await view.report(Measured(name, value, subset=subset))
    except BotError as refused:
        known = refused
    assert known.sentence.startswith("This team does not keep")


async def test_rounds_of_it_are_woken_by_the_clock(view: View) -> None:
    made = await view.keep(setup=replace(FRESH, days=1))
    await view.reported(*[99] * 6)
    await view.shell.to(view.now + timedelta(days=3))
    found = await view.do(lambda ledger, _: rounds.of_kind(ledger, WORKSPACE, made.id, Kpi))
    assert (found[1].state.used.count, len(found[1].state.readings)) == (0, 6)
    assert found[1].wake_at == found[1].state.readings[-1].at + timedelta(days=366)
    assert [each.turning.how for each in view.posted(Turned)] == ["spent", "unknown"]
