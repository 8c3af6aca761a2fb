"""Uninstalling the app from a workspace and installing it again, and what it hears of that."""

from playground.app import features_of, new_token
from playground.outcome import Outcome
from playground.shapes import BOT_USER, Json, ScriptError
from playground.slack import Slack

LAST_EVENTS = ("app_uninstalled", "tokens_revoked")
REFUSALS = ("account_inactive", "token_revoked")


def install(slack: Slack, manifest: Json) -> None:
    """The app as this manifest describes it, and its scopes granted here. Raises ValueError as Slack refuses it."""
    slack.app.features = features_of(manifest)
    slack.scopes = list(slack.app.features.scopes)
    slack.workspace.changed()


async def uninstall(slack: Slack, first: str, refusal: str) -> Outcome:
    """The token ends at once. The two events that tell of it come in either order."""
    if not slack.installed:
        raise ScriptError("The app is not installed there.")
    if first not in LAST_EVENTS:
        raise ScriptError(f"order names the event that comes first, not {first!r}.", LAST_EVENTS)
    if refusal not in REFUSALS:
        raise ScriptError(f"{refusal!r} is no error of a dead token.", REFUSALS)
    slack.installation.installed = False
    slack.installation.dead_tokens[slack.bot_token] = refusal
    _clear(slack)
    for kind in sorted(LAST_EVENTS, key=lambda kind: kind != first):
        event: Json = {"type": kind, "event_ts": slack.workspace.next_ts()}
        if kind == "tokens_revoked":
            event["tokens"] = {"oauth": [], "bot": [BOT_USER]}
        await slack.events.tell(event)
    return Outcome()


def _clear(slack: Slack) -> None:
    """The bot user is deactivated and leaves every channel; its modals and Homes are gone."""
    workspace = slack.workspace
    workspace.people[BOT_USER].deleted = True
    for channel in workspace.channels.values():
        if not channel.is_im and BOT_USER in channel.members:
            channel.members.remove(BOT_USER)
    workspace.stacks.clear()
    workspace.homes.clear()
    workspace.changed()


def reinstall(slack: Slack, *, same_token: bool) -> Outcome:
    """Slack gives a new token, which the bot must be told, and grants what the manifest asks for now."""
    installation = slack.installation
    if same_token:
        installation.dead_tokens.pop(installation.bot_token, None)
    elif not installation.installed:
        installation.bot_token = new_token()
    installation.installed = True
    installation.scopes = list(slack.app.features.scopes)
    slack.workspace.people[BOT_USER].deleted = False
    slack.workspace.changed()
    return Outcome(more={"bot_token": installation.bot_token})
