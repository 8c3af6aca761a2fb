"""Sprints, what was claimed for them, and epics, on both stores."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model import Claim, Epic, EpicId, MemberId, SprintPast, SprintStands, StoryId
from storage.ledger import LedgerRows
from tests.storage.world import BEN, NINE, held, settle, team

_CLAIM = Claim(
    StoryId("s1"),
    1,
    "Churn\0 by \ud800region",
    "experiment",
    8,
    "Churn",
    BEN,
    "Ben",
    added=True,
    rolled=2,
    state="rolled",
    done_at=NINE,
    reason="data",
    note="No access",
)
_LATER = Claim(StoryId("s2"), 2, "Alerts")
_SPRINT = SprintStands(
    3, "Recall", date(2026, 11, 16), date(2026, 11, 29), 17.5, (_CLAIM, _LATER), NINE + timedelta(days=3)
)


@pytest.fixture
def house(ledger: LedgerRows) -> LedgerRows:
    settle(ledger)
    ledger.rounds.add(held())
    return ledger


def test_a_sprint_comes_back_as_it_was_closed_its_stories_in_their_order(house: LedgerRows) -> None:
    house.history.write(held(), [_SPRINT])
    kept = replace(_CLAIM, title="Churn by \ufffdregion")
    assert house.sprints.past(team()) == (SprintPast(held().id, replace(_SPRINT, claims=(kept, _LATER))),)


def test_one_that_runs_is_not_past_and_is_written_anew_as_it_goes_on(house: LedgerRows) -> None:
    house.history.write(held(), [replace(_SPRINT, closed_at=None)])
    assert house.sprints.past(team()) == ()
    done = replace(_LATER, state="done", done_at=NINE)
    house.history.write(held(), [replace(_SPRINT, claims=(_LATER, _CLAIM)), replace(_SPRINT, claims=(done,))])
    [past] = house.sprints.past(team())
    assert {each.story: each.state for each in past.sprint.claims} == {"s1": "rolled", "s2": "done"}


def test_a_developer_of_two_teams_is_counted_in_both(house: LedgerRows) -> None:
    before = house.sprints.crowd(team())
    assert set(before.values()) == {1}
    other = replace(team(), id=type(team().id)("T-other"), channel=type(team().channel)("C-other"))
    house.roster.put_team(other)
    house.roster.seat(other, BEN, ("developer",))
    assert house.sprints.crowd(team())[BEN] == 2
    looker = next((MemberId(each) for each in before if each != BEN), None)
    if looker:
        house.roster.seat(other, looker, ("observer",))
        assert house.sprints.crowd(team())[looker] == 1


def test_an_epic_comes_back_as_it_is_now_and_only_to_its_team(house: LedgerRows) -> None:
    epic = Epic(EpicId("e1"), "Churn", "Fewer leave", BEN, "Ben", 2027, 1)
    house.epics.put(team(), epic)
    house.epics.put(team(), replace(epic, late=True))
    house.epics.put(team(), Epic(EpicId("e2"), "Alerts"))
    assert house.epics.of_team(team()) == (Epic(EpicId("e2"), "Alerts"), replace(epic, late=True))
    assert house.epics.get(team(), EpicId("e1")) == replace(epic, late=True)
    assert house.epics.get(replace(team(), id=type(team().id)("another")), EpicId("e1")) is None
