"""The front: every kind of payload becomes work for a listener, and what comes of it an ack.

Every ack says all there is to say; nothing is awaited after it. Refusals become a sentence, anything else
one line in the log with the id that the person is shown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot import metrics, trace
from bot.errors import BadInput, BotError, Busy, DeliveryError, Unreachable
from bot.log import log
from handlers.slack import commands, once
from handlers.slack.blocks import family
from handlers.slack.desk import (
    Click,
    Desk,
    Envelope,
    Heard,
    Json,
    Listeners,
    Reply,
    Shortcut,
    Submission,
)
from handlers.slack.envelopes import command_of, envelope_of, kind_of, place_of
from handlers.slack.once import Repeated
from handlers.slack.taken import Taken

T = TypeVar("T")

STALE = "This button is of an earlier version of Piton, or of something that is no longer there. Type `/piton help`."
SLOW = "That took too long just now. Please try again in a moment."
REFUSED = (
    "Slack refused what Piton asked of it ({}). Whoever runs Piton finds the reason with `piton doctor`."
)
ELSEWHERE = (
    "Piton does not serve your workspace, so it can do nothing for you here. Whoever runs it can tell more."
)
SILENT = "Slack did not answer. Please try again."
FAILED = "Something went wrong on our side. Please try again; the log has it as {}."
LATE = "Slack gave Piton too little time to open the form. Please try once more."


#: Seconds until somebody gets a sentence in any case: Slack waits for three.
PATIENCE = 2.7
#: To this Slack tells an event again; in Socket Mode it is simply not acked. Once we are up it is the one answer
#: that is an error, and only a genuine event of which nothing could be kept gets it: with any other that event would be
#: lost.
_LATER = 503


class Front:
    """Turns payloads into work for the listeners, and what comes of it into acks."""

    def __init__(self, desk: Desk, listeners: Sequence[Listeners]) -> None:
        self.desk = desk
        self.commands = _by_name(each.commands for each in listeners)
        self.clicks = _by_name(each.clicks for each in listeners)
        self.submits = _by_name(each.submits for each in listeners)
        self.events = _by_name(each.events for each in listeners)
        self.shortcuts = _by_name(each.shortcuts for each in listeners)
        self._unnamed = frozenset[str]().union(*(each.unnamed for each in listeners))

    async def command(self, body: Json, ack: AsyncAck) -> None:
        """`/standup …` and `/piton standup …`."""
        command = command_of(body)
        act = self._taken("command", command.name, command.envelope, self.commands)
        listener = self.commands.get(command.name, commands.unknown)
        if self._serves(command.envelope):
            reply = await self._guard(act, self._say_once(act, listener(self.desk, command)), _as_reply)
        else:
            reply = Reply(ELSEWHERE)
        await ack(**reply.drawn()) if reply else await ack()

    async def click(self, body: Json, ack: AsyncAck) -> None:
        """A button in a message or in a modal."""
        action: Json = (body.get("actions") or [{}])[0]
        action_id = action.get("action_id", "")
        name = family(action_id)
        envelope = envelope_of(body, once.press(body, unnamed=name in self._unnamed))
        container = body.get("container") or {}
        stamp = container.get("message_ts") or container.get("view_id") or ""
        listener = self.clicks.get(name) or (_stale if action.get("type") == "button" else _nothing)
        act = self._taken("click", name, envelope, self.clicks)
        if self._serves(envelope):
            value = action.get("value") or (action.get("selected_option") or {}).get("value", "")
            block = str(action.get("block_id", ""))
            click = Click(envelope, action_id, str(value), stamp, body.get("view"), block)
            reply = await self._guard(act, self._say_once(act, listener(self.desk, click)), _as_reply)
        else:
            reply = Reply(ELSEWHERE)
        view: Json = body.get("view") or {}
        if reply and view.get("type") == "home":  # it shows what is, and stays: a modal says why not
            self.desk.aside(self.desk.show(envelope, reply.as_modal()))
        elif reply and view.get("id"):
            if action.get("type") == "button":  # a choice in a form leaves the form as it is: it is sent yet
                self.desk.show_in(view, reply.as_modal())
        elif reply:
            self.desk.whisper(envelope, reply)
        await ack()

    async def submit(self, body: Json, ack: AsyncAck) -> None:
        """A submitted modal. Whatever goes wrong, it stays open and nobody's text is lost."""
        view: Json = body.get("view") or {}
        name = view.get("callback_id", "")
        listener = self.submits.get(name)
        if listener is None:
            await ack(response_action="errors", errors=_on_first_input(view, STALE))
            return
        submission = Submission(envelope_of(body, once.submission(body)), view)
        if not self._serves(submission.envelope):
            await ack(response_action="errors", errors=_on_first_input(view, ELSEWHERE))
            return
        act = self._taken("submission", name, submission.envelope, self.submits)
        # What is refused keeps no key: the form stays open, and may be sent again as it is
        done = _done(act, listener(self.desk, submission))
        answer = await self._guard(act, done, lambda error: _as_errors(error, view))
        await ack(**answer) if answer else await ack()

    async def shortcut(self, body: Json, ack: AsyncAck) -> None:
        """A shortcut, of Slack's menu or of a message's."""
        name, envelope = body.get("callback_id", ""), envelope_of(body, once.triggered(body))
        listener = self.shortcuts.get(name, _stale)
        act = self._taken("shortcut", name, envelope, self.shortcuts)
        if self._serves(envelope):
            shortcut = Shortcut(envelope, name, body.get("message"))
            reply = await self._guard(act, self._say_once(act, listener(self.desk, shortcut)), _as_reply)
        else:
            reply = Reply(ELSEWHERE)
        if reply:  # in a modal: where a message's menu is, the bot may not be
            self.desk.aside(self.desk.show(envelope, reply.as_modal()))
        await ack()

    async def event(self, body: Json, ack: AsyncAck) -> BoltResponse | None:
        """Something that happened. It is not acked where nothing was kept of it: Slack tells it again then."""
        event: Json = body.get("event") or {}
        kind = kind_of(event)
        listener, heard = self.events.get(kind), Heard(place_of(body, event), event)
        if listener is not None and self._serves(heard.envelope):
            act = Taken("event", kind, heard.envelope)
            try:
                async with asyncio.timeout(PATIENCE):
                    reply = await self._say_once(act, listener(self.desk, heard))
            except Repeated:
                act.repeated()
                reply = None
            except (Busy, TimeoutError, DeliveryError) as error:
                act.left()
                log.warning("event left for later", kind=kind, why=type(error).__name__)
                return BoltResponse(status=_LATER)
            except Exception:  # noqa: BLE001 — the edge: one event must not end the listening
                act.left()
                log.exception("event failed", kind=kind)
                return BoltResponse(status=_LATER)
            if reply and heard.envelope.user:
                self.desk.whisper(heard.envelope, reply)
        await ack()
        return None

    def _taken(self, kind: metrics.Kind, name: str, envelope: Envelope, known: Mapping[str, object]) -> Taken:
        envelope.once.unnamed = unnamed = name in self._unnamed
        return Taken(kind, name if name in known else "", envelope, unnamed)

    def _serves(self, envelope: Envelope) -> bool:
        """Whether it comes from the workspace whose token we hold: with another's we could do nothing."""
        return envelope.workspace == self.desk.directory.workspace

    async def _say_once(self, act: Taken, work: Awaitable[Reply | None]) -> Reply | None:
        """What is said to it, or why it is refused: each is said once. Busy says nothing: it may come again."""
        refused = None
        try:
            reply = await work
        except Busy:
            raise
        except BotError as error:
            refused, reply = error, _as_reply(error)
        if reply:
            await self.desk.first(act.envelope)
        act.done(refused)
        return reply

    async def _guard(self, act: Taken, work: Awaitable[T | None], say: Callable[[BotError], T]) -> T | None:
        """The one handler at this edge: a refusal is a sentence, anything else a logged line with an id."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await work
        except Repeated:
            act.repeated()
            return None
        except Exception as error:  # noqa: BLE001 — the edge: whatever it is, the person gets a sentence
            act.failed(error)
            return say(_told(error))


def _told(error: Exception) -> BotError:
    """What the person reads of it, and a line for whoever runs Piton."""
    match error:
        case BotError():
            log.info("refused", why=type(error).__name__)
            return error
        case TimeoutError():
            log.warning("too slow for an answer in time")
            return BotError(SLOW)
        case Unreachable():
            log.warning("slack refused", error=str(error))
            return BotError(LATE if "trigger" in str(error) else REFUSED.format(error))
        case DeliveryError():
            log.warning("slack did not answer as hoped", error=str(error))
            return BotError(LATE if "trigger" in str(error) else SILENT)
        case _:
            log.error("listener failed", id=trace.current(), exc_info=error)
            return BotError(FAILED.format(trace.current()))


async def _done(act: Taken, work: Awaitable[T]) -> T:
    answer = await work
    act.done()
    return answer


async def _stale(_desk: Desk, _of: object) -> Reply:
    return Reply(STALE)


async def _nothing(_desk: Desk, _of: object) -> None:
    """What is chosen in a form is read when the form is sent."""


def _by_name(named: Iterable[Mapping[str, T]]) -> dict[str, T]:
    return {name: each for some in named for name, each in some.items()}


def _as_reply(error: BotError) -> Reply:
    return Reply(error.sentence)


def _as_errors(error: BotError, view: Json) -> Json:
    there = {block.get("block_id") for block in view.get("blocks", []) if block.get("type") == "input"}
    if isinstance(error, BadInput) and error.field in there:
        return {"response_action": "errors", "errors": {error.field: error.sentence}}
    if not there:  # a form that only asks whether to go on
        return {"response_action": "update", "view": Reply(error.sentence).as_modal()}
    return {"response_action": "errors", "errors": _on_first_input(view, error.sentence)}


def _on_first_input(view: Json, sentence: str) -> Json:
    first = next(
        (block.get("block_id") for block in view.get("blocks", []) if block.get("type") == "input"), ""
    )
    return {str(first): sentence.replace("`", "").replace("*", "")}
