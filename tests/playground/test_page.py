"""What the page draws for a screen reader, a forced theme, and pictures."""

from collections.abc import Callable

import aiohttp
import pytest

from playground import Playground
from playground.page import draw
from playground.page.reader import Reader
from playground.shapes import Json

#: Where the page looks for the picture, and what the bot wrote, of a stored file with this id and path.
PLACES: dict[str, Callable[[str, str], tuple[str, Json]]] = {
    "image_url": lambda _id, _stored: (
        "https://example.com/a.png",
        {"image_url": "https://example.com/a.png"},
    ),
    "id": lambda id_, stored: (stored, {"slack_file": {"id": id_}}),
    "url": lambda _id, stored: (stored, {"slack_file": {"url": f"http://localhost{stored}"}}),
    "nothing": lambda _id, _stored: ("", {"slack_file": {"id": "F0GONE"}}),
}


def drawn(block: Json, playground: Playground) -> str:
    workspace = playground.slack.workspace
    surface = draw.Surface("m1", Reader(playground.slack, workspace.people["UOLIVER"]), {})
    return draw.blocks([{"block_id": "b1"} | block], surface)


@pytest.mark.parametrize("named", PLACES)
def test_a_picture_shows_with_its_words_wherever_it_comes_from(named: str) -> None:
    playground = Playground()
    files = playground.slack.files
    file = files.reserve("returns.png", 3, "", at=0)
    stored = files.url_of(file.id)
    source, where = PLACES[named](file.id, stored)
    image: Json = {"type": "image", "alt_text": 'Returns, "by" week'} | where
    begins = f'src="{source}" ' if source else ""
    wanted = f'<img {begins}alt="Returns, &quot;by&quot; week"'
    assert wanted in drawn(image, playground)
    assert wanted in drawn({"type": "context", "elements": [image]}, playground)
    words = {"type": "plain_text", "text": "Here"}
    assert wanted in drawn({"type": "section", "text": words, "accessory": image}, playground)


def test_a_field_says_its_hint_and_what_is_wrong_and_that_it_is_needed() -> None:
    words = {"type": "plain_text", "text": "Zone"}
    block = {
        "type": "input",
        "label": words,
        "hint": words,
        "element": {"type": "plain_text_input", "action_id": "a1"},
    }
    page = drawn(block, Playground())
    assert 'aria-describedby="m1-b1-a1-hint m1-b1-a1-wrong"' in page
    assert 'id="m1-b1-a1-hint"' in page
    assert 'id="m1-b1-a1-wrong"' in page
    assert 'aria-required="true"' in page
    assert 'aria-required="true"' not in drawn(block | {"optional": True}, Playground())


def test_boxes_to_tick_are_named_by_their_legend_alone() -> None:
    words = {"type": "plain_text", "text": "Days"}
    box = {"type": "checkboxes", "action_id": "a1", "options": [{"text": words, "value": "1"}]}
    page = drawn({"type": "input", "label": words, "element": box}, Playground())
    assert '<legend class="unseen">Days</legend>' in page
    assert '<span class="label" aria-hidden="true">Days</span>' in page
    assert "<label for=" not in page


@pytest.mark.parametrize(
    ("asked", "worn"), [("dark", "dark"), ("light", "light"), ("pink", None), ("", None)]
)
async def test_a_forced_theme_is_on_the_page_and_in_every_link_of_it(asked: str, worn: str | None) -> None:
    playground = Playground()
    await playground.start()
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.get(playground.url, params={"theme": asked}) as response,
        ):
            page = await response.text()
    finally:
        await playground.stop()
    links = [part.partition('"')[0] for part in page.split('href="/')[1:] if not part.startswith("page/")]
    assert len(links) > 10
    if worn:
        assert f'data-theme="{worn}"' in page
        assert [link for link in links if f"theme={worn}" not in link] == []
    else:
        assert "data-theme" not in page
        assert [link for link in links if "theme=" in link] == []
