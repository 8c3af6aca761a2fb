"""Piton's own way from a request to an ack, with a listener that does nothing else: `… PORT CEREMONIES FOLDER`."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.ticker import SystemClock
from handlers.slack.app import build
from handlers.slack.desk import Click, Desk, Listeners, Reply
from handlers.slack.directory import SlackDirectory
from handlers.slack.door import enter_raw
from handlers.web import Web
from tests.bench import seeds
from tests.bench.pressing import SECRET


async def _acknowledge(_desk: Desk, _click: Click) -> Reply | None:
    return None


def ceremony(number: int) -> Listeners:
    """As many names as a ceremony has; the first is the one that is pressed."""
    return Listeners(
        clicks={f"ceremony{number}.{verb}": _acknowledge for verb in ("press", "vote", "close", "undo")},
        commands={f"ceremony{number}": _never},
        submits={f"ceremony{number}.save": _never},
        events={f"ceremony{number}_happened": _never},
    )


async def _never(_desk: Desk, _of: object) -> None:
    raise NotImplementedError


async def _ready() -> str:
    return ""


async def _main(port: int, ceremonies: int, folder: str) -> None:
    log.set_up(os.environ["LOG_LEVEL"])
    client = AsyncWebClient("xoxb-bench", retry_handlers=[])
    store = seeds.store(f"sqlite:///{Path(folder) / f'{ceremonies}.db'}")
    desk = Desk(store, SystemClock(), client, SlackDirectory(client, seeds.HERE))
    app = build(desk, "UBOT", "BBOT", [ceremony(number) for number in range(ceremonies)])

    async def dispatch(raw: bytes, kind: str) -> tuple[int, str, str]:
        response = await enter_raw(app, raw, kind)
        return response.status, response.body, response.first_headers().get("content-type", "text/plain")

    web = Web("127.0.0.1", port, ready=_ready, secret=SECRET, dispatch=partial(dispatch))
    await web.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
