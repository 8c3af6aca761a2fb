"""The tests that are left to one process: what is listed is there, and nothing is missing."""

from pathlib import Path

import pytest

from tests.conftest import ALONE

ROOT = Path(__file__).parents[1]
KILLERS = ("from tests.faults.process import", "from tests.faults.office import")


@pytest.mark.parametrize("place", ALONE)
def test_each_place_that_is_listed_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_who_kills_bots_is_listed() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").glob("*/**/test_*.py")]
    killers = [each for each in files if any(word in (ROOT / each).read_text("utf-8") for word in KILLERS)]
    assert len(killers) > 8
    assert [each for each in killers if not each.startswith(ALONE)] == []
