"""`piton run`, or another part of the bot, as a process of its own against a playground, to be killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

from playground import Playground

ROOT = Path(__file__).parents[2]
#: Seconds that a bot has to come up.
LONG = 60.0


class Bot:
    """One life after another on the same database. `said` holds the last lines of each."""

    def __init__(self, there: Playground, database: str, role: str = "run", **environment: str) -> None:
        self._there, self._database, self._environment = there, database, environment
        self._role = role
        self.process: Process | None = None
        self.started = 0.0
        self.said: deque[str] = deque(maxlen=400)
        self._ready = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    @property
    def is_up(self) -> bool:
        """Whether it has come up, and lives."""
        return self.alive and self._ready.is_set()

    @property
    def killed(self) -> bool:
        """Whether it ended by SIGKILL."""
        return self.process is not None and self.process.returncode == -signal.SIGKILL

    async def start(self, **more: str) -> None:
        """Start it, and return once it is up."""
        await self.spawn(**more)
        await self.up()
        assert self.alive, "\n".join(self.said)

    async def up(self) -> None:
        """Wait until it is up, or has ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), LONG)
        assert self._ready.is_set(), "\n".join(self.said)

    async def spawn(self, **more: str) -> None:
        """Start it. `more` is added to its environment."""
        environment = {
            **os.environ,
            "DATABASE_URL": self._database,
            "SLACK_API_URL": self._there.api_url,
            "SLACK_BOT_TOKEN": self._there.bot_token,
            "SLACK_APP_TOKEN": self._there.app_token,
            "PORT": "0",
        }
        environment |= self._environment | more
        self.started = monotonic()
        self._ready = asyncio.Event()
        words = (sys.executable, "-m", "tests.faults.doomed", self._role)
        self.process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=environment, stderr=PIPE)
        self._listener = asyncio.create_task(self._listen(self.process))

    async def _listen(self, process: Process) -> None:
        """Its words are read all the time: a full pipe would hold it up."""
        assert process.stderr
        async for line in process.stderr:
            self.said.append(line.decode().rstrip())
            if b"event=ready" in line:
                self._ready.set()
        self._ready.set()  # it is gone, or will say no more

    async def ended(self, within: float) -> bool:
        """Whether it ends by itself in so many seconds."""
        assert self.process
        try:
            await asyncio.wait_for(self.process.wait(), within)
        except TimeoutError:
            return False
        return True

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal, if it still lives."""
        if self.alive and self.process:
            self.process.send_signal(what)

    async def kill(self) -> None:
        """SIGKILL; nothing of it is left."""
        self.signal(signal.SIGKILL)
        await self._gone()

    async def stop(self) -> str:
        """SIGTERM; what it said."""
        self.signal(signal.SIGTERM)
        status = await self._gone()
        assert status == 0, "\n".join(self.said)
        return "\n".join(self.said)

    async def _gone(self) -> int:
        assert self.process
        assert self._listener
        status = await self.process.wait()
        await self._listener
        return status


@asynccontextmanager
async def world(folder: Path, **environment: str) -> AsyncIterator[tuple[Bot, Playground]]:
    """A playground, and a bot on a new SQLite file that is not started yet."""
    async with beside(f"sqlite:///{folder / 'piton.db'}", **environment) as both:
        yield both


@asynccontextmanager
async def beside(database: str, **environment: str) -> AsyncIterator[tuple[Bot, Playground]]:
    """The same on any database."""
    there = Playground()
    await there.start()
    bot = Bot(there, database, **environment)
    try:
        yield bot, there
    finally:
        if bot.alive:
            await bot.kill()
        await there.stop()
