"""The real process, killed at named points and at random while people act and Slack fails: none lost or doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.process import beside
from tests.faults.trial import Trial


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'piton.db'}"
        return
    with postgres.database(empty=True) as url:
        yield url


async def test_kills_in_a_storm_lose_and_double_nothing(address: str) -> None:
    async with beside(address, QUICK="1") as (bot, there):
        verdict = await Trial(there, bot, address, kills=12, posts=50, soon=3).run()
    assert verdict.unrested == []
    assert verdict.broken == []
    assert verdict.kills >= 12
    assert verdict.posts >= 50
    assert max(verdict.doubts, default=0) < 20
    assert {"from outside"} < verdict.died_at.keys()
