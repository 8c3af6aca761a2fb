"""The control API: a script acts as any of the people and sees what Slack's client would have shown."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from aiohttp import web

from playground import given as read
from playground import views
from playground.moves import MOVES, Move
from playground.shapes import Json, ScriptError
from playground.slack import Slack


def state(slack: Slack) -> Json:
    workspace = slack.workspace
    members = [
        {"id": p.id, "name": p.real_name, "handle": p.name, "tz": p.tz, "is_bot": p.is_bot}
        | {"is_admin": p.is_admin, "deleted": p.deleted}
        for p in workspace.people.values()
    ]
    channels = [
        {"id": c.id, "name": c.name, "is_im": c.is_im, "is_private": c.is_private, "members": list(c.members)}
        | {"is_archived": c.is_archived, "messages": deepcopy(c.messages)}
        for c in workspace.channels.values()
    ]
    return {
        "workspace": workspace.team.id,
        "installed": slack.installed,
        "now": slack.clock.now().isoformat(),
        "connections": slack.sockets.count,
        "members": members,
        "channels": channels,
        "views": {user: [views.public(modal) for modal in stack] for user, stack in workspace.stacks.items()},
        "homes": {user: views.public(modal) for user, modal in workspace.homes.items()},
    }


async def perform(slack: Slack, move: Move, given: Json) -> Json:
    """Makes the move and tells what the person saw of it."""
    who = given.get("user") if isinstance(given.get("user"), str) else None
    person = slack.workspace.person(who).id if who else ""
    before = {message["ts"] for message in slack.workspace.whispers(person)}
    outcome = await move(slack, given)
    stack = slack.workspace.stacks.get(person, [])
    whispers: list[Any] = [m for m in slack.workspace.whispers(person) if m["ts"] not in before]
    return {
        "ok": not outcome.errors and outcome.error is None,
        "ack": outcome.ack,
        "text": outcome.text,
        "errors": outcome.errors,
        "view": views.public(stack[-1]) if stack else None,
        "messages": deepcopy(whispers),
        "error": outcome.error,
        **outcome.more,
    }


async def answer(workspaces: Sequence[Slack], request: web.Request) -> web.Response:
    name = request.match_info["move"]
    try:
        given = await read.body(request)
        return web.json_response(await perform(which(workspaces, given), known_move(name), given))
    except ScriptError as mistake:
        return refuse(mistake)


def which(workspaces: Sequence[Slack], given: Mapping[str, Any]) -> Slack:
    """The workspace that a script means by `workspace`: its id or domain; the first where it says nothing."""
    wanted = given.get("workspace", workspaces[0].workspace.team.id)
    for slack in workspaces:
        if wanted in (slack.workspace.team.id, slack.workspace.team.domain):
            return slack
    raise ScriptError(f"There is no workspace {wanted!r}.", [slack.workspace.team.id for slack in workspaces])


def known_move(name: str) -> Move:
    if name not in MOVES:
        raise ScriptError(f"There is no /_playground/{name}.", [*MOVES, "clock", "bot", "state"])
    return MOVES[name]


def refuse(mistake: ScriptError) -> web.Response:
    return web.json_response({"ok": False, "error": str(mistake), "known": mistake.known}, status=400)
