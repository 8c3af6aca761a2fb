"""Writing into channels: messages as Slack stores them, threads and their counts, edits and ephemerals."""

from copy import deepcopy

from playground.people import Channel
from playground.shapes import APP_ID, BOT_ID, BOT_USER, Json, SlackError
from playground.workspace import Workspace


def post(
    workspace: Workspace,
    channel: Channel,
    user: str,
    text: str,
    blocks: list[Json] | None = None,
    thread_ts: str | None = None,
    ephemeral_to: str | None = None,
    **more: object,
) -> Json:
    ts = workspace.next_ts()
    message: Json = {"type": "message", "ts": ts, "user": user, "team": workspace.team.id, "text": text}
    if user == BOT_USER:
        bot = {
            "id": BOT_ID,
            "app_id": APP_ID,
            "user_id": BOT_USER,
            "name": "Piton",
            "deleted": False,
            "team_id": workspace.team.id,
        }
        message |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot}
    if blocks:
        message["blocks"] = blocks
    message |= {key: value for key, value in more.items() if value is not None}
    if ephemeral_to is not None:
        message |= {"is_ephemeral": True, "ephemeral_to": ephemeral_to}
    if thread_ts is not None:
        message["thread_ts"] = _join_thread(workspace, channel, thread_ts, message)
    channel.messages.append(message)
    workspace.changed()
    return message


def _join_thread(workspace: Workspace, channel: Channel, thread_ts: str, reply: Json) -> str:
    """Notes the reply on the root and returns the root's `ts`; a reply to a reply joins the same thread."""
    found = workspace.message(channel, thread_ts)
    if found is None or "ephemeral_to" in found:
        raise SlackError("thread_not_found")
    root = workspace.message(channel, found.get("thread_ts", thread_ts)) or found
    if "ephemeral_to" not in reply:
        count_replies(channel, root, extra=reply)
    return str(root["ts"])


def count_replies(channel: Channel, root: Json, extra: Json | None = None) -> None:
    replies = [
        m
        for m in channel.messages
        if is_reply(m) and m["thread_ts"] == root["ts"] and "ephemeral_to" not in m
    ]
    replies += [extra] if extra is not None else []
    if not replies:
        for key in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
            root.pop(key, None)
        return
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    root |= {"thread_ts": root["ts"], "reply_count": len(replies), "reply_users": users}
    root |= {"reply_users_count": len(users), "latest_reply": replies[-1]["ts"]}


def is_reply(message: Json) -> bool:
    return "thread_ts" in message and message["thread_ts"] != message["ts"]


def edit(workspace: Workspace, message: Json, text: str | None, blocks: list[Json] | None) -> None:
    """As chat.update does: text alone removes the blocks, blocks alone keep the text."""
    if blocks is not None:
        message["blocks"] = blocks
    elif text is not None:
        message.pop("blocks", None)
    if not message.get("blocks"):
        message.pop("blocks", None)
    if text is not None:
        message["text"] = text
    seconds = int(workspace.clock.now().timestamp())
    message["edited"] = {"user": message["user"], "ts": f"{seconds}.000000"}
    workspace.changed()


def delete(workspace: Workspace, channel: Channel, message: Json) -> None:
    channel.messages.remove(message)
    if is_reply(message):
        root = workspace.message(channel, message["thread_ts"])
        if root is not None:
            count_replies(channel, root)
    workspace.changed()


def public(message: Json, *, metadata: bool = False) -> Json:
    """What the Web API shows of a stored message."""
    hidden = {"ephemeral_to", "is_ephemeral"} | (set() if metadata else {"metadata"})
    return deepcopy({key: value for key, value in message.items() if key not in hidden})
