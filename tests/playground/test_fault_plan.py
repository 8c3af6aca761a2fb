"""A whole plan of what shall go wrong: in its time, by its chance, in place of the one before."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackClientError

from playground.faults import Faults, Kind
from playground.shapes import ScriptError
from tests.playground.conftest import Json, Stage

POST = "chat.postMessage"


async def outcomes(stage: Stage, times: int) -> list[str]:
    """What each of so many posts came to."""
    found = []
    for number in range(times):
        try:
            await stage.client.chat_postMessage(channel="C0DATA", text=str(number))
            found.append("ok")
        except SlackApiError as error:
            found.append(str(error.response["error"]))
        except (aiohttp.ClientError, OSError) as error:
            found.append(type(error).__name__)
    return found


async def shown(stage: Stage) -> Json:
    async with stage.http.get(f"{stage.playground.control_url}/faults") as response:
        found: Json = await response.json()
        return found


async def test_a_plan_takes_the_place_of_the_one_before_and_tells_what_was_met(here: Stage) -> None:
    old = [{"method": POST, "kind": "error", "code": "is_archived", "times": 3}]
    assert (await here.post("faults", plan=old))["planned"] == 1
    assert await outcomes(here, 1) == ["is_archived"]
    left = await shown(here)
    assert [each["times"] for each in left["plan"]] == [2]
    assert left["met"] == [{"method": POST, "kind": "error", "times": 1}]
    replaced = await here.post("faults", plan=[])
    assert (replaced["planned"], replaced["met"]) == (0, left["met"])
    assert await outcomes(here, 1) == ["ok"]
    assert await shown(here) == {"plan": [], "met": []}


async def test_an_outage_begins_and_ends_by_itself(here: Stage) -> None:
    faults = here.playground.slack.faults
    faults.replace([{"method": "*", "kind": "reset", "since": 60, "until": 120}])
    seen = await outcomes(here, 2)
    for _ in range(2):
        for each in faults.plan:
            each.planned_at -= 59.5  # as if a minute had passed
        seen += await outcomes(here, 2)
        await asyncio.sleep(0.6)
        seen += await outcomes(here, 1)
    assert [each == "ok" for each in seen] == [True, True, True, True, False, False, False, True]
    assert faults.plan == []


async def test_some_calls_meet_what_is_left_to_chance_the_same_ones_each_time(here: Stage) -> None:
    here.playground.slack.rates.enabled = False
    plan = [{"method": POST, "kind": "error", "code": "internal_error", "chance": 0.5}]
    runs = []
    for seed in (1, 1, 2):
        await here.post("faults", plan=plan, seed=seed)
        runs.append(await outcomes(here, 24))
    assert runs[0] == runs[1] != runs[2]
    assert 4 < runs[0].count("ok") < 20


async def test_a_latency_delays_the_answer_and_changes_nothing_else(here: Stage) -> None:
    here.playground.slack.faults.add(POST, "latency", seconds=0.1)
    start = time.monotonic()
    assert await outcomes(here, 1) == ["ok"]
    assert time.monotonic() - start >= 0.1


@pytest.mark.parametrize("body", ["", '{"ok": tru', "<html>", "[1]"])
@pytest.mark.parametrize(("after", "said"), [(False, []), (True, ["x"])])
async def test_what_is_no_json_may_come_before_or_after_the_effect(
    here: Stage, body: str, after: bool, said: list[str]
) -> None:
    here.playground.slack.faults.add(POST, "malformed", body=body, after=after)
    with pytest.raises((SlackClientError, aiohttp.ClientError, ValueError, AttributeError)):
        await here.client.chat_postMessage(channel="C0DATA", text="x")
    assert await here.said() == said


async def test_a_plan_with_a_mistake_leaves_the_one_before(here: Stage) -> None:
    good: dict[str, Any] = {"method": POST, "kind": "close"}
    await here.post("faults", plan=[good])
    for wrong in (
        {"plan": [good, good | {"kind": "explode"}]},
        {"plan": [{"method": POST, "kind": "latency"}]},
        {"plan": [good | {"chance": "often"}]},
        {"plan": ["close"]},
        {"plan": good},
        {"plan": [], "seed": "x"},
    ):
        await here.post("faults", status=400, **wrong)
    assert [each["kind"] for each in (await shown(here))["plan"]] == ["close"]


@pytest.mark.parametrize("kind", ["status", "html"])
def test_a_server_error_is_a_500_unless_it_says_otherwise(kind: Kind) -> None:
    assert Faults().add("*", kind).status is None
    with pytest.raises(ScriptError, match="status"):
        Faults().add("*", kind, status="500")
