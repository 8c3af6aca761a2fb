"""Guards that fail a test when the event loop stalls, or when too much is written to the log."""

import asyncio
import gc
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import thread_time
from typing import Any

import structlog

from bot import log

#: Seconds that the loop may be busy with one thing.
STALL = 0.05


@dataclass
class Loop:
    """The longest that the loop was busy without a break, in seconds of the processor: a machine that is busy with
    something else is no stall of ours."""

    longest: float = 0.0

    async def watch(self) -> None:
        before = thread_time()
        while True:
            await asyncio.sleep(0)
            now = thread_time()
            self.longest = max(self.longest, now - before)
            before = now
            await asyncio.sleep(0.002)


@asynccontextmanager
async def unstalled(most: float = STALL) -> Any:  # noqa: ANN401 — a generator of Loop
    """Fails where the loop is held up in this block."""
    gc.freeze()  # what the tests before left behind is not for the loop to look through
    loop = Loop()
    watch = asyncio.create_task(loop.watch())
    await asyncio.sleep(0.005)
    try:
        yield loop
        await asyncio.sleep(0.005)
    finally:
        watch.cancel()
        gc.unfreeze()
    assert loop.longest <= most, f"the loop was held up for {loop.longest * 1000:.0f} ms"


@dataclass
class Written:
    """What the log holds, byte for byte as an operator would find it."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    def take(self) -> str:
        """What was written since the last time."""
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return text


@contextmanager
def written(level: str = "INFO") -> Iterator[Written]:
    """The real log of this block, at the level that is the default."""
    found, root = Written(), logging.getLogger()
    config, handlers, before, stderr = structlog.get_config(), root.handlers[:], root.level, sys.stderr
    sys.stderr = found.stream
    try:
        log.set_up(level)
        structlog.configure(
            logger_factory=structlog.PrintLoggerFactory(found.stream)
        )  # whatever pytest captures
        yield found
    finally:
        sys.stderr = stderr
        root.handlers[:] = handlers
        root.setLevel(before)
        structlog.configure(**config)
