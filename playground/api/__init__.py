"""The Web API: every method by its name, and the one place through which each call goes."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from playground import scopes
from playground.api import chat, conversations, file_calls, users, view_calls
from playground.api.call import Call, arguments
from playground.faults import strike
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
    "files.completeUploadExternal": file_calls.complete,
    "files.delete": file_calls.delete,
    "files.getUploadURLExternal": file_calls.reserve,
    "files.info": file_calls.info,
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


async def answer(workspaces: Sequence[Slack], request: web.Request) -> web.StreamResponse:
    """One call: whose it is, the fault that is planned for it, and then Slack's answer."""
    name = request.match_info["method"]
    slack = workspaces[0]
    try:
        given = await arguments(request)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = bearer or str(given.get("token") or "")
        slack = holder(workspaces, token)
        method = permitted(slack, name, token)
    except SlackError as refusal:
        return told(slack, name, refused(refusal))
    call = Call(slack, given, name)
    fault = slack.faults.take(name, call.about())
    if fault is not None:
        return await strike(fault, request, lambda: carry_out(call, method))
    return await carry_out(call, method)


async def carry_out(call: Call, method: Method) -> web.Response:
    """Within the rates and the scopes."""
    wait = call.slack.rates.wait(call.name, call.destination())
    if wait is not None:
        slow_down = {"ok": False, "error": "ratelimited"}
        return told(call.slack, call.name, slow_down, status=429, headers={"Retry-After": str(wait)})
    try:
        scopes.require(call.name, call.slack.scopes, call.kinds())
        body: Json = {"ok": True} | await method(call)
    except SlackError as refusal:
        body = refused(refusal)
    except RecursionError:  # no view and no block is nested so deeply
        body = refused(SlackError("invalid_arguments"))
    return told(call.slack, call.name, body)


def refused(refusal: SlackError) -> Json:
    return {"ok": False, "error": refusal.error} | refusal.more


def told(
    slack: Slack, name: str, body: Json, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    announced = {
        "x-oauth-scopes": ",".join(slack.scopes),
        "x-accepted-oauth-scopes": ",".join(scopes.accepted(name)),
    }
    return web.json_response(body, status=status, headers=announced | (headers or {}))


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
