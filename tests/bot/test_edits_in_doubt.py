"""An edit of which nobody knows whether it arrived: what stands there is edited again, even back to what it was."""

import asyncio

import pytest

from bot.ceremonies.survey import Skip, Unskip
from tests.factories import make_person, utc
from tests.shell import Shell
from tests.transcript import tell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada was asked a minute ago."""
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:31"))
    return shell


def standing(shell: Shell) -> list[str]:
    return [tell(each.notice) for each in shell.messenger.messages]


async def test_an_edit_in_doubt_that_was_taken_back_is_edited_back(team: Shell) -> None:
    team.messenger.fail("edit", "doubtful, stored")
    await team.act(await team.round("24"), Skip(), "Ada")
    assert standing(team) == ["skipped Tue"]
    await team.act(await team.round("24"), Unskip(), "Ada")
    await team.to(utc("24 09:35"))
    assert standing(team) == ["asked Tue"]


async def test_an_edit_before_a_crash_that_was_taken_back_is_edited_back(team: Shell) -> None:
    def die(_: str) -> None:
        team.messenger.hook = None
        raise asyncio.CancelledError

    team.messenger.hook = die
    with pytest.raises(asyncio.CancelledError):
        await team.act(await team.round("24"), Skip(), "Ada")
    await team.stop()
    team.open()
    await team.act(await team.round("24"), Unskip(), "Ada")
    await team.to(utc("24 09:35"))
    assert standing(team) == ["asked Tue"]
