"""What spikes came to, on both stores."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.book.pasting import Draft
from bot.model import Estimate, Estimated, Outcome, SpikeEnded, SpikePast, Story, StoryId
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
    assert house.spikes.since(team(), NINE) == (
        SpikePast(ended(story.id, kept), story.number, round=held().id, title="Churn"),
    )
    after = house.backlog.get(team(), story.id)
    assert after is not None
    assert after.finding == kept


def test_written_twice_it_is_one(house: LedgerRows) -> None:
    for _ in range(2):
        house.history.write(held(), [ended(finding="Yes")])
    assert house.spikes.since(team(), NINE) == (SpikePast(ended(finding="Yes"), round=held().id),)


def vote(house: LedgerRows, story: Story, outcome: Outcome, points: int | None = None, poll: int = 1) -> None:
    estimate = Estimate(points, 1, 13, 3) if points else None
    house.history.write(held(), [Estimated(story.id, "effort", poll, outcome, estimate, ())])


def points(house: LedgerRows) -> tuple[int | None, int | None]:
    """Before and after, as the book has it."""
    [past] = house.spikes.since(team(), NINE)
    return past.before, past.after


def test_a_storys_effort_is_kept_as_it_was_and_shown_beside_what_it_is_now(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("Churn")], NINE)
    vote(house, story, "settled", 8)
    house.history.write(held(), [ended(story.id)])
    assert points(house) == (8, 8)
    vote(house, story, "settled", 5, poll=2)
    assert points(house) == (8, 5)


def test_written_again_it_keeps_the_effort_of_the_first_time(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("Churn")], NINE)
    house.history.write(held(), [ended(story.id)])
    vote(house, story, "settled", 5)
    house.history.write(held(), [ended(story.id, "Clearer words")])
    [past] = house.spikes.since(team(), NINE)
    assert past == SpikePast(
        ended(story.id, "Clearer words"), story.number, None, 5, round=held().id, title="Churn"
    )


def test_an_estimate_that_voters_could_not_repeat_does_not_count(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("Churn")], NINE)
    vote(house, story, "settled", 8)
    vote(house, story, "unsure", poll=2)
    house.history.write(held(), [ended(story.id)])
    assert points(house) == (None, None)
    vote(house, story, "settled", 3, poll=3)
    assert points(house) == (None, 3)


def test_another_team_and_a_later_time_do_not_see_it(house: LedgerRows) -> None:
    house.history.write(held(), [ended()])
    assert house.spikes.since(team(THERE), NINE) == ()
    assert house.spikes.since(team(id_="T2", channel="C2"), NINE) == ()
    assert house.spikes.since(team(), NINE + 27 * HOUR) == ()


def test_a_finding_for_another_teams_story_changes_nothing_and_tells_nothing_of_it(house: LedgerRows) -> None:
    other = team(id_="T2", channel="C2")
    house.roster.put_team(other)
    [story] = house.backlog.add(other, [Draft("Theirs")], NINE)
    house.backlog.put(other, replace(story, effort=Estimate(8, 8, 8, 2)))
    house.history.write(held(), [ended(story.id, "Yes")])
    assert house.spikes.since(team(), NINE) == (SpikePast(ended(story.id, "Yes"), round=held().id),)
    assert house.backlog.get(other, story.id) == replace(story, effort=Estimate(8, 8, 8, 2))
