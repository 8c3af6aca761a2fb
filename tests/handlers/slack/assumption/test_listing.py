"""The list of a team's assumptions, and one of them with the buttons that are theirs."""

from datetime import date, timedelta

import pytest

from bot import assumptions
from bot.ceremonies.assumption import Hold
from bot.errors import NotFound
from bot.model import MemberId
from handlers.slack.assumption.listing import NONE
from handlers.slack.desk import Reply
from tests.handlers.slack.assumption.trying import broke, held, record, said, typed
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, THERE, Door


def pressed(reply: Reply | None) -> list[str]:
    return [
        each["text"]["text"]
        for block in (reply.blocks if reply else None) or []
        if block["type"] == "actions"
        for each in block["elements"]
    ]


async def test_the_list_has_the_open_ones_first_and_marks_what_is_soon(door: Door) -> None:
    assert await said(door, "list") == NONE
    await record(door, day=date(2026, 11, 26))
    await record(door, "Weekly <!here>", BEN, day=None, at=NOW + timedelta(hours=1))
    old = await record(door, "Old")
    await door.send(broke(old.id))
    reply = await typed(door, "list", user=BEN)
    assert reply
    assert reply.text.split("\n") == [
        "3 assumptions · #data",
        "#2 Weekly <!here>. open · U2",
        "#1 They log in. open · to be checked on Thu 26 Nov · U1",
        "#3 Old. broken: #1, #2 · U1",
    ]
    assert pressed(reply) == [], "another's"
    assert pressed(await typed(door)) == ["Held", "Broken", "Not known yet"]
    assert (await said(door, "list", channel="D1")).startswith("3 assumptions · #data")
    assert await said(door, "list", channel="D1", user=MemberId("U9")) == NONE
    assert await said(door, "list", workspace=THERE) == NONE


@pytest.mark.parametrize(
    ("open_", "over", "title"),
    [
        (15, 0, "15 assumptions"),
        (40, 0, "15 of 40 open assumptions"),
        (40, 3, "15 of 40 open assumptions"),
        (15, 1, "All 15 open assumptions"),
        (2, 20, "2 open, and the last 13 others"),
        (0, 16, "The last 15 assumptions"),
        (9, 5, "14 assumptions"),
    ],
)
async def test_the_list_says_how_many_there_are(door: Door, open_: int, over: int, title: str) -> None:
    for each in range(over):
        old = await record(door, f"Old {each}")
        await door.store.run(
            lambda ledger, id_=old.id: assumptions.do(ledger, HERE, id_, Hold("So"), ANN, NOW)  # type: ignore[misc] # bound at once
        )
    for each in range(open_):
        await record(door, f"{each}")
    reply = await typed(door, "list")
    assert reply
    first, *rows = reply.text.split("\n")
    assert (first, len(rows)) == (f"{title} · #data", min(15, open_ + over))
    assert ("also those that are not listed" in str(reply.blocks)) == (open_ + over > 15)


@pytest.mark.parametrize("number", [15, 16, 60])
async def test_however_many_there_are_the_list_is_one_message(door: Door, number: int) -> None:
    for each in range(number):
        await record(door, f"{each} " + "Split & <join> " * 19, day=date(2026, 11, 26))
    assert len(pressed(await typed(door, "list"))) == 15 * 3


async def test_one_is_shown_with_the_buttons_that_are_theirs(door: Door) -> None:
    one = await record(door)
    text = await said(door, "show 1")
    assert text.startswith("Assumption #1 They log in. open · to be checked on Mon 1 Feb 2027 · U1")
    assert "If it is wrong: Another sign, Label again." in text
    assert pressed(await typed(door, "show #1")) == [
        "Held",
        "Broken",
        "Not known yet",
        "Change",
        "Take it back",
    ]
    assert pressed(await typed(door, "#1", user=BEN)) == []
    await door.send(held(one.id))
    assert pressed(await typed(door, "1")) == ["Broken", "Undo"]
    await door.send(broke(one.id))
    assert pressed(await typed(door, "show 1.")) == ["Undo"]
    assert "They stay." in await said(door, "show 1")
    for words in ("#2", "show 2", "held 2", "broken #2"):
        with pytest.raises(NotFound, match="no assumption #2 here"):
            await typed(door, words)
