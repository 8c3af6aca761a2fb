"""The door, over a store in which one team has a standup that is open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.doubles import open_store
from tests.handlers.slack.door import Door, seed


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    store = open_store(tmp_path)
    door = Door(store)
    await store.run(seed)
    yield door
    await store.close()
