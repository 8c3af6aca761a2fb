"""files.*: the upload in three steps, and what has become of a file."""

from playground import messages
from playground.api.call import Call
from playground.files import File
from playground.people import Channel
from playground.shapes import BOT_USER, Json, SlackError


async def reserve(call: Call) -> Json:
    name = call.needed("filename")
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("missing_argument")
    now = int(call.slack.clock.now().timestamp())
    file = call.slack.files.reserve(name, length, call.text("alt_txt") or "", at=now)
    return {"upload_url": f"{call.slack.root}/upload/v1/{file.key}", "file_id": file.id}


async def complete(call: Call) -> Json:
    """Files stay private, or are shared as one message in a channel."""
    given = call.parsed("files", "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(entry, dict) for entry in given):
        raise SlackError("invalid_arguments")
    channel = sharing(call)
    files = [
        call.slack.files.complete(str(entry.get("id")), str(entry.get("title") or "")) for entry in given
    ]
    shown = [call.slack.files.public(file, call.slack.root) for file in files]
    if channel is not None:
        share(call, channel, files)
    return {"files": shown}


def sharing(call: Call) -> Channel | None:
    given = call.text("channel_id") or call.text("channels")
    if given is None:
        return None
    channel = call.slack.workspace.channels.get(given)
    if channel is None or (channel.is_private and BOT_USER not in channel.members):
        raise SlackError("invalid_channel")
    if BOT_USER not in channel.members or channel.is_archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def share(call: Call, channel: Channel, files: list[File]) -> None:
    shown = [call.slack.files.public(file, call.slack.root) for file in files]
    messages.post(
        call.slack.workspace,
        channel,
        BOT_USER,
        call.text("initial_comment") or "",
        thread_ts=call.text("thread_ts"),
        files=shown,
        upload=True,
    )


async def info(call: Call) -> Json:
    file = call.slack.files.completed(call.needed("file"))
    return {"file": call.slack.files.public(file, call.slack.root), "comments": []}


async def delete(call: Call) -> Json:
    call.slack.files.delete(call.needed("file"))
    call.slack.workspace.changed()
    return {}
