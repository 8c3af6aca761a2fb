"""The real process, killed at named points and at random while people act and Slack fails: none lost or doubled."""

from pathlib import Path

from tests.faults.process import world
from tests.faults.trial import Trial


async def test_kills_in_a_storm_lose_and_double_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, QUICK="1") as (bot, there):
        trial = Trial(there, bot, f"sqlite:///{tmp_path / 'piton.db'}", kills=20, posts=80, soon=3)
        verdict = await trial.run()
    assert verdict.unrested == []
    assert verdict.broken == []
    assert verdict.kills >= 20
    assert verdict.posts >= 80
    assert max(verdict.doubts, default=0) < 20
    assert {"from outside"} < verdict.died_at.keys()
