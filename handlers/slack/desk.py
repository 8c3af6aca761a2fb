"""What a listener works with: the verified envelope as plain values, the desk with its tools, and replies."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import DeliveryError
from bot.ledger import Store
from bot.log import log
from bot.model import ChannelId, MemberId, WorkspaceId
from bot.ports import Clock
from handlers.slack.blocks import section
from handlers.slack.directory import SlackDirectory
from handlers.slack.messenger import ask
from handlers.slack.text import FALLBACK_LIMIT, clean, clip, escape

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who does it, where: read from Slack's own envelope and never from what a button carries."""

    workspace: WorkspaceId
    user: MemberId
    user_name: str
    channel: ChannelId
    trigger: str = ""
    thread: str = ""  #: the thread in which a button was pressed


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its first word and the rest."""

    envelope: Envelope
    name: str
    word: str
    rest: str
    channel_name: str


@dataclass(frozen=True, slots=True)
class Click:
    """A pressed button. `value` is an id, never a right; `stamp` tells one press's message from another's."""

    envelope: Envelope
    action: str
    value: str
    stamp: str
    view: Json | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted modal, as Slack sends its view."""

    envelope: Envelope
    view: Json


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of Slack's menu; of a message's where there is a `message`."""

    envelope: Envelope
    name: str
    message: Json | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that happened, as Slack tells it: late, twice or out of order. Only the workspace is certain."""

    envelope: Envelope
    event: Json


@dataclass(frozen=True, slots=True)
class Reply:
    """What only the person sees. Slack promises nothing about it, so nothing owed rides on it."""

    text: str  #: plain words, of others' too; in ours `code` and *bold* work
    blocks: list[Json] | None = None

    def drawn(self) -> Json:
        """As Slack takes it: whatever stands in it, nothing pings and nothing links."""
        return {
            "text": escape(clip(clean(self.text), FALLBACK_LIMIT)) or "–",
            "blocks": self.blocks or [section(self.text)],
        }


@dataclass
class Desk:
    """The tools of the listeners."""

    store: Store
    clock: Clock
    client: AsyncWebClient
    directory: SlackDirectory
    heard: deque[str] = field(
        default_factory=lambda: deque(maxlen=500)
    )  #: what was answered, by channel and ts
    _asides: set[asyncio.Task[None]] = field(default_factory=set)

    def now(self) -> datetime:
        """This moment."""
        return self.clock.now()

    async def open_view(self, envelope: Envelope, view: Json) -> None:
        """Show a modal; the trigger lives for three seconds."""
        await ask(self.client.views_open, trigger_id=envelope.trigger, view=view)

    async def open_over(self, envelope: Envelope, view: Json) -> None:
        """Show a modal over the one in which a button was pressed."""
        await ask(self.client.views_push, trigger_id=envelope.trigger, view=view)

    def aside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do a nicety after the ack; a failure is a line in the log."""
        task = asyncio.create_task(_quietly(work))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    def whisper(self, envelope: Envelope, reply: Reply) -> None:
        """Show a reply to the person alone, where they are."""
        self.aside(
            ask(
                self.client.chat_postEphemeral,
                channel=envelope.channel or envelope.user,
                user=envelope.user,
                thread_ts=envelope.thread or None,
                **reply.drawn(),
            )
        )

    def show_in(self, view: Json, shown: Json) -> None:
        """Let a modal that is open show this instead."""
        self.aside(ask(self.client.views_update, view_id=view["id"], view=shown))

    async def drain(self) -> None:
        """Wait for the niceties in hand."""
        while self._asides:
            await asyncio.wait(self._asides)


async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except DeliveryError as error:
        log.info("a reply was not shown", why=str(error))
    except Exception:  # noqa: BLE001 — a nicety: whatever it is, the log has it
        log.exception("a reply failed")


OnCommand = Callable[[Desk, Command], Awaitable[Reply | None]]
OnClick = Callable[[Desk, Click], Awaitable[Reply | None]]
#: What a submission answers with: None closes the modal, else Slack's `response_action`.
OnSubmit = Callable[[Desk, Submission], Awaitable[Json | None]]
OnShortcut = Callable[[Desk, Shortcut], Awaitable[Reply | None]]
OnEvent = Callable[[Desk, Heard], Awaitable[Reply | None]]


@dataclass(frozen=True)
class Listeners:
    """What one file of the house listens to, by name."""

    commands: Mapping[str, OnCommand] = field(default_factory=dict)
    clicks: Mapping[str, OnClick] = field(default_factory=dict)
    submits: Mapping[str, OnSubmit] = field(default_factory=dict)
    shortcuts: Mapping[str, OnShortcut] = field(default_factory=dict)
    events: Mapping[str, OnEvent] = field(default_factory=dict)
