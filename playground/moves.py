"""What a script can have people do, by name."""

from collections.abc import Awaitable, Callable

from playground import acting, app_moves, channels, editing, fault_moves, pressing, submitting
from playground import given as read
from playground.outcome import Outcome
from playground.shapes import Json, ScriptError
from playground.slack import Slack

Move = Callable[[Slack, Json], Awaitable[Outcome]]
CHANGEABLE = {"tz": str, "deleted": bool, "is_admin": bool, "is_restricted": bool, "real_name": str}


async def command(slack: Slack, given: Json) -> Outcome:
    return await acting.command(
        slack, read.user(slack, given), read.channel(slack, given), read.words(given, "text")
    )


async def say(slack: Slack, given: Json) -> Outcome:
    where = read.channel(slack, given)
    return await acting.say(
        slack, read.user(slack, given), where, read.words(given, "text"), given.get("thread_ts")
    )


async def click(slack: Slack, given: Json) -> Outcome:
    """In a modal, `values` may say what else has been filled in by then, as for a submission."""
    who = read.user(slack, given)
    aim = pressing.Aim(given.get("action_id"), given.get("text"), given.get("block_id"), given.get("value"))
    if aim.action_id is None and aim.text is None:
        raise ScriptError("A click needs an action_id or the text of a button.")
    if given.get("home"):
        return await pressing.in_view(slack, who, read.home(slack, who), aim)
    if given.get("view_id"):
        modal = submitting.top(slack.workspace, who, given["view_id"])
        submitting.fill(slack.workspace, modal, given.get("values") or {})
        return await pressing.in_view(slack, who, modal, aim)
    return await pressing.in_message(slack, who, read.channel(slack, given), read.words(given, "ts"), aim)


async def submit(slack: Slack, given: Json) -> Outcome:
    who = read.user(slack, given)
    modal = await submitting.ready(slack.workspace, who, given.get("view_id"))
    return await submitting.submit(slack, who, modal, given.get("values") or {})


async def close(slack: Slack, given: Json) -> Outcome:
    who = read.user(slack, given)
    modal = submitting.top(slack.workspace, who, given.get("view_id"))
    return await submitting.close(slack, who, modal, everything=bool(given.get("all")))


async def shortcut(slack: Slack, given: Json) -> Outcome:
    where = read.channel(slack, given) if given.get("channel") else None
    return await acting.shortcut(
        slack, read.user(slack, given), read.words(given, "callback_id"), where, given.get("ts")
    )


async def open_bot(slack: Slack, given: Json) -> Outcome:
    return await acting.open_bot(slack, read.user(slack, given), given.get("tab") or "home")


async def member(slack: Slack, given: Json) -> Outcome:
    who = slack.workspace.human(read.words(given, "id")).id
    changes = {name: value for name, value in given.items() if name not in ("id", "user")}
    for name, value in changes.items():
        if name not in CHANGEABLE or not isinstance(value, CHANGEABLE[name]):
            raise ScriptError(f"A member's {name} cannot become {value!r}.", list(CHANGEABLE))
    if "tz" in changes:
        read.zone(changes["tz"])
    return await acting.change_member(slack, who, changes)


async def newcomer(slack: Slack, given: Json) -> Outcome:
    tz = read.zone(given.get("tz") or "Europe/London")
    return await acting.arrive(slack, read.words(given, "real_name"), tz)


async def edit_message(slack: Slack, given: Json) -> Outcome:
    who, where = read.user(slack, given), read.channel(slack, given)
    return await editing.edit(slack, who, where, read.words(given, "ts"), read.words(given, "text"))


async def delete_message(slack: Slack, given: Json) -> Outcome:
    return await editing.delete(
        slack, read.user(slack, given), read.channel(slack, given), read.words(given, "ts")
    )


async def join(slack: Slack, given: Json) -> Outcome:
    return await channels.join(slack, read.user_or_bot(slack, given), read.channel(slack, given))


async def leave(slack: Slack, given: Json) -> Outcome:
    return await channels.leave(slack, read.user_or_bot(slack, given), read.channel(slack, given))


async def kick(slack: Slack, given: Json) -> Outcome:
    """`who` is taken out of the channel by `user`; the bot, unless it says otherwise."""
    who = slack.workspace.person(given.get("who") or "@piton").id
    return await channels.leave(slack, who, read.channel(slack, given), actor=read.user(slack, given))


async def archive(slack: Slack, given: Json) -> Outcome:
    return await channels.archive(slack, read.user(slack, given), read.channel(slack, given))


async def unarchive(slack: Slack, given: Json) -> Outcome:
    return await channels.unarchive(slack, read.user(slack, given), read.channel(slack, given))


async def rename(slack: Slack, given: Json) -> Outcome:
    return await channels.rename(slack, read.channel(slack, given), read.words(given, "name"))


async def delete_channel(slack: Slack, given: Json) -> Outcome:
    return await channels.delete(slack, read.user(slack, given), read.channel(slack, given))


MOVES: dict[str, Move] = {
    "command": command,
    "say": say,
    "click": click,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": open_bot,
    "member": member,
    "newcomer": newcomer,
    "edit_message": edit_message,
    "delete_message": delete_message,
    "join": join,
    "leave": leave,
    "kick": kick,
    "archive": archive,
    "unarchive": unarchive,
    "rename": rename,
    "delete_channel": delete_channel,
    **app_moves.MOVES,
    **fault_moves.MOVES,
}
