"""Of what a message came, and what its platform says of all that are like it."""

import pytest

from bot import trace
from tests.bot.test_delivery import standing
from tests.factories import LOS_ANGELES, make_person, utc
from tests.shell import Shell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London and Lou in Los Angeles; it is Tuesday, a minute before Ada is asked."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Lou")
    await shell.to(utc("24 09:29"))
    return shell


async def test_what_is_sent_bears_the_id_of_what_it_came_of(team: Shell) -> None:
    seen: list[str] = []
    team.messenger.hook = lambda verb: seen.append(f"{verb} {trace.current()}")
    await team.to(utc("24 09:30"))
    with trace.bound("click"):
        await team.answer("Ada")
    await team.to(utc("24 09:40"))
    assert seen == ["post ", "edit click"]


async def test_when_the_platform_takes_no_more_posts_edits_go_on(team: Shell) -> None:
    await team.to(utc("24 11:59"))
    team.messenger.retry_after = 120
    team.messenger.fail("post", "refused")
    await team.to(utc("24 12:00"))
    await team.answer("Ada")
    assert standing(team) == ["UADA: answered Tue, late"]
    await team.to(utc("24 12:02"))
    assert standing(team)[1] == "C0DATA: digest Tue 1 of 2 | Ada: ship the model (late) | later Lou"
