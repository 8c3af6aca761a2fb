"""Changing a standup where Slack is slow or the channel is large: what was meant for everyone stays so."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import NotDelivered
from bot.ledger import Ledger
from bot.model import MemberId, Plan
from handlers.slack.directory import SlackDirectory
from tests.handlers.slack.door import ANN, BEN, HERE, ROOM, Door, Json, trigger
from tests.handlers.slack.submitted import block, submitted

EDIT = {
    "command": "/standup",
    "text": "edit",
    "user_id": ANN,
    "user_name": "ann",
    "channel_id": ROOM,
    "channel_name": "data",
    "team_id": "T1",
}


def slack_has(door: Door, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A channel with so many people, whom Slack does not tell."""

    class Found:
        data = {"ok": True, "channel": {"id": ROOM, "name": "data", "is_member": True, "num_members": number}}  # noqa: RUF012

    async def info(**_: object) -> Found:
        return Found()

    async def slow(*_: object) -> None:
        raise NotDelivered("ratelimited")

    monkeypatch.setattr(door.client, "conversations_info", info)
    monkeypatch.setattr(SlackDirectory, "members", slow)


def plan_of(ledger: Ledger) -> Plan:
    team = ledger.roster.team_in(HERE, ROOM)
    plan = ledger.plans.of(team, "standup") if team else None
    assert plan
    return plan


async def shown(door: Door) -> Json:
    await door.send(EDIT | {"trigger_id": trigger()})
    views = [said["view"] for method, said in door.client.calls if method.startswith("views.")]
    form: Json = views[-1]
    assert form["callback_id"] == "standup.setup"
    return form


async def saved(door: Door, form: Json, **values: object) -> str:
    body: Json = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": ANN, "name": "ann", "team_id": "T1"},
        "view": form | {"id": "V1"} | submitted(form, **values),
    }
    return (await door.send(body))[1]


async def picked(door: Door, *people: MemberId) -> None:
    def do(ledger: Ledger) -> None:
        ledger.plans.put(replace(plan_of(ledger), people=people))

    await door.store.run(do)


@pytest.mark.parametrize("number", [2, 40, 500])
async def test_what_asks_everyone_goes_on_so_when_only_its_time_is_changed(
    door: Door, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    slack_has(door, monkeypatch, number)
    form = await shown(door)
    assert block(form, "who")["optional"] is True
    assert "everyone in #data (2 people now)" in await saved(door, form, time="10:00")
    plan = await door.store.read(plan_of)
    assert (plan.people, plan.schedule.at.hour) == (None, 10)


async def test_what_asks_some_has_some_picked(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    await picked(door, BEN)
    slack_has(door, monkeypatch, 500)
    form = await shown(door)
    assert block(form, "who")["optional"] is False
    assert block(form, "who")["element"]["initial_users"] == [BEN]
    assert '"who"' in await saved(door, form, who=[])
    assert (await door.store.read(plan_of)).people == (BEN,)


async def test_everyone_is_not_everyone_any_more_where_somebody_picked_meanwhile(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack_has(door, monkeypatch, 500)
    form = await shown(door)
    await picked(door, BEN)
    assert "Somebody picked who is asked meanwhile" in await saved(door, form)
    assert (await door.store.read(plan_of)).people == (BEN,)
    names: dict[str, Any] = {"who": [ANN]}
    await saved(door, form, **names)
    assert (await door.store.read(plan_of)).people == (ANN,)
