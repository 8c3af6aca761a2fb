"""What all stories share."""

import pytest

from handlers.slack import front
from playground import sockets, tickets


@pytest.fixture(autouse=True)
def a_busy_machine_spoils_no_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real seconds count for nothing here: how fast an answer comes is for the benches, what comes late for
    tests/faults."""
    monkeypatch.setattr(front, "PATIENCE", 27.0)
    monkeypatch.setattr(sockets, "ACK_DEADLINE", 30.0)
    monkeypatch.setattr(tickets, "TRIGGER_LIFE", 30.0)
