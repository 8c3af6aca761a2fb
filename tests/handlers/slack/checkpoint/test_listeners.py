"""What comes through the door for checkpoints: buttons, forms, and what others may not do."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from bot import rounds
from bot.ceremonies import checkpoint
from bot.ceremonies.checkpoint import Checkpoint
from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.checkpoint.state import Daysless
from bot.ceremonies.experiment import Alter, Experiment, Metric, Setup, TakeResult
from bot.ledger import Ledger
from bot.model import Measured, MemberId, Opening, Report, Round, RoundId, Team
from bot.shell import checkpoints, experiments
from handlers.slack.checkpoint import forms
from handlers.slack.checkpoint.drawings import ask, card
from handlers.slack.checkpoint.examples import NOTICES, STATE
from handlers.slack.drawing import Drawing
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, submission
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal

Json = dict[str, Any]
SETUP = Setup("It does", "Do we build it?", "", Metric("F1", floor=0.0, ceiling=1.0), deciders=(BEN,))


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def opened(door: Door, *, put: bool = True) -> RoundId:
    """Ann's experiment, and its checkpoint after sprint 12, on which Ben decides; `put`: the channel is asked."""

    def fn(ledger: Ledger) -> RoundId:
        early = NOW - timedelta(days=10)
        held = experiments.register(ledger, there(ledger), experiments.Wish(SETUP, "churn-1"), ANN, early)
        book = ledger.history.book(held.team, None, ("members", "absences"))
        turn = checkpoint.begin(book, held.round, 12, early, NOW)
        if put:
            turn = replace(turn, state=replace(turn.state, put_at=NOW))
        begun = rounds.start(ledger, held.team, None, Opening(checkpoint.KIND, "12/churn-1", turn), NOW)
        assert begun
        rounds.wake(ledger, (HERE, begun.id), NOW)
        return begun.id

    return await door.store.run(fn)


async def now(door: Door, here: RoundId) -> Checkpoint:
    found = await door.store.read(lambda ledger: checkpoints.get(ledger, HERE, here))
    return found.state


async def the_experiment(door: Door, here: RoundId) -> Round[Experiment]:
    state = await now(door, here)
    found = await door.store.read(lambda ledger: experiments.get(ledger, HERE, state.experiment))
    return found.round


def sent(callback: str, note: Json, user: MemberId = BEN, team: str = "T1", **values: Any) -> Json:  # noqa: ANN401
    body = submission("", team)
    body["user"]["id"] = user
    held = {
        name: {"selected_option": {"value": each}} if name == forms.HOW else {"value": each}
        for name, each in values.items()
    }
    body["view"] |= {
        "callback_id": callback,
        "private_metadata": json.dumps(note),
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": {name: {name: each} for name, each in held.items()}},
    }
    return body


def judged(here: str, going: str = "go on", reason: str = "It gains", **more: Any) -> Json:  # noqa: ANN401
    return sent(forms.JUDGED, {"round": here, "going": going}, **more, reason=reason)


def answered(here: str, how: str = "result", lack: str = "result", **more: Any) -> Json:  # noqa: ANN401
    return sent(forms.ANSWERED, {"round": here, "lack": lack}, **{"user": ANN, **more}, how=how)


async def test_go_on_asks_why_and_is_undone(door: Door) -> None:
    here = await opened(door)
    await door.send(click("checkpoint.go_on", here, user=BEN))
    assert door.client.opened() == [forms.JUDGED]
    _, refused = await door.send(judged(here, reason=" \u200b "))
    assert '"reason"' in refused
    assert "Say in a line why" in refused
    _, answer = await door.send(judged(here))
    assert "churn-1 goes on." in answer
    assert "checkpoint.undo.0" in answer
    found = (await now(door, here)).judgement
    assert found
    assert (found.going, found.reason, found.by) == ("go on", "It gains", BEN)
    await door.send(click("checkpoint.undo.0", here, user=BEN))
    assert door.client.whispered()[-1] == "Undone: whether churn-1 goes on is open again."
    assert (await now(door, here)).judgement is None


async def test_stop_offers_the_verdict_of_the_experiment(door: Door) -> None:
    here = await opened(door)
    _, answer = await door.send(judged(here, "stop"))
    state = await now(door, here)
    assert "It wants its verdict now" in answer
    assert f'"value": "{state.experiment}"' in answer
    await door.send(click("experiment.decide", state.experiment, user=ANN))
    assert door.client.opened() == ["experiment.decided"]


async def test_the_second_reads_what_the_first_decided(door: Door) -> None:
    here = await opened(door)
    await door.send(judged(here))
    for action in ("checkpoint.stop", "checkpoint.later"):
        await door.send(click(action, here, user=BEN))
        assert door.client.whispered()[-1] == f"{BEN} has decided on churn-1: it goes on."
    _, refused = await door.send(judged(here, "stop"))
    assert "it goes on" in refused
    assert door.client.opened() == []


async def test_others_are_told_who_decides_before_they_write(door: Door) -> None:
    here = await opened(door)
    for action in ("checkpoint.go_on", "checkpoint.stop", "checkpoint.later", "checkpoint.undo"):
        await door.send(click(action, here, user="U7"))
        assert door.client.whispered()[-1] == f"Only {BEN} and the team's leads decide that."
    _, refused = await door.send(judged(here, user=MemberId("U7")))
    assert "decide that" in refused
    assert (await now(door, here)).judgement is None


async def test_later_says_when(door: Door) -> None:
    here = await opened(door)
    await door.send(click("checkpoint.later", here, user=BEN))
    await door.send(click("checkpoint.later", here, user=BEN))
    assert door.client.whispered() == [
        "You are asked about churn-1 again in two working days.",
        "You have put it off just now: you are asked again.",
    ]


async def test_what_it_came_to_is_a_result(door: Door) -> None:
    here = await opened(door, put=False)
    await door.send(click("checkpoint.answer", here, user=ANN))
    assert door.client.opened() == [forms.ANSWERED]
    for typed, field, words in (
        ({"value": "", "days": "5"}, "value", "Fill this in"),
        ({"value": "80", "days": "5"}, "value", "above 1"),
        ({"value": "80 %", "days": "5"}, "value", "It is a share, not in percent: write 0.8."),
        ({"value": "0,8", "days": "500,000 EUR"}, "days", "is no number of days"),
        ({"value": "0,8", "days": ""}, "days", "Fill this in"),
        ({"value": "0.8", "days": "0"}, "days", "more than none"),
        ({"value": "NaN", "days": "5"}, "value", "no number"),
    ):
        _, refused = await door.send(answered(here, **typed))
        assert f'"{field}"' in refused, typed
        assert words in refused
    await door.send(answered(here, value="0,8", days="5"))
    [result] = (await the_experiment(door, here)).state.results
    assert (result.value, result.days, result.by) == (0.8, 5.0, ANN)
    await door.send(click("checkpoint.answer", here, user=ANN))
    assert f"{ANN} has said what churn-1 came to" in door.client.whispered()[-1]


async def measured(door: Door, here: RoundId, value: float) -> None:
    """A machine reports, without FTE-days."""
    experiment = (await now(door, here)).experiment
    report = Report(f"k{value}", (Measured("F1", value),), "churn-1")
    act = TakeResult(report, 12)
    await door.store.run(lambda ledger: rounds.perform(ledger, HERE, experiment, act, None, NOW))


async def test_a_form_that_asks_for_days_says_of_which_result_and_goes_to_no_other(door: Door) -> None:
    here = await opened(door, put=False)
    await measured(door, here, 0.7)
    await door.send(click("checkpoint.answer", here, user=ANN))
    [view] = [more["view"] for method, more in door.client.calls if method == "views.open"]
    assert "its result is 0.7" in str(view)
    note = json.loads(view["private_metadata"])
    await measured(door, here, 0.8)
    _, refused = await door.send(sent(forms.ANSWERED, note, user=ANN, days="3"))
    assert "Open the form again" in refused
    _, refused = await door.send(answered(here, value="0.75", days="3"))
    assert "F1 is 0.8. Say only the FTE-days." in refused
    await door.send(sent(forms.ANSWERED, note | {"number": 2}, user=ANN, days="3"))
    results = (await the_experiment(door, here)).state.results
    assert [(each.value, each.days) for each in results] == [(0.7, None), (0.8, 3)]


async def test_a_value_typed_for_a_metric_that_was_renamed_meanwhile_is_refused(door: Door) -> None:
    here = await opened(door, put=False)
    await door.send(click("checkpoint.answer", here, user=ANN))
    [view] = [more["view"] for method, more in door.client.calls if method == "views.open"]
    note = json.loads(view["private_metadata"])
    its = (await now(door, here)).experiment
    recall = replace(SETUP, metric=replace(SETUP.metric, name="recall"))
    await door.store.run(lambda ledger: rounds.perform(ledger, HERE, its, Alter(recall), ANN, NOW))
    _, refused = await door.send(sent(forms.ANSWERED, note, user=ANN, how="result", value="0.8", days="5"))
    assert '"value"' in refused
    assert "It is called recall by now. Close this and open it again." in refused
    assert (await the_experiment(door, here)).state.results == ()


@pytest.mark.parametrize("number", [None, "1", [1]])
async def test_days_of_no_result_are_a_stale_form(door: Door, number: object) -> None:
    here = await opened(door, put=False)
    await measured(door, here, 0.7)
    note = {"round": here, "lack": "days", "number": number}
    _, refused = await door.send(sent(forms.ANSWERED, note, user=ANN, days="3"))
    assert "no longer valid" in refused
    assert (await the_experiment(door, here)).state.results[0].days is None


def test_a_verdict_that_is_asked_for_anew_is_not_said_to_be_wanted_no_more() -> None:
    said = {name: ask(each).text for name, each in NOTICES.items() if isinstance(each, Ask)}
    assert "churn-1 stops, in" in said["checkpoint, verdict, asked anew"]
    assert "does not stop after all" in said["checkpoint, verdict, not wanted"]


async def test_nothing_new_and_not_worked_on(door: Door) -> None:
    here = await opened(door, put=False)
    _, refused = await door.send(answered(here, "nothing", value="0.8", days="3"))
    assert "That is a result" in refused
    _, refused = await door.send(answered(here, "not", days="3"))
    assert "leave this empty" in refused
    _, refused = await door.send(answered(here, "maybe"))
    assert '"how"' in refused
    await door.send(answered(here, "not"))
    said = (await now(door, here)).answered
    assert said
    assert said.how == "not worked on"
    assert (await the_experiment(door, here)).state.results == ()


async def test_only_its_owner_and_leads_say_what_it_came_to(door: Door) -> None:
    here = await opened(door, put=False)
    await door.send(click("checkpoint.answer", here, user="U7"))
    assert f"Only {ANN} and the team's leads can say that." in door.client.whispered()[-1]
    _, refused = await door.send(answered(here, user=MemberId("U7"), value="0.8", days="5"))
    assert "can say that" in refused


async def test_another_workspace_and_a_stale_form_find_nothing(door: Door) -> None:
    here = await opened(door)
    other = Door(door.store, THERE)
    before = await now(door, here)
    for each in ("go_on", "stop", "later", "undo", "answer"):
        await other.send(click(f"checkpoint.{each}", here, team="T2", user=BEN))
    assert all("no longer there" in each for each in other.client.whispered())
    await other.send(judged(here, team="T2"))
    await door.send(sent(forms.JUDGED, {"round": here}, reason="x"))
    await door.send(sent(forms.JUDGED, {"round": here, "going": "away"}, reason="x"))
    await door.send(sent(forms.ANSWERED, {}, how="not"))
    await door.send(click("checkpoint.go_on", "nothing", user=BEN))
    assert await now(door, here) == before


@given(texts, texts, texts)
def test_whatever_people_wrote_is_shown_as_they_wrote_it(one: str, other: str, third: str) -> None:
    for notice in NOTICES.values():
        facts = getattr(notice, "facts")  # noqa: B009 — of either kind
        setup = replace(facts.setup, question=one, metric=replace(facts.setup.metric, name=other, unit=third))
        worth = setup.worth and replace(setup.worth, currency=third)
        hostile: Any = replace(notice, facts=replace(facts, setup=replace(setup, worth=worth)))  # type: ignore[call-arg]
        if hostile.judgement:
            hostile = replace(hostile, judgement=replace(hostile.judgement, reason=one, by_name=other))
        draw: Any = card if isinstance(notice, Card) else ask
        drawing: Drawing = draw(hostile)
        limits.message(drawing.text, drawing.blocks)
        literal(drawing.blocks)


@pytest.mark.parametrize("going", ["go on", "stop"])
@given(texts)
def test_forms_stay_inside_slacks_limits(going: Any, text: str) -> None:  # noqa: ANN401
    state = replace(
        STATE,
        facts=replace(
            STATE.facts,
            key=text[:40],
            setup=replace(STATE.facts.setup, metric=replace(STATE.facts.setup.metric, name=text, unit=text)),
        ),
    )
    limits.view(forms.judge_view(RoundId("r"), state, going))
    for daysless in (None, Daysless(500, -1e15)):
        limits.view(forms.answer_view(RoundId("r"), replace(state, daysless=daysless)))
