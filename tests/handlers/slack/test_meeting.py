"""Who may be named in a form: what is private stays in its channel, also where Slack is slow to say who is in it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from bot.errors import BadInput, DeliveryError
from bot.model import Channel, ChannelId, MemberId, WorkspaceId
from bot.shell import backlog
from handlers.slack import meeting
from handlers.slack.desk import Desk, Envelope
from handlers.slack.meeting import present_in, require_inside
from tests.factories import CHANNEL, WORKSPACE, make_person, member_id, utc
from tests.shell import Shell

ADA, BEN, EVE = make_person("Ada"), make_person("Ben"), make_person("Eve")
ENVELOPE = Envelope(WORKSPACE, ADA.id, "Ada", CHANNEL)


class Directory:
    """What Slack says of one channel; `fails`: it does not."""

    def __init__(
        self, members: Sequence[str], *, private: bool, fails: Exception | None = None, slow: bool = False
    ) -> None:
        self.present = [member_id(each) for each in members]
        self.private = private
        self.fails = fails
        self.slow = slow  #: to tell who is in it

    async def channel(self, _: WorkspaceId, channel: ChannelId) -> Channel:
        if isinstance(self.fails, TimeoutError):
            await asyncio.sleep(60)
        if self.fails:
            raise self.fails
        return Channel(channel, "data", private=self.private)

    async def members(self, _: WorkspaceId, __: ChannelId) -> list[MemberId]:
        if self.slow:
            await asyncio.sleep(60)
        return self.present


class Here:
    """As much of a desk as is asked."""

    def __init__(self, shell: Shell, directory: Directory) -> None:
        self.store, self.directory = shell.store, directory


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    made = Shell(tmp_path, utc("20 16:00"))
    await made.people(ADA, BEN, EVE)
    await made.run(
        lambda ledger: ledger.roster.seat(
            backlog.team_for(ledger, WORKSPACE, CHANNEL, "data", ADA.id, made.clock.now()),
            BEN.id,
            ("developer",),
        )
    )
    yield made
    await made.stop()


async def inside(shell: Shell, directory: Directory, *named: str) -> frozenset[MemberId] | None:
    known = [ADA, *(each for each in (BEN, EVE) if each.name in named)]
    desk = cast("Desk", Here(shell, directory))
    return await require_inside(desk, ENVELOPE, CHANNEL, "data", known, lambda whose: f"field of {whose}")


async def test_in_a_private_channel_only_who_is_in_it_may_be_named(shell: Shell) -> None:
    there = Directory(["Ada", "Ben"], private=True)
    assert await inside(shell, there, "Ben") == frozenset({ADA.id, BEN.id})
    with pytest.raises(BadInput, match="#data is private, and Eve is not in it") as refused:
        await inside(shell, there, "Ben", "Eve")
    assert refused.value.field == f"field of {EVE.id}"
    assert await inside(shell, Directory(["Ada"], private=False), "Eve") == frozenset({ADA.id})


@pytest.mark.parametrize("fault", [TimeoutError(), DeliveryError("not now")])
async def test_where_slack_does_not_say_in_time_only_the_team_may_be_named(
    shell: Shell, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "READING", 0.05)
    silent = Directory(["Ada", "Ben"], private=True, fails=fault)
    assert await inside(shell, silent, "Ben") == frozenset({ADA.id, BEN.id})
    with pytest.raises(BadInput, match="Slack does not say just now who is in #data") as refused:
        await inside(shell, silent, "Eve")
    assert refused.value.field == f"field of {EVE.id}"


async def test_a_public_channel_that_is_too_large_to_read_in_time_is_open_to_all(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "READING", 0.05)
    assert await inside(shell, Directory(["Ada"], private=False, slow=True), "Eve") is None
    with pytest.raises(BadInput, match="does not say just now"):
        await inside(shell, Directory(["Ada"], private=True, slow=True), "Eve")


async def test_who_is_in_a_channel_is_not_guessed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "READING", 0.05)
    for slow, known in ((False, frozenset({ADA.id})), (True, None)):
        desk = cast("Desk", Here(shell, Directory(["Ada"], private=False, slow=slow)))
        assert await present_in(desk, WORKSPACE, CHANNEL) == known
