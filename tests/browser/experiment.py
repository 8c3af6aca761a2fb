"""Seven weeks of an experiment, for the pictures: four results as jobs report them, and what the next would add."""

from datetime import UTC, datetime
from pathlib import Path

from tests.scenarios.stage import Stage
from tests.scenarios.test_experiment_by_hand import register, run, secret_of

#: (when, F1 in percent, FTE-days since the last, of which commit)
RESULTS = [
    (datetime(2026, 11, 27, 16, 5, tzinfo=UTC), "75", "10", "4f1c2aa"),
    (datetime(2026, 12, 9, 11, 20, tzinfo=UTC), "78", "8", "b07e913"),
    (datetime(2026, 12, 16, 15, 40, tzinfo=UTC), "80", "5", "91d3e5c"),
    (datetime(2027, 1, 15, 14, 10, tzinfo=UTC), "85", "20", "e2a60f7"),
]


async def measured(play: Stage, folder: Path) -> None:
    await register(
        play, metric="F1", worth="500,000 EUR", cost="1,000", if_proved="Call who is likely to leave"
    )
    await play.post("close", user="UOLIVER", all=True)
    known = await secret_of(play)
    for when, value, days, commit in RESULTS:
        await play.at(when)
        words = ("--metric", f"F1={value}", "--fte-days", days, "--commit", commit)
        code, told = await run(play, folder, known, "--experiment", "churn-1", *words)
        assert code == 0, told
