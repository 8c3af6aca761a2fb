"""The system's Chromium, driven by Playwright, which never downloads a browser of its own here."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: No sandbox, since a root in a container has none; and no talk with anybody's servers.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
MISSING = "The tests in a browser need Chromium: on Debian or Ubuntu, `sudo apt-get install -y chromium`."


def found() -> str | None:
    """Where the browser is."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running browser. Raises FileNotFoundError where there is none."""
    path = found()
    if path is None:
        raise FileNotFoundError(MISSING)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=ARGS)
        try:
            yield browser
        finally:
            await browser.close()
