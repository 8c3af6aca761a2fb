"""The gallery: what it draws, what it says against a piece, and where it stops trusting what it was given."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from handlers import slack
from handlers.slack.draw import draw
from handlers.slack.examples import EXAMPLES
from handlers.slack.gallery import pieces
from playground import Piece, Playground
from playground.page.emoji import EMOJI

PLAIN = {"type": "plain_text", "text": "Five < six"}


async def shown(*pieces: Piece, query: str = "") -> str:
    playground = Playground()
    playground.gallery = lambda: pieces
    await playground.start()
    try:
        async with aiohttp.ClientSession() as http, http.get(f"{playground.url}gallery{query}") as response:
            assert response.status == 200
            return await response.text()
    finally:
        await playground.stop()


async def test_a_message_stands_in_light_and_dark_with_its_plain_text_beneath() -> None:
    page = await shown(Piece("sum", "message", [{"type": "section", "text": PLAIN}], "Five & six"))
    assert page.count("Five &lt; six") == 2
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') == 1
    assert "Five &amp; six" in page
    assert "refused" not in page


async def test_the_address_chooses_one_theme() -> None:
    page = await shown(
        Piece("sum", "message", [{"type": "section", "text": PLAIN}], "Sum"), query="?theme=dark"
    )
    assert page.count("Five &lt; six") == 1
    assert '<html lang="en" data-theme="dark">' in page


async def test_pieces_are_grouped_by_kind_and_every_entry_of_the_contents_leads_somewhere() -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    modal = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}]}
    page = await shown(
        Piece("first", "home", home), Piece("second", "message", [], "Text"), Piece("third", "modal", modal)
    )
    order = [page.index(f'id="piece-{number}"') for number in (2, 3, 1)]
    assert order == sorted(order)
    for number in (1, 2, 3):
        assert f'href="#piece-{number}"' in page


async def test_what_slack_would_refuse_is_red_with_slacks_own_words() -> None:
    field = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}}
    page = await shown(
        Piece("long", "message", [{"type": "divider"}] * 51, "Lines"),
        Piece("mute", "message", [{"type": "divider"}]),
        Piece("stuck", "modal", {"type": "modal", "title": PLAIN, "blocks": [field]}),
        Piece("odd", "home", {"type": "modal"}),
        Piece("nothing", "message", {}, "Nothing"),
    )
    complaints = [part.partition("</p>")[0] for part in page.split('<p class="refused">')[1:]]
    assert complaints == [
        "invalid_blocks: no more than 50 items allowed [json-pointer:/blocks]",
        "It has no text, so phones and screen readers would say nothing.",
        "invalid_blocks_format",
        "invalid_arguments: missing required field: submit, since the view has inputs [json-pointer:/view]",
        "invalid_arguments: missing required field: view of type home [json-pointer:/view]",
    ]


async def test_a_gallery_without_pieces_says_so() -> None:
    assert "Nobody has given this gallery a piece yet." in await shown()


async def test_ids_are_unique_even_where_light_and_dark_show_the_same_control() -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    blocks = [{"type": "actions", "block_id": "row", "elements": [button]}]
    page = await shown(Piece("one", "message", blocks, "One"), Piece("two", "message", blocks, "Two"))
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


async def test_every_example_of_ours_is_drawn_and_none_is_refused() -> None:
    drawn = {name: draw(notice) for name, notice in EXAMPLES.items()}
    page = await shown(*(Piece(name, "message", list(one.blocks), one.text) for name, one in drawn.items()))
    assert '<p class="refused">' not in page
    assert page.count('class="piece"') == len(EXAMPLES)


def emoji_names() -> Iterator[str]:
    """Those that the bot shows in the gallery, and those that it names where it draws."""
    for piece in pieces():
        yield from re.findall(r'"type": "emoji", "name": "([^"]+)"', json.dumps(piece.shown))
    for path in Path(slack.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "emoji":
                constants = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
                yield from (each for each in constants if isinstance(each, str) and each)


def test_the_page_knows_every_emoji_that_the_bot_shows() -> None:
    names = set(emoji_names())
    assert {"mag", "stop_button", "white_check_mark"} <= names
    assert sorted(names - set(EMOJI)) == []
