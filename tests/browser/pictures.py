"""`make pictures`: the screenshots of the README and the docs, out of three days of a team's standup and seven weeks of
an experiment."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Locator, expect

from tests.browser import experiment, team
from tests.browser.chromium import MISSING, found, launched
from tests.browser.desk import Desk, desk
from tests.browser.png import smaller

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def main() -> None:
    if found() is None:
        sys.exit(MISSING)
    with TemporaryDirectory() as folder:
        async with launched() as browser, desk(browser, Path(folder), height=820, scale=2) as here:
            album = Album(browser, here)
            await team.set_up(here.play)
            await team.tuesday(here.play)
            await here.play.at(team.at(25, 9, 31))
            await album.home()
            await album.prompt()
            await team.wednesday(here.play)
            await album.digest()
        async with launched() as browser, desk(browser, Path(folder), height=900, scale=2) as here:
            await experiment.measured(here.play, Path(folder))
            await Album(browser, here).experiment()


class Album:
    def __init__(self, browser: Browser, here: Desk) -> None:
        self._browser = browser
        self._here = here

    async def prompt(self) -> None:
        """Oliver's Wednesday morning: the prompt, and the form behind its button, half filled in."""
        here = self._here
        await here.go(place="@Piton")
        await here.page.set_viewport_size({"width": 960, "height": 820})
        button = here.messages.get_by_role("button", name="Answer", exact=True)
        await self._keep(here.messages.locator("article").last, "prompt.png")
        await button.click()
        boxes = here.modal.get_by_role("textbox")
        for place, words in ((0, team.WEDNESDAY[0][2]), (1, team.WEDNESDAY[0][3])):
            await boxes.nth(place).fill(words)
        await boxes.nth(1).evaluate("box => box.blur()")
        await here.modal.evaluate("modal => { modal.style.borderRadius = 0; }")  # no page behind its corners
        await self._keep(here.modal, "form.png")
        await here.modal.get_by_role("button", name="Cancel").click()

    async def home(self) -> None:
        here = self._here
        await here.page.set_viewport_size({"width": 1000, "height": 900})
        await here.go(place="@Piton", tab="home")
        shown = here.page.locator(".home")
        await expect(shown).to_contain_text("Waiting for you")
        await self._keep(shown, "home.png")

    async def digest(self) -> None:
        here = self._here
        await here.page.set_viewport_size({"width": 1200, "height": 658})
        for theme, name in (("light", "digest.png"), ("dark", "digest-dark.png")):
            await here.go(theme=theme)
            await expect(here.messages.locator("article").last).to_contain_text("Diego Rivera")
            await self._keep(here.page.locator("html"), name)

    async def experiment(self) -> None:
        here = self._here
        await here.page.set_viewport_size({"width": 1000, "height": 1400})
        await here.go(place="#data-science")
        card = here.messages.locator("article", has_text="Experiment churn-1").first
        await expect(card.get_by_role("img").first).to_be_visible()
        await self._keep(card, "experiment.png")

    async def _keep(self, what: Locator, name: str) -> None:
        shot = await what.screenshot(animations="disabled", caret="hide")
        small = await smaller(self._browser, shot)
        await asyncio.to_thread((FOLDER / name).write_bytes, small)


if __name__ == "__main__":
    asyncio.run(main())
