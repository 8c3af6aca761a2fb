"""The shortcuts: answering from anywhere, and taking a message into one's answer."""

from bot import agenda
from bot.errors import DeliveryError
from bot.model import MemberId
from handlers.slack.calls import ask
from handlers.slack.desk import Desk, Envelope, Json, Reply, Shortcut
from handlers.slack.standup import answering
from handlers.slack.text import clean, clip, line, name, unmarked

#: Of a message, so much is quoted.
QUOTED = 300


async def answer(desk: Desk, shortcut: Shortcut) -> Reply | None:
    """*Answer my standup*: the form for what waits in any of their teams."""
    found = await answering.waiting(desk, shortcut.envelope)
    if len(found) > 1:
        return answering.choice(found)
    await desk.open_view(shortcut.envelope, answering.form(found[0]))
    return None


async def add(desk: Desk, shortcut: Shortcut) -> Reply | None:
    """*Add to my standup*: the form for what waits in any of their teams, with the message in its first field."""
    envelope, message = shortcut.envelope, shortcut.message or {}
    found = await answering.waiting(desk, envelope, agenda.teams_from)
    link = await _link(desk, envelope, message)
    quoted = quote(message, await _writer(desk, envelope, message), link)
    await desk.open_view(envelope, answering.form(_first(found), quoted))
    return None


def _first(found: tuple[agenda.Open, ...]) -> agenda.Open:
    """Of several teams' standups the one that was not answered yet, where the message stands before others."""
    return min(found, key=lambda each: each.seat.given is not None)


def quote(message: Json, writer: str, link: str) -> str:
    """A message as a line of an answer: who wrote it, what, and where it stands."""
    text = clip(line(unmarked(str(message.get("text") or ""))), QUOTED)
    said = f"{writer}: “{text}”" if writer and text else f"“{text}”" if text else writer
    return clean(" ".join(filter(None, (said, link))))


async def _writer(desk: Desk, envelope: Envelope, message: Json) -> str:
    """Whose words they are, where not one's own."""
    user = str(message.get("user") or "")
    if not user or user == envelope.user:
        return ""

    person = await desk.store.read(lambda ledger: ledger.roster.person(envelope.workspace, MemberId(user)))
    return name(person.name) if person else ""


async def _link(desk: Desk, envelope: Envelope, message: Json) -> str:
    """Where the message stands; nothing where the bot may not look."""
    try:
        found = await ask(
            desk.client.chat_getPermalink, channel=envelope.channel, message_ts=str(message.get("ts") or "")
        )
    except DeliveryError:
        return ""
    link = found.get("permalink")
    return link if isinstance(link, str) else ""
