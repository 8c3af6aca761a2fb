"""A desk to sit at: the playground with the bot in it, its page in the browser, and an ear for whatever goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.scenarios.stage import Stage, stage

#: In milliseconds: how long anything on the page may take, on a machine that is busy with something else.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Ear:
    """Errors of the page: in its console, in its scripts, in its requests."""

    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left gives up what it was still asking for.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.status}: {response.url}")


@dataclass
class Desk:
    play: Stage
    page: Page

    @property
    def modal(self) -> Locator:
        return self.page.locator("#modal[open]")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#thread")

    async def go(self, **query: str) -> None:
        """Open the page at a place: `as_`, `place`, `theme`, `tab`."""
        names = {"as_": "as", "place": "in"}
        asked = "&".join(f"{names.get(name, name)}={value}" for name, value in query.items())
        await self.page.goto(f"{self.play.trial.page}?{asked.replace('#', '%23')}")

    async def faults(self) -> list[str]:
        """What axe has against the page as it stands, one line each."""
        found = await Axe().run(self.page)
        return [
            f"{fault['id']}: {node['target']} {node['html'][:120]}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]

    async def focused(self) -> str:
        """The words of whatever has the keyboard: its label, or what is written on it."""
        words: str = await self.page.evaluate(
            "at => at === document.body ? '' : (at.getAttribute('aria-label') ?? at.innerText).trim()",
            await self.page.evaluate_handle("document.activeElement"),
        )
        return words


@asynccontextmanager
async def desk(
    browser: Browser, folder: Path, *, width: int = 1280, height: int = 800, scale: float = 1
) -> AsyncIterator[Desk]:
    """Raises AssertionError at the end if the page had errors."""
    ear = Ear()
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    try:
        async with stage(folder) as play:
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            ear.listen(page)
            await page.goto(play.trial.page)
            yield Desk(play, page)
            await page.close()
    finally:
        await context.close()
    assert not ear.heard, "\n".join(ear.heard)
