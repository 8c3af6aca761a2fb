"""What a listener works with: the verified envelope as plain values, the desk with its tools, and replies."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot import rounds
from bot.errors import BotError, DeliveryError
from bot.ledger import Ledger, Store
from bot.log import log
from bot.model import Act, ChannelId, MemberId, RoundId, WorkspaceId
from bot.ports import Clock
from handlers.slack.blocks import modal, section
from handlers.slack.calls import ask
from handlers.slack.directory import SlackDirectory
from handlers.slack.once import Once, Repeated
from handlers.slack.text import FALLBACK_LIMIT, clean, clip, escape

Json = dict[str, Any]
T = TypeVar("T")

#: Seconds after which somebody who asked for a form sees at least that it comes.
SOON = 1.0
#: Seconds that what only looks waits for a database that takes no writing just now.
BRIEFLY = 0.5


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who does it, where: read from Slack's own envelope and never from what a button carries."""

    workspace: WorkspaceId
    user: MemberId
    user_name: str
    channel: ChannelId
    trigger: str = ""
    thread: str = ""  #: the thread in which a button was pressed
    once: Once = field(default_factory=Once, compare=False)  #: what tells it from the next that comes in


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its first word and the rest."""

    envelope: Envelope
    name: str
    word: str
    rest: str
    channel_name: str
    typed: str = ""  #: word and rest, as Slack escapes and marks them


@dataclass(frozen=True, slots=True)
class Click:
    """A pressed button. `value` is an id, never a right; `stamp` tells one press's message from another's."""

    envelope: Envelope
    action: str
    value: str
    stamp: str
    view: Json | None = None
    block: str = ""  #: of a choice in a form: which one it is


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

    def as_modal(self) -> Json:
        """Where there is no channel to whisper it in."""
        return modal("said", "Piton", self.blocks or [section(self.text)], close="Close")


@dataclass
class Desk:
    """The tools of the listeners."""

    store: Store
    clock: Clock
    client: AsyncWebClient
    directory: SlackDirectory
    #: So many files are made at once.
    files: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    _asides: set[asyncio.Task[None]] = field(default_factory=set)

    def now(self) -> datetime:
        """This moment."""
        return self.clock.now()

    async def run(self, envelope: Envelope, fn: Callable[[Ledger], T], about: str = "") -> T:
        """Do what came in, in one transaction with its key: where it fails no key is left, and it may come again.
        `about`: the one thing that it works on, if it is one. Raises Repeated where it was done before."""
        once, at = envelope.once, self.now()
        if once.unnamed:
            at = rounds.day_of(at) + timedelta(days=1)  # rather kept for longer than forgotten too soon

        def do(ledger: Ledger) -> T:
            if not ledger.inbox.is_new(envelope.workspace, once.key, at):
                raise Repeated
            return fn(ledger)

        done = await self.store.run(do if once.key and not once.kept else fn, about)
        once.kept = True
        return done

    async def perform(self, envelope: Envelope, round_: RoundId, act: Act) -> None:
        """Do what came in to a round, once. Raises Repeated, NotFound, and whatever its ceremony refuses with."""
        workspace, user, now = envelope.workspace, envelope.user, self.now()
        await self.run(
            envelope, lambda ledger: rounds.perform(ledger, workspace, round_, act, user, now), about=round_
        )

    async def first(self, envelope: Envelope) -> None:
        """Let what only looks be answered once. Raises Repeated. Where the database takes no writing just now, it
        is rather answered twice than not at all."""
        if envelope.once.kept:
            return
        try:
            async with asyncio.timeout(BRIEFLY):
                await self.run(envelope, _nothing)
        except Repeated:
            raise
        except Exception as error:  # noqa: BLE001 — a full disk among them: reads go on
            log.warning("answered without keeping its key", why=type(error).__name__)

    async def open_view(self, envelope: Envelope, view: Json) -> Json:
        """Show the modal that was asked for, once, and return it as Slack has it. Raises Repeated."""
        await self.first(envelope)
        return await self.show(envelope, view)

    async def show(self, envelope: Envelope, view: Json) -> Json:
        """Show a modal; the trigger lives for three seconds."""
        opened = await ask(self.client.views_open, trigger_id=envelope.trigger, view=view)
        shown: Json = opened.get("view") or {}
        return shown

    async def open_when_ready(
        self, envelope: Envelope, waiting: Json, work: Coroutine[Any, Any, Json]
    ) -> None:
        """Show the modal that `work` makes. Where that takes long, show `waiting` first, while the trigger is good,
        and let the modal replace it; what `work` refuses by then is said in its place."""
        making = asyncio.create_task(work)
        try:
            await asyncio.wait({making}, timeout=SOON)
            if making.done():
                await self.open_view(envelope, making.result())
                return
            opened = await self.open_view(envelope, waiting)
        except BaseException:
            making.cancel()
            raise
        self.aside(self._fill(opened, making))

    async def _fill(self, opened: Json, making: asyncio.Task[Json]) -> None:
        try:
            shown = await making
        except BotError as refusal:
            shown = Reply(refusal.sentence).as_modal()
        except Exception:  # noqa: BLE001 — whatever it is, nobody shall wait for a form that never comes
            log.exception("a form could not be made")
            shown = Reply("That did not work just now. Close this and try once more.").as_modal()
        await ask(self.client.views_update, view_id=opened.get("id", ""), view=shown)

    async def open_over(self, envelope: Envelope, view: Json) -> None:
        """Show a modal over the one in which a button was pressed."""
        await self.first(envelope)
        await ask(self.client.views_push, trigger_id=envelope.trigger, view=view)

    async def open_from(self, click: Click, view: Json) -> None:
        """Show a modal where a button was pressed: over the one that it stands in, if it stands in one."""
        inside = bool(click.view) and (click.view or {}).get("type") == "modal"
        await (self.open_over if inside else self.open_view)(click.envelope, view)

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


def _nothing(ledger: Ledger) -> None:
    del ledger


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
    """What one file of the house listens to, by name. `unnamed`: of these nothing is kept
    that tells whose they are, or when they came."""

    commands: Mapping[str, OnCommand] = field(default_factory=dict)
    clicks: Mapping[str, OnClick] = field(default_factory=dict)
    submits: Mapping[str, OnSubmit] = field(default_factory=dict)
    shortcuts: Mapping[str, OnShortcut] = field(default_factory=dict)
    events: Mapping[str, OnEvent] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()
