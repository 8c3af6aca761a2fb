"""What Slack refuses, for now or for good: that target is left alone, and what lies behind it is asked, once."""

from collections.abc import Sequence

import pytest

from bot.errors import DeliveryError, TokenRefused, Unreachable
from tests.bot.noted import ADA, change, noted, platform, set_out
from tests.bot.test_delivery import slot_states
from tests.factories import CHANNEL, LOS_ANGELES, WORKSPACE, make_person, utc
from tests.shell import Shell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London was asked and has answered; Lou is in Los Angeles. It is Tuesday morning."""
    await set_out(shell)
    await shell.answer("Ada")
    return shell


async def noon(team: Shell, *refusals: DeliveryError) -> None:
    """The digest is refused."""
    team.messenger.fail("post", *refusals)
    await team.to(utc("24 12:00"))


async def held(team: Shell) -> tuple[str, str]:
    plan = await team.plan()
    return plan.state, plan.held


def told(team: Shell) -> Sequence[str]:
    return [each.rpartition(": ")[2] for each in team.transcript if "news" in each]


@pytest.mark.parametrize(
    ("code", "changes", "why"),
    [
        ("is_archived", {"archived": True}, "archived"),
        ("not_in_channel", {"joined": False}, "kicked"),
        ("channel_not_found", {"private": True, "joined": False}, "gone"),
    ],
)
async def test_a_channel_that_refuses_is_looked_at_and_its_plans_are_held(
    team: Shell, code: str, changes: dict[str, bool], why: str
) -> None:
    change(team, **changes)
    await noon(team, Unreachable(code, "target"))
    assert ("digest", "wanted") in slot_states(team)  # kept until the channel is back
    assert await held(team) == ("paused", why)
    await team.to(utc("26 12:00"))
    assert told(team) == [why]
    assert len(team.asked()) == 1
    assert [each for each in team.transcript if f"post {CHANNEL}" in each] == [
        f"Tue 12:00 post {CHANNEL}: digest Tue 1 of 2 | Ada: ship the model | later Lou"
    ]


async def test_a_channel_that_is_all_right_after_all_holds_nothing(team: Shell) -> None:
    await noon(team, Unreachable("is_archived", "target"))
    assert await held(team) == ("active", "")
    assert told(team) == []


async def test_where_posting_is_restricted_a_lead_says_when_it_is_over(team: Shell) -> None:
    from bot import plans

    await noon(team, Unreachable("restricted_action", "posting"))
    assert await held(team) == ("paused", "restricted")
    await noted(team, CHANNEL)
    assert await held(team) == ("paused", "restricted")  # the channel looks as always
    assert told(team) == ["restricted"]
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.resume(ledger, there, plan, ADA, now))
    assert await held(team) == ("active", "")
    await team.to(utc("25 09:30"))
    assert "Wed 09:30 post UADA: asked Wed" in team.asked()


async def test_a_direct_message_that_is_restricted_holds_no_plan(shell: Shell) -> None:
    await shell.people(make_person("Ada"))
    shell.messenger.fail("post", Unreachable("restricted_action", "posting"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:30"))
    assert slot_states(shell) == [("ask:UADA", "unreachable")]
    assert await held(shell) == ("active", "")


@pytest.mark.parametrize("code", ["user_disabled", "user_not_found", "user_not_visible", "is_inactive"])
async def test_somebody_who_cannot_be_reached_is_looked_at(team: Shell, code: str) -> None:
    gone = make_person("Lou", LOS_ANGELES, active=False)
    platform(team).everybody[gone.id] = gone
    await team.to(utc("24 12:00"))
    team.messenger.fail("post", Unreachable(code, "target"))
    await team.to(utc("26 18:00"))
    assert [each for each in team.asked() if "ULOU" in each] == ["Tue 17:30 post ULOU: asked Tue"]
    assert f"person {gone.id}" in platform(team).asked


async def test_a_bot_in_the_team_is_not_asked_again(team: Shell) -> None:
    lou = make_person("Lou", LOS_ANGELES, human=False)
    platform(team).everybody[lou.id] = lou
    await team.to(utc("24 12:00"))
    team.messenger.fail("post", Unreachable("cannot_dm_bot", "target"))
    await team.to(utc("26 18:00"))
    assert len([each for each in team.asked() if "ULOU" in each]) == 1


@pytest.mark.parametrize("code", ["messages_tab_disabled", "invalid_blocks", "msg_too_long"])
async def test_what_concerns_a_message_alone_asks_nobody(team: Shell, code: str) -> None:
    await noon(team, Unreachable(code))
    assert ("digest", "unreachable") in slot_states(team)
    assert platform(team).asked == []
    assert await held(team) == ("active", "")


async def test_a_prompt_that_an_admin_deleted_is_not_sent_anew(shell: Shell) -> None:
    await set_out(shell)
    shell.messenger.fail("edit", Unreachable("message_not_found"))
    await shell.answer("Ada")
    await shell.to(utc("25 09:29"))
    assert [each for each in shell.heard("Ada") if " post " in each] == ["Tue 09:30 post UADA: asked Tue"]
    assert slot_states(shell)[0] == ("ask:UADA", "unreachable")
    assert shell.digests() == ["digest Tue 1 of 2 | Ada: ship the model | later Lou"]


async def test_an_edit_that_is_refused_leaves_the_message_and_asks(team: Shell) -> None:
    change(team, archived=True)
    await team.to(utc("24 12:00"))  # archived without a word, and the digest goes through
    team.messenger.fail("edit", Unreachable("is_archived", "target"))
    await team.answer("Ada", "changed")
    await team.to(utc("24 12:01"))
    assert ("digest", "shown") in slot_states(team)
    assert (await held(team))[0] == "paused"


async def test_a_dead_token_makes_messages_wait_and_holds_the_plans(team: Shell) -> None:
    platform(team).installed = False
    await noon(team, *[TokenRefused("account_inactive", 60)] * 2)
    assert await held(team) == ("paused", "uninstalled")
    platform(team).installed = True
    await noted(team, WORKSPACE)
    assert await held(team) == ("active", "")
    await team.to(utc("24 12:10"))
    assert team.digests() == ["digest Tue 1 of 2 | Ada: ship the model | later Lou"]


async def test_a_prompt_that_waited_until_it_was_of_no_use_is_not_sent(shell: Shell) -> None:
    await set_out(shell)
    there = platform(shell)
    shell.messenger.fail("post", *[TokenRefused("token_revoked", 60)] * 3)
    there.installed = False
    await shell.to(utc("24 17:31"))
    assert await held(shell) == ("paused", "uninstalled")
    assert (
        len(shell.messenger.faults["post"]) == 2
    )  # one was tried, and the others wait for us to be known again
    shell.messenger.faults.clear()
    await shell.to(utc("26 00:00"))
    there.installed = True
    shell.messenger.calls.clear()
    await noted(shell, WORKSPACE)
    await shell.to(utc("26 00:10"))
    assert shell.transcript == [
        "Thu 00:00 post C0DATA: digest Tue 0 of 1 | waiting Ada",
        "Thu 00:00 edit UADA: over Tue",
        "Thu 00:00 post UADA: news of data: on",
    ]
