"""KPIs over both stores: kept in view, found, and reported by machines all or nothing."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import rounds
from bot.ceremonies.kpi import End, Kpi, Reopen, Take
from bot.ceremonies.kpi.shown import Card, Turned
from bot.ceremonies.kpi.state import USUAL
from bot.errors import BadInput, BotError, NotFound, NotYours, Refused, Settled
from bot.model import ChannelId, Measured, Report
from bot.reports import reported
from bot.reports.intake import Intake, Taken
from bot.reports.reporting import make
from bot.shell import kpis
from bot.shell.kpis import Kept
from tests.bot.shell.kept_in_view import FRESH, View, view
from tests.factories import OTHER_WORKSPACE, WORKSPACE, member_id
from tests.house import ADA, BEN

__all__ = ["view"]

ZOE = member_id("Zoe")


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


@pytest.mark.parametrize("keys", [[""] * 4, ["k1", "k2", "k3", "k4"]])
async def test_readings_of_one_second_that_say_the_same_all_count_and_each_is_taken_once(
    view: View, keys: list[str]
) -> None:
    await view.keep()
    team = await view.do(lambda _, team: team)
    intake = Intake(view.shell.store, view.shell.clock, WORKSPACE, kpis.taker())

    async def run(key: str) -> list[bool]:
        """`piton report`, which is not sure of its first try."""
        made = make({"metrics": {"freshness": 5}}, key, view.now)
        raw = json.dumps(reported.written(made)).encode()
        return [
            (await intake.take(team.id, made.key, stamp, raw))[0] for stamp in ("1764000000", "1764000002")
        ]

    assert await asyncio.gather(*map(run, keys)) == [[True, False]] * 4
    assert await view.values() == [5] * 4
