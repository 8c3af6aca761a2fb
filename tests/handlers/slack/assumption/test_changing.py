"""An assumption is changed in its form and taken back, by whom it is."""

from typing import Any

import pytest

from bot.errors import Settled
from handlers.slack.assumption.listing import NONE
from tests.handlers.slack.assumption.trying import DAY, Json, now, record, said, typed
from tests.handlers.slack.at_the_door import sent
from tests.handlers.slack.door import ANN, BEN, Door, click


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
