"""The door, over a store in which one team has a standup that is open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ceremonies import CEREMONIES
from storage.sqlite import SqliteStore
from tests.handlers.slack.door import Door, seed


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    store = SqliteStore(tmp_path / "piton.db", CEREMONIES, lambda _task, _jobs: None)
    door = Door(store)
    await store.run(seed)
    yield door
    await store.close()
