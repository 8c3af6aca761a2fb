"""Whose a note, an answer or a dot is: nowhere in the database, the logs, the metrics or what others are shown."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.test_canaries import TYPED, Play, Watch, canaries, play, there, watch

__all__ = ["canaries", "play", "there", "watch"]
WRITER = "UPRIYA"
#: The names of what is done without a name.
QUIET = r"retro(?:\.add|\.write|\.feel|\.ballot|\.note|\.undo|\.vote)?(?=\s|$)"

#: Microseconds.
DAY = 24 * 3600 * 1_000_000


async def command(play: Play, text: str, user: str = WRITER) -> Any:  # noqa: ANN401 — whatever JSON holds
    return await play.post("command", user=user, channel="C0DATA", text=text)


async def press(play: Play, user: str, label: str) -> Any:  # noqa: ANN401 — as above
    """The newest button of this label in the channel."""
    state = await play.state()
    [channel] = [each for each in state["channels"] if each["name"] == "data-science"]
    message = next(
        each
        for each in reversed(channel["messages"])
        if each.get("ephemeral_to") in {None, user} and f"'text': '{label}'" in str(each.get("blocks"))
    )
    done = await play.post("click", user=user, channel="C0DATA", ts=message["ts"], text=label)
    await play.post("clock", advance=10)
    return done


async def collecting(play: Play) -> None:
    await command(play, "/retro start", "UOLIVER")
    saved = await play.post("submit", user="UOLIVER", values={"pulse": "How was it?"})
    assert saved["ok"], saved
    await play.post("clock", advance=10)


def database(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [*connection.iterdump()]


def about(lines: list[str], table: str) -> list[str]:
    return [each for each in lines if each.startswith(f'INSERT INTO "{table}"')]


async def test_a_note_an_answer_and_dots_are_nobodys(play: Play, tmp_path: Path) -> None:
    await collecting(play)
    before = database(tmp_path / "piton.db")
    await command(play, f"/retro note {TYPED}")
    await command(play, "/retro note")
    await play.post("submit", user=WRITER, values={"text": "by the form"})
    await command(play, "/retro note gone in a moment")
    await press(play, WRITER, "Take it back")
    await press(play, WRITER, "2")
    rows = database(tmp_path / "piton.db")
    new = [each for each in rows if each not in before]
    assert TYPED in "".join(about(new, "rounds")), "it is where it belongs"
    assert [each for each in new if WRITER in each] == []
    assert about(new, "acts") == [], "a line between two others would tell when"
    came = [re.search(r",(\d{16})\);$", each) for each in about(new, "inbox")]
    assert [each and int(each[1]) % DAY for each in came] == [0] * len(came)
    assert len(came) >= 5
    await press(play, "UOLIVER", "End collecting")
    await press(play, "UOLIVER", "Open the vote")
    await command(play, "/retro vote 1 1 2")
    await press(play, WRITER, "Give dots")
    await play.post("submit", user=WRITER, values={"dot1": "2"})
    await press(play, "UOLIVER", "Close the vote")
    [round_] = [each for each in about(database(tmp_path / "piton.db"), "rounds") if TYPED in each]
    assert WRITER not in round_
    state = await play.state()
    shown = [
        each
        for channel in state["channels"]
        for each in channel["messages"]
        if TYPED in str(each) and each.get("ephemeral_to") is None
    ]
    assert shown
    assert not any(WRITER in str(each) or "Priya" in str(each) for each in shown)


async def test_the_log_tells_of_nobody_and_of_no_word(play: Play, watch: Watch) -> None:
    await collecting(play)
    watch.hear()
    await command(play, f"/retro note {TYPED}")
    await command(play, "/retro note")
    await play.post("submit", user=WRITER, values={"text": TYPED})
    await press(play, WRITER, "4")
    await press(play, "UOLIVER", "End collecting")
    await press(play, "UOLIVER", "Open the vote")
    await press(play, WRITER, "Give dots")
    await play.post("submit", user=WRITER, values={"dot1": "1"})
    lines = watch.hear(await play.counted()).splitlines()
    assert [each for each in lines if re.search(rf"name={QUIET}", each)] == [], "nor when"
    assert any("name=retro.gather" in each for each in lines), "while the log tells of all else"
    assert [each for each in lines if WRITER in each] == []
    assert watch.found() == set()


async def test_once_the_notes_are_in_and_the_dots_counted_no_key_is_left(play: Play, tmp_path: Path) -> None:
    await collecting(play)
    await command(play, "/retro note one")
    await command(play, "/retro note two", "UDIEGO")
    secret = r'"key":"[0-9a-f]{32}"'
    assert re.search(secret, "".join(about(database(tmp_path / "piton.db"), "rounds")).replace('""', '"'))
    await press(play, "UOLIVER", "End collecting")
    assert not re.search(secret, "".join(database(tmp_path / "piton.db")))
    await press(play, "UOLIVER", "Open the vote")
    await command(play, "/retro vote 1")
    assert re.search(secret, "".join(database(tmp_path / "piton.db")))
    await press(play, "UOLIVER", "Close the vote")
    assert not re.search(secret, "".join(database(tmp_path / "piton.db")))
