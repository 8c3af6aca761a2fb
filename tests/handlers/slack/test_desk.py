"""A form that takes asking: shown at once if it is ready soon, else something first, which it replaces."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused
from bot.model import ChannelId, MemberId, WorkspaceId
from handlers.slack import desk as desk_
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Desk, Envelope
from handlers.slack.directory import SlackDirectory
from tests.doubles import open_store

Json = dict[str, Any]
HERE = WorkspaceId("slack:T1")
ENVELOPE = Envelope(HERE, MemberId("U1"), "ann", ChannelId("C1"), "1.2.3")
WAITING = modal("waiting", "Standup", [section("Looking …")])
FORM = modal("form", "Standup", [section("Who?")])


class Client(AsyncWebClient):
    """Slack as far as modals go: what was opened or shown, in order."""

    def __init__(self) -> None:
        super().__init__("xoxb-test", retry_handlers=[])
        self.shown: list[tuple[str, str]] = []

    async def api_call(self, api_method: str, **arguments: Any) -> Any:  # noqa: ANN401
        view = arguments["json"]["view"]
        self.shown.append((api_method, view["callback_id"]))

        class Yes:
            data = {"ok": True, "view": {"id": "V1"}}  # noqa: RUF012

        return Yes()


class Still:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(desk_, "SOON", 0.05)
    store = open_store(tmp_path)
    client = Client()
    yield Desk(store, Still(), client, SlackDirectory(client, HERE))
    await store.close()


def shown(desk: Desk) -> list[tuple[str, str]]:
    assert isinstance(desk.client, Client)
    return desk.client.shown


async def test_a_form_that_is_ready_soon_is_all_that_is_shown(desk: Desk) -> None:
    async def make() -> Json:
        return FORM

    await desk.open_when_ready(ENVELOPE, WAITING, make())
    await desk.drain()
    assert shown(desk) == [("views.open", "form")]


async def test_a_form_that_takes_long_replaces_what_was_shown_first(desk: Desk) -> None:
    slack_answered = asyncio.Event()

    async def make() -> Json:
        await slack_answered.wait()
        return FORM

    await desk.open_when_ready(ENVELOPE, WAITING, make())
    assert shown(desk) == [("views.open", "waiting")]
    slack_answered.set()
    await desk.drain()
    assert shown(desk) == [("views.open", "waiting"), ("views.update", "form")]


async def test_what_is_refused_soon_is_the_answer_and_nothing_opens(desk: Desk) -> None:
    async def make() -> Json:
        raise Refused("Not here.")

    with pytest.raises(Refused, match=r"Not here\."):
        await desk.open_when_ready(ENVELOPE, WAITING, make())
    assert shown(desk) == []


async def test_what_is_refused_late_is_said_in_its_place(desk: Desk) -> None:
    slack_answered = asyncio.Event()

    async def make() -> Json:
        await slack_answered.wait()
        raise Refused("Not here.")

    await desk.open_when_ready(ENVELOPE, WAITING, make())
    slack_answered.set()
    await desk.drain()
    assert shown(desk) == [("views.open", "waiting"), ("views.update", "said")]


@pytest.mark.parametrize("wrong", [True, False], ids=["late", "soon"])
async def test_a_failure_of_ours_leaves_nobody_before_a_form_that_never_comes(
    desk: Desk, *, wrong: bool
) -> None:
    slack_answered = asyncio.Event()

    async def make() -> Json:
        if wrong:
            await slack_answered.wait()
        raise ZeroDivisionError

    if not wrong:
        with pytest.raises(ZeroDivisionError):
            await desk.open_when_ready(ENVELOPE, WAITING, make())
        return
    await desk.open_when_ready(ENVELOPE, WAITING, make())
    slack_answered.set()
    await desk.drain()
    assert shown(desk) == [("views.open", "waiting"), ("views.update", "said")]
