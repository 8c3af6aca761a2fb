"""The long trial: `python -m tests.faults.soak --kills 500 --posts 10000`. Its last line is one JSON object.

`--database` gives the address of an empty PostgreSQL database; without it, one is started for the run.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.faults.process import beside
from tests.faults.trial import Trial, Verdict

#: Seconds of a start and of a delivery that none but the unluckiest exceeds, and of a doubt that none does.
RECOVERY, DOUBT = 3.0, 20.0


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@contextmanager
def database(store: str, given: str) -> Iterator[str]:
    """An empty database of this kind."""
    if given:
        yield given
    elif store == "sqlite":
        with tempfile.TemporaryDirectory(prefix="piton-soak-") as folder:
            yield f"sqlite:///{Path(folder) / 'piton.db'}"
    else:
        from tests import postgres  # type: ignore[attr-defined, unused-ignore]

        with postgres.database(empty=True) as url:
            yield url


async def soak(address: str, kills: int, posts: int, seed: int) -> Verdict:
    """The trial, beside a line every now and then on how far it is."""
    async with beside(address, QUICK="1") as (bot, there):
        trial = Trial(there, bot, address, kills, posts, seed, size=30)
        telling = asyncio.create_task(_tell(trial))
        try:
            return await trial.run()
        finally:
            telling.cancel()


async def _tell(trial: Trial) -> None:
    start = monotonic()
    while True:
        await asyncio.sleep(30)
        so_far = f"{trial.verdict.kills} kills, {trial.watch.posts} posts, {len(trial.crowd.presses)} presses"
        _say(f"{monotonic() - start:.0f} s: {so_far}")


def report(store: str, verdict: Verdict) -> bool:
    """Print what came of it; whether every promise was kept."""
    for each in verdict.broken:
        _say(f"{each.heading}: {each.invariant}: {each.what}")
    for row in verdict.unrested:
        _say(f"not at rest: {row}")
    _say(f"died: {json.dumps(verdict.died_at)}")
    doubt = max(verdict.doubts, default=0.0)
    _say(f"presses: {verdict.presses}")
    _say(f"starts: {len(verdict.recoveries)}, the slowest {max(verdict.recoveries, default=0.0):.2f} s")
    long = sum(each > DOUBT for each in verdict.doubts)
    _say(f"doubts: {len(verdict.doubts)}, the longest {doubt:.1f} s, {long} longer than {DOUBT:.0f} s")
    recovery = quantile(verdict.recoveries, 0.99)
    figures = {
        "store": store,
        "kills": verdict.kills,
        "posts": verdict.posts,
        "lost": verdict.count("lost"),
        "doubled": verdict.count("doubled"),
        "recovery_p99_s": round(recovery, 2),
    }
    _say(json.dumps(figures))
    return not (verdict.broken or verdict.unrested) and recovery < RECOVERY and doubt < DOUBT


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--database", default="")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with database(asked.store, asked.database) as address:
        verdict = asyncio.run(soak(address, asked.kills, asked.posts, asked.seed))
    return 0 if report(asked.store, verdict) else 1


if __name__ == "__main__":
    sys.exit(main())
