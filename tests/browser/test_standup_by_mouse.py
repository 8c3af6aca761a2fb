"""The whole standup in the page, by mouse: from the form to a blocker that somebody takes on."""

import pytest
from playwright.async_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def be(here: Desk, name: str) -> None:
    await here.page.locator("#people").get_by_role("link", name=name).click()
    await expect(here.page.locator("#people [aria-current]")).to_contain_text(name)


async def visit(here: Desk, place: str) -> None:
    await here.page.locator("#channels").get_by_role("link", name=place).click()
    await expect(here.page.locator("#heading h1")).to_contain_text(place)


async def set_up(here: Desk) -> None:
    await here.page.get_by_label("Message #data-science").fill("/standup setup")
    await here.page.locator("#composer").get_by_role("button", name="Send").click()
    await here.modal.get_by_role("button", name="Save").click()
    await expect(here.modal).to_contain_text("First prompt: tomorrow 09:30 your time.")


async def answer(here: Desk, *answers: str) -> None:
    await here.messages.get_by_role("button", name="Answer", exact=True).last.click()
    await expect(here.modal).to_be_visible()
    for box, words in zip(await here.modal.get_by_role("textbox").all(), answers, strict=False):
        await box.fill(words)
    await here.modal.get_by_role("button", name="Send").click()
    await expect(here.modal).to_have_count(0)
    await expect(here.messages.get_by_role("button", name="Edit answer").last).to_be_visible()


async def test_a_standup_from_its_form_to_an_acknowledged_blocker(here: Desk) -> None:
    await set_up(here)
    await here.modal.get_by_role("button", name="Send me one now").click()
    await expect(here.modal).to_contain_text("Sent.")
    await here.modal.locator("footer").get_by_role("button", name="Close").click()
    await visit(here, "Piton")
    await expect(here.messages).to_contain_text("This is a trial")
    await answer(here, "Tried it out", "Use it")

    await here.page.get_by_role("button", name="Tomorrow 09:25").click()
    await expect(here.page.locator("#clock")).to_contain_text("Tue 24 Nov 2026, 09:25")
    await here.page.get_by_role("button", name="+10 min").click()
    await answer(here, "Trained the baseline", "Write it up", "No access to the claims table")
    await be(here, "Priya Nair")
    await answer(here, "Read the audit", "Label 200 claims")

    for _ in range(3):
        await here.page.get_by_role("button", name="+1 h").click()
        await expect(here.page.locator("#clock .settling")).to_be_empty()
    await visit(here, "data-science")
    digest = here.messages.locator("article").last
    await expect(digest.locator("h3")).to_have_text("Standup · Tuesday 24 November")
    await expect(digest).to_contain_text("2 of 6 answered · 1 blocker")

    await digest.get_by_role("link", name="replies").click()
    await here.thread.get_by_role("button", name="I'm on it").click()
    await expect(here.thread).to_contain_text("Priya Nair is on it")


async def test_the_bot_can_be_stopped_and_started(here: Desk) -> None:
    await here.page.get_by_role("switch", name="Piton is running").click()
    stopped = here.page.get_by_role("switch", name="Piton is stopped")
    await expect(stopped).to_have_attribute("aria-checked", "false")
    await stopped.click()
    await expect(here.page.get_by_role("switch", name="Piton is running")).to_be_visible()
