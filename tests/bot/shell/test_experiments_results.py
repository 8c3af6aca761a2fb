"""Results over both stores that come at once and again; and what follows of a verdict."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.book.pasting import Draft
from bot.ceremonies.experiment import Reopen, TakeOut
from bot.ceremonies.experiment.shown import Came, Card, Decided
from bot.errors import BadInput, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Epic, EpicId, Measured, MemberId, Report
from bot.reports.intake import Taken
from bot.shell import experiments, results, verdicts
from bot.shell.verdicts import Outcome
from tests.bot.trying import ADA, BEN, ZOE, Lab, at_once
from tests.factories import WORKSPACE


async def test_results_of_two_jobs_at_once_are_both_there_in_order(lab: Lab) -> None:
    one = await lab.register()
    team = await lab.do(lambda _, team: team)
    hours = (3, 1, 5, 2, 4)

    def work(number: int) -> Callable[[Ledger], Taken]:
        at = lab.now - timedelta(hours=hours[number])
        report = Report(f"job {number}", (Measured("f1", 0.8 - hours[number] / 100),), "churn-1", 1, at=at)
        return lambda ledger: results.take(ledger, team, report, lab.now)

    found = await at_once(lab.shell, *map(work, range(5)))
    assert sorted(each.sentence for each in found) == [
        "churn-1 has 2 results.", "churn-1 has 3 results.", "churn-1 has 4 results.", "churn-1 has 5 results.",
        "churn-1 has its first result.",
    ]  # fmt: skip
    state = await lab.now_of(one)
    assert [each.value for each in state.results] == [0.75, 0.76, 0.77, 0.78, 0.79]
    assert sorted(each.number for each in state.results) == [1, 2, 3, 4, 5]
    await lab.shell.to(lab.now + timedelta(minutes=5))
    [card] = lab.told(Card)
    assert card.latest.value == 0.79
    assert sorted(each.result.number for each in lab.told(Came)) == [1, 2, 3, 4, 5]


async def test_the_same_report_is_one_result_however_late_it_comes_again(lab: Lab) -> None:
    one = await lab.register()
    team = await lab.do(lambda _, team: team)
    assert (await lab.take(0.8, "job 1")).status == "recorded"
    lab.shell.clock.moment += timedelta(days=40)  # the intake has forgotten the key by now
    assert await lab.take(0.8, "job 1") == Taken("known", "churn-1 has this result already.")
    report = Report("job 2", (Measured("f1", 0.81),), "churn-1", 5)
    found = await at_once(lab.shell, *[lambda ledger: results.take(ledger, team, report, lab.now)] * 4)
    assert sorted(each.status for each in found) == ["known"] * 3 + ["recorded"]
    await lab.do(lambda ledger, _: experiments.do(ledger, WORKSPACE, one.id, TakeOut(1), BEN, lab.now))
    assert (await lab.take(0.8, "job 1")).status == "known", "what was taken out does not come back"
    assert [each.value for each in (await lab.now_of(one)).results] == [0.81]
    await lab.shell.to(lab.now + timedelta(minutes=5))
    assert [each.standing for each in lab.told(Came)] == ["taken out", "counts"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"value": 1.01}, "metrics"),
        ({"value": float("nan")}, "metrics"),
        ({"days": 0.0}, "fte_days"),
        ({"days": 1e9}, "fte_days"),
        ({"days": 0.001}, "fte_days"),
    ],
)
async def test_what_does_not_fit_is_told_by_the_fields_of_a_report(
    lab: Lab, more: dict[str, float], field: str
) -> None:
    one = await lab.register()
    with pytest.raises(BadInput) as refused:
        await lab.take(**{"value": 0.8, "key": "job 1", **more})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert (await lab.take(0.8, "job 1")).status == "recorded", "its key is free"
    assert len((await lab.now_of(one)).results) == 1


async def test_who_is_in_the_channel_adds_results_and_nobody_else(lab: Lab) -> None:
    one = await lab.register()
    report = Report("", (Measured("f1", 0.8),), "churn-1", 1)

    async def record(present: frozenset[MemberId] | None) -> None:
        await lab.do(
            lambda ledger, _: results.record(ledger, WORKSPACE, one.id, report, ZOE, lab.now, present)
        )

    with pytest.raises(NotYours, match="Join it first"):
        await record(frozenset({ADA, BEN}))
    assert (await lab.now_of(one)).results == ()
    await record(frozenset({ADA, ZOE}))
    [kept] = (await lab.now_of(one)).results
    assert kept.by_name == "Zoe", "a result by hand is never a machine's"


async def test_what_follows_stands_in_the_backlog_once_though_two_decide_at_once(lab: Lab) -> None:
    await lab.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn")))
    one = await lab.register(epic=EpicId("e1"))
    outcome = Outcome("proved", "We call", (Draft("Ship it"), Draft("Watch it", epic="Other")))

    def work(by: MemberId) -> Callable[[Ledger], Any]:
        return lambda ledger: verdicts.decide(ledger, WORKSPACE, one.id, outcome, by, lab.now)

    found = await at_once(lab.shell, work(ADA), work(BEN), work(ADA))
    assert sum(isinstance(each, Settled) for each in found) == 2
    assert await lab.backlog() == [(1, "Ship it", "Churn"), (2, "Watch it", "Other")]
    state = await lab.now_of(one)
    assert state.ended
    assert (state.ended.stories, len(state.verdicts)) == ((1, 2), 1)
    await lab.shell.to(lab.now + timedelta(minutes=5))
    [told] = lab.told(Decided)
    assert told.ended.stories == (1, 2)


async def test_a_verdict_that_is_refused_adds_no_story(lab: Lab) -> None:
    one = await lab.register()
    for why, by, decision, stories in (
        (NotYours, ZOE, "We call", ["Ship it"]),
        (BadInput, BEN, " ", ["Ship it"]),
        (BadInput, BEN, "x" * 501, ["Ship it"]),
        (BadInput, BEN, "We call", ["Ship it"] * 11),
    ):
        with pytest.raises(why):
            await lab.decide(one, *stories, by=by, decision=decision)
    assert await lab.backlog() == []
    assert (await lab.now_of(one)).ended is None


async def test_a_verdict_that_is_taken_back_leaves_its_stories_and_the_next_adds_its_own(lab: Lab) -> None:
    one = await lab.register()
    await lab.decide(one, "Ship it")
    with pytest.raises(Settled):
        await lab.take(0.8, "job 1")
    await lab.do(lambda ledger, _: experiments.do(ledger, WORKSPACE, one.id, Reopen(), ADA, lab.now))
    assert (await lab.take(0.8, "job 1")).status == "recorded"
    await lab.decide(one, "Ship it again")
    assert [title for _, title, _ in await lab.backlog()] == ["Ship it", "Ship it again"]
    assert [each.stories for each in (await lab.now_of(one)).verdicts] == [(1,), (2,)]
    assert [each.reopened for each in lab.told(Decided)] == [True, False]
