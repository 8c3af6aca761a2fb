"""The page for everyone: by axe's rules in light and dark, on a phone, with motion reduced, read out aloud."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from bot.trying import pieces
from playground import Piece
from tests.browser.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE_WIDTH = "[document.documentElement.scrollWidth, window.innerWidth]"
THEMES = ("light", "dark")


async def play_a_day(here: Desk) -> None:
    """A digest with a blocker, a prompt answered, another that waits."""
    await here.play.command("UOLIVER", "/standup setup")
    await here.play.submit("UOLIVER")
    await here.play.post("close", user="UOLIVER", all=True)
    await here.play.at(datetime(2026, 11, 24, 9, 31, tzinfo=UTC))
    await here.play.answer("UOLIVER", "Trained the baseline", "Write it up", "No access to the claims table")
    await here.play.at(datetime(2026, 11, 24, 12, 1, tzinfo=UTC))


async def test_axe_finds_nothing_in_channel_thread_prompt_modal_and_home(here: Desk) -> None:
    await play_a_day(here)
    for theme in THEMES:
        await here.go(theme=theme)
        assert await here.faults() == []
        await here.messages.get_by_role("link", name="replies").click()
        await expect(here.thread.get_by_role("button", name="I'm on it")).to_be_visible()
        assert await here.faults() == []
        await here.go(as_="UPRIYA", place="@Piton", theme=theme)
        assert await here.faults() == []
        await here.go(place="@Piton", theme=theme)
        await here.messages.get_by_role("button", name="Edit answer").click()
        await expect(here.modal).to_be_visible()
        assert await here.faults() == []
        await here.modal.get_by_role("button", name="Cancel").click()
        await here.go(place="@Piton", tab="home", theme=theme)
        await expect(here.page.locator(".home").get_by_role("heading").first).to_be_visible()
        assert await here.faults() == []


@pytest.mark.parametrize("theme", THEMES)
async def test_axe_finds_nothing_in_the_form_that_sets_a_standup_up(here: Desk, theme: str) -> None:
    await here.go(theme=theme)
    await here.play.command("UOLIVER", "/standup setup")
    await expect(here.modal).to_be_visible()
    assert await here.faults() == []
    await here.play.submit("UOLIVER")
    await expect(here.modal).to_contain_text("First prompt")
    assert await here.faults() == []


async def test_the_address_forces_dark_and_every_link_keeps_it(here: Desk) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert await here.page.evaluate(ground) == "rgb(255, 255, 255)"
    await here.go(theme="dark")
    assert await here.page.evaluate(ground) == "rgb(27, 29, 30)"
    await here.page.locator("#channels").get_by_role("link", name="general").click()
    await expect(here.page.locator("#heading h1")).to_contain_text("general")
    assert await here.page.evaluate(ground) == "rgb(27, 29, 30)"
    await here.page.get_by_role("button", name="Light or dark").click()
    await expect(here.page.locator("html")).to_have_attribute("data-theme", "light")
    assert await here.page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_the_systems_darkness_is_followed(here: Desk) -> None:
    await here.page.emulate_media(color_scheme="dark")
    assert await here.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 29, 30)"


async def test_nothing_moves_for_those_who_asked_for_that(here: Desk) -> None:
    # One of our own: the page empties the clock's whenever it hears from the server.
    add = "document.body.insertAdjacentHTML('beforeend', '<p id=turning class=settling>Settling…</p>')"
    moving = "getComputedStyle(document.querySelector('#turning'), '::before').animationName"
    await here.page.evaluate(add)
    assert await here.page.evaluate(moving) == "none"
    await here.page.emulate_media(reduced_motion="no-preference")
    await here.page.wait_for_function(f"{moving} === 'turn'")


async def test_a_new_message_is_read_out_and_an_old_one_is_not(here: Desk) -> None:
    heard = here.page.locator("#heard")
    await here.play.post("say", user="UPRIYA", channel="#general", text="The numbers are in")
    await here.go(place="#general")
    await expect(here.messages).to_contain_text("The numbers are in")
    await expect(heard).to_be_empty()
    await here.play.post("say", user="UMAYA", channel="#general", text="Thank you")
    await expect(heard).to_have_text("Maya Cohen at 12:00: Thank you")
    assert await heard.get_attribute("aria-live") == "polite"


async def test_a_phone_never_scrolls_sideways(phone: Desk) -> None:
    await play_a_day(phone)
    for tab, place in (("messages", "#data-science"), ("home", "@Piton"), ("messages", "@Piton")):
        await phone.go(place=place, tab=tab)
        await expect(phone.messages.locator(".block").first).to_be_visible()
        assert await phone.page.evaluate(PAGE_WIDTH) == [390, 390]
        assert await phone.faults() == []
    await phone.messages.get_by_role("button", name="Edit answer").click()
    await expect(phone.modal).to_be_visible()
    assert await phone.page.evaluate(PAGE_WIDTH) == [390, 390]


async def test_a_phone_reaches_people_and_channels_by_a_button(phone: Desk) -> None:
    people = phone.page.locator("#people")
    await expect(people).to_be_hidden()
    button = phone.page.get_by_role("button", name="People and channels", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-expanded", "true")
    await people.get_by_role("link", name="Priya Nair").click()
    await expect(people).to_be_hidden()
    await expect(phone.messages).to_contain_text("You are Priya Nair")
    for leave in ("Escape", "Enter"):
        await button.click()
        if leave == "Enter":
            await phone.page.get_by_role("button", name="Close people and channels").focus()
        await phone.page.keyboard.press(leave)
        await expect(people).to_be_hidden()
        await expect(button).to_be_focused()
    await button.click()
    await phone.page.mouse.click(380, 400)
    await expect(people).to_be_hidden()


@pytest.mark.parametrize("query", ["", "?theme=dark"])
async def test_the_gallery_is_for_everyone_too(here: Desk, query: str) -> None:
    plain = {"type": "plain_text", "text": "What is next?"}
    field = {"type": "input", "label": plain, "element": {"type": "plain_text_input", "focus_on_load": True}}
    view = {"type": "modal", "title": plain, "submit": plain, "blocks": [field]}
    pieces = [
        Piece("digest", "message", [{"type": "section", "text": plain}], "What is next?"),
        Piece("too much", "message", [{"type": "divider"}] * 51, "Lines"),
        Piece("form", "modal", view),
        Piece("home", "home", {"type": "home", "blocks": [{"type": "header", "text": plain}]}),
    ]
    here.play.trial._playground.gallery = lambda: pieces
    await here.page.goto(f"{here.play.trial.page}gallery{query}")
    await expect(here.page.locator(".piece")).to_have_count(4)
    await expect(here.page.locator(".refused")).to_contain_text("invalid_blocks: no more than 50 items")
    assert await here.faults() == []
    await here.page.set_viewport_size({"width": 390, "height": 844})
    assert await here.page.evaluate(PAGE_WIDTH) == [390, 390]


async def test_all_that_the_bot_says_is_in_the_gallery_and_slack_would_take_it(here: Desk) -> None:
    await here.page.goto(f"{here.play.trial.page}gallery")
    await expect(here.page.locator(".piece")).to_have_count(len(pieces()))
    await expect(here.page.locator(".refused")).to_have_count(0)
    assert await here.faults() == []
    await here.page.set_viewport_size({"width": 390, "height": 844})
    assert await here.page.evaluate(PAGE_WIDTH) == [390, 390]
