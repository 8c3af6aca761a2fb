"""An experiment of Ann's, and what people type, press and submit around it."""

from typing import Any

from bot.ceremonies.experiment import Experiment, Guardrail, Metric, Setup
from bot.ledger import Ledger
from bot.model import ChannelId, Measured, MemberId, Report, Round, Team, WorkspaceId
from bot.shell import backlog, experiments, results
from bot.shell.experiments import Held, Wish
from handlers.slack.desk import Command, Envelope, Reply
from handlers.slack.experiment.listeners import experiment as on_command
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, HERE, NOW, ROOM, Door, click, submission
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


FILLED = {
    "question": "Do we call?",
    "metric": "f1",
    "range": "0–100",
    "unit": "%",
    "guardrails": "recall@de ≥ 0,7",
}


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
