"""conversations.*: finding, joining and reading channels."""

from decimal import Decimal, InvalidOperation

from playground import messages
from playground.api.call import Call
from playground.channels import membership, named
from playground.people import Channel
from playground.scopes import KINDS, kind_of
from playground.shapes import BOT_USER, Json, SlackError


async def open_direct(call: Call) -> Json:
    given = call.text("channel")
    if given is not None:
        channel = call.channel()
    else:
        users = call.needed("users").split(",")
        person = call.slack.workspace.people.get(users[0].strip())
        if person is None or person.is_bot:
            raise SlackError("user_not_found")
        if len(users) > 1:
            raise SlackError("not_supported_by_the_playground")
        if person.deleted:
            raise SlackError("user_disabled")
        channel = call.slack.workspace.direct(person.id)
    return {"channel": channel.as_slack(BOT_USER) if call.flag("return_im") else {"id": channel.id}}


async def show(call: Call) -> Json:
    channel = call.channel()
    seen = channel.as_slack(BOT_USER)
    if call.flag("include_num_members"):
        seen["num_members"] = len(channel.members)
    return {"channel": seen}


async def join(call: Call) -> Json:
    channel = call.channel()
    if channel.is_im or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if BOT_USER in channel.members:
        return {"channel": channel.as_slack(BOT_USER), "warning": "already_in_channel"}
    channel.members.append(BOT_USER)
    call.slack.workspace.changed()
    tell(call, membership("member_joined_channel", BOT_USER, channel))
    return {"channel": channel.as_slack(BOT_USER)}


async def leave(call: Call) -> Json:
    channel = call.channel()
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    channel.members.remove(BOT_USER)
    call.slack.workspace.changed()
    tell(call, {"type": named(channel, "left"), "channel": channel.id, "actor_id": BOT_USER})
    return {}


async def invite(call: Call) -> Json:
    channel = call.channel()
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    for user in call.needed("users").split(","):
        if user not in call.slack.workspace.people:
            raise SlackError("user_not_found")
        if user == BOT_USER:
            raise SlackError("cant_invite_self")
        if user in channel.members:
            raise SlackError("already_in_channel")
        channel.members.append(user)
        tell(call, membership("member_joined_channel", user, channel) | {"inviter": BOT_USER})
    call.slack.workspace.changed()
    return {"channel": channel.as_slack(BOT_USER)}


def tell(call: Call, event: Json) -> None:
    """The bot hears of what it did itself, once its call was answered."""
    stamp = {"event_ts": call.slack.workspace.next_ts()}
    call.slack.events.later(event | stamp, as_type=event["type"])


async def members(call: Call) -> Json:
    listed, more = call.page(call.channel().members, default=100, most=1000)
    return {"members": listed, "response_metadata": {"next_cursor": more}}


async def listing(call: Call) -> Json:
    fits = [channel for channel in known(call) if kind_of(channel) in types(call)]
    if call.flag("exclude_archived"):
        fits = [channel for channel in fits if not channel.is_archived]
    page, more = call.page(fits, default=100, most=999)
    shown = [channel.as_slack(BOT_USER) | {"num_members": len(channel.members)} for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": more}}


async def of_user(call: Call) -> Json:
    """users.conversations: where somebody is, as far as the bot can know."""
    user = call.text("user") or BOT_USER
    if user not in call.slack.workspace.people:
        raise SlackError("user_not_found")
    fits = [c for c in known(call) if kind_of(c) in types(call) and user in c.members]
    page, more = call.page(fits, default=100, most=999)
    return {"channels": [c.as_slack(BOT_USER) for c in page], "response_metadata": {"next_cursor": more}}


def known(call: Call) -> list[Channel]:
    channels = call.slack.workspace.channels.values()
    return [channel for channel in channels if not channel.is_private or BOT_USER in channel.members]


def types(call: Call) -> list[str]:
    if not set(call.kinds()) <= set(KINDS):
        raise SlackError("invalid_types")
    return call.kinds()


async def history(call: Call) -> Json:
    """Newest first; replies are in their threads, unless they were also sent to the channel."""
    channel = readable(call)
    top = [m for m in channel.messages if not messages.is_reply(m) or m.get("subtype") == "thread_broadcast"]
    rows = within(call, top)[::-1]
    page, more = call.page(rows, default=100, most=999, newest_first=True)
    shown = [messages.public(m, metadata=call.flag("include_all_metadata")) for m in page]
    return {
        "messages": shown,
        "has_more": bool(more),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        "response_metadata": {"next_cursor": more},
    }


async def replies(call: Call) -> Json:
    """The root first, then its replies, oldest first."""
    channel = readable(call)
    found = call.slack.workspace.message(channel, call.needed("ts"))
    if found is None or "ephemeral_to" in found:
        raise SlackError("thread_not_found")
    root_ts = found.get("thread_ts", found["ts"])
    thread = [m for m in channel.messages if m["ts"] == root_ts or m.get("thread_ts") == root_ts]
    root, rest = [m for m in thread if m["ts"] == root_ts], [m for m in thread if m["ts"] != root_ts]
    page, more = call.page([*root, *within(call, rest)], default=1000, most=1000)
    shown = [
        messages.public(m, metadata=call.flag("include_all_metadata"))
        for m in page
        if "ephemeral_to" not in m
    ]
    return {"messages": shown, "has_more": bool(more), "response_metadata": {"next_cursor": more}}


def readable(call: Call) -> Channel:
    channel = call.channel()
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def within(call: Call, rows: list[Json]) -> list[Json]:
    """Between `oldest` and `latest`, which count themselves only when `inclusive`."""
    oldest, latest = bound(call, "oldest", "invalid_ts_oldest"), bound(call, "latest", "invalid_ts_latest")
    inclusive = call.flag("inclusive")
    kept = []
    for row in rows:
        ts = Decimal(row["ts"])
        if "ephemeral_to" in row:
            continue
        after = oldest is None or ts > oldest or (inclusive and ts == oldest)
        before = latest is None or ts < latest or (inclusive and ts == latest)
        if after and before:
            kept.append(row)
    return kept


def bound(call: Call, name: str, error: str) -> Decimal | None:
    given = call.text(name)
    if given is None or given == "0":
        return None
    try:
        return Decimal(given)
    except InvalidOperation:
        raise SlackError(error) from None
