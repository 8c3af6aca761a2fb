"""The Bolt app: one listener per kind of payload, and dicts that route by name.

Every ack says all there is to say; nothing is awaited after it. Refusals become a sentence, anything else
one line in the log with the id that the person is shown.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import uuid4

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BadInput, BotError, DeliveryError, Unreachable
from bot.log import log
from bot.model import ChannelId, MemberId, WorkspaceId
from handlers.slack import commands, settings
from handlers.slack.blocker import listeners as blocker
from handlers.slack.blocks import modal, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, Reply, Submission
from handlers.slack.standup import answering
from handlers.slack.standup import listeners as standup

T = TypeVar("T")

#: To add a ceremony, write its listeners and give them a line here.
LISTENERS: tuple[Listeners, ...] = (
    standup.LISTENERS,
    blocker.LISTENERS,
    settings.LISTENERS,
    commands.LISTENERS,
)

COMMANDS = {name: each for listeners in LISTENERS for name, each in listeners.commands.items()}
CLICKS = {name: each for listeners in LISTENERS for name, each in listeners.clicks.items()}
SUBMITS = {name: each for listeners in LISTENERS for name, each in listeners.submits.items()}

_ANY = re.compile("")
STALE = "This button is of an earlier version of Piton, or of something that is no longer there. Type `/piton help`."
SLOW = "Slack is slow to answer just now. Please try again in a moment."
REFUSED = (
    "Slack refused what Piton asked of it ({}). Whoever runs Piton finds the reason with `piton doctor`."
)
LATE = "Slack gave Piton too little time to open the form. Please try once more."


def workspace_of(body: Json) -> WorkspaceId:
    """The tenant, from Slack's own envelope."""
    team = (
        body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    )
    return WorkspaceId(f"slack:{team}")


def envelope_of(body: Json) -> Envelope:
    """Who and where, for every kind of interactive payload."""
    user = body.get("user") or {}
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    name = user.get("name") or user.get("username") or ""
    return Envelope(
        workspace_of(body),
        MemberId(user.get("id", "")),
        name,
        ChannelId(channel),
        body.get("trigger_id", ""),
        container.get("thread_ts", ""),
    )


#: Seconds until somebody gets a sentence in any case: Slack waits for three.
PATIENCE = 2.7


class Front:
    """Turns payloads into work for the listeners, and what comes of it into acks."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def command(self, body: Json, ack: AsyncAck) -> None:
        """`/standup …` and `/piton standup …`."""
        name, words = body.get("command", "").lstrip("/"), body.get("text", "").split(maxsplit=1)
        if name == "piton":
            name, words = (
                (words[0].casefold() if words else "help"),
                (words[1] if words[1:] else "").split(maxsplit=1),
            )
        envelope = Envelope(
            workspace_of(body),
            MemberId(body["user_id"]),
            body.get("user_name", ""),
            ChannelId(body["channel_id"]),
            body.get("trigger_id", ""),
        )
        command = Command(
            envelope,
            name,
            words[0].casefold() if words else "",
            words[1].strip() if words[1:] else "",
            body.get("channel_name", ""),
        )
        listener = COMMANDS.get(name, commands.unknown)
        reply = await self._guard(listener(self.desk, command), _as_reply)
        await ack(text=reply.text, blocks=reply.blocks or []) if reply else await ack()

    async def click(self, body: Json, ack: AsyncAck) -> None:
        """A button in a message or in a modal."""
        action: Json = (body.get("actions") or [{}])[0]
        name, envelope = action.get("action_id", ""), envelope_of(body)
        container = body.get("container") or {}
        stamp = container.get("message_ts") or container.get("view_id") or ""
        listener = CLICKS.get(name)
        if listener is None:
            reply: Reply | None = Reply(STALE) if action.get("type") == "button" else None
        else:
            click = Click(envelope, name, str(action.get("value", "")), stamp, body.get("view"))
            reply = await self._guard(listener(self.desk, click), _as_reply)
        if reply and body.get("view", {}).get("id"):
            shown = modal("said", "Piton", reply.blocks or [section(reply.text)], close="Close")
            self.desk.show_in(body["view"], shown)
        elif reply:
            self.desk.whisper(envelope, reply)
        await ack()

    async def submit(self, body: Json, ack: AsyncAck) -> None:
        """A submitted modal. Whatever goes wrong, it stays open and nobody's text is lost."""
        view: Json = body.get("view") or {}
        listener = SUBMITS.get(view.get("callback_id", ""))
        if listener is None:
            await ack(response_action="errors", errors=_on_first_input(view, STALE))
            return
        answer = await self._guard(
            listener(self.desk, Submission(envelope_of(body), view)), lambda error: _as_errors(error, view)
        )
        await ack(**answer) if answer else await ack()

    async def event(self, body: Json, ack: AsyncAck) -> None:
        """An event: so far, something that was written to the bot."""
        event: Json = body.get("event") or {}
        written = event.get("type") == "message" and event.get("channel_type") == "im"
        if written and not event.get("subtype") and not event.get("bot_id"):
            envelope = Envelope(
                workspace_of(body), MemberId(event.get("user", "")), "", ChannelId(event.get("channel", ""))
            )
            reply = await self._guard(answering.greet(self.desk, envelope), _as_reply)
            if reply:
                self.desk.whisper(envelope, reply)
        await ack()

    async def _guard(self, work: Awaitable[T], say: Callable[[BotError], T]) -> T:
        """The one handler at this edge: a refusal is a sentence, anything else a logged line with an id."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await work
        except BotError as refusal:
            log.info("refused", why=type(refusal).__name__)
            return say(refusal)
        except TimeoutError:
            log.warning("too slow for an answer in time")
            return say(BotError(SLOW))
        except Unreachable as error:
            log.warning("slack refused", error=str(error))
            return say(BotError(LATE if "trigger" in str(error) else REFUSED.format(error)))
        except DeliveryError as error:
            log.warning("slack did not answer as hoped", error=str(error))
            return say(
                BotError(LATE if "trigger" in str(error) else "Slack did not answer. Please try again.")
            )
        except Exception:  # noqa: BLE001 — the edge: whatever it is, the person gets a sentence
            number = uuid4().hex[:8]
            log.exception("listener failed", id=number)
            return say(
                BotError(f"Something went wrong on our side. Please try again; the log has it as {number}.")
            )


def _as_reply(error: BotError) -> Reply:
    return Reply(error.sentence)


def _as_errors(error: BotError, view: Json) -> Json:
    if isinstance(error, BadInput) and error.field:
        return {"response_action": "errors", "errors": {error.field: error.sentence}}
    return {"response_action": "errors", "errors": _on_first_input(view, error.sentence)}


def _on_first_input(view: Json, sentence: str) -> Json:
    first = next((block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"), "")
    return {first: sentence.replace("`", "").replace("*", "")}


def build(desk: Desk, bot_user: str, bot: str) -> AsyncApp:
    """A Bolt app over the desk. Requests reach it verified: by Socket Mode, or by our own HTTP front."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Bolt's own would call auth.test again; ours asked once, at the start
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=bot_user,
            bot_id=bot,
            bot_token=desk.client.token,
        )

    app = AsyncApp(
        authorize=authorize,
        client=AsyncWebClient(base_url=desk.client.base_url, session=desk.client.session, retry_handlers=[]),
        process_before_response=True,
        request_verification_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    front = Front(desk)
    app.command(_ANY)(front.command)
    app.action(_ANY)(front.click)
    app.view(_ANY)(front.submit)
    app.event(_ANY)(front.event)
    return app
