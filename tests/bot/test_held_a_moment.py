"""What is owed while a plan is held for a moment, or Slack refuses or is away: it goes when that is over, while it is
of use, and once."""

from datetime import time

import pytest

from bot import people, plans
from bot.errors import Limited, TokenRefused, Unreachable
from bot.ledger import Ledger
from bot.model import Chosen, MemberId
from tests.bot.noted import ADA, LOU, change, noted, platform, set_out
from tests.factories import CHANNEL, LOS_ANGELES, WORKSPACE, make_settings, utc
from tests.shell import Shell
from tests.transcript import tell

ARCHIVED = Unreachable("is_archived", "target")
LIMITED = Limited("rate limited", 200)


@pytest.fixture
async def team(shell: Shell) -> Shell:
    return await set_out(shell)


def standing(shell: Shell, target: str) -> list[str]:
    """What stands in a channel now, and when it came."""
    return [
        f"{each.at:%a %H:%M} {tell(each.notice)}"
        for each in shell.messenger.messages
        if each.to.target == target
    ]


async def archive(team: Shell, *, archived: bool) -> None:
    change(team, archived=archived)
    await noted(team, CHANNEL)


async def resume(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.resume(ledger, there, plan, ADA, now))


async def hush(team: Shell, who: MemberId, *quiet: str) -> None:
    now, (starts, ends) = team.clock.now(), map(time.fromisoformat, quiet)

    def do(ledger: Ledger) -> None:
        ledger.roster.choose(WORKSPACE, who, Chosen(quiet=(starts, ends)))
        people.moved_everywhere(ledger, WORKSPACE, who, now)

    await team.run(do)


def tries(team: Shell, verb: str, target: str) -> int:
    return sum((each.verb, each.target) == (verb, target) for each in team.messenger.calls)


# Prompts.


async def test_a_prompt_owed_when_piton_was_kicked_comes_when_it_is_back(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    team.messenger.retry_after = 120
    team.messenger.fail("post", "refused")
    await team.to(utc("24 17:31"))
    change(team, joined=False)
    await noted(team, CHANNEL)
    await team.to(utc("24 17:40"))
    assert standing(team, LOU) == []
    change(team, joined=True)
    await noted(team, CHANNEL)
    assert standing(team, LOU) == ["Tue 17:40 asked Tue"]
    await team.to(utc("24 23:00"))
    assert standing(team, LOU) == ["Tue 17:40 asked Tue"]


async def test_a_prompt_owed_while_the_token_was_dead_comes_when_it_is_good(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    platform(team).installed = False
    team.messenger.fail("post", *[TokenRefused("account_inactive", 60)] * 2)
    await team.to(utc("24 17:33"))
    assert ((await team.plan()).held, standing(team, LOU)) == ("uninstalled", [])
    platform(team).installed = True
    await noted(team, WORKSPACE)
    await team.to(utc("24 17:45"))
    assert ((await team.plan()).held, standing(team, LOU)) == ("", ["Tue 17:34 asked Tue"])


async def test_a_prompt_is_not_sent_in_the_night_when_the_plan_goes_on_so_late(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    team.messenger.retry_after = 120
    team.messenger.fail("post", "refused")
    await team.to(utc("24 17:31"))
    await archive(team, archived=True)
    await team.to(utc("25 08:00"))  # midnight in Los Angeles
    await archive(team, archived=False)
    await team.to(utc("25 17:30"))
    assert standing(team, LOU) == ["Wed 17:30 asked Wed"]


async def test_a_prompt_held_until_the_next_has_come_is_not_sent(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    team.messenger.retry_after = 120
    team.messenger.fail("post", "refused")
    await team.to(utc("24 17:31"))
    await archive(team, archived=True)
    await team.to(utc("25 18:00"))
    await archive(team, archived=False)
    await team.to(utc("26 17:30"))
    assert standing(team, LOU) == ["Thu 17:30 asked Thu"]


async def test_an_answer_to_a_prompt_that_never_came_is_shown(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    team.messenger.retry_after = 120
    team.messenger.fail("post", "refused")
    await team.to(utc("24 17:31"))
    await archive(team, archived=True)
    await team.to(utc("25 08:00"))
    await archive(team, archived=False)
    await team.answer("Lou")
    assert standing(team, LOU) == ["Wed 08:00 answered Tue"]


# Quiet hours.


async def test_a_prompt_that_slack_took_too_late_waits_for_the_end_of_quiet_hours(team: Shell) -> None:
    """Lou's prompt comes at 17:30, 09:30 there; they keep quiet hours from 10:00 to 11:00."""
    await hush(team, LOU, "10:00", "11:00")
    await team.to(utc("24 17:29"))
    team.messenger.fail("post", *[LIMITED] * 9)
    await team.to(utc("24 18:59"))
    assert standing(team, LOU) == []
    before = tries(team, "post", LOU)
    await team.to(utc("24 19:05"))
    assert standing(team, LOU) == ["Tue 19:00 asked Tue"]
    assert (before, tries(team, "post", LOU)) == (9, 10)


async def test_what_somebody_did_themself_is_shown_in_their_quiet_hours(team: Shell) -> None:
    await hush(team, LOU, "07:00", "09:00")
    await team.to(utc("24 16:00"))  # 08:00 there
    await team.answer("Lou")
    assert standing(team, LOU) == ["Tue 16:00 answered Tue"]


async def test_a_reminder_that_slack_took_too_late_is_left_out(team: Shell) -> None:
    """Ada's is due at 11:30; her quiet hours begin at 11:40."""
    await hush(team, ADA, "11:40", "13:00")
    team.messenger.fail("post", *[LIMITED] * 4)
    await team.to(utc("24 11:59"))
    await team.to(utc("24 17:00"))
    assert standing(team, ADA) == ["Tue 09:30 asked Tue"]


# Digests.


async def test_a_digest_refused_before_the_channel_is_seen_to_be_archived_comes_once_it_is_not(
    team: Shell,
) -> None:
    await team.answer("Ada", blockers="no GPU")
    team.messenger.fail("post", ARCHIVED)
    await team.to(utc("24 11:59"))
    change(team, archived=True)
    await team.to(utc("24 12:05"))
    assert ((await team.plan()).held, team.digests()) == ("archived", [])
    await archive(team, archived=False)
    assert [each.split(" | ")[0] for each in standing(team, CHANNEL)] == [
        "Tue 12:05 digest Tue 1 of 2",
        "Tue 12:05 card of Ada: no GPU, open",
        "Tue 12:05 answer of Ada: ship the model; no GPU",
    ]


async def test_a_digest_refused_by_a_channel_that_was_well_before_we_asked_comes_a_little_later(
    team: Shell,
) -> None:
    await team.answer("Ada")
    team.messenger.fail("post", ARCHIVED)
    await team.to(utc("24 12:01"))
    assert ((await team.plan()).held, team.digests()) == ("", [])
    await team.to(utc("24 12:05"))
    assert standing(team, CHANNEL)[0].startswith("Tue 12:04 digest Tue")


async def test_a_channel_that_refuses_though_nothing_seems_the_matter_is_not_asked_for_ever(
    team: Shell,
) -> None:
    await team.answer("Ada")
    team.messenger.fail("post", *[ARCHIVED] * 100)
    await team.to(utc("24 13:00"))
    assert tries(team, "post", CHANNEL) == 4


async def test_a_digest_due_while_the_plan_was_held_comes_a_day_late(team: Shell) -> None:
    await team.answer("Ada")
    await team.to(utc("24 11:00"))
    await archive(team, archived=True)
    await team.to(utc("25 18:00"))
    await archive(team, archived=False)
    assert team.digests() == ["digest Tue 1 of 1 | Ada: ship the model"]
    await team.to(utc("25 22:00"))
    assert len(team.digests()) == 1


async def test_a_digest_of_last_week_is_not_posted(team: Shell) -> None:
    await team.answer("Ada")
    await team.to(utc("24 11:00"))
    await archive(team, archived=True)
    await team.to(utc("26 12:01"))
    assert (await team.round("24")).over
    await archive(team, archived=False)
    assert team.digests() == []


async def test_a_digest_that_was_refused_two_days_ago_is_not_posted(team: Shell) -> None:
    await team.answer("Ada")
    team.messenger.fail("post", ARCHIVED)
    await team.to(utc("24 11:59"))
    change(team, archived=True)
    await team.to(utc("26 12:01"))
    await archive(team, archived=False)
    assert [each for each in standing(team, CHANNEL) if "Tue" in each[4:]] == []


async def test_a_digest_that_we_may_not_post_comes_when_a_lead_resumes(team: Shell) -> None:
    await team.answer("Ada")
    team.messenger.fail("post", Unreachable("restricted_action", "posting"))
    await team.to(utc("24 12:05"))
    await noted(team, CHANNEL)  # nothing that can be asked tells
    await team.to(utc("24 12:30"))
    assert ((await team.plan()).held, team.digests()) == ("restricted", [])
    assert tries(team, "post", CHANNEL) == 1
    await resume(team)
    assert standing(team, CHANNEL)[0].startswith("Tue 12:30 digest Tue")


async def test_a_digest_in_doubt_whose_look_up_was_refused_is_looked_up_again(team: Shell) -> None:
    await team.answer("Ada")
    team.messenger.fail("post", "doubtful, stored")
    team.messenger.fail("find", Unreachable("not_in_channel", "target"))
    await team.to(utc("24 11:59"))
    change(team, joined=False)
    await team.to(utc("24 12:05"))
    assert (await team.plan()).held == "kicked"
    change(team, joined=True)
    await noted(team, CHANNEL)
    await team.to(utc("24 12:30"))
    assert len(team.digests()) == 1
    assert standing(team, CHANNEL)[1].endswith("answer of Ada: ship the model")


async def test_an_edit_refused_while_the_channel_was_archived_is_made_afterwards(team: Shell) -> None:
    await team.answer("Ada")
    await team.to(utc("24 17:31"))
    change(team, archived=True)
    team.messenger.fail("edit", *[ARCHIVED] * 9)
    team.messenger.fail("post", *[ARCHIVED] * 9)
    await team.answer("Lou")
    await team.to(utc("24 18:00"))
    assert tries(team, "edit", CHANNEL) <= 2
    assert team.digests()[0].startswith("digest Tue 1 of ")
    team.messenger.faults.clear()
    await archive(team, archived=False)
    await team.to(utc("24 18:10"))
    assert team.digests()[0].startswith("digest Tue 2 of 2")
    assert standing(team, CHANNEL)[-1].endswith("answer of Lou: ship the model")


async def test_a_person_who_is_gone_is_not_written_to_again(team: Shell) -> None:
    await team.to(utc("24 17:29"))
    team.messenger.fail("post", Unreachable("user_disabled", "target"))
    await team.to(utc("24 17:35"))
    await archive(team, archived=True)
    await archive(team, archived=False)
    await team.to(utc("24 22:00"))
    assert tries(team, "post", LOU) == 1 + len(standing(team, LOU))
    assert not any("asked" in each for each in standing(team, LOU))


async def test_a_board_that_is_over_is_not_posted_anew(team: Shell) -> None:
    await team.set_up("Ada", "Ada", "Lou", settings=make_settings(where="channel"), zone=LOS_ANGELES)
    await team.to(utc("25 09:29"))
    team.messenger.fail("post", ARCHIVED)
    change(team, archived=True)
    await team.to(utc("25 09:31"))
    assert (await team.plan()).held == "archived"
    await team.to(utc("26 18:00"))
    await archive(team, archived=False)
    assert not any("board Wed" in each for each in standing(team, CHANNEL))
