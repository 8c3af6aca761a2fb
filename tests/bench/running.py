"""Programs under measurement, each in a process of its own that is gone at the end."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import aiohttp

ROOT = Path(__file__).parents[2]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_APP_TOKEN": "xapp-bench"}
LONG = 30.0  #: seconds; nothing here takes longer unless it is broken


def settings(api: str, database: str, port: int) -> dict[str, str]:
    """The environment for `piton run`."""
    return {
        **TOKENS,
        "SLACK_API_URL": api,
        "DATABASE_URL": database,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def running(
    module: str, *words: str, env: Mapping[str, str], quiet: bool = False
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m module words…`, ended when the block is left. `quiet` leaves what it logs to nobody."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *words,
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=sys.stderr,  # ours is for figures
        stderr=asyncio.subprocess.DEVNULL if quiet else None,
    )
    try:
        yield program
    finally:
        if program.returncode is None:
            program.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(program.wait(), LONG)
        except TimeoutError:
            program.kill()
            await program.wait()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        port: int = there.getsockname()[1]
        return port


async def ready(port: int) -> float:
    """Ask `/readyz` until the answer is yes; returns when that was, by `perf_counter`."""
    async with asyncio.timeout(LONG), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return perf_counter()
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.01)


def peak_memory(pid: int) -> float:
    """The most resident memory that a process has had, in MB; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1_000_000


def busy(pid: int) -> float:
    """The seconds of a core that a process has used; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
