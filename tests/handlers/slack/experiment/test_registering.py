"""The form by which an experiment is registered and changed: each slip at its field."""

import json
from dataclasses import replace

import pytest

from bot.book.pasting import Draft
from bot.ceremonies.experiment import Experiment, Guardrail
from bot.ledger import Ledger
from bot.model import Epic, EpicId, Round, StoryId
from bot.shell import backlog, experiments
from bot.shell.experiments import Wish
from handlers.slack.experiment.listing import NONE
from tests.handlers.slack.door import ANN, BEN, NOW, Door, click
from tests.handlers.slack.experiment.trying import (
    FILLED,
    NED,
    SETUP,
    form,
    now,
    register,
    result,
    said,
    sent,
    submitted,
    there,
    typed,
)

pytestmark = pytest.mark.usefixtures("private")


@pytest.mark.usefixtures("entered")
async def test_one_is_registered_by_the_form(door: Door) -> None:
    assert await typed(door, "new Usage tells <!channel>") is None
    view = form(door)
    answer = await submitted(door, view, **FILLED)
    assert "Registered as usage-tells-1." in answer
    held = await door.store.read(lambda ledger: experiments.called(ledger, [there(ledger)], "usage-tells-1"))
    assert held.state.setup.guardrails == (Guardrail("recall", 0.7, "higher", "de"),)
    assert (held.state.setup.metric.floor, held.state.setup.metric.ceiling) == (0, 100)
    again = await submitted(door, view, **FILLED, key="Usage-Tells-1")
    assert "There is an experiment usage-tells-1 already" in again
    assert '"key"' in again


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("hypothesis", " \u200b "),
        ("question", " "),
        ("metric", "\n"),
        ("target", "high"),
        ("target", "101"),
        ("baseline", "-1"),
        ("range", "1 to 0"),
        ("range", "wide"),
        ("worth", "a lot"),
        ("worth", "2e15 EUR"),
        ("cost", "-5"),
        ("guardrails", "recall"),
        ("guardrails", "f1 >= 0.5"),
        ("guardrails", "a > 1\nA >= 2"),
        ("guardrails", "\n".join(f"m{n} > 1" for n in range(11))),
        ("key", "churn 1"),
        ("key", "-x"),
    ],
)
async def test_each_slip_is_told_at_its_field_and_nothing_is_registered(
    door: Door, field: str, text: str
) -> None:
    await typed(door, "new Usage tells")
    values = {**FILLED, "worth": "5 EUR", field: text}
    answer = json.loads(await submitted(door, form(door), **values))
    assert list(answer["errors"]) == [field]
    assert await said(door, "list") == NONE


@pytest.mark.usefixtures("entered")
async def test_who_is_not_in_a_private_channel_says_nothing_of_it(door: Door) -> None:
    await typed(door, "new Usage tells")
    body = sent(form(door), **FILLED)
    body["view"]["state"]["values"]["deciders"] = {"x": {"selected_users": [NED]}}
    _, answer = await door.send(body)
    assert '"deciders"' in answer
    assert "is private" in answer
    body["view"]["state"]["values"]["deciders"] = {"x": {"selected_users": [BEN]}}
    body["view"]["id"] = "V0other"
    _, answer = await door.send(body)
    assert "Registered as" in answer


async def test_a_change_after_the_first_result_is_kept_to_be_shown(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80)
    await typed(door, "change churn-1")
    await submitted(door, form(door), target="90", range="0 to 1000")
    state = await now(door, one)
    assert [(each.what, each.before, each.after) for each in state.changes] == [
        ("target", "85", "90"),
        ("range", "0 to 100", "0 to 1000"),
    ]
    await door.send(click("experiment.change", one.id))
    await submitted(door, form(door))
    assert len((await now(door, one)).changes) == 2, "looked at and saved is not changed"


async def test_its_closed_epic_and_its_done_story_outlive_a_change(door: Door) -> None:
    def furnish(ledger: Ledger) -> StoryId:
        team = there(ledger)
        ledger.epics.put(team, Epic(EpicId("e1"), "Churn"))
        [story] = backlog.add(ledger, team, [Draft("Calibrate")], NOW)
        return story.id

    story = await door.store.run(furnish)

    def do(ledger: Ledger) -> Round[Experiment]:
        wish = Wish(SETUP, "churn-1", story, EpicId("e1"))
        return experiments.register(ledger, there(ledger), wish, ANN, NOW).round

    one = await door.store.run(do)

    def close(ledger: Ledger) -> None:
        team = there(ledger)
        ledger.epics.put(team, Epic(EpicId("e1"), "Churn", closed=True))
        ledger.backlog.put(team, replace(backlog.get(ledger, team, story), state="done", done_at=NOW))

    await door.store.run(close)
    await result(door, one, 80)
    await typed(door, "change churn-1")
    await submitted(door, form(door), question="Do we call them?")
    state = await now(door, one)
    assert (state.setup.epic, state.setup.story, state.setup.number) == ("Churn", story, 1)
    assert [each.what for each in state.changes] == ["question"]
