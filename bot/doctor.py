"""`piton doctor`: look at everything a bot stands on, and for each failure say what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import stuck
from bot.config import Settings
from bot.errors import BotError
from bot.log import hide, redact
from bot.schedule import country, zones

#: What a check found: whether it is well, and the sentence.
Finding = tuple[bool, str]

_TOKENS = {
    "invalid_auth": "the token is not valid (any more). Copy it again from your Slack app's page.",
    "not_authed": "the token is empty.",
    "account_inactive": "the app was uninstalled or its bot deactivated. Install it again.",
    "token_revoked": "the token was revoked. Install the app again and copy the new one.",
    "missing_scope": "the app-level token lacks the scope connections:write. Make a new one with it.",
    "not_allowed_token_type": "the wrong kind of token: SLACK_BOT_TOKEN begins with xoxb, SLACK_APP_TOKEN with xapp.",
}


async def examine(settings: Settings, to: str = "") -> bool:
    """Print a line for each check; whether all is well. `to`: the channel or member to which a message is sent."""
    checks: tuple[tuple[str, Callable[[Settings], Awaitable[list[Finding]]]], ...] = (
        ("settings", _settings),
        ("database", _database),
        ("work", _work),
        ("slack", partial(_slack, to=to)),
        ("zones", _zones),
    )
    hide(settings.secrets())
    healthy = True
    for name, check in checks:
        for well, sentence in await check(settings):
            healthy = healthy and well
            line = f"{'ok  ' if well else 'FAIL'}  {name:9} {sentence}"
            print(redact(line))  # noqa: T201 — this is its output; Slack's words are in it
    return healthy


async def _settings(settings: Settings) -> list[Finding]:
    missing = settings.missing()
    if missing:
        return [(False, missing)]
    mode = "Socket Mode" if settings.slack_app_token else f"HTTP on {settings.host}:{settings.port}"
    if settings.slack_app_token and settings.slack_signing_secret:
        mode += " (SLACK_APP_TOKEN goes before SLACK_SIGNING_SECRET)"
    return [(True, f"piton {version('piton')}, {mode}, {settings.slack_api_url}")]


async def _database(settings: Settings) -> list[Finding]:
    from storage.address import describe
    from storage.schema import MOVED, schema_state

    try:
        which = describe(settings.database_url)
        state = await asyncio.to_thread(schema_state, settings.database_url)
    except BotError as error:
        return [(False, error.sentence)]
    except Exception as error:  # noqa: BLE001 — whatever it is, that is the finding
        return [(False, f"the database of DATABASE_URL cannot be opened ({type(error).__name__}).")]
    says = {
        "current": (True, f"{which}: up to date."),
        "empty": (True, f"{which}: not there yet; starting Piton makes it."),
        "old": (False, f"{which}: of an earlier version. Run: piton migrate"),
        "moved": (False, f"{which}: {MOVED}"),
        "unknown": (False, f"{which}: of a later version of Piton, or not ours. Check DATABASE_URL."),
    }
    return [says[state]]


async def _work(settings: Settings) -> list[Finding]:
    """What is owed and does not get on; the bot may run meanwhile."""
    from bot.ceremonies import CEREMONIES
    from storage.database import open_store
    from storage.schema import schema_state

    try:
        if await asyncio.to_thread(schema_state, settings.database_url) != "current":
            return []
        store = await asyncio.to_thread(open_store, settings.database_url, CEREMONIES, lambda *_: None)
    except Exception:  # noqa: BLE001 — what is wrong with the database, the check before this says
        return []
    now = datetime.now(UTC)
    try:
        found = await store.read(lambda ledger: ledger.depths.stuck(now))
        depth = await store.read(lambda ledger: ledger.depths.measure(now))
    finally:
        await store.close()
    waiting = f"{depth.waiting} waiting to be sent, {depth.doubtful} in doubt, {depth.kept} kept."
    return [(stuck.well(each), stuck.says(each)) for each in found] or [
        (True, f"nothing is stuck: {waiting}")
    ]


async def _slack(settings: Settings, to: str) -> list[Finding]:
    if settings.slack_bot_token is None:
        return [(False, "not looked at: SLACK_BOT_TOKEN is not set.")]
    client = AsyncWebClient(
        settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, retry_handlers=[]
    )
    found = [await _asked("SLACK_BOT_TOKEN", client.auth_test, _scopes)]
    if settings.slack_app_token:
        token = settings.slack_app_token.get_secret_value()
        found.append(
            await _asked("SLACK_APP_TOKEN", lambda: client.apps_connections_open(app_token=token), _open)
        )
    return found + (await _echoes(client, to) if found[0][0] or "scopes" in found[0][1] else [])


async def _echoes(client: AsyncWebClient, to: str) -> list[Finding]:
    """Whether what the bot posts can be found again: on that rests that nothing is posted twice."""
    from handlers.slack.echo import echoes

    try:
        return [(each.well, each.says) for each in await echoes(client, to)]
    except Exception as error:  # noqa: BLE001 — as below
        return [(False, f"no message could be sent ({type(error).__name__}). Check the network.")]


async def _asked(name: str, call: Callable[[], Awaitable[Any]], read: Callable[[Any], Finding]) -> Finding:
    try:
        return read(await call())
    except SlackApiError as error:
        code = str(error.response.get("error", "unknown"))
        return False, f"{name}: {_TOKENS.get(code, f'Slack says {code}.')}"
    except Exception as error:  # noqa: BLE001 — no network, a proxy, a wrong address: all the same here
        return (
            False,
            f"{name}: Slack cannot be reached ({type(error).__name__}). Check the network and SLACK_API_URL.",
        )


def _scopes(response: Any) -> Finding:  # noqa: ANN401 — Slack's answer
    from handlers.slack.manifest import SCOPES

    granted = {each.strip() for each in str(dict(response.headers).get("x-oauth-scopes", "")).split(",")}
    lacking = sorted(set(SCOPES) - granted)
    if lacking:
        what = "; ".join(f"{scope} (to {SCOPES[scope]})" for scope in lacking)
        return (
            False,
            f"scopes are missing: {what}. Paste `piton manifest` into your app and install it again.",
        )
    return True, f"the bot is {response['user']} in {response['team']}, with all scopes."


def _open(_: Any) -> Finding:  # noqa: ANN401 — Slack's answer
    return True, "the app-level token opens a socket."


async def _zones(settings: Settings) -> list[Finding]:
    del settings
    if "Pacific/Auckland" not in zones() or country("Pacific/Auckland") != "NZ":
        return [(False, "the time zone data is not there. Run: pip install tzdata")]
    return [(True, f"{len(zones())} time zones.")]
