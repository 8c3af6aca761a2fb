"""Clicks acked over HTTP, against stock Bolt on Starlette and uvicorn; with one ceremony and with sixty."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.bench.figures import Figure, at_least, quantile
from tests.bench.pressing import Line, closed_loop, lines, press, signed
from tests.bench.running import LONG, free_port, running
from tests.bench.stub import Stub

CONNECTIONS = 8
MANY = 60


@dataclass
class Server:
    """One of those that are measured, and what was measured."""

    module: str
    words: tuple[str, ...]
    port: int = field(default_factory=free_port)
    there: list[Line] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    async def measure(self, clicks: int, start: int) -> None:
        """One turn."""
        requests = [signed(press("ceremony0.press", "x", number)) for number in range(start, start + clicks)]
        seconds, took = await closed_loop(self.there, requests)
        if refused := sum(line.refused for line in self.there):
            raise RuntimeError(f"{self.module} refused {refused} of {clicks}")
        self.rates.append(clicks / seconds)
        self.took += took

    @property
    def rate(self) -> float:
        """Acks a second: the median of its turns."""
        return median(self.rates)


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """All run all the time; clicks go to one, then to the next, in turns."""
    turns, clicks = (2, 150) if quick else (8, 500)
    with tempfile.TemporaryDirectory(prefix="piton-bench-") as folder:
        one, many = (Server("tests.bench.acking", (str(number), folder)) for number in (1, MANY))
        stock = Server("tests.bench.stock_http", ())
        async with AsyncExitStack() as open_:
            slack = await open_.enter_async_context(Stub([]))
            for each in (one, many, stock):
                env = {"SLACK_API_URL": slack.url, "LOG_LEVEL": "INFO"}
                await open_.enter_async_context(
                    running(each.module, str(each.port), *each.words, env=env, quiet=True)
                )
                each.there = await connected(each.port, CONNECTIONS)
                await each.measure(200, 10**8)  # to warm up
                each.rates.clear()
                each.took.clear()
            order = [one, many, stock, many, one, stock]  # each comes after each as often
            for turn in range(turns):
                for step, each in enumerate(order):
                    await each.measure(clicks, (turn * len(order) + step) * clicks)
    shape = f"{2 * turns} x {clicks} clicks each over {CONNECTIONS} connections"
    yield at_least(
        "acks_over_http",
        one.rate,
        "acks/s",
        3,
        against=f"stock Bolt on Starlette and uvicorn: {stock.rate:.0f}; {shape}",
        other=stock.rate,
    )
    ours, theirs = (quantile(each.took, 0.5) * 1000 for each in (one, stock))
    yield Figure(
        "ack_over_http_p50", round(ours, 3), "ms", f"stock Bolt: {theirs:.2f} ms", round(ours / theirs, 3)
    )
    yield at_least(
        "acks_with_60_ceremonies",
        many.rate,
        "acks/s",
        0.95,
        against=f"with one: {one.rate:.0f}",
        other=one.rate,
    )


async def connected(port: int, number: int) -> list[Line]:
    """Connections to a server that may still be starting."""
    async with asyncio.timeout(LONG):
        while True:
            try:
                return await lines(port, number)
            except OSError:
                await asyncio.sleep(0.05)
