"""The control API: a script acts as any of the people and sees what Slack's client would have shown."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from aiohttp import web

from playground import acting, pressing, submitting, views
from playground.acting import Outcome
from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack
from playground.workspace import Modal

Move = Callable[[Slack, Json], Awaitable[Outcome]]
CHANGEABLE = {"tz": str, "deleted": bool, "is_admin": bool, "is_restricted": bool, "real_name": str}


def state(slack: Slack) -> Json:
    workspace = slack.workspace
    members = [
        {"id": p.id, "name": p.real_name, "handle": p.name, "tz": p.tz, "is_bot": p.is_bot}
        | {"is_admin": p.is_admin, "deleted": p.deleted}
        for p in workspace.people.values()
    ]
    channels = [
        {"id": c.id, "name": c.name, "is_im": c.is_im, "is_private": c.is_private, "members": list(c.members)}
        | {"messages": deepcopy(c.messages)}
        for c in workspace.channels.values()
    ]
    return {
        "now": slack.clock.now().isoformat(),
        "connections": slack.sockets.count,
        "members": members,
        "channels": channels,
        "views": {user: [views.public(modal) for modal in stack] for user, stack in workspace.stacks.items()},
        "homes": {user: views.public(modal) for user, modal in workspace.homes.items()},
    }


async def command(slack: Slack, given: Json) -> Outcome:
    return await acting.command(slack, user(slack, given), channel(slack, given), words(given, "text"))


async def say(slack: Slack, given: Json) -> Outcome:
    where = channel(slack, given)
    return await acting.say(slack, user(slack, given), where, words(given, "text"), given.get("thread_ts"))


async def click(slack: Slack, given: Json) -> Outcome:
    """In a modal, `values` may say what else has been filled in by then, as for a submission."""
    who = user(slack, given)
    aim = pressing.Aim(given.get("action_id"), given.get("text"), given.get("block_id"), given.get("value"))
    if aim.action_id is None and aim.text is None:
        raise ScriptError("A click needs an action_id or the text of a button.")
    if given.get("home"):
        return await pressing.in_view(slack, who, home(slack, who), aim)
    if given.get("view_id"):
        modal = submitting.top(slack.workspace, who, given["view_id"])
        submitting.fill(slack.workspace, modal, given.get("values") or {})
        return await pressing.in_view(slack, who, modal, aim)
    return await pressing.in_message(slack, who, channel(slack, given), words(given, "ts"), aim)


async def submit(slack: Slack, given: Json) -> Outcome:
    who = user(slack, given)
    modal = submitting.top(slack.workspace, who, given.get("view_id"))
    return await submitting.submit(slack, who, modal, given.get("values") or {})


async def close(slack: Slack, given: Json) -> Outcome:
    who = user(slack, given)
    modal = submitting.top(slack.workspace, who, given.get("view_id"))
    return await submitting.close(slack, who, modal, everything=bool(given.get("all")))


async def shortcut(slack: Slack, given: Json) -> Outcome:
    where = channel(slack, given) if given.get("channel") else None
    return await acting.shortcut(
        slack, user(slack, given), words(given, "callback_id"), where, given.get("ts")
    )


async def open_bot(slack: Slack, given: Json) -> Outcome:
    return await acting.open_bot(slack, user(slack, given), given.get("tab") or "home")


async def member(slack: Slack, given: Json) -> Outcome:
    who = slack.workspace.human(words(given, "id")).id
    changes = {name: value for name, value in given.items() if name not in ("id", "user")}
    for name, value in changes.items():
        if name not in CHANGEABLE or not isinstance(value, CHANGEABLE[name]):
            raise ScriptError(f"A member's {name} cannot become {value!r}.", list(CHANGEABLE))
    if "tz" in changes and changes["tz"] not in available_timezones():
        raise ScriptError(f"There is no time zone {changes['tz']!r}.")
    return await acting.change_member(slack, who, changes)


async def join(slack: Slack, given: Json) -> Outcome:
    return await acting.join(slack, slack.workspace.person(words(given, "user")).id, channel(slack, given))


async def leave(slack: Slack, given: Json) -> Outcome:
    return await acting.leave(slack, slack.workspace.person(words(given, "user")).id, channel(slack, given))


MOVES: dict[str, Move] = {
    "command": command,
    "say": say,
    "click": click,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": open_bot,
    "member": member,
    "join": join,
    "leave": leave,
}


def user(slack: Slack, given: Json) -> str:
    person = slack.workspace.human(words(given, "user"))
    if person.deleted:
        raise ScriptError(f"{person.real_name} is deactivated and cannot do anything.")
    return person.id


def channel(slack: Slack, given: Json) -> Channel:
    return slack.workspace.place(
        words(given, "channel"), str(given.get("user") and user_or_bot(slack, given))
    )


def user_or_bot(slack: Slack, given: Json) -> str:
    return slack.workspace.person(words(given, "user")).id


def home(slack: Slack, who: str) -> Modal:
    if who not in slack.workspace.homes:
        raise ScriptError(f"{who} has no Home yet.", list(slack.workspace.homes))
    return slack.workspace.homes[who]


def words(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise ScriptError(f"{name} is missing; it is a string.", sorted(given))
    return value


def moment(slack: Slack, given: Json) -> datetime:
    """Where the clock should go: `set` an ISO time with its zone, or `advance` by seconds."""
    if isinstance(given.get("advance"), int | float):
        try:
            return slack.clock.now() + timedelta(seconds=given["advance"])
        except (OverflowError, ValueError):
            raise ScriptError(f"The clock cannot advance by {given['advance']} seconds.") from None
    try:
        target = datetime.fromisoformat(words(given, "set"))
    except ValueError:
        raise ScriptError(f"{given['set']!r} is not an ISO time such as 2026-11-23T09:30:00Z.") from None
    if target.tzinfo is None and given.get("zone_of"):
        return target.replace(tzinfo=ZoneInfo(slack.workspace.person(words(given, "zone_of")).tz))
    if target.tzinfo is None:
        raise ScriptError(f"{given['set']!r} has no zone; add Z or an offset.")
    return target


def switch(given: Json) -> bool:
    running = given.get("running")
    if not isinstance(running, bool):
        raise ScriptError('running is missing; it is true or false, as in {"running": true}.')
    return running


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


async def answer(slack: Slack, request: web.Request) -> web.Response:
    name = request.match_info["move"]
    try:
        given = await body(request)
        return web.json_response(await perform(slack, known_move(name), given))
    except ScriptError as mistake:
        return refuse(mistake)


def known_move(name: str) -> Move:
    if name not in MOVES:
        raise ScriptError(f"There is no /_playground/{name}.", [*MOVES, "clock", "bot", "state"])
    return MOVES[name]


async def body(request: web.Request) -> Json:
    try:
        given: Any = await request.json()
    except ValueError:
        raise ScriptError("The request has no JSON object in its body.") from None
    if not isinstance(given, dict):
        raise ScriptError("The request's body is not a JSON object.")
    return given


def refuse(mistake: ScriptError) -> web.Response:
    return web.json_response({"ok": False, "error": str(mistake), "known": mistake.known}, status=400)
