"""kill -9 in the middle of writing loses nothing that was acknowledged."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from bot.model import PlanId
from storage.sqlite import SqliteStore
from tests.storage.world import CEREMONIES, HERE, settle

WRITER = """
import asyncio, sys
from functools import partial
from storage.sqlite import SqliteStore
from tests.storage.world import CEREMONIES, held

def add(name, ledger):
    assert ledger.rounds.add(held(name, occurrence=name))
    return name

async def task(store, life, lane):
    for number in range(100_000):
        print(await store.run(partial(add, f"{life}-{lane}-{number}")), flush=True)

async def main(file, life):
    store = SqliteStore(file, CEREMONIES, lambda task, jobs: None)
    await asyncio.gather(*(task(store, life, lane) for lane in range(6)))

asyncio.run(main(*sys.argv[1:]))
"""


def live_and_die(file: Path, life: int) -> list[str]:
    """One life of a writer; what it had acknowledged when it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), str(life)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(0.15 + life * 0.037)
    os.kill(child.pid, signal.SIGKILL)
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    lines = (first + rest).split("\n")
    return lines[:-1]  # the last one is empty, or was cut


async def test_every_acknowledged_round_outlives_its_writer(file: Path) -> None:
    store = SqliteStore(file, CEREMONIES, lambda _task, _jobs: None)
    await store.run(settle)
    acknowledged: list[str] = []
    for life in range(4):
        acknowledged += await asyncio.to_thread(live_and_die, file, life)
    assert len(acknowledged) > 40
    for name in acknowledged:
        found = await store.read(lambda ledger, name=name: ledger.rounds.of_plan(HERE, PlanId("P1"), name))  # type: ignore[misc]
        assert found is not None, name
    await store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
