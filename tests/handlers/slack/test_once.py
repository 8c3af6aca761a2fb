"""What comes in twice: by Slack's retries or by somebody who sends it again, it has one effect and one answer."""

import asyncio
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import Busy
from bot.ledger import Ledger
from bot.log import _trace
from bot.people import KEPT, People
from handlers.slack import once
from tests.doubles import Platform, SetClock
from tests.handlers.slack.door import (
    ANN,
    BEN,
    HERE,
    NOW,
    ROOM,
    THERE,
    Door,
    Json,
    click,
    event,
    submission,
    the_round,
    trigger,
)

Make = Callable[[str], Json]


def command(text: str) -> Json:
    named = {"command": "/standup", "text": text, "user_id": ANN, "channel_id": ROOM, "team_id": "T1"}
    return named | {"trigger_id": trigger()}


def shortcut() -> Json:
    user = {"id": ANN, "team_id": "T1"}
    return {
        "type": "shortcut",
        "callback_id": "standup.answer",
        "user": user,
        "team": {"id": "T1"},
        "trigger_id": trigger(),
    }


def said(text: str, kind: str = "message") -> Json:
    return event(kind, channel_type="im", user=ANN, channel="D1", text=text, ts="7.7")


async def acts(door: Door, round_: str) -> int:
    """How often something was done to the round: each act makes a version of it."""
    found = await door.store.read(lambda ledger: ledger.rounds.get(HERE, round_))  # type: ignore[arg-type]
    assert found
    return found.version


async def away(door: Door) -> int:
    return await door.store.read(lambda ledger: len(ledger.roster.absences(HERE, ANN, date.min)))


async def pretend_busy(*_: object) -> None:
    raise Busy


@pytest.mark.parametrize(
    "make",
    [lambda it: click("standup.skip", it), submission, lambda _: command("skip"), lambda _: said("skip")],
)
async def test_sent_again_it_is_acked_and_has_no_second_effect(door: Door, make: Make) -> None:
    round_ = await the_round(door)
    before, body = await acts(door, round_), make(round_)
    first, *more = [await door.send(deepcopy(body)) for _ in range(4)]
    assert first[0] == 200
    assert more == [(200, "")] * 3
    assert await acts(door, round_) == before + 1


@pytest.mark.parametrize(
    "make",
    [
        lambda it: click("standup.unskip.0", it),
        lambda _: click("no.such", "x"),
        lambda _: said("help"),
        lambda _: said("help", "app_mention"),
        lambda _: said("away 1 Dec - 5 Dec"),
        lambda _: said("pause"),
        lambda it: click("standup.answer", it),
        lambda _: click("home.away.add", "add"),
        lambda _: shortcut(),
        lambda _: command("answer"),
    ],
)
async def test_sent_again_it_is_not_said_or_shown_a_second_time(door: Door, make: Make) -> None:
    body = make(await the_round(door))
    for _ in range(3):
        assert await door.send(deepcopy(body)) == (200, "")
    shown = [method for method, _ in door.client.calls if method in {"chat.postEphemeral", "views.open"}]
    assert len(shown) == 1


async def test_a_command_is_answered_once(door: Door) -> None:
    body = command("help")
    assert "/standup" in (await door.send(body))[1]
    assert await door.send(body) == (200, "")


async def test_after_a_restart_and_on_another_instance_it_is_still_known(door: Door) -> None:
    round_ = await the_round(door)
    pressed, told = click("standup.skip", round_), said("away 1 Dec - 5 Dec")
    for body in (pressed, told):
        await door.send(body)
    before, other = await acts(door, round_), Door(door.store)
    for body in (pressed, told):
        assert await other.send(body) == (200, "")
    assert (await acts(door, round_), await away(door), other.client.calls) == (before, 1, [])


async def test_at_the_same_moment_on_two_instances_it_has_one_effect(door: Door) -> None:
    bodies = [said(f"away {number} Dec") for number in range(1, 6)]
    doors = [door, Door(door.store)]
    await asyncio.gather(*(each.send(deepcopy(body)) for body in bodies for each in doors))
    whispers = [text for each in doors for text in each.client.whispered()]
    assert (await away(door), len(whispers)) == (5, 5)


async def test_what_is_somebodys_else_or_another_press_is_no_repeat(door: Door) -> None:
    round_ = await the_round(door)
    before = await acts(door, round_)
    await door.send(click("standup.skip", round_))
    await door.send(click("standup.skip", round_, user=BEN))
    await door.send(click("standup.unskip.0", round_))
    await door.send(click("standup.skip", round_))
    assert await acts(door, round_) == before + 4


async def test_another_workspaces_keys_are_its_own(door: Door) -> None:
    for body in (said("help"), command("help") | {"command": "/piton"}):
        await door.send(body)
        theirs = Door(door.store, THERE)
        status, answer = await theirs.send(body | {"team_id": "T2"})
        assert (status, bool(answer) or len(theirs.client.whispered()) == 1) == (200, True)


async def test_what_failed_leaves_no_key_and_is_done_when_it_comes_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = await the_round(door)
    before = await acts(door, round_)
    bodies = [click("standup.skip", round_), submission(round_), said("away tomorrow")]
    with monkeypatch.context() as broken:
        broken.setattr(door.store, "run", pretend_busy)
        assert [(await door.send(deepcopy(body)))[0] for body in bodies] == [200, 200, 503]
    assert (await acts(door, round_), await away(door)) == (before, 0)
    for body in bodies:
        await door.send(body)
    assert (await acts(door, round_), await away(door)) == (before + 3, 1)


async def test_a_crash_in_the_transaction_takes_the_key_back(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = said("away tomorrow")
    with monkeypatch.context() as broken:
        broken.setattr("bot.people.be_away", lambda *_: 1 / 0)
        assert (await door.send(body))[0] == 503
    assert (await door.send(body), await away(door)) == ((200, ""), 1)


async def test_a_form_that_was_refused_may_be_sent_again_as_it_is_or_changed(door: Door) -> None:
    round_ = await the_round(door)
    refused = submission("gone")
    assert [("errors" in (await door.send(refused))[1]) for _ in range(2)] == [True, True]
    first = submission(round_, text="Red")
    corrected = deepcopy(first)
    corrected["view"]["state"]["values"]["since"]["since"]["value"] = "Read"
    before = await acts(door, round_)
    for body in (first, corrected, first, corrected):
        assert await door.send(deepcopy(body)) == (200, "")
    assert await acts(door, round_) == before + 2


async def test_where_nothing_can_be_written_what_only_looks_is_answered_all_the_same(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = await the_round(door)
    monkeypatch.setattr(door.store, "run", pretend_busy)
    await door.send(click("standup.answer", round_))
    _, answer = await door.send(command("help"))
    assert (door.client.opened(), "/standup" in answer) == (["standup.answer"], True)


async def test_it_is_told_in_the_log_with_its_id_and_without_what_was_typed(door: Door) -> None:
    body = said("away 1 Dec - 5 Dec")
    with capture_logs(processors=[_trace]) as lines:
        for each in (body, body, command("secretword"), click("no.such", "canary")):
            await door.send(deepcopy(each))
    ids = [line.pop("id") for line in lines]
    assert (len(set(ids)), {len(number) for number in ids}) == (4, {8})
    told = [tuple(line[part] for part in ("event", "kind", "name", "user")) for line in lines]
    assert told == [
        ("taken in", "event", "message.im", ANN),
        ("repeated", "event", "message.im", ANN),
        ("taken in", "command", "standup", ANN),
        ("taken in", "click", "", ANN),
    ]


def test_without_what_tells_it_from_the_next_all_are_new() -> None:
    whole = click("standup.skip", "x")
    assert once.press(whole).key
    for part in ("action_id", "action_ts"):
        body = deepcopy(whole)
        del body["actions"][0][part]
        assert once.press(body).key == ""
    assert once.press({**whole, "user": {}}).key == once.press({**whole, "container": {}}).key == ""
    assert once.event({}).key == once.triggered({"trigger_id": 7}).key == once.submission({}).key == ""


def test_a_key_does_not_tell_which_of_several_buttons_it_was() -> None:
    """A card is one of few: whoever reads the keys could try them all."""
    body = click("estimation.card", "x")

    def key(action_id: str) -> str:
        one = deepcopy(body)
        one["actions"][0]["action_id"] = action_id
        return once.press(one).key

    keys = {key(f"estimation.card.{number}") for number in range(8)}
    assert len(keys) == 1
    assert key("estimation.close") not in keys


@given(st.text(), st.text())
def test_a_key_is_short_and_plain_whatever_it_is_made_from(one: str, other: str) -> None:
    keys = [once.event({"event_id": each}).key for each in (one, other)]
    assert all(each.isascii() and len(each) <= 38 for each in keys)
    assert (keys[0] == keys[1]) == (one == other)


def test_parts_that_run_together_do_not_make_one_key_of_two() -> None:
    body = click("standup.skip", "x")
    one = once.press({**body, "user": {"id": "U1"}, "container": {"message_ts": "2.2"}})
    other = once.press({**body, "user": {"id": "U12"}, "container": {"message_ts": ".2"}})
    assert one.key != other.key


async def test_keys_of_yesterday_are_forgotten_when_the_people_are_read_again(door: Door) -> None:
    await door.send(said("help"))
    old = "event:old"

    def keep(ledger: Ledger) -> None:
        assert ledger.inbox.is_new(HERE, old, NOW - KEPT - timedelta(seconds=1))

    await door.store.run(keep)
    platform = Platform()
    platform.within[ROOM] = []
    await People(door.store, platform, SetClock(NOW)).refresh([(HERE, HERE)])

    def forgotten(ledger: Ledger) -> tuple[bool, int]:
        return ledger.inbox.is_new(HERE, old, NOW), ledger.inbox.forget(HERE, NOW + KEPT)

    assert await door.store.run(forgotten) == (True, 2)


#: What is no effect of a payload, and may be done again: meeting people, opening today's round a little early, reading
#: one's profile before its form, and looking whether a hold is over.
ASIDE = {"meeting.py": 1, "answering.py": 1, "settings.py": 1, "leading.py": 1}


def test_listeners_write_by_the_desk_which_keeps_the_key_with_what_is_written() -> None:
    folder = Path(once.__file__).parent
    found = {each.name: each.read_text("utf-8").count("desk.store.run(") for each in folder.rglob("*.py")}
    assert {name: number for name, number in found.items() if number} == ASIDE
