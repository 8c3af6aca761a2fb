"""Experiments over both stores: under keys of their own, results that come at once and again, and what follows."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import backlog, experiments, results, verdicts
from bot.book.pasting import Draft
from bot.ceremonies.experiment import Decide, Experiment, Metric, Reopen, Setup, TakeOut
from bot.ceremonies.experiment.shown import Came, Card, Decided
from bot.errors import BadInput, BotError, NotFound, NotYours, Refused, Settled
from bot.experiments import Wish
from bot.intake import Taken
from bot.ledger import Ledger, Store
from bot.model import Epic, EpicId, Measured, MemberId, Report, Round, RoundId, StoryId, Team
from bot.verdicts import Outcome
from tests.doubles import open_store
from tests.factories import NEW_YORK, OTHER_WORKSPACE, WORKSPACE, make_person, member_id
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")
SETUP = Setup(
    "Usage tells who leaves", "Do we call?", "Sales", Metric("f1", "", "higher", 0.7, 0.85, 0.0, 1.0)
)


class Lab(House):
    """A team of two, and what they try. Ada leads; Ben works in New York."""

    async def register(self, key: str = "churn-1", by: MemberId = BEN, **more: Any) -> Round[Experiment]:  # noqa: ANN401
        setup = more.pop("setup", SETUP)

        def do(ledger: Ledger, team: Team) -> Round[Experiment]:
            return experiments.register(ledger, team, Wish(setup, key, **more), by, self.now).round

        return await self.do(do)

    async def take(self, value: float, key: str, days: float | None = 5, **more: Any) -> Taken:  # noqa: ANN401
        report = Report(key, (Measured("F1", value),), "churn-1", days, **more)
        return await self.do(lambda ledger, team: results.take(ledger, team, report, self.now))

    async def decide(
        self, round_: Round[Any], *stories: str, by: MemberId = BEN, decision: str = "We call"
    ) -> None:
        outcome = Outcome("proved", decision, tuple(map(Draft, stories)))
        await self.do(lambda ledger, _: verdicts.decide(ledger, WORKSPACE, round_.id, outcome, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Experiment:
        return (await self.do(lambda ledger, _: experiments.get(ledger, WORKSPACE, round_.id))).state

    async def backlog(self) -> list[tuple[int, str, str]]:
        found = await self.do(lambda ledger, team: ledger.backlog.of_team(team))
        return [(each.number, each.title, each.epic) for each in found]

    def told(self, kind: type[Any]) -> list[Any]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]


@pytest.fixture
async def lab(shell: Shell) -> Lab:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Lab(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made


async def at_once(shell: Shell, *works: Callable[[Ledger], Any]) -> list[Any]:
    """Each by a process of its own, at the same time: what came of it, or the refusal."""
    stores: list[Store] = [open_store(shell.place) for _ in works]
    try:
        return await asyncio.gather(
            *(s.run(w) for s, w in zip(stores, works, strict=True)), return_exceptions=True
        )
    finally:
        for each in stores:
            await each.close()


async def test_one_is_registered_with_a_card_and_its_key_is_its_own(lab: Lab) -> None:
    one = await lab.register()
    [card] = lab.told(Card)
    assert (card.key, card.owner, card.results) == ("churn-1", "Ben", 0)
    with pytest.raises(BadInput, match="an experiment churn-1 already") as refused:
        await lab.register(" Churn-1 ")
    assert refused.value.field == "key"
    await lab.decide(one)
    with pytest.raises(BadInput, match="already"):
        await lab.register()
    assert len(lab.told(Card)) == 1


async def test_without_a_key_it_is_called_by_its_epic_or_its_first_words(lab: Lab) -> None:
    await lab.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn: by Region!")))
    [story] = await lab.do(
        lambda ledger, team: backlog.add(ledger, team, [Draft("Calibrate", epic="Pricing")], lab.now)
    )
    made = [
        await lab.register("", epic=EpicId("e1")),
        await lab.register(" ", epic=EpicId("e1")),
        await lab.register("", story=story.id),
        await lab.register(""),
        await lab.register("", setup=replace(SETUP, hypothesis="🙂 🙃 works")),
        await lab.register("", epic=EpicId("theirs")),
    ]
    assert [each.state.key for each in made] == [
        "churn-by-region-1", "churn-by-region-2", "pricing-1", "usage-tells-1", "experiment-1", "usage-tells-2",
    ]  # fmt: skip
    assert [each.state.setup.epic for each in made[:4]] == ["Churn: by Region!"] * 2 + ["Pricing", ""]
    assert (made[2].state.setup.story, made[2].state.setup.number) == (story.id, 1)
    with pytest.raises(NotFound):
        await lab.register("x-1", story=StoryId("gone"))


async def test_two_that_register_one_key_at_once_leave_one(lab: Lab) -> None:
    team = await lab.do(lambda _, team: team)

    def work(key: str) -> Callable[[Ledger], Any]:
        return lambda ledger: experiments.register(ledger, team, Wish(SETUP, key), BEN, lab.now).state.key

    found = await at_once(lab.shell, *map(work, ["churn-1", "CHURN-1", "churn-1"]))
    assert sorted(map(str, found)) == ["There is an experiment churn-1 already."] * 2 + ["churn-1"]
    unnamed = await at_once(lab.shell, *map(work, [""] * 3))
    assert sorted(unnamed) == ["usage-tells-1", "usage-tells-2", "usage-tells-3"]


async def test_only_so_many_run(lab: Lab) -> None:
    async def many(number: int) -> None:
        def do(ledger: Ledger, team: Team) -> None:
            for each in range(number):
                experiments.register(ledger, team, Wish(SETUP, f"e{each}"), BEN, lab.now)

        await lab.do(do)

    with pytest.raises(Refused, match="Decide one first"):
        await many(experiments.MOST + 1)
    await many(experiments.MOST)


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


async def test_another_workspace_and_another_kind_of_round_find_none_of_it(lab: Lab) -> None:
    one = await lab.register()

    def look(ledger: Ledger, team: Team) -> None:
        theirs = Team(team.id, OTHER_WORKSPACE, team.channel, team.name, team.zone)
        report = Report("k", (Measured("f1", 0.8),), "churn-1")
        with pytest.raises(NotFound, match="None runs"):
            results.take(ledger, theirs, report, lab.now)
        for each in (one.id, RoundId("none")):
            with pytest.raises(NotFound):
                experiments.do(ledger, OTHER_WORKSPACE, each, Decide("proved", "x"), BEN, lab.now)

    await lab.do(look)


@pytest.mark.parametrize(
    "key", ["", "\x00", "x" * 5_000, "churn 1", "ключ\u202e", "%", "churn-1'--", "İ" * 30]
)
async def test_whatever_the_key_it_is_not_found_with_a_short_sentence(lab: Lab, key: str) -> None:
    await lab.register()

    def look(ledger: Ledger, team: Team) -> None:
        with pytest.raises(NotFound) as refused:
            experiments.called(ledger, [team], key)
        assert len(refused.value.sentence) < 300

    await lab.do(look)


async def test_refusals_are_sentences(lab: Lab) -> None:
    with pytest.raises(BotError, match="Say what it decides"):
        await lab.register(setup=replace(SETUP, question=" "))
    assert await lab.do(experiments.running) == ()
