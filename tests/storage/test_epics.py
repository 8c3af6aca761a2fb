"""Epics and what sprints came to, on both stores."""

from dataclasses import replace

import pytest

from bot.model import Epic, EpicId
from storage.ledger import LedgerRows
from tests.backlogs import sprints
from tests.storage.world import ANN, held, settle, team

CHURN = Epic(EpicId("E1"), "Churn", "Sales see it\0 \ud800first", ANN, "Ann", 2027, 1)
KEPT = replace(CHURN, objective="Sales see it \ufffdfirst")
OTHER = team(id_="T2", channel="C2")


@pytest.fixture
def house(ledger: LedgerRows) -> LedgerRows:
    settle(ledger)
    ledger.roster.put_team(OTHER)
    return ledger


def test_an_epic_comes_back_as_it_was_put_and_as_it_is_changed(house: LedgerRows) -> None:
    house.epics.put(team(), CHURN)
    assert house.epics.get(team(), CHURN.id) == KEPT
    changed = replace(
        KEPT, name="Risk", owner=None, owner_name="", year=None, quarter=None, late=True, closed=True
    )
    house.epics.put(team(), changed)
    assert house.epics.of_team(team()) == (changed,)


def test_they_come_by_name_and_another_teams_stay_there(house: LedgerRows) -> None:
    for number, name in enumerate(("Churn", "Audit", "Labels")):
        house.epics.put(team(), Epic(EpicId(f"E{number}"), name))
    house.epics.put(OTHER, Epic(EpicId("E9"), "Theirs"))
    assert [each.name for each in house.epics.of_team(team())] == ["Audit", "Churn", "Labels"]
    assert house.epics.get(team(), EpicId("E9")) is None


def test_closed_sprints_come_back_as_they_closed(house: LedgerRows) -> None:
    for each in sprints(20, 0, 13):
        house.rounds.add(replace(held(), id=each.round, occurrence=each.round))
        house.history.write(replace(held(), id=each.round), [each.sprint])
    running = replace(sprints(5)[0].sprint, number=4, closed_at=None)
    house.rounds.add(held())
    house.history.write(held(), [running])
    assert house.sprints.past(team()) == sprints(20, 0, 13)
    assert house.sprints.past(OTHER) == ()
