"""Which experiment is meant, who sees what of it, and what others may not do."""

import re
from dataclasses import replace

import pytest

from bot.ceremonies.experiment import Decide, Drop
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import MemberId
from bot.shell import experiments
from handlers.slack.experiment.listing import NONE
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, THERE, Door, click, the_round
from tests.handlers.slack.experiment.trying import (
    NED,
    SETUP,
    elsewhere,
    form,
    labels,
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


async def test_what_a_stranger_or_another_workspace_sends_does_nothing(door: Door) -> None:
    other = await the_round(door)
    one = await register(door)
    await result(door, one, 80)
    await typed(door, "decide churn-1")
    deciding = form(door)
    await typed(door, "change churn-1")
    changing = form(door)
    await typed(door, "result churn-1")
    adding = form(door)
    before, opened = await now(door, one), len(door.client.opened())
    for action in ("decide", "change", "correct", "reopen", "take_back.1"):
        await door.send(click(f"experiment.{action}", one.id, user=BEN))
        assert "Only U1 and the team's leads can do that." in door.client.whispered()[-1], action
    assert len(door.client.opened()) == opened
    values = {"verdict": "proved", "decision": "Mine", "stories": "Mine"}
    assert "Only U1" in await submitted(door, deciding, user=BEN, **values)
    assert "Only U1" in await submitted(door, changing, user=BEN, question="Mine?")
    assert "Join it first" in await submitted(door, adding, user=NED, value="81"), "who is not in the channel"
    for view, more in ((deciding, values), (changing, {"question": "Mine?"}), (adding, {"value": "81"})):
        await door.send(sent(view, team="T2", **more))
    for action in ("decide", "change", "correct", "reopen", "take_back.1", "result", "show"):
        await door.send(click(f"experiment.{action}", one.id, "T2"))
        await door.send(click(f"experiment.{action}", "none"))
        await door.send(click(f"experiment.{action}", other))
    for number in ("", "x", "9" * 5_000, "²"):
        await door.send(click(f"experiment.take_back.{number}", one.id))
    assert await now(door, one) == before
    assert await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger))) == ()


async def test_one_of_two_teams_is_meant_by_the_channel(door: Door) -> None:
    await register(door)
    await elsewhere(door)
    for text in ("show churn-1", "decide churn-1", "result churn-1", "change churn-1"):
        with pytest.raises(BadInput, match=r"in each of #data, #else\. Type it in the channel"):
            await typed(door, text, channel="D1")
        await typed(door, text)
    with pytest.raises(BadInput, match="Name one"):
        await typed(door, "decide", channel="D1")
    assert "2 experiments under way · your teams" in await said(door, "list", channel="D1")
    assert "1 experiment under way · #data" in await said(door, "list")


@pytest.mark.parametrize("word", ["show", "decide", "result", "change"])
async def test_an_unknown_key_is_told_with_the_nearest(door: Door, word: str) -> None:
    await register(door)
    with pytest.raises(NotFound, match=r"no experiment chrun-1 here. Did you mean churn-1\?"):
        await typed(door, f"{word} chrun-1")
    for key in ("zzz", "x" * 3_000, "\x00", "<!channel>", "\ud800"):
        with pytest.raises(NotFound) as refused:
            await typed(door, f"{word} {key}")
        assert len(refused.value.sentence) < 300
    with pytest.raises(NotFound):
        await typed(door, f"{word} churn-1", workspace=THERE)


async def test_the_list_and_words_that_are_meant(door: Door) -> None:
    assert await said(door, "list") == await said(door, "") == NONE
    with pytest.raises(NotFound, match="No experiment runs here"):
        await typed(door, "decide")
    one, two = await register(door), await register(door, "price-1")
    await register(door, "free-1")
    await result(door, one, 80)
    await door.store.run(lambda ledger: experiments.do(ledger, HERE, two.id, Drop("No data"), ANN, NOW))
    lines = (await said(door, "lists")) + (await said(door, "list"))
    assert "Did you mean `/experiment list`?" in lines
    assert "churn-1: Usage tells who leaves. f1 is 80 %" in lines
    assert "free-1: Usage tells who leaves. no result yet." in lines
    assert re.search(r"price-1: Usage tells who leaves. Given up, says U1 · No data", lines)
    assert "`/experiment show churn-1`" in await said(door, "help")
    assert "is not understood" in await said(door, "§§§")
    assert await said(door, "list", workspace=THERE) == NONE
    assert await said(door, "list", channel="D1", user=MemberId("U9")) == NONE


async def test_one_is_shown_with_the_buttons_that_are_theirs(door: Door) -> None:
    one = await register(door)
    await typed(door, "show CHURN-1 ")
    assert labels(form(door)) == ["Add a result", "Decide", "Change"]
    await result(door, one, 80)
    await typed(door, "show churn-1")
    assert labels(form(door)) == ["Add a result", "Decide", "Change", "Put a result right"]
    await typed(door, "show churn-1", user=BEN)
    assert labels(form(door)) == ["Add a result"]
    act = Decide("disproved", "No")
    await door.store.run(lambda ledger: experiments.do(ledger, HERE, one.id, act, ANN, NOW))
    await door.send(click("experiment.show", one.id))
    assert labels(form(door)) == ["Reopen"]
    await door.send(click("experiment.show", one.id, user=BEN))
    assert labels(form(door)) == []


@pytest.mark.parametrize("char", ["x", "&", "é", "😀"])
async def test_however_long_and_many_they_are_the_list_is_one_message(door: Door, char: str) -> None:
    long = replace(SETUP, hypothesis=f"{char * 300}", question=char * 300)
    rounds = [await register(door, f"{'k' * 35}-{each}", setup=long) for each in range(experiments.MOST)]
    assert "50 experiments under way" in await said(door, "list")
    assert re.search(r"… and \d\d more", await said(door, "list"))
    act = Drop(char * 500)

    def end(ledger: Ledger) -> None:
        for each in rounds[:12]:
            experiments.do(ledger, HERE, each.id, act, ANN, NOW)

    await door.store.run(end)
    assert "38 experiments under way" in await said(door, "list")
    await typed(door, f"show {rounds[-1].state.key}")
    form(door)
    await door.send(click("experiment.decide", rounds[-1].id))
    form(door)
