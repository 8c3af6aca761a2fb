"""What comes through the door for KPIs: words, buttons, forms; and what others may not do."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.ceremonies.kpi import Kpi
from bot.ceremonies.kpi.state import USUAL
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Round, Team, WorkspaceId
from bot.shell import kpis
from handlers.slack.desk import Command, Envelope, Reply
from handlers.slack.kpi.listeners import kpi as on_command
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, submission
from tests.handlers.slack.hostile import CORPUS
from tests.handlers.slack.test_hostile_words import literal

Json = dict[str, Any]


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def keep(door: Door, name: str = "scores", by: MemberId = ANN) -> Round[Kpi]:
    setup = replace(USUAL["freshness"], budget=0.5)
    return await door.store.run(lambda ledger: kpis.create(ledger, there(ledger), name, "", setup, by, NOW))


async def now(door: Door, round_: Round[Kpi]) -> Kpi:
    return (await door.store.read(lambda ledger: kpis.get(ledger, HERE, round_.id))).round.state


async def typed(
    door: Door, text: str = "", user: MemberId = ANN, workspace: WorkspaceId = HERE
) -> Reply | None:
    word, _, rest = text.partition(" ")
    envelope = Envelope(workspace, user, "x", ChannelId(ROOM), "trigger")
    reply = await on_command(door.desk, Command(envelope, "kpi", word, rest, "data", text))
    if reply:
        drawn = reply.drawn()
        limits.message(drawn["text"], drawn["blocks"])
        literal(drawn["blocks"])
    return reply


async def said(door: Door, text: str, **more: Any) -> str:  # noqa: ANN401
    reply = await typed(door, text, **more)
    assert reply
    return reply.text


def sent(callback: str, note: Json, user: str = ANN, team: str = "T1", **values: str) -> Json:
    body = submission("", team)
    body["user"]["id"] = user
    body["view"] |= {
        "callback_id": callback,
        "private_metadata": json.dumps(note),
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {
            "values": {
                name: {name: {"value": held, "selected_option": {"value": held}}}
                for name, held in values.items()
            }
        },
    }
    return body


AIMS = {"days": "28", "budget": "5", "better": "usual"}
HERE_NOTE = {"channel": ROOM, "name": "data"}


async def test_words_and_near_ones(door: Door) -> None:
    assert "/kpi new" in await said(door, "")
    await keep(door)
    assert "1 KPI · #data" in await said(door, "")
    assert (await said(door, "list")).endswith(
        "scores: no reading yet · at most 24 hours · not enough readings yet to tell its budget: 0 of 5."
    )
    assert "Name it after" in await said(door, "show")
    assert "Did you mean `/kpi change scores`" in await said(door, "chnage scores")
    assert "is not understood" in await said(door, "xyzzy")
    assert "scores: no reading yet" in await said(door, "Scores")
    assert "/kpi end availability" in await said(door, "help")
    with pytest.raises(NotFound, match="Kept in view: scores"):
        await typed(door, "show nothing")


@pytest.mark.parametrize("text", CORPUS)
async def test_whatever_is_typed_is_answered_in_words(door: Door, text: str) -> None:
    await keep(door)
    for word in ("", "show ", "read ", "end "):
        try:
            await typed(door, f"{word}{text[:2000]}")
        except (NotFound, BadInput) as refused:
            literal(Reply(refused.sentence).drawn()["blocks"])


async def test_it_is_begun_by_its_form_and_refused_by_field(door: Door) -> None:
    _, refused = await door.send(sent("kpi.created", HERE_NOTE, kind="availability", threshold="1", **AIMS))
    assert '"threshold"' in refused
    _, refused = await door.send(
        sent("kpi.created", HERE_NOTE, kind="custom", name="", threshold="1", **AIMS)
    )
    assert '"name"' in refused
    _, answer = await door.send(sent("kpi.created", HERE_NOTE, kind="availability", **AIMS))
    assert "availability is kept in view" in answer
    _, twice = await door.send(sent("kpi.created", HERE_NOTE, kind="availability", name="", **AIMS))
    assert "is kept in view already" in twice
    assert '"name"' in twice


async def test_a_reading_by_hand_and_taken_out_by_its_button(door: Door) -> None:
    one = await keep(door)
    assert await said(door, "read scores") == "Say it so: `/kpi read availability=0.999`."
    with pytest.raises(BadInput):
        await typed(door, "read scores=nan")
    reply = await typed(door, "read SCORES = 30")
    assert reply
    assert [each.value for each in (await now(door, one)).readings] == [30]
    value = (reply.blocks or [])[-1]["elements"][0]["value"]
    await door.send(click("kpi.take_out", value, user=BEN))
    assert len((await now(door, one)).readings) == 1
    for odd in ("", "/", f"{one.id}/", f"{one.id}/-1", f"{one.id}/{'9' * 40}", f"{one.id}/٣"):
        await door.send(click("kpi.take_out", odd))
    assert len((await now(door, one)).readings) == 1
    await door.send(click("kpi.take_out", value))
    assert (await now(door, one)).readings == ()


async def test_percent_of_what_is_measured_in_percent_is_as_jobs_send_it(door: Door) -> None:
    setup = replace(USUAL["custom"], unit="%", threshold=75)
    one = await door.store.run(
        lambda ledger: kpis.create(ledger, there(ledger), "coverage", "", setup, ANN, NOW)
    )
    await typed(door, "read coverage=80 %")
    assert [each.value for each in (await now(door, one)).readings] == [80]


async def test_what_was_ended_is_had_back_from_where_it_is_shown(door: Door) -> None:
    one = await keep(door)
    await typed(door, "end scores")
    reply = await typed(door, "show scores")
    assert reply
    [again] = (reply.blocks or [])[-1]["elements"]
    assert again["text"]["text"] == "Reopen"
    await door.send(click(again["action_id"], again["value"]))
    assert (await now(door, one)).ended is None


async def test_who_may_change_and_end_it_and_undo(door: Door) -> None:
    one = await keep(door)
    await door.send(click("kpi.change", one.id, user=BEN))
    assert door.client.opened() == []
    await door.send(click("kpi.change", one.id))
    assert door.client.opened() == ["kpi.changed"]
    note = {"round": one.id}
    await door.send(sent("kpi.changed", note, BEN, threshold="1", **AIMS))
    _, refused = await door.send(sent("kpi.changed", note, threshold="-1", **AIMS))
    assert '"threshold"' in refused
    await door.send(sent("kpi.changed", note, threshold="48", **AIMS))
    assert (await now(door, one)).setup.threshold == 48
    assert "is not kept in view any more" in await said(door, "end scores")
    await door.send(click("kpi.undo", one.id, user=BEN))
    assert (await now(door, one)).ended
    await door.send(click("kpi.undo", one.id))
    assert door.client.whispered()[-1] == "scores is kept in view again."
    assert (await now(door, one)).ended is None


async def test_another_workspace_does_nothing_to_it(door: Door) -> None:
    one = await keep(door)
    for action in ("kpi.change", "kpi.show", "kpi.undo"):
        await door.send(click(action, one.id, team="T2"))
    await door.send(click("kpi.take_out", f"{one.id}/1", team="T2"))
    await door.send(sent("kpi.changed", {"round": one.id}, team="T2", threshold="1", **AIMS))
    assert await now(door, one) == one.state
    assert door.client.opened() == []
    assert not any("scores" in each for each in door.client.whispered())
    assert "Nothing is kept in view" in await said(door, "", workspace=THERE)


async def test_planning_buttons_of_what_is_no_sprint_do_nothing(door: Door) -> None:
    one = await keep(door)
    for action in ("sprint.repair", "sprint.features"):
        await door.send(click(action, one.id))
    assert door.client.opened() == []
    note = {"round": one.id, "course": "repair"}
    await door.send(sent("sprint.steered", note, why="So"))
    assert await now(door, one) == one.state
