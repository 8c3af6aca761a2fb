"""A shell on a Monday noon, and its end."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.bot.trying import BEN, Lab
from tests.factories import NEW_YORK, make_person, utc
from tests.shell import Shell


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a shell keeps what it knows: a folder, or a PostgreSQL's address."""
    if request.param == "sqlite":
        yield tmp_path
        return
    with postgres.database() as url:
        yield url


@pytest.fixture
async def shell(place: Path | str) -> AsyncIterator[Shell]:
    shell = Shell(place, utc("23 12:00"))
    yield shell
    await shell.stop()


@pytest.fixture
async def lab(shell: Shell) -> Lab:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Lab(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made
