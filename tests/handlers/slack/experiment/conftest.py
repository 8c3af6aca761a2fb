"""A channel that is private, and one that is entered."""

import pytest

from bot.model import MemberId
from handlers.slack.directory import SlackDirectory
from tests.handlers.slack.door import ANN, BEN


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(*_: object) -> tuple[str, bool]:
        return "data", False

    monkeypatch.setattr("handlers.slack.experiment.registering.enter", yes)


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """The channel is private; Ann and Ben are in it."""

    class Private:
        private = True

    async def channel(*_: object) -> Private:
        return Private()

    async def members(*_: object) -> tuple[MemberId, ...]:
        return ANN, BEN

    monkeypatch.setattr(SlackDirectory, "channel", channel)
    monkeypatch.setattr(SlackDirectory, "members", members)
