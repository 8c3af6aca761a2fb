"""What spikes came to, on both stores."""

from datetime import timedelta

import pytest

from bot.book.pasting import Draft
from bot.model import SpikeEnded, StoryId
from storage.ledger import LedgerRows
from tests.storage.world import BEN, NINE, THERE, held, settle, team

HOUR = timedelta(hours=1)


@pytest.fixture
def house(ledger: LedgerRows) -> LedgerRows:
    settle(ledger)
    ledger.rounds.add(held())
    return ledger


def ended(story: StoryId | None = None, finding: str = "By customer\0 and \ud800day") -> SpikeEnded:
    return SpikeEnded(
        "Can we join the ledgers?",
        BEN,
        story,
        3 * HOUR,
        2.5 * HOUR,
        1,
        "answered",
        "disproved",
        finding,
        ("https://x.org/1", "https://x.org/2"),
        NINE,
        NINE + 26 * HOUR,
        BEN,
    )


def test_a_spike_comes_back_as_it_ended_and_its_finding_is_its_storys(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("Churn")], NINE)
    house.history.write(held(), [ended(story.id)])
    kept = "By customer and \ufffdday"
    assert house.spikes.since(team(), NINE) == (ended(story.id, kept),)
    after = house.backlog.get(team(), story.id)
    assert after is not None
    assert after.finding == kept


def test_written_twice_it_is_one(house: LedgerRows) -> None:
    for _ in range(2):
        house.history.write(held(), [ended(finding="Yes")])
    assert house.spikes.since(team(), NINE) == (ended(finding="Yes"),)


def test_another_team_and_a_later_time_do_not_see_it(house: LedgerRows) -> None:
    house.history.write(held(), [ended()])
    assert house.spikes.since(team(THERE), NINE) == ()
    assert house.spikes.since(team(id_="T2", channel="C2"), NINE) == ()
    assert house.spikes.since(team(), NINE + 27 * HOUR) == ()


def test_a_finding_for_another_teams_story_changes_nothing(house: LedgerRows) -> None:
    other = team(id_="T2", channel="C2")
    house.roster.put_team(other)
    [story] = house.backlog.add(other, [Draft("Theirs")], NINE)
    house.history.write(held(), [ended(story.id)])
    assert house.backlog.get(other, story.id) == story
