"""The verdict by the form: what follows of it, and what is had back."""

import json

import pytest

from bot.errors import Settled
from tests.handlers.slack.door import BEN, Door, click
from tests.handlers.slack.experiment.trying import (
    form,
    now,
    picked,
    register,
    submitted,
    there,
    typed,
)

pytestmark = pytest.mark.usefixtures("private")


async def test_the_verdict_proposes_what_was_said_to_follow(door: Door) -> None:
    one = await register(door)
    await typed(door, "decide churn-1")
    first = form(door)
    assert "stories" in [each.get("block_id") for each in first["blocks"]]
    for chosen, follow in (
        ("proved", "Ship it\nWatch it"),
        ("disproved", "Ask who left"),
        ("inconclusive", None),
    ):
        await door.send(picked("experiment.verdict", chosen, first))
        [field] = [each for each in form(door)["blocks"] if each.get("block_id") == f"stories.{chosen}"]
        assert field["element"].get("initial_value") == follow
    answer = await submitted(
        door, first, verdict="proved", decision="We call", stories="Ship it\n- Watch <@U1>"
    )
    assert "churn-1: proved. In the backlog now: #1 and #2." in answer or "#1, #2" in answer
    state = await now(door, one)
    assert state.ended
    assert (state.ended.verdict, state.ended.stories) == ("proved", (1, 2))
    titles = [
        each.title for each in await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger)))
    ]
    assert titles == ["Ship it", "Watch <@U1>"]


async def test_a_second_verdict_is_refused_and_adds_no_story(door: Door) -> None:
    one = await register(door)
    await typed(door, "decide")
    view = form(door)
    await submitted(door, view, verdict="proved", decision="We call", stories="Ship it")
    late = await submitted(door, view, verdict="disproved", decision="We do not", stories="Drop it")
    assert "churn-1 has its verdict" in late
    assert len(await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger)))) == 1
    for action in ("result", "decide", "change", "correct"):
        await door.send(click(f"experiment.{action}", one.id))
        assert "has its verdict" in door.client.whispered()[-1], action
    with pytest.raises(Settled):
        await typed(door, "result churn-1 80")
    assert door.client.opened() == ["experiment.decided"]


async def test_a_verdict_that_says_nothing_or_too_much_is_told_at_its_field(door: Door) -> None:
    one = await register(door)
    await typed(door, "decide churn-1")
    view = form(door)
    many = "\n".join(f"Story {n}" for n in range(11))
    for values, field in (
        ({"decision": "x"}, "verdict"),
        ({"verdict": "proved"}, "decision"),
        ({"verdict": "proved", "decision": " \u200b"}, "decision"),
        ({"verdict": "proved", "decision": "x" * 501}, "decision"),
        ({"verdict": "proved", "decision": "x", "stories": many}, "stories"),
        ({"verdict": "dropped", "decision": ""}, "decision"),
    ):
        answer = json.loads(await submitted(door, view, **values))
        assert list(answer["errors"]) == [field], values
    assert (await now(door, one)).ended is None
    assert await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger))) == ()


async def test_given_up_and_had_back(door: Door) -> None:
    one = await register(door)
    await typed(door, "decide churn-1")
    answer = await submitted(door, form(door), verdict="dropped", decision="No data", stories="Not this")
    assert "churn-1: given up." in answer
    await door.send(click("experiment.reopen", one.id, user=BEN))
    assert "Only U1" in door.client.whispered()[-1]
    await door.send(click("experiment.reopen", one.id))
    assert door.client.whispered()[-1] == "churn-1 goes on."
    assert (await now(door, one)).ended is None
    await door.send(click("experiment.reopen", one.id))
    assert "goes on already" in door.client.whispered()[-1]
