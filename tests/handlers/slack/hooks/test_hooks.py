"""`/piton hooks`: a secret is made by those who lead, shown once to them alone, replaced and turned off."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import log
from bot.ledger import Ledger
from bot.ledger.hooks import Key
from bot.model import Team
from bot.reports import hooks
from storage.schema import connected
from storage.tables import metadata
from tests.doubles import open_store
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, Door, click, seed
from tests.handlers.slack.test_takeout import command

Json = dict[str, Any]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    store = open_store(tmp_path)
    await store.run(seed)
    yield Door(store)
    await store.close()


async def team(door: Door) -> Team:
    found = await door.store.read(lambda ledger: ledger.roster.team_in(HERE, ROOM))
    assert found
    return found


async def keys(door: Door, later: timedelta = timedelta(0)) -> list[str]:
    there = await team(door)

    def look(ledger: Ledger) -> tuple[Key, ...]:
        return ledger.hooks.keys(HERE, there.id, NOW + later)

    return [each.secret.get_secret_value() for each in await door.store.read(look)]


def shown(door: Door) -> list[str]:
    """The secrets in the forms that were opened."""
    views = [json.dumps(said["view"]) for method, said in door.client.calls if method == "views.open"]
    return [found for view in views for found in re.findall(r"pitonsec_[\w-]+", view)]


async def press(door: Door, action: str, user: str = ANN) -> None:
    await door.send(click(action, (await team(door)).id, user=user))


async def test_a_lead_makes_a_secret_that_is_shown_once_and_to_them_alone(door: Door) -> None:
    _, said = await door.send(command("hooks"))
    assert "No machine reports for #data" in said
    await press(door, "hooks.renew")
    [secret] = shown(door)
    assert await keys(door) == [secret]
    assert len(secret) > 50
    _, said = await door.send(command("hooks"))
    assert (await team(door)).id in said
    others = [said for method, said in door.client.calls if method != "views.open"]
    assert secret not in said + json.dumps(others, default=str)


async def test_a_new_one_leaves_the_old_good_for_a_day(door: Door) -> None:
    await press(door, "hooks.renew")
    await press(door, "hooks.renew")
    old, new = shown(door)
    assert set(await keys(door)) == {old, new}
    assert await keys(door, timedelta(days=1)) == [new]
    _, said = await door.send(command("hooks"))
    assert "The one before it is good for a day" in said


async def test_one_press_that_comes_twice_makes_one_secret(door: Door) -> None:
    twice = click("hooks.renew", (await team(door)).id)
    await door.send(twice)
    await door.send(twice)
    assert len(await keys(door)) == len(shown(door)) == 1


async def test_turned_off_none_is_good(door: Door) -> None:
    await press(door, "hooks.renew")
    await press(door, "hooks.off")
    assert await keys(door) == []
    assert "No machine can report for #data any more" in door.client.whispered()[-1]


async def test_of_many_in_a_day_the_last_is_refused_and_none_is_lost(door: Door) -> None:
    for _ in range(hooks.MOST + 1):
        await press(door, "hooks.renew")
    assert set(await keys(door)) == set(shown(door))
    assert len(shown(door)) == hooks.MOST
    assert "secrets of this team are good just now" in door.client.whispered()[-1]
    [last] = await keys(door, timedelta(days=1))
    assert last == shown(door)[-1]


async def test_nobody_else_can(door: Door) -> None:
    await press(door, "hooks.renew")
    before = await keys(door)
    _, said = await door.send(command("hooks", user=BEN))
    assert hooks.LEADS in said
    for action in ("hooks.renew", "hooks.off"):
        await press(door, action, user=BEN)
        await door.send(click(action, "another-team"))
        await door.send(click(action, (await team(door)).id, team="T2"))
    assert await keys(door) == before
    assert len(shown(door)) == 1
    _, said = await door.send(command("hooks", channel="D1"))
    assert hooks.NOWHERE.partition("`")[0] in said


async def test_the_secret_stands_in_one_table_and_in_no_log(
    door: Door, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up("DEBUG")
    await press(door, "hooks.renew")
    [secret] = shown(door)
    log.log.error("a slip", said=f"it is {secret}")
    assert secret not in "".join(capsys.readouterr())
    there = (await team(door)).id
    assert secret not in repr(await door.store.read(lambda ledger: ledger.hooks.keys(HERE, there, NOW)))
    with connected(tmp_path / "piton.db") as connection:
        holds = [
            table.name
            for table in metadata.sorted_tables
            if secret in repr(connection.execute(table.select()).all())
        ]
    assert holds == ["hooks"]


async def test_how_a_job_reports_is_told_by_what_can_be_run(door: Door) -> None:
    _, said = await door.send(command("hooks"))
    await press(door, "hooks.renew")
    [made] = [json.dumps(its["view"]) for method, its in door.client.calls if method == "views.open"]
    for each in (said, made):
        assert "`piton report --help`" in each
    assert "PITON_URL, PITON_TEAM and PITON_SECRET" in said
