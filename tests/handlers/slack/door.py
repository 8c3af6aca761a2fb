"""The app behind its one door, with a Slack that says yes and remembers; and the payloads that people send."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import count
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import opening, plans
from bot.ceremonies import standup
from bot.ceremonies.survey import Settings
from bot.ledger import Ledger, Store
from bot.model import WEEKDAYS, ChannelId, MemberId, Person, Plan, Schedule, Workspace, WorkspaceId
from bot.rounds import show
from handlers.slack.app import build
from handlers.slack.desk import Desk
from handlers.slack.directory import SlackDirectory
from handlers.slack.door import enter

Json = dict[str, Any]
NOW = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
HERE, THERE = WorkspaceId("slack:T1"), WorkspaceId("slack:T2")
ANN, BEN = MemberId("U1"), MemberId("U2")
ROOM = ChannelId("C1")
#: Each press, form, command and event is one of its own; the same payload sent again is a replay.
FRESH: Iterator[int] = count(1)


def trigger() -> str:
    """What each command, shortcut and press comes with."""
    return f"{next(FRESH)}.2.3"


class RecordingClient(AsyncWebClient):
    """Slack as far as listeners see it: says yes to all, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("xoxb-test", retry_handlers=[])
        self.calls: list[tuple[str, Json]] = []

    async def api_call(self, api_method: str, **arguments: Any) -> Any:  # noqa: ANN401
        said = arguments.get("json") or arguments.get("params") or {}
        self.calls.append((api_method, said))

        class Yes:
            data = {"ok": True, "user": {"id": said.get("user", ANN), "tz": "Europe/London"}}  # noqa: RUF012

        return Yes()

    def whispered(self) -> list[str]:
        return [said["text"] for method, said in self.calls if method == "chat.postEphemeral"]

    def opened(self) -> list[str]:
        return [said["view"]["callback_id"] for method, said in self.calls if method == "views.open"]


class Still:
    def now(self) -> datetime:
        return NOW


class Door:
    """The app, its desk and one standup that is open, in one of two workspaces. `serves`: whose token it holds."""

    def __init__(self, store: Store, serves: WorkspaceId = HERE) -> None:
        self.client = RecordingClient()
        self.desk = Desk(store, Still(), self.client, SlackDirectory(self.client, serves))
        self.app: AsyncApp = build(self.desk, "UPITON", "BPITON")
        self.store = store

    async def send(self, body: object) -> tuple[int, str]:
        response = await enter(self.app, body)
        await self.desk.drain()
        return response.status, str(response.body)


def seed(ledger: Ledger) -> Plan:
    for workspace in (HERE, THERE):
        ledger.roster.put_workspace(Workspace(workspace, "slack", "x"), NOW)
        ledger.roster.put_people(workspace, [Person(each, each, "Europe/London") for each in (ANN, BEN)])
    wish = plans.Wish(
        standup.KIND,
        Schedule(WEEKDAYS, time(9, 30), NOW.date()),
        Settings(standup.QUESTIONS),
        "Europe/London",
    )
    early = NOW.replace(hour=8)
    plan = plans.set_up(ledger, HERE, ROOM, "data", [ANN, BEN], wish, ANN, early)
    opening.open_due(ledger, (HERE, plan.id), NOW)
    return plan


async def the_round(door: Door) -> str:
    def find(ledger: Ledger) -> str:
        team = ledger.roster.team_in(HERE, ROOM)
        assert team
        [round_] = ledger.rounds.open_of(team)
        assert "ask:U1" in show(round_)
        return round_.id

    return await door.store.read(find)


def click(action: str, value: str, team: str = "T1", user: str = ANN) -> Json:
    return {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": user, "name": "ann", "team_id": team},
        "channel": {"id": "D1"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "trigger_id": trigger(),
        "actions": [
            {
                "type": "button",
                "action_id": action,
                "block_id": "b",
                "value": value,
                "action_ts": f"{next(FRESH)}.1",
            }
        ],
    }


def submission(round_: str, team: str = "T1", text: str = "Read") -> Json:
    return {
        "type": "view_submission",
        "team": {"id": team},
        "user": {"id": ANN, "name": "ann", "team_id": team},
        "view": {
            "id": f"V{next(FRESH)}",
            "hash": "1.abc",
            "type": "modal",
            "callback_id": "standup.answer",
            "private_metadata": f'{{"round": "{round_}"}}',
            "blocks": [{"type": "input", "block_id": "since"}],
            "state": {"values": {"since": {"since": {"type": "plain_text_input", "value": text}}}},
        },
    }


def event(kind: str, **more: object) -> Json:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{next(FRESH)}",
        "event": {"type": kind} | more,
    }
