"""What comes through the door for experiments: words, buttons and forms; and what others may not do."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot import backlog, experiments, results
from bot.book.pasting import Draft
from bot.ceremonies.experiment import Decide, Drop, Experiment, Guardrail, Metric, Setup
from bot.errors import BadInput, NotFound, Settled
from bot.experiments import Held, Wish
from bot.ledger import Ledger
from bot.model import ChannelId, Epic, EpicId, Measured, MemberId, Report, Round, StoryId, Team, WorkspaceId
from handlers.slack.desk import Command, Envelope, Reply
from handlers.slack.directory import SlackDirectory
from handlers.slack.experiment import result_form
from handlers.slack.experiment.listeners import experiment as on_command
from handlers.slack.experiment.listing import NONE
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, submission, the_round
from tests.handlers.slack.experiment.untouched import untouched
from tests.handlers.slack.test_hostile_words import literal

Json = dict[str, Any]
NED = MemberId("U3")
SETUP = Setup(
    "Usage tells who leaves",
    "Do we call?",
    "Sales",
    Metric("f1", "%", "higher", 70.0, 85.0, 0.0, 100.0),
    (Guardrail("recall & co", 0.7, "higher", "de & at"),),
    if_proved="Ship it\nWatch it",
    if_disproved="Ask who left",
)


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def register(
    door: Door, key: str = "churn-1", by: MemberId = ANN, setup: Setup = SETUP
) -> Round[Experiment]:
    def do(ledger: Ledger) -> Round[Experiment]:
        return experiments.register(ledger, there(ledger), Wish(setup, key), by, NOW).round

    return await door.store.run(do)


async def elsewhere(door: Door, key: str = "churn-1") -> None:
    """The same key in a second team of Ann's."""

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(ledger, HERE, ChannelId("C2"), "else", ANN, NOW)
        experiments.register(ledger, team, Wish(SETUP, key), ANN, NOW)

    await door.store.run(do)


async def result(
    door: Door, round_: Round[Experiment], value: float, days: float | None = 5, by: MemberId = ANN
) -> None:
    report = Report("", (Measured("f1", value),), "churn-1", days)
    await door.store.run(lambda ledger: results.record(ledger, HERE, round_.id, report, by, NOW))


async def now(door: Door, round_: Round[Experiment]) -> Experiment:
    found: Held = await door.store.read(lambda ledger: experiments.get(ledger, HERE, round_.id))
    return found.state


async def typed(
    door: Door, text: str = "", user: MemberId = ANN, channel: str = ROOM, workspace: WorkspaceId = HERE
) -> Reply | None:
    word, _, rest = text.partition(" ")
    envelope = Envelope(workspace, user, "x", ChannelId(channel), "trigger")
    reply = await on_command(door.desk, Command(envelope, "experiment", word, rest, "data", text))
    if reply:
        drawn = reply.drawn()
        limits.message(drawn["text"], drawn["blocks"])
        literal(drawn["blocks"])
    return reply


async def said(door: Door, text: str, **more: Any) -> str:  # noqa: ANN401
    reply = await typed(door, text, **more)
    assert reply
    return reply.text


def form(door: Door) -> Json:
    """The form that was opened or changed last."""
    views: list[Json] = [
        said["view"] for method, said in door.client.calls if method in {"views.open", "views.update"}
    ]
    limits.view(views[-1])
    return views[-1]


def sent(view: Json, user: str = ANN, team: str = "T1", **values: str) -> Json:
    """It, filled in and submitted."""
    body = submission("", team)
    body["user"]["id"] = user
    body["view"] |= {**untouched(view, **values), "id": body["view"]["id"]}
    return body


async def submitted(door: Door, view: Json, **more: str) -> str:
    return (await door.send(sent(view, **more)))[1]


def picked(action: str, value: str, view: Json) -> Json:
    """A choice in an open form."""
    body = click(action, value)
    body["actions"][0] |= {"type": "static_select", "selected_option": {"value": value}}
    return body | {
        "view": untouched(view) | {"id": "V1", "hash": "h"},
        "container": {"type": "view", "view_id": "V1"},
    }


def labels(view: Json) -> list[str]:
    return [
        each["text"]["text"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
    ]


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(*_: object) -> tuple[str, bool]:
        return "data", False

    monkeypatch.setattr("handlers.slack.experiment.registering.enter", yes)


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """The channel is private; Ann and Ben are in it."""

    class Private:
        private = True

    async def channel(*_: object) -> Private:
        return Private()

    async def members(*_: object) -> tuple[MemberId, ...]:
        return ANN, BEN

    monkeypatch.setattr(SlackDirectory, "channel", channel)
    monkeypatch.setattr(SlackDirectory, "members", members)


FILLED = {
    "question": "Do we call?",
    "metric": "f1",
    "range": "0–100",
    "unit": "%",
    "guardrails": "recall@de ≥ 0,7",
}


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


async def test_a_result_sent_twice_is_one(door: Door) -> None:
    one = await register(door)
    await typed(door, "result churn-1 80 5")
    body = sent(form(door))
    await door.send(body)
    await door.send(body)
    assert len((await now(door, one)).results) == 1


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
