"""`python -m tests.bench [NAME …] [--quick]`: measure, and print one JSON object a line."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from bot import log
from tests.bench import (
    acks,
    clicks,
    idle,
    occurrences,
    pace,
    posting,
    recorded,
    results,
    rush,
    starting,
    votes,
    year,
)
from tests.bench.figures import Figure


class Measure(Protocol):
    """One measurement; it yields its figures as they are there."""

    def __call__(self, *, quick: bool) -> AsyncIterator[Figure]: ...


MEASURES: Mapping[str, Measure] = {
    "acks": acks.measure,
    "clicks": clicks.measure,
    "idle": idle.measure,
    "occurrences": occurrences.measure,
    "pace": pace.measure,
    "posting": posting.measure,
    "recorded": recorded.measure,
    "results": results.measure,
    "rush": rush.measure,
    "starting": starting.measure,
    "votes": votes.measure,
    "year": year.measure,
}


async def _run(names: list[str], *, quick: bool) -> None:
    for name in names or MEASURES:
        async for figure in MEASURES[name](quick=quick):
            print(figure.line(), flush=True)


def main() -> None:
    """Read the command line and measure."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(MEASURES)}")
    words.add_argument("--quick", action="store_true", help="smaller sizes, to see that it works")
    given = words.parse_args()
    if unknown := set(given.names) - set(MEASURES):
        words.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    log.set_up("WARNING")
    asyncio.run(_run(given.names, quick=given.quick))


if __name__ == "__main__":
    main()
