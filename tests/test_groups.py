"""The groups that several processes of tests leave to one of them: what is listed is there, and nothing is missing."""

from pathlib import Path

import pytest

from tests.conftest import GROUPS

ROOT = Path(__file__).parents[1]
PLACES = [place for places in GROUPS.values() for place in places]
KILLERS = ("from tests.faults.process import", "from tests.faults.office import")


@pytest.mark.parametrize("place", PLACES)
def test_each_place_that_is_listed_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_who_kills_bots_is_listed() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").glob("*/**/test_*.py")]
    killers = [each for each in files if any(word in (ROOT / each).read_text("utf-8") for word in KILLERS)]
    assert len(killers) > 8
    assert [each for each in killers if not each.startswith(GROUPS["real seconds"])] == []
