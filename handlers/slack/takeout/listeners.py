"""`/piton export` and `/piton my-data`, with its buttons. The files are made and sent after the answer: a nicety, so
that whoever waits in vain types it again."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot import plans
from bot.errors import BotError, Busy, DeliveryError, NotYours, Refused, TokenRefused
from bot.keeping import erasing, exporting, mine
from bot.ledger import Ledger
from bot.log import log
from bot.model import Team
from handlers.slack.desk import Click, Command, Desk, Envelope, Listeners, Reply
from handlers.slack.takeout.words import ERASE, GOING, SEND, SENT, told
from handlers.slack.text import channel
from handlers.slack.uploads import share_with

ELSEWHERE = "Type `/piton export` in the channel of your team: there is none here."
LEADS = "Only the team's leads and workspace admins can export what it made. Ask one of them."
MAKING = "The export of {} is being made. It comes to you by direct message as a zip file, in a minute or so."
UNSENT = "Slack did not take the file ({}). Please try again; whoever runs Piton can make it too, by `piton export`."
SCOPE = (
    "Slack lets Piton send no files here: its app needs the scope files:write. Whoever runs Piton can add it."
)
LARGE = "This export is too large for a message. Whoever runs Piton can make it, by `piton export`."
FAILED = "The file could not be made. Please try again; whoever runs Piton finds why in the log."
#: Bytes of a file that is sent by message: it is in memory then.
MOST = 50_000_000


async def export(desk: Desk, command: Command) -> Reply:
    """`/piton export`, by those who lead the team of this channel."""
    envelope = command.envelope

    def find(ledger: Ledger) -> Team:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        if team is None:
            raise Refused(ELSEWHERE)
        if not plans.may_change(ledger, team, envelope.user):
            raise NotYours(LEADS)
        return team

    team = await desk.store.read(find)
    await desk.first(envelope)
    desk.aside(_told(desk, envelope, lambda: _export(desk, envelope, team)))
    return Reply(MAKING.format(channel(team.name)))


async def _export(desk: Desk, envelope: Envelope, team: Team) -> None:
    async with desk.files:
        with tempfile.TemporaryDirectory(prefix="piton-") as there:
            folder = await exporting.export(desk.store, team, Path(there) / "all", desk.now())
            file = Path(there) / f"{folder.name}.zip"
            await asyncio.to_thread(exporting.zipped, folder.parent, file)
            content = await asyncio.to_thread(_read, file)
        comment = (
            f"What {channel(team.name)} made, as of now. The columns are told in Piton's docs/export.md."
        )
        await share_with(desk.client, envelope.user, content, file.name, comment)


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST:
        raise Refused(LARGE)
    return file.read_bytes()


async def my_data(desk: Desk, command: Command) -> Reply:
    """`/piton my-data`: what is kept of whoever asks, told to them alone."""
    envelope = command.envelope
    return told(await desk.store.read(lambda ledger: mine.kept(ledger, envelope.workspace, envelope.user)))


async def send(desk: Desk, click: Click) -> Reply:
    """The button that gives it."""
    envelope = click.envelope
    await desk.first(envelope)
    desk.aside(_told(desk, envelope, lambda: _send(desk, envelope)))
    return Reply(SENT)


async def _send(desk: Desk, envelope: Envelope) -> None:
    async with desk.files:
        whole = await mine.gather(desk.store, envelope.workspace, envelope.user, desk.now())
        content = whole.encode("utf-8", "replace")
        if len(content) > MOST:
            raise Refused(LARGE)
        await share_with(
            desk.client, envelope.user, content, "my-piton-data.json", "What Piton keeps of you."
        )


async def erase(desk: Desk, click: Click) -> Reply:
    """The button that erases it, once it was asked twice."""
    envelope, now = click.envelope, desk.now()
    await desk.run(envelope, lambda ledger: erasing.wish(ledger, envelope.workspace, envelope.user, now))
    return Reply(GOING)


async def _told(desk: Desk, envelope: Envelope, work: Callable[[], Awaitable[None]]) -> None:
    """Do it, and say so where it came to nothing."""
    try:
        await work()
    except TokenRefused as error:
        desk.whisper(envelope, Reply(SCOPE if str(error) == "missing_scope" else UNSENT.format(error)))
    except DeliveryError as error:
        log.info("a file was not sent", why=str(error))
        desk.whisper(envelope, Reply(UNSENT.format(error)))
    except Busy:
        desk.whisper(envelope, Reply(FAILED))
    except BotError as refusal:
        desk.whisper(envelope, Reply(refusal.sentence))
    except Exception:  # noqa: BLE001 — whatever it is, nobody shall wait for a file that never comes
        log.exception("a file could not be made")
        desk.whisper(envelope, Reply(FAILED))


LISTENERS = Listeners(
    commands={"export": export, "my-data": my_data, "mydata": my_data},
    clicks={SEND: send, ERASE: erase},
)
