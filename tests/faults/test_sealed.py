"""Votes before their count: in the state of their round, and in no message, Home, log, metric or other row."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import examine
from tests.faults.test_canaries import TYPED, Play, Watch, canaries, fail, play, settings, there, watch

__all__ = ["canaries", "play", "there", "watch"]
#: A card that is like no other number.
CARD = "613"


async def command(play: Play, text: str, user: str = "UOLIVER") -> Any:  # noqa: ANN401 — whatever JSON holds
    return await play.post("command", user=user, channel="C0DATA", text=text)


async def called(play: Play) -> None:
    """A vote on two stories with cards that stand out."""
    await command(play, "/story add Sort the labels")
    await play.post("submit", user="UOLIVER", values={})
    await command(play, "/estimate deck 7 613 997")
    await command(play, "/estimate")
    made = {"pasted": "Churn by region\nClean March", "effort": ["UOLIVER", "UPRIYA"], "value": ["UMAYA"]}
    saved = await play.post("submit", user="UOLIVER", values=made)
    assert saved["ok"], saved
    await play.post("clock", advance=10)


async def the_card(play: Play) -> Any:  # noqa: ANN401 — as above
    """The vote's card in the channel."""
    state = await play.state()
    [card] = [
        each
        for channel in state["channels"]
        for each in channel["messages"]
        if "Estimation ·" in each["text"]
    ]
    return card


async def ballot(play: Play, user: str) -> Any:  # noqa: ANN401 — as above
    """Their ballot."""
    card = await the_card(play)
    opened = await play.post("click", user=user, channel="C0DATA", ts=card["ts"], text="Vote")
    return opened["view"]


def blocks(view: Any, name: str) -> list[str]:  # noqa: ANN401 — as above
    return [each["block_id"] for each in view["blocks"] if str(each["block_id"]).startswith(f"{name}:")]


async def voted(play: Play, user: str, name: str = "effort") -> Any:  # noqa: ANN401 — as above
    """Pick one card, and send that one and a reason for each."""
    view = await ballot(play, user)
    first, second = blocks(view, name)
    await play.post(
        "click", user=user, view_id=view["id"], action_id="estimation.pick", block_id=first, value=CARD
    )
    values = {first: CARD, second: CARD, f"why:{first}": TYPED, f"why:{second}": TYPED}
    return await play.post("submit", user=user, values=values)


def rows(file: Path) -> tuple[str, str]:
    """The rounds, and everything else."""
    with closing(sqlite3.connect(file)) as connection:
        lines = [*connection.iterdump()]
    of_rounds = [each for each in lines if each.startswith('INSERT INTO "rounds"')]
    return "\n".join(of_rounds), "\n".join(each for each in lines if each not in of_rounds)


def leaks(text: str) -> set[str]:
    """What of a vote is in it; the deck itself may name a card, and a longer number or an id may hold one."""
    said = text.replace("7 613 997", "").replace("7, 613, 997", "")
    return ({CARD} if re.search(rf"(?<![\w.-]){CARD}(?![\w.-])", said) else set()) | (
        {TYPED} if TYPED in said else set()
    )


async def test_a_vote_is_nowhere_but_in_its_round(play: Play, watch: Watch, tmp_path: Path) -> None:
    await called(play)
    watch.hear()
    await voted(play, "UPRIYA")
    await voted(play, "UMAYA", "value")
    for user in ("UPRIYA", "UOLIVER", "UMAYA"):
        await play.post("home", user=user)
    await play.post("clock", advance=60)
    sealed, rest = rows(tmp_path / "piton.db")
    assert leaks(sealed) == {CARD, TYPED}, "it is where it belongs"
    assert leaks(rest) == set()
    state = await play.state()
    assert leaks(str(state["channels"])) == set()
    assert leaks(str(state.get("homes", state))) <= set()
    assert await play.counted()
    await examine(settings(play.there, tmp_path, socket=True))
    assert TYPED not in watch.hear(await play.counted())


async def test_no_line_tells_which_card_was_pressed(play: Play, watch: Watch, tmp_path: Path) -> None:
    await command(play, "/estimate")
    made = {"pasted": "Churn by region", "effort": ["UOLIVER", "UPRIYA"]}
    await play.post("submit", user="UOLIVER", values=made)
    await play.post("clock", advance=10)
    watch.hear()
    said, kept = [], []
    for label in ("1", "13"):
        card = await the_card(play)
        await play.post("click", user="UPRIYA", channel="C0DATA", ts=card["ts"], text=label)
        lines = watch.hear()
        said += re.findall(r"kind=click name=(\S+) user=UPRIYA", lines)
        kept.append(rows(tmp_path / "piton.db")[0])
    assert set(said) == {"estimation.card"}
    assert '"UPRIYA":"1"' in kept[0].replace('""', '"')
    assert '"UPRIYA":"13"' in kept[1].replace('""', '"')


async def test_a_failure_says_nothing_of_a_vote(
    play: Play, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await called(play)
    monkeypatch.setattr("bot.rounds.perform", fail)
    assert "Something went wrong" in str(await voted(play, "UPRIYA"))
    assert watch.hear().count("listener failed") == 2, "the pick, and the form that is still there"
    assert watch.found(await play.counted()) == set()


async def test_with_the_count_the_reasons_of_the_ends_are_read_and_the_rest_is_gone(
    play: Play, tmp_path: Path
) -> None:
    await called(play)
    await voted(play, "UPRIYA")
    view = await ballot(play, "UOLIVER")
    low = dict.fromkeys(blocks(view, "effort"), "7")
    await play.post("submit", user="UOLIVER", values=low)
    await voted(play, "UMAYA", "value")
    await play.post("clock", advance=60)
    sealed, _ = rows(tmp_path / "piton.db")
    assert '"cards":{}' in sealed
    assert 'UPRIYA":"' not in sealed.replace('"member":"UPRIYA"', "")
