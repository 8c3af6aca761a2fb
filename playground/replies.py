"""response_url: what the bot answers to an interaction after its ack."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from playground import messages
from playground.blocks import MESSAGE, accept
from playground.hearing import echo
from playground.shapes import BOT_USER, Json, SlackError
from playground.slack import Slack
from playground.tickets import ResponseUrl


async def answer(workspaces: Sequence[Slack], request: web.Request) -> web.Response:
    key = request.match_info["key"]
    slack = next((slack for slack in workspaces if key in slack.response_urls), workspaces[0])
    target = slack.response_urls.get(key)
    if target is None:
        return web.json_response({"ok": False, "error": "invalid_url"}, status=404)
    try:
        body: Any = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    try:
        target.use()
        carry_out(slack, target, body)
    except SlackError as refusal:
        status = 404 if refusal.error in ("used_url", "expired_url") else 400
        return web.json_response({"ok": False, "error": refusal.error}, status=status)
    return web.Response(text="ok")


def carry_out(slack: Slack, target: ResponseUrl, body: Json) -> None:
    workspace = slack.workspace
    channel = workspace.channels.get(target.channel)
    if channel is None:
        raise SlackError("channel_not_found")
    clicked = workspace.message(channel, target.ts) if target.ts is not None else None
    if body.get("delete_original"):
        if clicked is None:
            raise SlackError("message_not_found")
        messages.delete(workspace, channel, clicked)
        echo(slack, channel, clicked, None)
        return
    text = body.get("text")
    blocks = accept(body["blocks"], MESSAGE, slack.files) if body.get("blocks") else None
    if not text and not blocks:
        raise SlackError("no_text")
    if body.get("replace_original") and clicked is not None:
        before = messages.public(clicked)
        messages.edit(workspace, clicked, text, blocks)
        echo(slack, channel, before, clicked)
        return
    only_to = None if body.get("response_type") == "in_channel" else target.user
    thread_ts = body.get("thread_ts")
    written = messages.post(
        workspace, channel, BOT_USER, str(text or ""), blocks, thread_ts=thread_ts, ephemeral_to=only_to
    )
    echo(slack, channel, None, written)
