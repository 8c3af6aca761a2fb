"""The Web API: every method by its name, and the one place through which each call goes."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from playground.api import chat, conversations, users, view_calls
from playground.api.call import Call, arguments
from playground.shapes import Json, SlackError
from playground.slack import Slack

Method = Callable[[Call], Awaitable[Json]]

METHODS: dict[str, Method] = {
    "api.test": users.api_test,
    "apps.connections.open": users.open_connection,
    "auth.test": users.auth_test,
    "bots.info": users.bots_info,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.show,
    "conversations.invite": conversations.invite,
    "conversations.join": conversations.join,
    "conversations.leave": conversations.leave,
    "conversations.list": conversations.listing,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies,
    "users.conversations": conversations.of_user,
    "users.info": users.info,
    "users.list": users.listing,
    "views.open": view_calls.open_view,
    "views.publish": view_calls.publish,
    "views.push": view_calls.push,
    "views.update": view_calls.update,
}
WITH_APP_TOKEN = frozenset({"apps.connections.open"})
WITHOUT_TOKEN = frozenset({"api.test"})


async def answer(workspaces: Sequence[Slack], request: web.Request) -> web.Response:
    """Limits, missing scopes and faults belong here, around the one call."""
    name = request.match_info["method"]
    slack = workspaces[0]
    try:
        given = await arguments(request)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = bearer or str(given.get("token") or "")
        slack = holder(workspaces, token)
        method = permitted(slack, name, token)
        body: Json = {"ok": True} | await method(Call(slack, given))
    except SlackError as refusal:
        body = {"ok": False, "error": refusal.error} | refusal.more
    headers = {"x-oauth-scopes": ",".join(slack.scopes), "x-accepted-oauth-scopes": ""}
    return web.json_response(body, headers=headers)


def holder(workspaces: Sequence[Slack], token: str) -> Slack:
    """The workspace that gave out this token, now or before; the first for any other."""
    given_out = (slack for slack in workspaces if token in (slack.bot_token, *slack.installation.dead_tokens))
    return next(given_out, workspaces[0])


def permitted(slack: Slack, name: str, token: str) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if name in WITHOUT_TOKEN and not token:
        return method
    if not token:
        raise SlackError("not_authed")
    if token in slack.installation.dead_tokens:
        raise SlackError(slack.installation.dead_tokens[token])
    if token == (slack.app_token if name in WITH_APP_TOKEN else slack.bot_token):
        return method
    known = token in (slack.app_token, slack.bot_token)
    raise SlackError("not_allowed_token_type" if known else "invalid_auth")
