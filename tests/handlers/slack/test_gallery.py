"""All that the bot shows: inside Slack's limits, said in plain words, with buttons that name what they do."""

from collections.abc import Iterator
from typing import Any

import pytest

from handlers.slack.app import LISTENERS
from handlers.slack.blocks import family
from handlers.slack.gallery import Piece, pieces
from playground import Piece as Hung
from playground import Playground
from playground.page.gallery import complaint
from tests.handlers.slack import limits

Json = dict[str, Any]
PIECES = pieces()
NAMES = [each.name for each in PIECES]
every = pytest.mark.parametrize("piece", PIECES, ids=NAMES)
#: What a button begins with: a verb, in the words of whoever presses it.
VERBS = {
    "Add", "Agree", "Answer", "Ask", "Change", "Close", "Count", "Decide", "Done", "Drop", "Edit", "End", "Erase",
    "Extend", "Finish", "Give", "Group", "Hand", "I'm", "It", "Leave", "Make", "Mark", "Not", "Note", "Open", "Pause",
    "Plan", "Post", "Put", "Reopen", "Resolve", "Resume", "Revisit", "Say", "Send", "Set", "Settle", "Show", "Skip",
    "Split", "Start", "Still", "Stop", "Take", "Turn", "Undo", "Vote", "Wait", "Write", "Held", "Broken", "Go",
    "Features", "Repair",
}  # fmt: skip
#: What cannot be taken back by another press, and what is meant to come but not yet.
FOR_GOOD = {
    "standup.delete",
    "estimation.end",
    "access.give_up",
    "digest.end",
    "mine.erase",
    "retro.end_all",
    "hooks.off",
}
TOO_SOON = {
    "estimation.close", "sprint.skip", "lookahead.close", "digest.post", "question.decline", "retro.gather",
    "retro.count", "retro.close",
    "retro.end",
}  # fmt: skip


def blocks_of(piece: Piece) -> list[Json]:
    return piece.shown if isinstance(piece.shown, list) else piece.shown["blocks"]


def buttons(piece: Piece) -> Iterator[Json]:
    for block in blocks_of(piece):
        found = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory", {})]
        yield from (each for each in found if each.get("type") == "button")


def held(part: object, kind: str) -> Iterator[Json]:
    """Everything of a kind, however deep it stands."""
    if isinstance(part, dict):
        if part.get("type") == kind:
            yield part
        for each in part.values():
            yield from held(each, kind)
    elif isinstance(part, list):
        for each in part:
            yield from held(each, kind)


def test_each_piece_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {each.kind for each in PIECES} == {"message", "modal", "home"}


@every
def test_our_playground_which_is_as_strict_as_slack_takes_it(piece: Piece) -> None:
    workspace = Playground().slack.workspace
    assert complaint(Hung(piece.name, piece.kind, piece.shown, piece.text), workspace) == ""


@every
def test_it_keeps_slacks_limits(piece: Piece) -> None:
    if piece.kind == "message":
        limits.message(piece.text, blocks_of(piece))
    elif piece.kind == "modal" and isinstance(piece.shown, dict):
        limits.view(piece.shown)


@every
def test_the_plain_text_carries_the_meaning(piece: Piece) -> None:
    if piece.kind != "message":
        assert piece.text == ""
        return
    assert len(piece.text.split()) > 2
    seen = " ".join(
        limits.words([each for each in blocks_of(piece) if each["type"] not in {"actions", "context"}])
    )
    strange = {word for word in words(seen) if word.casefold() not in words(piece.text)}
    long_one = piece.text.endswith("…") or "report" in piece.name
    assert long_one or len(strange) <= len(words(seen)) / 4, strange


def words(text: str) -> set[str]:
    plain = text.casefold().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return {each.strip(".,:;!?*`()·“”") for each in plain.split()} - {""}


@every
def test_every_button_says_what_it_does(piece: Piece) -> None:
    pressed = [
        each
        for each in buttons(piece)
        if not each["action_id"].startswith(("estimation.card.", "retro.feel."))
    ]
    labels = [each["text"]["text"] for each in pressed]
    assert [each for each in labels if each.split()[0].strip("…") not in VERBS] == []
    assert len(set(labels)) == len(labels) or piece.kind == "home" or set(labels) == {"Take back"}


@every
def test_what_is_for_good_is_asked_twice(piece: Piece) -> None:
    for each in buttons(piece):
        final = each["action_id"] in FOR_GOOD
        assert ("confirm" in each) == (final or each["action_id"] in TOO_SOON), each["text"]["text"]
        assert (each.get("style") == "danger") == final


@every
def test_one_thing_comes_first(piece: Piece) -> None:
    assert sum(each.get("style") == "primary" for each in buttons(piece)) <= 1 or piece.kind == "home"


@every
def test_pictures_are_told_in_words(piece: Piece) -> None:
    assert all(each.get("alt_text") for each in held(piece.shown, "image"))


@every
def test_every_button_and_every_form_is_listened_to(piece: Piece) -> None:
    clicks = {name for each in LISTENERS for name in each.clicks}
    unheard = {family(each["action_id"]) for each in buttons(piece)} - clicks
    assert {each for each in unheard if not each.startswith("survey.")} == set()  # a ceremony's of tomorrow


def test_every_form_has_a_piece() -> None:
    forms = {name for each in LISTENERS for name in each.submits}
    shown = {
        each.shown["callback_id"] for each in PIECES if each.kind == "modal" and isinstance(each.shown, dict)
    }
    assert forms - shown == set()
    assert shown - forms == {
        "experiment.seen",
        "said",
        "standup.looking",
        "standup.saved",
    }  # these say something and ask nothing
