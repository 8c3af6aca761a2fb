"""Yesterday's database put back, and whatever else waited until it was too late: old prompts are not sent again."""

from typing import Literal

import pytest

from bot.ceremonies.news import News, opening
from bot.errors import NotDelivered
from bot.ledger import Ledger
from bot.rounds import start
from tests.factories import make_member, make_person, make_settings, utc
from tests.shell import Shell
from tests.transcript import tell

DOWN = [NotDelivered("Slack cannot be reached")] * 100


async def begin(shell: Shell, where: Literal["dm", "channel"]) -> None:
    """On Tuesday morning Slack is away when Ada and Ben are to be asked."""
    await shell.people(make_person("Ada"), make_person("Ben"))
    await shell.set_up("Ada", "Ada", "Ben", settings=make_settings(where=where, digest_at="12:00"))
    shell.messenger.fail("post", *DOWN)
    await shell.to(utc("24 09:31"))
    assert shell.messenger.messages == []


async def back_up(shell: Shell) -> bytes | str:
    await shell.stop()
    kept = shell.copy()
    shell.open()
    return kept


async def put_back(shell: Shell, kept: bytes | str) -> None:
    await shell.stop()
    shell.restore(kept)
    shell.open()


@pytest.mark.parametrize("where", ["dm", "channel"])
async def test_a_restored_database_sends_no_old_prompt_again(
    shell: Shell, where: Literal["dm", "channel"]
) -> None:
    await begin(shell, where)
    backup = await back_up(shell)
    shell.messenger.faults.clear()
    await shell.to(utc("24 18:00"))
    asked = [each for each in shell.transcript if "asked Tue" in each or "board Tue" in each]
    assert asked
    await shell.to(utc("25 08:00"))
    shell.messenger.calls.clear()
    await put_back(shell, backup)
    await shell.to(utc("25 09:35"))
    posts = [each for each in shell.transcript if " post " in each]
    assert [each for each in posts if "asked Tue" in each or "board Tue" in each] == []
    assert [each for each in posts if "asked Wed" in each or "board Wed" in each]


async def test_a_board_that_slack_did_not_take_in_time_is_not_posted_in_the_night(shell: Shell) -> None:
    await begin(shell, "channel")
    shell.clock.moment = utc("24 23:00")
    shell.messenger.faults.clear()
    await shell.to(utc("25 01:00"))
    assert [tell(each.notice) for each in shell.messenger.messages] == [
        "digest Tue 0 of 2 | waiting Ada, Ben"
    ]
    assert shell.rows("SELECT why FROM slots WHERE name = 'board'") == [("too late",)]


async def test_a_board_that_is_of_use_yet_is_posted_when_slack_is_back(shell: Shell) -> None:
    await begin(shell, "channel")
    shell.clock.moment = utc("24 10:00")
    shell.messenger.faults.clear()
    await shell.to(utc("24 10:01"))
    assert [each for each in shell.transcript if "board" in each][-1:] == [
        "Tue 10:00 post C0DATA: board Tue 0 of 2"
    ]


async def test_news_of_long_ago_are_not_told(shell: Shell) -> None:
    await begin(shell, "dm")
    team, now = await shell.team(), shell.clock.now()

    def tell(ledger: Ledger) -> None:
        start(ledger, team, None, opening("old", News("on", "standup", "data"), [make_member()], now), now)

    await shell.run(tell)
    shell.clock.moment = utc("27 09:00")
    shell.messenger.faults.clear()
    shell.messenger.calls.clear()
    await shell.to(utc("27 09:20"))
    assert [each for each in shell.transcript if "news" in each] == []
