"""Results by the form: typed, put right, taken back, and sent twice."""

import json

import pytest

from bot.model import Measured
from handlers.slack.experiment import result_form
from tests.handlers.slack.door import ANN, BEN, Door, click
from tests.handlers.slack.experiment.trying import (
    SETUP,
    form,
    now,
    picked,
    register,
    result,
    sent,
    submitted,
    typed,
)

pytestmark = pytest.mark.usefixtures("private")


async def test_a_result_is_typed_put_into_the_form_and_taken_back(door: Door) -> None:
    one = await register(door)
    await typed(door, "result churn-1 80,5 5")
    answer = await submitted(door, form(door))
    assert "churn-1: f1 is 80.5 %, +10.5 points from the baseline, in 5 FTE-days." in answer
    [kept] = (await now(door, one)).results
    assert (kept.value, kept.days, kept.by_name) == (80.5, 5, "U1")
    await door.send(click("experiment.take_back.1", one.id))
    assert door.client.whispered() == ["Taken back: churn-1 goes on without that result."]
    state = await now(door, one)
    assert (state.results, len(state.gone)) == ((), 1)
    await door.send(click("experiment.take_back.1", one.id))
    assert "no longer there" in door.client.whispered()[-1]


async def test_of_a_result_each_slip_is_told_at_its_field(door: Door) -> None:
    one = await register(door)
    await door.send(click("experiment.result", one.id))
    view = form(door)
    rail = result_form.watched(SETUP.guardrails[0])
    for values, field in (
        ({"value": ""}, "value"),
        ({"value": "101"}, "value"),
        ({"value": "1e300"}, "value"),
        ({"value": "80", "days": "0"}, "days"),
        ({"value": "80", "days": "-1"}, "days"),
        ({"value": "80", "days": "1001"}, "days"),
        ({"value": "80", "days": "0.001"}, "days"),
        ({"value": "80", "interval": "90 to 70"}, "value"),
        ({"value": "80", rail: "much"}, rail),
    ):
        answer = json.loads(await submitted(door, view, **values))
        assert list(answer["errors"]) == [field], values
    assert (await now(door, one)).results == ()
    await submitted(door, view, value="80", interval="78 to 82", **{rail: "0.6"})
    [kept] = (await now(door, one)).results
    assert (kept.low, kept.high, kept.guarded) == (
        78,
        82,
        (Measured("recall & co", 0.6, subset="de & at"),),
    )


async def test_whoever_gave_a_result_puts_it_right_and_nobody_elses(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80, by=BEN)
    await result(door, one, 81, by=ANN)
    await door.send(click("experiment.take_back.2", one.id, user=BEN))
    assert "Only U1 and the team's leads" in door.client.whispered()[-1]
    await door.send(click("experiment.take_back.1", one.id, user=BEN))
    assert [each.value for each in (await now(door, one)).results] == [81]


async def test_a_result_is_put_right_and_taken_out_by_the_form(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80, 10 / 3)
    await result(door, one, 82, 4)
    await door.send(click("experiment.correct", one.id))
    view = form(door)
    answer = json.loads(await submitted(door, view, value2="101"))
    assert list(answer["errors"]) == ["value2"]
    assert "It reads so already" in await submitted(door, view)
    await submitted(door, view, value2="83")
    await door.send(picked("experiment.picked", "1", view))
    other = sent(form(door))
    other["view"]["state"]["values"]["out"] = {"x": {"selected_options": [{"value": "out"}]}}
    await door.send(other)
    state = await now(door, one)
    assert [(each.number, each.value, each.corrected) for each in state.results] == [(2, 83, True)]
    assert [each.number for each in state.gone] == [1]


async def test_a_result_sent_twice_is_one(door: Door) -> None:
    one = await register(door)
    await typed(door, "result churn-1 80 5")
    body = sent(form(door))
    await door.send(body)
    await door.send(body)
    assert len((await now(door, one)).results) == 1


async def test_what_looks_like_a_slip_is_asked_about_and_added_if_it_is_meant(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80)
    await typed(door, "result churn-1 0,86 % 5 days")
    answer = json.loads(await submitted(door, form(door)))
    assert answer["response_action"] == "update"
    assert "0.86 % is far from 80 %. Another unit, or a slip?" in json.dumps(answer, ensure_ascii=False)
    assert [each.value for each in (await now(door, one)).results] == [80], "nothing is added yet"
    body = sent(answer["view"])
    body["view"]["state"]["values"]["sure"] = {"sure": {"selected_options": [{"value": "sure"}]}}
    await door.send(body)
    assert [each.value for each in (await now(door, one)).results] == [80, 0.86]


async def test_the_same_by_hand_again_is_asked_about(door: Door) -> None:
    one = await register(door)
    for _ in range(2):
        await typed(door, "result churn-1 80 5")
        answer = await submitted(door, form(door))
    assert "has added the same just now. Add it again?" in answer
    assert len((await now(door, one)).results) == 1


async def test_who_gave_a_result_puts_theirs_right_and_no_other(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80)
    await result(door, one, 82, by=BEN)
    await door.send(click("experiment.correct", one.id, user=BEN))
    view = form(door)
    assert "82 %" in str(view)
    assert "Result 1" not in str(view)
    await door.send(sent(view, user=BEN, value2="83"))
    assert [each.value for each in (await now(door, one)).results] == [80, 83]
    forged = sent(view, user=BEN)
    values = forged["view"]["state"]["values"]
    values["number"] = {"number": {"selected_option": {"value": "1"}}}
    values["value1"] = {"value1": {"value": "1"}}
    await door.send(forged)
    assert (await now(door, one)).results[0].value == 80


async def test_the_window_below_shows_what_was_put_right_and_what_was_taken_out(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80)
    await result(door, one, 82)
    await typed(door, "show churn-1")
    for value, out, shown, gone in (("83", False, "f1 is 83 %", "82 %"), ("83", True, "f1 is 80 %", "83 %")):
        await door.send(click("experiment.correct", one.id))
        body = sent(form(door), value2=value)
        body["view"] |= {"id": "V2", "root_view_id": "V1"}
        if out:
            body["view"]["state"]["values"]["out"] = {"out": {"selected_options": [{"value": "out"}]}}
        await door.send(body)
        await door.desk.drain()
        below = [more for method, more in door.client.calls if method == "views.update"][-1]
        assert below["view_id"] == "V1"
        assert shown in str(below["view"])
        assert gone not in str(below["view"])


async def test_with_no_window_below_none_is_changed(door: Door) -> None:
    one = await register(door)
    await result(door, one, 80)
    await door.send(click("experiment.correct", one.id))
    await submitted(door, form(door), value1="83")
    await door.desk.drain()
    assert [method for method, _ in door.client.calls if method == "views.update"] == []
