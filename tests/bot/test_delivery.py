"""Delivery: each message once, in order, whatever the platform answers and wherever the process ends."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.ceremonies import standup
from bot.delivery import Delivery
from bot.ledger import Address, Job, Ref
from bot.model import Notice
from bot.rounds import GATE_LEASE
from bot.sending import DOUBT, TRIES
from tests.doubles import Fault
from tests.factories import LOS_ANGELES, make_person, make_settings, member_id, utc
from tests.shell import Shell
from tests.transcript import line, tell


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London and Lou in Los Angeles; it is Tuesday, a minute before Ada is asked."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Lou")
    await shell.to(utc("24 09:29"))
    return shell


def verbs(shell: Shell) -> list[str]:
    return [f"{call.at:%H:%M:%S} {call.verb}" for call in shell.messenger.calls]


def standing(shell: Shell) -> list[str]:
    return [f"{each.to.target}: {tell(each.notice)}" for each in shell.messenger.messages]


def slot_states(shell: Shell) -> list[tuple[str, str]]:
    return [(name, state) for name, state in shell.rows("SELECT name, state FROM slots ORDER BY id")]


async def test_a_refused_message_is_sent_again_when_the_platform_says(team: Shell) -> None:
    team.messenger.retry_after = 30
    team.messenger.fail("post", "refused")
    await team.to(utc("24 09:31"))
    assert verbs(team) == ["09:30:00 post", "09:30:30 post"]
    assert standing(team) == ["UADA: asked Tue"]


async def test_refusals_without_a_time_are_tried_less_and_less_often(team: Shell) -> None:
    team.messenger.fail("post", "refused", "refused", "refused", "refused")
    await team.to(utc("24 09:31"))
    assert verbs(team) == [
        "09:30:00 post",
        "09:30:01 post",
        "09:30:03 post",
        "09:30:07 post",
        "09:30:15 post",
    ]
    assert standing(team) == ["UADA: asked Tue"]


async def test_a_message_in_doubt_that_arrived_is_found_and_not_sent_again(team: Shell) -> None:
    team.messenger.fail("post", "doubtful, stored")
    await team.to(utc("24 09:31"))
    assert [each.split()[1] for each in verbs(team)] == ["post", "find", "edit"]
    assert standing(team) == ["UADA: asked Tue"]


async def test_a_message_in_doubt_that_is_lost_is_sent_again_once_it_cannot_come_any_more(
    team: Shell,
) -> None:
    team.messenger.fail("post", "doubtful, lost")
    await team.to(utc("24 09:31"))
    assert verbs(team) == ["09:30:00 post", "09:30:05 find", "09:30:15 find", "09:30:15 post"]
    assert timedelta(seconds=15) == DOUBT
    assert standing(team) == ["UADA: asked Tue"]


@pytest.mark.parametrize("fault", ["refused", "doubtful, lost"])
async def test_a_look_up_that_fails_settles_no_doubt(team: Shell, fault: Fault) -> None:
    team.messenger.fail("post", "doubtful, stored")
    team.messenger.fail("find", fault, fault)
    await team.to(utc("24 09:35"))
    assert [each.split()[1] for each in verbs(team)] == ["post", "find", "find", "find", "edit"]
    assert standing(team) == ["UADA: asked Tue"]


async def test_what_cannot_be_reached_is_left_alone(team: Shell) -> None:
    team.messenger.fail("post", "unreachable")
    await team.to(utc("24 11:00"))
    assert verbs(team) == ["09:30:00 post"]
    assert slot_states(team) == [("ask:UADA", "unreachable")]


async def test_an_edit_in_doubt_is_simply_done_again(team: Shell) -> None:
    await team.to(utc("24 09:30"))
    team.messenger.fail("edit", "doubtful, stored", "doubtful, lost")
    await team.answer("Ada")
    await team.to(utc("24 09:45"))
    assert [each.split()[1] for each in verbs(team)] == ["post", "edit", "edit", "edit"]
    assert standing(team) == ["UADA: answered Tue"]


async def test_what_answers_a_message_that_never_came_is_not_sent(team: Shell) -> None:
    await team.to(utc("24 09:30"))
    await team.answer("Ada")
    team.messenger.fail("post", "unreachable")
    await team.to(utc("24 12:00"))
    assert standing(team) == ["UADA: answered Tue"]
    assert ("answer:UADA", "unreachable") in slot_states(team)


async def test_what_was_of_no_use_when_its_turn_came_is_sent_once_it_is_again(team: Shell) -> None:
    """Ada is taken out of the plan while her prompt waits to be tried again."""
    team.messenger.retry_after = 30
    team.messenger.fail("post", "refused")
    await team.to(utc("24 09:30"))
    await team.set_up("Ada", people=(member_id("Lou"),))
    await team.to(utc("24 09:40"))
    assert standing(team) == []
    await team.set_up("Ada", "Ada", "Lou")
    assert standing(team) == ["UADA: asked Tue"]


async def test_messages_of_a_channel_keep_their_order_when_the_first_is_refused(team: Shell) -> None:
    await team.to(utc("24 09:30"))
    await team.answer("Ada", blockers="no GPU")
    team.messenger.fail("post", "refused", "refused")
    await team.to(utc("24 12:01"))
    assert standing(team)[1:] == [
        "C0DATA: digest Tue 1 of 2 | blocked Ada: no GPU (open) | Ada: ship the model | later Lou",
        "C0DATA: card of Ada: no GPU, open",
        "C0DATA: answer of Ada: ship the model; no GPU",
    ]


async def test_edits_coalesce(team: Shell) -> None:
    """What happens while a card may not be edited again is said in one edit."""
    await team.to(utc("24 12:00"))
    team.delivery.edit_pace = timedelta(seconds=3)
    for text in ("a", "b", "c"):
        await team.answer("Ada", text)
    await team.to(utc("24 12:01"))
    calls = [call for call in team.messenger.calls if isinstance(call.notice, standup.Digest)]
    assert [f"{call.at:%H:%M:%S} {line(call)}" for call in calls] == [
        "12:00:00 Tue 12:00 post C0DATA: digest Tue 0 of 2 | waiting Ada | later Lou",
        "12:00:00 Tue 12:00 edit C0DATA: digest Tue 1 of 2 | Ada: a (late) | later Lou",
        "12:00:03 Tue 12:00 edit C0DATA: digest Tue 1 of 2 | Ada: c (late) | later Lou",
    ]


@pytest.mark.parametrize("verb", ["post", "edit"])
async def test_a_crash_between_a_call_and_its_record_ends_with_one_message(team: Shell, verb: str) -> None:
    """The hook runs when the platform has the message and we do not know yet."""
    if verb == "edit":
        await team.to(utc("24 09:30"))

    def kill(done: str) -> None:
        if done == verb:
            team.messenger.hook = None
            raise asyncio.CancelledError

    team.messenger.hook = kill
    with pytest.raises(asyncio.CancelledError):
        await (team.answer("Ada") if verb == "edit" else team.to(utc("24 09:30")))
    await team.stop()
    team.open()
    await team.to(utc("24 09:45"))
    assert standing(team) == [f"UADA: {'answered' if verb == 'edit' else 'asked'} Tue"]


async def test_a_crash_before_the_call_loses_nothing(team: Shell) -> None:
    real = team.messenger.post

    async def killed(to: Address, notice: Notice, key: str) -> Ref:
        del to, notice, key
        raise asyncio.CancelledError

    team.messenger.post = killed  # type: ignore[method-assign] # the process ends in it
    with pytest.raises(asyncio.CancelledError):
        await team.to(utc("24 09:30"))
    await team.stop()
    team.messenger.post = real  # type: ignore[method-assign] # and starts again
    team.open()
    await team.to(utc("24 09:45"))
    assert standing(team) == ["UADA: asked Tue"]


async def test_a_doubt_from_before_the_clock_stepped_back_is_settled_soon(team: Shell) -> None:
    team.messenger.fail("post", "doubtful, lost")
    await team.to(utc("24 09:30"))
    team.clock.moment -= timedelta(hours=1)
    async with asyncio.timeout(5):
        await team.to(team.clock.moment + timedelta(minutes=1))
    assert standing(team) == ["UADA: asked Tue"]


async def test_a_message_that_cannot_be_drawn_is_given_up_and_holds_up_nobody(team: Shell) -> None:
    real = team.messenger.post

    async def broken(to: Address, notice: Notice, key: str) -> Ref:
        if tell(notice).startswith("digest"):
            raise KeyError("no drawing")
        return await real(to, notice, key)

    team.messenger.post = broken  # type: ignore[method-assign] # a fault of our own
    await team.to(utc("24 12:00"))
    await team.set_up("Ada", "Ada", "Lou", settings=make_settings(where="channel"))
    await team.to(utc("25 09:31"))
    assert standing(team) == ["UADA: over Tue", "ULOU: asked Tue", "C0DATA: board Wed 0 of 2"]
    assert ("digest", "unreachable") in slot_states(team)
    assert TRIES < 10


async def test_what_may_be_there_is_looked_for_as_long_as_it_takes(team: Shell) -> None:
    """Where even our own look-up fails: to give it up then would lose what has come of it."""
    real, failed = team.messenger.find, 0

    async def broken(to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        nonlocal failed
        failed += 1
        if failed <= TRIES + 2:
            raise KeyError("messages")
        return await real(to, key, since, until)

    team.messenger.find = broken  # type: ignore[method-assign] # a fault of our own
    team.messenger.fail("post", "doubtful, stored")
    await team.to(utc("24 09:36"))
    assert failed == TRIES + 3
    assert standing(team) == ["UADA: asked Tue"]
    assert ("ask:UADA", "shown") in slot_states(team)


async def test_a_call_that_hangs_is_in_doubt(team: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sending.SEND_TIMEOUT", timedelta(seconds=0.05))
    real = team.messenger.post

    async def hang(to: Address, notice: Notice, key: str) -> Ref:
        await real(to, notice, key)
        await asyncio.sleep(60)
        raise AssertionError

    team.messenger.post = hang  # type: ignore[method-assign] # stored, but no answer comes
    await team.to(utc("24 09:31"))
    assert standing(team) == ["UADA: asked Tue"]
    assert [each.split()[1] for each in verbs(team)] == ["post", "find", "edit"]


async def test_one_channel_in_trouble_holds_up_no_other(team: Shell) -> None:
    await team.people(make_person("Bea"))
    await team.set_up("Ada", "Ada", "Bea", "Lou")
    team.messenger.fail("post", "doubtful, lost")
    await team.to(utc("24 09:30"))
    assert standing(team) == ["UBEA: asked Tue"]
    await team.to(utc("24 09:31"))
    assert standing(team) == ["UBEA: asked Tue", "UADA: asked Tue"]


async def test_a_platform_that_names_a_very_long_time_is_asked_again_every_few_minutes(team: Shell) -> None:
    team.messenger.retry_after = 36_000
    team.messenger.fail("post", "refused", "refused")
    await team.to(utc("24 09:39"))
    assert verbs(team) == ["09:30:00 post", "09:34:00 post", "09:38:00 post"]


async def test_two_carriers_of_one_channel_send_each_message_once(team: Shell) -> None:
    """A lease that lapsed while its holder lived: both go for the same line."""
    await team.to(utc("24 09:30"))
    await team.answer("Ada", blockers="no GPU")
    team.clock.moment = utc("24 12:00")
    still = timedelta(0)
    others = [Delivery(team.store, team.messenger, team.clock, still, still, still) for _ in range(3)]

    async def together(jobs: Sequence[Job]) -> None:
        await asyncio.gather(*(each.deliver(jobs) for each in others))

    team.delivery.deliver = together  # type: ignore[method-assign] # all at once
    await team.to(utc("24 12:05"))
    assert len({each.key for each in team.messenger.messages}) == len(team.messenger.messages)
    assert [each.split()[1] for each in standing(team)] == ["answered", "digest", "card", "answer"]


async def test_a_lease_that_ran_out_in_the_queue_sends_nothing_that_another_process_sends(
    shell: Shell,
) -> None:
    """One send at a time; while the first is under way, the leases of those who wait for it run out."""
    names = ("Ada", "Ben", "Cai")
    await shell.people(*map(make_person, names))
    await shell.set_up("Ada", *names)
    await shell.to(utc("24 09:29"))
    real = shell.messenger.post
    shell.delivery = Delivery(shell.store, shell.messenger, shell.clock, in_flight=asyncio.Semaphore(1))
    other = Delivery(shell.store, shell.messenger, shell.clock, pace=timedelta(0))

    async def slow(to: Address, notice: Notice, key: str) -> Ref:
        ref = await real(to, notice, key)
        shell.messenger.post = real  # type: ignore[method-assign]
        shell.clock.moment += GATE_LEASE + timedelta(seconds=1)
        now = shell.clock.now()
        for _ in range(3):
            await other.deliver(await shell.store.run(lambda ledger: ledger.outbox.claim(now, GATE_LEASE, 9)))
        return ref

    shell.messenger.post = slow  # type: ignore[method-assign]
    await shell.to(utc("24 09:35"))
    assert sorted(standing(shell)) == ["UADA: asked Tue", "UBEN: asked Tue", "UCAI: asked Tue"]
