"""Whether what is posted can be found again: a message with metadata, sent, looked up and taken back.

Every send rests on that, so `doctor` tries it once for each kind of place: a doubtful send is settled by its key.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.manifest import SCOPES

TEXT = "Piton checks that it finds its own messages again. This one goes away by itself."
_INSTALL = "Paste `piton manifest` into your app and install it again."
_KINDS = {"public_channel": "public channels", "private_channel": "private channels"}
#: So many of the people listed first are looked at for somebody whose direct messages can be tried.
_PEOPLE = 50

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Echo:
    """What came of it in one kind of place."""

    well: bool
    says: str


async def echoes(client: AsyncWebClient, to: str = "") -> list[Echo]:
    """Try it in a channel of each kind that the bot is in, or only in the channel or with the member `to`.

    Nobody's direct messages are written to unless they are named: there the history is only read.
    """
    if to:
        return [await _tried(f"in {to}", _post_and_find(client, to))]
    found = [await _tried(f"in {name}", _in_one_of(client, kind, name)) for kind, name in _KINDS.items()]
    return [*found, await _tried("in direct messages", _read_direct(client))]


async def _tried(where: str, work: Any) -> Echo:  # noqa: ANN401 — any of the coroutines below
    try:
        return Echo(well=True, says=await work)
    except SlackApiError as error:
        return Echo(well=False, says=f"{where}: {_why(error.response)}")
    except LookupError as error:
        return Echo(well=False, says=f"{where}: {error.args[0]}")


def _why(response: Any) -> str:  # noqa: ANN401 — Slack's answer
    code = str(response.get("error", "unknown"))
    if code in {"channel_not_found", "not_in_channel"}:
        return "no such place, or Piton is not in it. Give an id such as C0123ABCD, and type /invite @Piton there."
    if code != "missing_scope":
        return f"Slack says {code}."
    scopes = [each.strip() for each in str(response.get("needed", "")).split(",")]
    what = ", ".join(f"{each} (to {SCOPES[each]})" if each in SCOPES else each for each in scopes)
    return f"the scope is missing: {what}. {_INSTALL}"


async def _in_one_of(client: AsyncWebClient, kind: str, name: str) -> str:
    answer = await client.users_conversations(types=kind, exclude_archived=True, limit=1)
    there: list[Json] = answer["channels"]
    if not there:
        return f"the bot is in no {name} yet, so nothing was sent there."
    return await _post_and_find(client, there[0]["id"], f"#{there[0]['name']}")


async def _post_and_find(client: AsyncWebClient, to: str, name: str = "") -> str:
    key = uuid4().hex
    sent = await client.chat_postMessage(
        channel=to, text=TEXT, metadata={"event_type": "piton_check", "event_payload": {"key": key}}
    )
    channel, ts = str(sent["channel"]), str(sent["ts"])
    try:
        page = await client.conversations_history(
            channel=channel, oldest=ts, inclusive=True, include_all_metadata=True, limit=5
        )
    finally:
        await client.chat_delete(channel=channel, ts=ts)
    keys = [each.get("metadata", {}).get("event_payload", {}).get("key") for each in page["messages"]]
    if key not in keys:
        raise LookupError("the message was posted, but Slack did not give it back with its metadata.")
    return f"a message in {name or to} was found again by its metadata, and deleted."


async def _read_direct(client: AsyncWebClient) -> str:
    people: list[Json] = (await client.users_list(limit=_PEOPLE))["members"]
    somebody = next(
        (
            each["id"]
            for each in people
            if not (each.get("is_bot") or each.get("deleted") or each["id"] == "USLACKBOT")
        ),
        None,
    )
    if somebody is None:
        return "nobody is there to write to."
    opened = await client.conversations_open(users=somebody)
    await client.conversations_history(channel=opened["channel"]["id"], limit=1, include_all_metadata=True)
    return "direct messages can be opened and read."
