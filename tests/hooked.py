"""What a machine does that reports: it signs a body with a team's secret and posts it."""

import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import aiohttp
from pydantic import SecretStr
from sqlalchemy import bindparam, func, select

from bot.errors import BadInput, NotFound
from bot.ledger import Ledger, Store
from bot.ledger.hooks import Key
from bot.model import ChannelId, Team, TeamId, Workspace, WorkspaceId
from bot.model.report import Report
from bot.reports.intake import Intake, Taken
from handlers.hooks import Hooks, Pace
from handlers.web import Web
from storage.ledger import LedgerRows
from storage.tables import inbox
from tests.doubles import SetClock, open_store

HERE = WorkspaceId("slack:T1")
TEAM = Team(TeamId("team-1"), HERE, ChannelId("C1"), "data", "UTC")
SECRET = "pitonsec_of-the-test"
_COUNT = select(func.count()).select_from(inbox).where(inbox.c.workspace == bindparam("w"))
BODY: Mapping[str, Any] = {"experiment": "churn-1", "metrics": {"f1": 0.8}, "fte_days": 5, "commit": "abc"}


async def furnish(store: Store, at: datetime, secret: str = SECRET) -> None:
    """A team with a secret."""

    def do(ledger: Ledger) -> None:
        ledger.roster.put_workspace(Workspace(HERE, "slack", "Acme"), at)
        ledger.roster.put_team(TEAM)
        ledger.hooks.add(TEAM, Key(SecretStr(secret), at))

    await store.run(do)


@dataclass
class RememberingTaker:
    """Implements `bot.intake.Taker` for one experiment, churn-1, whose metric f1 lies between 0 and 1. What it takes
    in it writes into the ledger too: `taken_in` of what was not committed would lie."""

    runs: list[Report] = field(default_factory=list)

    def __call__(self, ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
        if report.experiment != "churn-1":
            raise NotFound("There is no experiment of that name in this team.")
        for each in report.measured:
            if each.metric != "f1":
                raise BadInput("This metric is not registered.", f"metrics.{each.metric}")
            if not 0 <= each.value <= 1:
                raise BadInput("f1 lies between 0 and 1.", "metrics.f1")
        self.runs.append(report)
        assert ledger.inbox.is_new(team.workspace, f"taken {uuid4()}", at)
        return Taken("recorded", f"f1 is {report.measured[0].value:g} now.", "https://acme.slack.com/x")


async def taken_in(store: Store) -> int:
    """How many reports had an effect that was committed."""

    def look(ledger: Ledger) -> int:
        rows = cast(LedgerRows, ledger)._statements.execute(_COUNT, {"w": HERE})
        return int(rows.scalar_one())

    return await store.read(look)


def signed(raw: bytes, at: float | None = None, secret: str = SECRET, **more: str) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v1:" + stamp.encode() + b":" + raw, sha256).hexdigest()
    return {
        "Piton-Team": TEAM.id,
        "Piton-Timestamp": stamp,
        "Piton-Signature": f"v1={digest}",
        "Piton-Key": "job 1",
        "Content-Type": "application/json",
    } | {name.replace("_", "-"): value for name, value in more.items()}


def body(**more: object) -> bytes:
    return json.dumps({**BODY, **more}).encode()


async def post(address: str, raw: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/hooks/results", data=raw, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


NOW = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)


DOCUMENTED = {200, 201, 400, 401, 404, 409, 413, 415, 422, 429, 503}


@dataclass
class House:
    """A front with one team behind it."""

    address: str
    store: Store
    clock: SetClock
    taker: RememberingTaker
    intake: Intake
    monotonic: list[float]


@asynccontextmanager
async def house(place: Path | str) -> AsyncIterator[House]:
    store, clock, taker = open_store(place), SetClock(NOW), RememberingTaker()
    await furnish(store, NOW)
    intake, monotonic = Intake(store, clock, HERE, taker), [0.0]
    hooks = Hooks(lambda: intake, pace=Pace(lambda: monotonic[0]))

    async def ready() -> str:
        return ""

    web = Web("127.0.0.1", 0, ready=ready, hooks=hooks)
    yield House(f"http://127.0.0.1:{await web.start()}", store, clock, taker, intake, monotonic)
    await web.stop()
    await store.close()
