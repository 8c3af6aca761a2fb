"""What Piton's acks are compared with: a Bolt app on Starlette as its documentation shows it: `… PORT [DATABASE]`.

Without a database it does nothing but ack; with one it records an answer by SQLAlchemy's ORM before it acks.
"""

import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.pressing import SECRET

Ack = Callable[[], Awaitable[None]]


class Base(DeclarativeBase):
    """The tables."""


class Answer(Base):
    """What somebody answered."""

    __tablename__ = "stock_answers"
    id: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int]


class Act(Base):
    """That they did, as an audit of it."""

    __tablename__ = "stock_acts"
    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[str]
    user: Mapped[str]
    action: Mapped[str]


def _bolt() -> AsyncApp:
    # A client instead of `token=` only because Bolt takes Slack's address in no other way.
    client = AsyncWebClient("xoxb-bench", base_url=os.environ["SLACK_API_URL"])
    return AsyncApp(client=client, signing_secret=SECRET)


def _acking(app: AsyncApp) -> None:
    async def acknowledge(ack: Ack) -> None:
        await ack()

    app.action("ceremony0.press")(acknowledge)


def _recording(app: AsyncApp, engine: AsyncEngine) -> None:
    session = async_sessionmaker(engine, expire_on_commit=False)

    async def record(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        user, name, text = body["user"]["id"], json.loads(view["private_metadata"])["round"], _said(view)
        async with session() as open_, open_.begin():
            answer = await open_.get(Answer, (name, user), with_for_update=True)
            if answer is None:
                answer = Answer(id=name, user=user, text="", version=0)
                open_.add(answer)
            answer.text = text
            answer.version += 1
            open_.add(Act(round=name, user=user, action=view["callback_id"]))
        await ack()

    app.view("standup.answer")(record)


def _said(view: dict[str, Any]) -> str:
    return json.dumps({name: field[name]["value"] for name, field in view["state"]["values"].items()})


def _main(port: int, database: str) -> None:
    app = _bolt()
    # With its defaults two writers of SQLite lock each other out for seconds, and lose: one connection, and a log that
    # is written ahead, are its best
    alone = {"pool_size": 1, "max_overflow": 0} if database.startswith("sqlite") else {}
    engine = create_async_engine(database, **alone) if database else None
    if engine:
        _recording(app, engine)
    else:
        _acking(app)
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        if engine:
            async with engine.connect() as connection:
                if alone:
                    await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            async with engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
        yield

    api = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])], lifespan=life)
    uvicorn.run(api, host="127.0.0.1", port=port, log_level="warning", timeout_keep_alive=600)


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2] if sys.argv[2:] else "")
