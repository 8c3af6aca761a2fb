"""Reaching Slack when we start: it may be away, and it may not want us."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import BotError, DeliveryError, TokenRefused, Unreachable
from bot.log import log
from handlers.slack.calls import ask

#: Seconds between two tries to reach a Slack that is away when we start.
LONGEST_WAIT = 15.0


async def reach(token: str, call: Callable[..., Awaitable[Any]], **arguments: str) -> Any:  # noqa: ANN401 — Slack's JSON
    """Ask Slack, again and again while it is away. Raises BotError where it does not want us."""
    wait = 1.0
    while True:
        try:
            return await ask(call, **arguments)
        except (TokenRefused, Unreachable) as error:
            raise BotError(f"Slack does not accept {token}: {error}. Try: piton doctor") from error
        except DeliveryError as error:
            wait = max(wait, getattr(error, "retry_after", 0.0))
            log.warning("slack cannot be reached: trying again", why=str(error), seconds=wait)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
