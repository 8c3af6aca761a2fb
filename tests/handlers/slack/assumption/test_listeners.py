"""What comes through the door for assumptions: words, buttons, forms and the list; and what others may not do."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot import assumptions
from bot.assumptions import Wish
from bot.ceremonies.assumption import Assumption, Draft, Hold
from bot.errors import NotFound, Settled
from bot.ledger import Ledger
from bot.model import MemberId, Round, Story, Team
from handlers.slack.assumption.listeners import assumption as on_command
from handlers.slack.assumption.listing import NONE
from handlers.slack.desk import Reply
from tests.handlers.slack.at_the_door import answer, sent
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, the_round

Json = dict[str, Any]
#: The door's clock stands on a Tuesday morning.
DAY = date(2027, 2, 1)


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def record(
    door: Door, text: str = "They log in", by: MemberId = ANN, day: date | None = DAY, at: datetime = NOW
) -> Round[Assumption]:
    wish = Wish(Draft(text, by, "They did", ("Another sign", "Label again"), day))
    return await door.store.run(lambda ledger: assumptions.record(ledger, there(ledger), wish, by, at))


async def now(door: Door, round_: Round[Assumption]) -> Assumption:
    return (await door.store.read(lambda ledger: assumptions.get(ledger, HERE, round_.id))).round.state


async def stories(door: Door) -> list[str]:
    found: tuple[Story, ...] = await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger)))
    return [each.title for each in sorted(found, key=lambda its: its.number)]


async def typed(door: Door, text: str = "", **more: Any) -> Reply | None:  # noqa: ANN401
    return await answer(door, on_command, "assumption", text, **more)


async def said(door: Door, text: str, **more: Any) -> str:  # noqa: ANN401
    reply = await typed(door, text, **more)
    assert reply
    return reply.text


def held(round_: str, how: str = "Counted", user: str = ANN, team: str = "T1") -> Json:
    return sent("assumption.did_hold", f'{{"round": "{round_}"}}', user, team, how={"value": how})


def broke(
    round_: str, work: str = "One\nTwo", what: str = "They stay", user: str = ANN, team: str = "T1"
) -> Json:
    values = {"what": {"value": what}, "stories": {"value": work}}
    return sent("assumption.did_break", f'{{"round": "{round_}"}}', user, team, **values)


def pressed(reply: Reply | None) -> list[str]:
    return [
        each["text"]["text"]
        for block in (reply.blocks if reply else None) or []
        if block["type"] == "actions"
        for each in block["elements"]
    ]


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


def changed(round_: str, user: str = ANN, team: str = "T1", **more: Any) -> Json:  # noqa: ANN401
    values: Json = {
        "text": {"value": "They log in daily"},
        "owner": {"selected_users": [ANN]},
        "work": {"value": "One\nTwo"},
        "day": {"selected_date": "2027-02-01"},
    }
    return sent("assumption.changed", f'{{"round": "{round_}"}}', user, team, **values | more)


async def test_it_is_changed_in_the_form_that_shows_what_it_is(door: Door) -> None:
    one = await record(door)
    for how in ("change 1", "edit #1"):
        await typed(door, how)
    await door.send(click("assumption.change.0", one.id))
    views = [said["view"] for method, said in door.client.calls if method == "views.open"]
    assert len(views) == 3
    for view in views:
        shown = {each["block_id"]: each["element"] for each in view["blocks"] if "element" in each}
        assert (shown["text"]["initial_value"], shown["why"]["initial_value"]) == ("They log in", "They did")
        assert shown["work"]["initial_value"] == "Another sign\nLabel again"
        assert (shown["owner"]["initial_users"], shown["day"]["initial_date"]) == ([ANN], "2027-02-01")
    _, refused = await door.send(changed(one.id, text={"value": " "}))
    assert '"text"' in refused
    _, refused = await door.send(changed(one.id, owner={"selected_users": []}))
    assert '"owner"' in refused
    await door.send(changed(one.id))
    state = await now(door, one)
    assert (state.text, state.why, state.work, state.day) == ("They log in daily", "", ("One", "Two"), DAY)
    assert "Say which: `/assumption change 3`." in await said(door, "change")


async def test_nobody_elses_is_changed_or_taken_back(door: Door) -> None:
    one = await record(door)
    for body in (
        click("assumption.change", one.id, user=BEN),
        click("assumption.take_back.0", one.id, user=BEN),
        changed(one.id, user=BEN),
        changed(one.id, team="T2"),
        click("assumption.take_back", one.id, "T2"),
        changed("none"),
        click("assumption.change", ""),
    ):
        await door.send(body)
    assert door.client.opened() == []
    assert await now(door, one) == one.state


async def test_taken_back_it_is_nowhere(door: Door) -> None:
    one = await record(door)
    body = click("assumption.take_back.0", one.id)
    await door.send(body)
    await door.send(body)
    assert door.client.whispered() == ["Assumption #1 is taken back."], "pressed twice, it is said once"
    assert await said(door, "list") == NONE
    for words in ("show 1", "change 1", "held 1", "broken 1"):
        with pytest.raises(Settled, match="Assumption #1 was taken back"):
            await typed(door, words)
    _, refused = await door.send(changed(one.id))
    assert "was taken back" in refused


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
