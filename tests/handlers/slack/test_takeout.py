"""Files that somebody asked for: to them alone, and a sentence where Slack takes none."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DeliveryError, Doubtful, Limited, TokenRefused, Unreachable
from bot.ledger import Ledger
from bot.model import MemberId
from handlers.slack.takeout import listeners
from handlers.slack.takeout.listeners import FAILED, LARGE, SCOPE
from handlers.slack.takeout.words import SENT
from tests.doubles import open_store
from tests.handlers.slack.door import ANN, BEN, HERE, ROOM, THERE, Door, click, seed, trigger

Json = dict[str, Any]


def command(text: str, user: str = ANN, channel: str = ROOM) -> Json:
    return {
        "command": "/piton",
        "text": text,
        "team_id": "T1",
        "user_id": user,
        "user_name": "ann",
        "channel_id": channel,
        "channel_name": "data",
        "trigger_id": trigger(),
    }


class Shares:
    """Who was given what; or why nobody was."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str, bytes]] = []
        self.refusal: Exception | None = None

    async def __call__(self, _: object, member: str, content: bytes, name: str, comment: str) -> None:
        assert comment
        if self.refusal:
            raise self.refusal
        self.given.append((member, name, content))


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    store = open_store(tmp_path, lambda _task, _jobs: None)
    await store.run(seed)
    yield Door(store)
    await store.close()


@pytest.fixture
def shares(monkeypatch: pytest.MonkeyPatch) -> Shares:
    shares = Shares()
    monkeypatch.setattr(listeners, "share_with", shares)
    return shares


def failed(door: Door) -> list[str]:
    return [each for each in door.client.whispered() if each != SENT]


async def test_it_goes_to_whoever_leads_and_asks(door: Door, shares: Shares) -> None:
    status, said = await door.send(command("export"))
    assert (status, "is being made" in said) == (200, True)
    [(member, name, content)] = shares.given
    assert (member, name, content[:2]) == (ANN, "data-c1.zip", b"PK")
    _, said = await door.send(command("export", user=BEN))
    assert "Only the team" in said
    assert len(shares.given) == 1


async def test_a_command_that_comes_twice_makes_one_file(door: Door, shares: Shares) -> None:
    twice = command("export")
    await door.send(twice)
    await door.send(twice)
    assert len(shares.given) == 1


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (TokenRefused("missing_scope"), SCOPE),
        (Limited("rate limited", 30), "did not take the file (rate limited)"),
        (Unreachable("file_uploads_disabled"), "did not take the file (file_uploads_disabled)"),
        (Doubtful("TimeoutError"), "did not take the file (TimeoutError)"),
        (ValueError("a mistake of ours"), FAILED),
    ],
)
async def test_where_slack_takes_no_file_it_is_said(
    door: Door, shares: Shares, refusal: Exception, says: str
) -> None:
    shares.refusal = refusal
    await door.send(command("export"))
    await door.send(click("mine.send", "send"))
    assert [says in each for each in failed(door)] == [True, True]
    assert isinstance(refusal, (DeliveryError, ValueError))


async def test_what_is_too_large_is_not_sent(
    door: Door, shares: Shares, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "MOST", 10)
    await door.send(command("export"))
    await door.send(click("mine.send", "send"))
    assert failed(door) == [LARGE, LARGE]
    assert shares.given == []


async def test_ones_own_data_go_to_oneself_whatever_a_button_carries(door: Door, shares: Shares) -> None:
    await door.send(click("mine.send", BEN))
    [(member, name, content)] = shares.given
    assert (member, name) == (ANN, "my-piton-data.json")
    assert json.loads(content)["member"]["id"] == ANN


async def test_who_presses_is_erased_and_nobody_else(door: Door) -> None:
    await door.send(click("mine.erase", BEN))

    def wished(ledger: Ledger) -> list[tuple[str, MemberId]]:
        every = [(where, who) for where in (HERE, THERE) for who in (ANN, BEN)]
        return [each for each in every if ledger.erasures.wished(*each)]

    assert await door.store.read(wished) == [(HERE, ANN)]
    _, said = await door.send(command("my-data"))
    assert "is being erased" in said


async def test_elsewhere_there_is_nothing_to_export(door: Door, shares: Shares) -> None:
    _, said = await door.send(command("export", channel="D1"))
    assert "in the channel of your team" in said
    assert shares.given == []
