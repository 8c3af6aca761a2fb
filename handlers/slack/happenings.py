"""What happens to channels, people and the app: each event is a hint, noted where it concerns us, and asked about.

Nothing of an event's content is believed: it may be late, come twice, or have been overtaken.
"""

from typing import Any

from bot.ledger import Ledger
from bot.model import Person, WorkspaceId
from handlers.slack.desk import Desk, Heard, Json, Listeners, Reply
from handlers.slack.directory import person

_HAPPENS = ("archive", "unarchive", "deleted", "left", "rename")
#: What happens to a channel, to who is in it, or to the bot's place there. To a private channel it has another name.
_OF_CHANNELS = (
    *(f"{kind}_{what}" for kind in ("channel", "group") for what in _HAPPENS),
    "member_joined_channel",
    "member_left_channel",
)


async def channel_changed(desk: Desk, heard: Heard) -> Reply | None:
    """A channel that is a team's is looked at again."""
    workspace, channel = heard.envelope.workspace, heard.envelope.channel
    team = await desk.store.read(lambda ledger: ledger.roster.team_in(workspace, channel))
    if team:
        await _note(desk, heard, channel)
    return None


async def person_changed(desk: Desk, heard: Heard) -> Reply | None:
    """A person of a team is looked at again where their profile is not what we hold: most changes are of the
    status, many times a day."""
    workspace, told = heard.envelope.workspace, _told(heard.event)
    if told is None:
        return None
    concerns = await desk.store.read(lambda ledger: _concerns(ledger, workspace, told))
    if concerns:
        await _note(desk, heard, told.id)
    return None


async def app_changed(desk: Desk, heard: Heard) -> Reply | None:
    """Taken out, it says; perhaps it was installed again since."""
    workspace = heard.envelope.workspace
    known = await desk.store.read(lambda ledger: ledger.roster.workspace(workspace))
    if known:
        await _note(desk, heard, workspace)
    return None


async def _note(desk: Desk, heard: Heard, thing: str) -> None:
    workspace, now = heard.envelope.workspace, desk.now()
    await desk.run(heard.envelope, lambda ledger: ledger.checks.note(workspace, thing, now))


def _told(event: Json) -> Person | None:
    user: Any = event.get("user")
    try:
        return person(user) if isinstance(user["id"], str) else None
    except (AttributeError, KeyError, TypeError):
        return None  # not what Slack sends


def _concerns(ledger: Ledger, workspace: WorkspaceId, told: Person) -> bool:
    """Whether somebody in a team is not as we know them, or whether they still are an admin is not."""
    known = ledger.roster.person(workspace, told.id)
    if known is None or known == told:
        return False
    if not (known.active or told.active):  # of the deactivated Slack tells hardly anything
        return False
    return known.admin != told.admin or bool(ledger.roster.teams_of(workspace, told.id))


LISTENERS = Listeners(
    events={
        **dict.fromkeys(_OF_CHANNELS, channel_changed),
        "user_change": person_changed,
        "app_uninstalled": app_changed,
        "tokens_revoked": app_changed,
    }
)
