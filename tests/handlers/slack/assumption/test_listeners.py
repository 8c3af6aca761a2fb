"""What comes through the door for assumptions: words, buttons and forms, and what others may not do."""

from datetime import date

import pytest

from bot.errors import NotFound
from tests.handlers.slack.assumption.trying import Json, broke, held, now, record, said, stories, typed
from tests.handlers.slack.at_the_door import sent
from tests.handlers.slack.door import ANN, BEN, ROOM, Door, click, the_round


async def test_the_form_of_what_broke_opens_with_its_work_and_writes_it(door: Door) -> None:
    one = await record(door)
    await door.send(click("assumption.broken", one.id))
    assert door.client.opened() == ["assumption.did_break"]
    [view] = [said["view"] for method, said in door.client.calls if method == "views.open"]
    [work] = [each["element"] for each in view["blocks"] if each.get("block_id") == "stories"]
    assert work["initial_value"] == "Another sign\nLabel again"
    for body, field, words in (
        (broke(one.id, "One\n- one"), "stories", "Lines 1 and 2 say the same"),
        (broke(one.id, "x" * 151), "stories", "line 1 has 151"),
        (broke(one.id, what=" \u200b "), "what", "what happened"),
    ):
        _, refused = await door.send(body)
        assert f'"{field}"' in refused
        assert words in refused
    assert await stories(door) == []
    _, said_so = await door.send(broke(one.id, "Another sign\n• Ask <!channel>"))
    assert "Assumption #1 broke. 2 stories in the backlog for that: #1, #2." in said_so
    assert "assumption.undo_broken.0" in said_so
    assert await stories(door) == ["Another sign", "Ask <!channel>"]
    await door.send(click("assumption.broken", one.id))
    assert "has said already that assumption #1 broke" in door.client.whispered()[-1]
    undo = click("assumption.undo_broken.0", one.id)
    await door.send(undo)
    await door.send(undo)
    assert door.client.whispered()[1:] == ["Undone: assumption #1 is open. #1, #2 left the backlog again."], (
        "pressed twice, it is said once"
    )
    assert await stories(door) == []


async def test_sent_twice_it_writes_one_set(door: Door) -> None:
    one = await record(door)
    for _ in range(2):
        await door.send(broke(one.id))
    _, refused = await door.send(broke(one.id, "Three"))
    assert "has said already" in refused
    assert await stories(door) == ["One", "Two"]


async def test_held_it_says_how_and_is_undone(door: Door) -> None:
    one = await record(door)
    await door.send(click("assumption.held", one.id))
    assert door.client.opened() == ["assumption.did_hold"]
    _, refused = await door.send(held(one.id, " "))
    assert '"how"' in refused
    _, said_so = await door.send(held(one.id))
    assert "Assumption #1 held." in said_so
    await door.send(click("assumption.undo_held.0", one.id))
    assert door.client.whispered()[-1] == "Undone: assumption #1 is open."
    await door.send(click("assumption.undo_held.0", one.id))
    assert "undone already" in door.client.whispered()[-1]


async def test_not_known_yet_asks_for_a_day(door: Door) -> None:
    one = await record(door)
    await door.send(click("assumption.later", one.id))
    assert door.client.opened() == ["assumption.waited"]
    note = f'{{"round": "{one.id}"}}'
    _, refused = await door.send(sent("assumption.waited", note, next={"selected_date": "2026-11-20"}))
    assert '"next"' in refused
    assert "after today" in refused
    await door.send(sent("assumption.waited", note, next={"selected_date": "2027-03-01"}))
    assert (await now(door, one)).day == date(2027, 3, 1)


async def test_what_a_stranger_or_another_workspace_sends_does_nothing(door: Door) -> None:
    one = await record(door)
    for action in ("held", "broken", "later"):
        await door.send(click(f"assumption.{action}", one.id, user=BEN))
        assert "Only U1 and the team's leads" in door.client.whispered()[-1]
    assert door.client.opened() == []
    _, refused = await door.send(broke(one.id, user=BEN))
    assert "Only U1 and the team's leads" in refused
    for body in (
        broke(one.id, team="T2"),
        held(one.id, team="T2"),
        click("assumption.undo_held", one.id, "T2"),
        click("assumption.broken", "none"),
        click("assumption.undo_broken", ""),
    ):
        await door.send(body)
    assert await now(door, one) == one.state
    assert await stories(door) == []


async def test_a_button_of_another_ceremonys_round_is_no_longer_valid(door: Door) -> None:
    await door.send(click("assumption.broken", await the_round(door)))
    assert door.client.whispered() == [str(NotFound())]


async def test_words_that_are_meant(door: Door) -> None:
    assert "`/assumption broken 3`" in await said(door, "help")
    assert "Did you mean `/assumption list`?" in await said(door, "lists")
    assert "Did you mean `/assumption broken 3`?" in await said(door, "brokn 3")
    assert "Say which: `/assumption held 3`." in await said(door, "held")
    assert "Did you mean `/assumption new They log in`? Nothing was done." in await said(door, "They log in")
    await record(door)
    await typed(door, "broke 1")
    await typed(door, "holds #1")
    assert door.client.opened() == ["assumption.did_break", "assumption.did_hold"]


@pytest.mark.parametrize("text", ["", "They log in weekly", "3 in 4 log in &amp; buy"])
async def test_new_opens_the_form_with_the_words_in_it(
    door: Door, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def entered(*_: object) -> tuple[str, bool]:
        return "data", False

    monkeypatch.setattr("handlers.slack.assumption.writing.enter", entered)
    assert await typed(door, f"new {text}") is None
    [view] = [said["view"] for method, said in door.client.calls if method == "views.open"]
    assert view["callback_id"] == "assumption.written"
    [what] = [each["element"] for each in view["blocks"] if each.get("block_id") == "text"]
    assert what.get("initial_value", "") == text.replace("&amp;", "&")


async def test_what_is_written_down_is_saved_or_refused_by_field(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def present(*_: object) -> None:
        return None

    monkeypatch.setattr("handlers.slack.assumption.writing.require_named", present)
    note = f'{{"channel": "{ROOM}", "name": "data"}}'
    values: Json = {
        "text": {"value": "They log in"},
        "owner": {"selected_users": [ANN]},
        "work": {"value": "One\nTwo"},
    }
    _, refused = await door.send(sent("assumption.written", note, **values, experiment={"value": "churn-9"}))
    assert '"experiment"' in refused
    assert "No experiment that runs here" in refused
    _, refused = await door.send(
        sent("assumption.written", note, **{**values, "owner": {"selected_users": []}})
    )
    assert '"owner"' in refused
    _, said_so = await door.send(sent("assumption.written", note, **values))
    assert "Written down as assumption #1. Its card stands in #data." in said_so
    assert "assumption.take_back.0" in said_so
    assert (await said(door, "show 1")).startswith("Assumption #1 They log in. open")
