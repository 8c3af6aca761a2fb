"""The whole standup in the page, by keyboard alone: nothing here touches a mouse."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: More keystrokes than anything on the page is away.
FAR = 60
RING = """() => {
  const shown = (style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const at = document.activeElement;
  return at === document.body || shown(getComputedStyle(at)) || shown(getComputedStyle(at.closest('.composer') ?? at));
}"""


async def reach(here: Desk, words: str, key: str = "Tab") -> None:
    """Go on until the control with these words has the focus, and look that each on the way shows it."""
    passed = [await here.focused()]
    for _ in range(FAR):
        if words in passed[-1]:
            return
        await here.page.keyboard.press(key)
        passed.append(await here.focused())
        assert await here.page.evaluate(RING), f"nobody sees that {passed[-1]!r} has the focus"
    raise AssertionError(f"{words!r} cannot be reached: {passed}")


async def press(here: Desk, words: str, *, go: str = "Tab", key: str = "Enter") -> None:
    await reach(here, words, go)
    await here.page.keyboard.press(key)


async def write(here: Desk, words: str) -> None:
    await here.page.keyboard.type(words)
    await here.page.keyboard.press("Enter")


async def open_setup(here: Desk) -> None:
    await here.page.keyboard.type("/stan")
    await expect(here.page.get_by_role("option", name="/standup")).to_have_attribute("aria-selected", "true")
    await here.page.keyboard.press("Enter")
    await expect(here.page.get_by_label("Message #data-science")).to_have_value("/standup ")
    await write(here, "setup")
    await expect(here.modal).to_be_visible()


async def answer(here: Desk, *answers: str) -> None:
    await press(here, "Answer", go="Shift+Tab")
    await expect(here.modal).to_be_visible()
    assert await here.focused() == "What have you done since last time?"
    for words in answers:
        await here.page.keyboard.type(words)
        await here.page.keyboard.press("Tab")
    await press(here, "Send")
    await expect(here.modal).to_have_count(0)
    await expect(here.messages.get_by_role("button", name="Edit answer").last).to_be_visible()


async def move_clock(here: Desk, words: str, then: str) -> None:
    await press(here, words, go="Shift+Tab", key="Space")
    await expect(here.page.locator("#clock")).to_contain_text(then)
    await expect(here.page.locator("#clock .settling")).to_be_empty()


async def test_a_standup_from_its_form_to_an_acknowledged_blocker(here: Desk) -> None:
    await press(here, "Skip to the message box")
    await open_setup(here)
    await press(here, "Save", key="Space")
    await expect(here.modal).to_contain_text("First prompt: tomorrow 09:30 your time.")
    await press(here, "Send me one now", key="Space")
    await expect(here.modal).to_contain_text("Sent.")
    await here.page.keyboard.press("Escape")
    await press(here, "Piton", go="Shift+Tab")
    await expect(here.messages).to_contain_text("This is a trial")
    await answer(here, "Tried it out", "Use it")

    await move_clock(here, "Tomorrow 09:25", "Tue 24 Nov 2026, 09:25")
    await move_clock(here, "+10 min", "09:35")
    await press(here, "Skip to the message box", go="Shift+Tab")
    await answer(here, "Trained the baseline", "Write it up", "No access to the claims table")
    await press(here, "Priya Nair", go="Shift+Tab")
    await expect(here.messages.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    await answer(here, "Read the audit", "Label 200 claims")

    for hour in ("10:35", "11:35", "12:35"):
        await move_clock(here, "+1 h", hour)
    await press(here, "data-science")
    await expect(here.messages).to_contain_text("2 of 6 answered · 1 blocker")
    await press(here, "replies", go="Shift+Tab")
    await expect(here.thread).to_be_visible()
    await press(here, "I'm on it", go="Shift+Tab")
    await expect(here.thread).to_contain_text("Priya Nair is on it")
    await here.page.keyboard.press("Escape")
    await expect(here.thread).to_be_hidden()
    assert "replies" in await here.focused()


async def test_a_modal_takes_the_focus_holds_it_and_gives_it_back(here: Desk) -> None:
    await press(here, "Skip to the message box")
    await open_setup(here)
    assert await here.focused() == "Questions"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(FAR):
            await here.page.keyboard.press(key)
            assert await here.page.evaluate("document.activeElement.closest('#modal .modal') !== null")
    await here.page.keyboard.press("Escape")
    await expect(here.modal).to_have_count(0)
    assert await here.focused() == "Message #data-science"


async def test_a_button_that_is_redrawn_under_the_keyboard_keeps_the_focus_in_its_message(here: Desk) -> None:
    await here.play.command("UOLIVER", "/standup setup")
    await here.play.submit("UOLIVER")
    await here.play.post("close", user="UOLIVER", all=True)
    await here.play.post("clock", set="2026-11-24T09:31:00+00:00")
    await here.go(place="@Piton")
    await press(here, "Skip today")
    await expect(here.messages.get_by_role("button", name="Skip today")).to_have_count(0)
    assert await here.page.evaluate("document.activeElement.closest('[data-ts]') !== null")


async def test_what_is_wrong_with_a_form_is_said_at_the_field_that_has_the_focus(here: Desk) -> None:
    await press(here, "Skip to the message box")
    await open_setup(here)
    await here.page.keyboard.press("Control+A")
    await here.page.keyboard.press("Delete")
    await press(here, "Save")
    wrong = here.modal.locator("[aria-invalid]")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_accessible_name("Questions")
    await expect(wrong).to_have_accessible_description(re.compile("Please complete this required field"))


async def test_an_open_menu_of_commands_closes_by_escape_and_leaves_what_was_typed(here: Desk) -> None:
    await press(here, "Skip to the message box")
    await here.page.keyboard.type("/stan")
    hint = here.page.get_by_role("option", name="/standup")
    await expect(hint).to_be_visible()
    await here.page.keyboard.press("Escape")
    await expect(hint).to_have_count(0)
    await expect(here.page.get_by_label("Message #data-science")).to_have_value("/stan")
