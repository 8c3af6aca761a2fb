"""What comes through the door for actions: buttons, forms and the list; and what others may not do with them."""

from datetime import date, datetime
from typing import Any

import pytest

from bot import rounds
from bot.ceremonies import action
from bot.ceremonies.action import Action, Draft
from bot.errors import NotFound
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Opening, Round, RoundId, WorkspaceId
from handlers.slack.action.listing import NONE, show
from handlers.slack.desk import Command, Envelope, Reply
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, submission, the_round

Json = dict[str, Any]
#: The door's clock stands on a Tuesday morning.
DUE = date(2026, 12, 4)


async def agreed(
    door: Door, owner: MemberId = ANN, text: str = "Split the job", due: date = DUE, at: datetime = NOW
) -> Round[Action]:
    def do(ledger: Ledger) -> Round[Action]:
        team = ledger.roster.team_in(HERE, ROOM)
        assert team
        book = ledger.history.book(team, None, ("members", "absences", "sprint"))
        turn = action.begin(book, Draft(text, owner, due), at, None)
        begun = rounds.start(ledger, team, None, Opening(action.KIND, text, turn), at)
        assert begun
        return begun

    return await door.store.run(do)


async def now(door: Door, round_: Round[Action]) -> Action:
    def find(ledger: Ledger) -> Action:
        found = ledger.rounds.get(HERE, round_.id)
        assert found
        state: Action = found.state
        return state

    return await door.store.read(find)


def sent(callback: str, round_: str, user: str = ANN, team: str = "T1", **values: Json) -> Json:
    body = submission(round_, team)
    body["user"]["id"] = user
    body["view"] |= {
        "callback_id": callback,
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": {name: {name: held} for name, held in values.items()}},
    }
    return body


async def listing(
    door: Door, user: MemberId = ANN, channel: str = ROOM, workspace: WorkspaceId = HERE
) -> Reply:
    envelope = Envelope(workspace, user, "x", ChannelId(channel))
    reply = await show(door.desk, Command(envelope, "retro", "actions", "", "data"))
    drawn = reply.drawn()
    limits.message(drawn["text"], drawn["blocks"])
    return reply


def pressed(reply: Reply) -> list[tuple[str, str]]:
    return [
        (each["text"]["text"], each["action_id"])
        for block in reply.blocks or []
        if block["type"] == "actions"
        for each in block["elements"]
    ]


async def test_done_in_a_reminder_says_nothing_besides_and_elsewhere_can_be_undone(door: Door) -> None:
    one, other = await agreed(door), await agreed(door, text="Ask <!channel> for a queue")
    await door.send(click("action.done", one.id))
    assert (await now(door, one)).standing == "done"
    assert door.client.whispered() == []
    await door.send(click("action.done.1", other.id))
    assert door.client.whispered() == ["Done: “Ask &lt;!channel&gt; for a queue”."]
    await door.send(click("action.reopen.0", other.id))
    assert (await now(door, other)).standing == "open"
    assert door.client.whispered()[1:] == ["Undone: it is open again."]
    await door.send(click("action.reopen", one.id))
    assert (await now(door, one)).standing == "open"
    assert len(door.client.whispered()) == 2


async def test_forms_open_and_are_done(door: Door) -> None:
    one = await agreed(door)
    for name in ("keep", "drop", "change", "hand_over"):
        await door.send(click(f"action.{name}", one.id))
    assert door.client.opened() == ["action.kept", "action.dropped", "action.changed", "action.handed"]
    await door.send(sent("action.kept", one.id, due={"selected_date": "2026-12-11"}, why={"value": "Busy"}))
    state = await now(door, one)
    assert (state.due, state.why) == (date(2026, 12, 11), "Busy")
    _, refused = await door.send(sent("action.kept", one.id, due={"selected_date": "2026-11-23"}))
    assert "That day is past" in refused
    _, refused = await door.send(sent("action.dropped", one.id, why={"value": " \u200b "}))
    assert "Say in a few words why" in refused
    _, answer = await door.send(sent("action.dropped", one.id, why={"value": "No need"}))
    assert "Dropped: " in answer
    assert "action.reopen.0" in answer
    assert (await now(door, one)).standing == "dropped"
    await door.send(click("action.keep", one.id))
    assert door.client.whispered()[-1] == "U1 has said already that it is dropped."


async def test_another_of_the_team_gets_it(door: Door) -> None:
    one = await agreed(door)
    await door.send(sent("action.handed", one.id, owner={"selected_users": [BEN]}))
    assert (await now(door, one)).owner.id == BEN
    await door.send(click("action.done", one.id))
    assert (await now(door, one)).standing == "done", "who leads may"


async def test_what_a_stranger_or_another_workspace_sends_does_nothing(door: Door) -> None:
    one = await agreed(door)
    await door.send(click("action.done", one.id, user=BEN))
    assert "Only U1 and the team" in door.client.whispered()[-1]
    _, refused = await door.send(sent("action.dropped", one.id, BEN, why={"value": "Mine"}))
    assert "Only U1 and the team" in refused
    await door.send(click("action.drop", one.id, user=BEN))
    assert door.client.opened() == []
    for body in (
        click("action.done", one.id, "T2"),
        sent("action.dropped", one.id, team="T2", why={"value": "Mine"}),
        click("action.done", "none"),
        click("action.take", ""),
    ):
        await door.send(body)
    assert (await now(door, one)).standing == "open"


async def test_a_button_of_another_ceremonys_round_is_no_longer_valid(door: Door) -> None:
    await door.send(click("action.keep", await the_round(door)))
    assert door.client.whispered() == [str(NotFound())]


async def test_pressed_twice_it_is_said_once(door: Door) -> None:
    one = await agreed(door)
    body = click("action.done.0", one.id)
    await door.send(body)
    await door.send(body)
    assert len(door.client.whispered()) == 1


async def test_the_list_shows_ones_own_first_and_buttons_to_who_may_press_them(door: Door) -> None:
    assert (await listing(door)).text == NONE
    await agreed(door, BEN, "Ask for a queue", date(2026, 11, 23), NOW.replace(day=20))
    mine = await agreed(door)
    ended = await agreed(door, text="Old")
    await door.send(click("action.done", ended.id))
    seen = await listing(door)
    assert seen.text == (
        "2 open actions · #data\n"
        "Split the job. Yours · due Fri 4 Dec\n"
        "Ask for a queue. U2 · was due Mon 23 Nov"
    )
    assert [label for label, _ in pressed(seen)] == ["Done", "Still open", "Drop", "Change"] * 2, "Ann leads"
    seen = await listing(door, BEN)
    assert seen.text.split("\n")[1] == "Ask for a queue. Yours · was due Mon 23 Nov"
    assert [name for _, name in pressed(seen)] == [
        "action.done.0",
        "action.keep.0",
        "action.drop.0",
        "action.change.0",
    ]
    assert RoundId(mine.id) not in str([each for each in seen.blocks or [] if each["type"] == "actions"])


async def test_in_direct_messages_the_list_says_of_which_team(door: Door) -> None:
    await agreed(door)
    assert (await listing(door, channel="D1")).text.startswith("1 open action · #data")
    assert (await listing(door, MemberId("U9"), "D1")).text == NONE
    assert (await listing(door, workspace=THERE)).text == NONE


@pytest.mark.parametrize("number", [16, 60])
async def test_however_many_are_open_the_list_is_one_message(door: Door, number: int) -> None:
    for each in range(number):
        await agreed(door, text=f"{each} " + "Split & <join> " * 19)
    seen = await listing(door)
    assert len(pressed(seen)) == 15 * 4
    assert f"and {number - 15} more" in str(seen.blocks)
