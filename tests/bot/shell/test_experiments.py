"""Experiments over both stores: under keys of their own, so many at once, and found by nobody else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.book.pasting import Draft
from bot.ceremonies.experiment import Decide
from bot.ceremonies.experiment.shown import Card
from bot.errors import BadInput, BotError, NotFound, Refused
from bot.ledger import Ledger
from bot.model import Epic, EpicId, Measured, Report, RoundId, StoryId, Team
from bot.shell import backlog, experiments, results
from bot.shell.experiments import Wish
from tests.bot.trying import BEN, SETUP, Lab, at_once
from tests.factories import OTHER_WORKSPACE


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
