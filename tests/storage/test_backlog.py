"""The stories of a team and the votes on them, on both stores."""

from dataclasses import replace

import pytest

from bot.book.pasting import Draft
from bot.model import Estimate, Estimated, StoryId
from storage.ledger import LedgerRows
from tests.storage.world import BEN, NINE, THERE, held, settle, team

FIVE = Estimate(5, 3, 8, 4)


@pytest.fixture
def house(ledger: LedgerRows) -> LedgerRows:
    settle(ledger)
    ledger.rounds.add(held())
    return ledger


def test_a_story_comes_back_as_it_was_put(house: LedgerRows) -> None:
    full = Draft(
        "Churn\0 by \ud800region", "Why?", "https://x.org/1", "Churn", "Sales", "experiment", "prototype"
    )
    [story] = house.backlog.add(team(), [full], NINE)
    there = house.backlog.get(team(), story.id)
    assert there == replace(story, title="Churn by \ufffdregion")
    changed = replace(there, state="done", effort=FIVE, value=FIVE, unclear=True, epic="")
    house.backlog.put(team(), changed)
    assert house.backlog.get(team(), story.id) == changed


def test_those_that_are_asked_for_come_back_whatever_became_of_them_and_no_other_teams(
    house: LedgerRows,
) -> None:
    other = team(id_="T2", channel="C2")
    house.roster.put_team(other)
    one, _, three = house.backlog.add(team(), [Draft("a"), Draft("b"), Draft("c")], NINE)
    [theirs] = house.backlog.add(other, [Draft("d")], NINE)
    house.backlog.put(team(), done := replace(three, state="done", done_at=NINE))
    wanted = [three.id, theirs.id, StoryId("none"), one.id]
    assert house.backlog.these(team(), wanted) == (one, done)
    assert house.backlog.these(team(), []) == ()


def test_numbers_are_counted_by_team_and_given_once(house: LedgerRows) -> None:
    other = team(id_="T2", channel="C2")
    house.roster.put_team(other)
    first = house.backlog.add(team(), [Draft("a"), Draft("b")], NINE)
    house.backlog.put(team(), replace(first[1], state="dropped"))
    second = house.backlog.add(team(), [Draft("c")], NINE)
    elsewhere = house.backlog.add(other, [Draft("d")], NINE)
    assert [each.number for each in (*first, *second, *elsewhere)] == [1, 2, 3, 1]
    assert [each.title for each in house.backlog.of_team(team())] == ["a", "c"]
    assert [each.title for each in house.backlog.of_team(team(), ["dropped", "open"])] == ["a", "b", "c"]
    found = house.backlog.numbered(team(), 3)
    assert found is not None
    assert found.title == "c"


def test_nothing_to_add_adds_nothing(house: LedgerRows) -> None:
    assert house.backlog.add(team(), [], NINE) == ()


def test_another_team_does_not_see_it(house: LedgerRows) -> None:
    other = team(id_="T2", channel="C2")
    [story] = house.backlog.add(team(), [Draft("a")], NINE)
    assert house.backlog.get(other, story.id) is None
    assert house.backlog.numbered(other, 1) is None
    assert house.backlog.get(team(THERE), story.id) is None


def estimated(story: StoryId, ballot: str = "effort", poll: int = 1, outcome: str = "settled") -> Estimated:
    return Estimated(
        story,
        "value" if ballot == "value" else "effort",
        poll,
        "settled" if outcome == "settled" else "unsure" if outcome == "unsure" else "apart",
        FIVE if outcome == "settled" else None,
        (("5", 2), ("?", 1)),
        "so be it",
        BEN,
    )


def test_every_vote_is_kept_and_the_last_that_was_settled_is_the_storys(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("a")], NINE)
    votes = [
        estimated(story.id, outcome="apart"),
        estimated(story.id, "value"),
        estimated(story.id, poll=2, outcome="unsure"),
    ]
    house.history.write(held(), votes)
    assert house.backlog.polls(team(), story.id) == tuple(votes)
    assert house.backlog.get(team(), story.id) == replace(story, value=FIVE, unclear=True)
    house.history.write(held(), [estimated(story.id, poll=2)])
    assert house.backlog.get(team(), story.id) == replace(story, value=FIVE, effort=FIVE)
    assert [each.outcome for each in house.backlog.polls(team(), story.id)] == ["apart", "settled", "settled"]


def test_a_vote_on_a_story_that_is_nowhere_is_kept_all_the_same(house: LedgerRows) -> None:
    house.history.write(held(), [estimated(StoryId("none"))])
    assert len(house.backlog.polls(team(), StoryId("none"))) == 1


def test_a_teams_deck_comes_back(house: LedgerRows) -> None:
    house.roster.put_team(replace(team(), deck=(1, 10, 100)))
    found = house.roster.team(team().workspace, team().id)
    assert found is not None
    assert found.deck == (1, 10, 100)
