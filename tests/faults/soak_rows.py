"""Faults that take long or need a machine of one's own: `make soak` runs them, `make test` does not."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.office import office

#: Seconds within which Slack wants its answer.
SOON = 3.0


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of two megabytes. Needs the right to mount one."""
    if shutil.which("mount") is None:
        pytest.skip("there is no mount")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(file: Path) -> None:
    """Until nothing more goes in."""
    with file.open("wb", buffering=0) as stuff, suppress(OSError):
        while True:
            stuff.write(b"x" * 512)


async def test_a_database_that_is_held_for_ten_seconds_answers_in_time_and_does_nothing_by_halves(
    tmp_path: Path,
) -> None:
    async with office(tmp_path, due_in=-1) as here:
        await here.bot.start()
        await here.until(lambda: len(here.prompts()) == 3)
        who = here.prompts()[0][0]
        await here.open_form(who)
        start = time.monotonic()
        with held(tmp_path / "piton.db"):
            while time.monotonic() < start + 10:
                asked = time.monotonic()
                refused = await here.submit(who, "while it was held")
                assert time.monotonic() - asked < SOON
                assert [each["message"][:31] for each in refused.errors] == [
                    "Piton is busy for a moment. Ple"
                ]
        assert not (await here.submit(who, "afterwards")).errors
        assert await here.rest() == []
        assert "Traceback" not in await here.bot.stop()


async def test_a_full_disk_is_told_and_once_there_is_room_all_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder):
        async with office(folder, due_in=-1) as here:
            await here.bot.start()
            await here.until(lambda: len(here.prompts()) == 3)
            who, other = (here.prompts()[number][0] for number in (0, 1))
            await here.open_form(who)
            fill(folder / "stuff")
            refused = await here.submit(who, "on a full disk")
            assert refused.errors or refused.error
            await here.open_form(other)  # reading goes on
            (folder / "stuff").unlink()
            assert not (await here.submit(who, "with room")).errors
            assert not (await here.submit(other, "too")).errors
            assert await here.rest() == []
            await here.bot.stop()
            with closing(sqlite3.connect(folder / "piton.db")) as file:
                assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
