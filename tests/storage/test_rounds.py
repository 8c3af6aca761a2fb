"""Rounds: once by their unique key, kept with their state, claimed once when due."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.errors import NotFound
from bot.model import PlanId, Round, RoundId
from storage.ledger import LedgerRows
from storage.rounds import _last_seen
from storage.tables import acts, rounds
from tests.storage.world import ANN, HERE, HOUR, LEASE, MINUTE, NINE, Vote, Votes, anew, held, settle, team


def test_a_round_comes_back_as_it_was_added_and_saved(ledger: LedgerRows) -> None:
    settle(ledger)
    first = held()
    assert ledger.rounds.add(first)
    _last_seen.cache_clear()  # as another process reads it
    assert ledger.rounds.get(HERE, first.id) == first
    after = replace(first, state=Votes({"U2": 5}), wake_at=None, over=True)
    ledger.rounds.save(after)
    assert ledger.rounds.get(HERE, first.id) == replace(after, version=2)
    assert anew(ledger).rounds.get(HERE, first.id) == replace(after, version=2)
    _last_seen.cache_clear()
    assert anew(ledger).rounds.get(HERE, first.id) == replace(after, version=2)


def test_what_a_database_does_not_take_is_not_remembered_either(ledger: LedgerRows) -> None:
    settle(ledger)
    for number, words in enumerate(("a\0b", "a\ud800b")):
        round_ = replace(held(f"R{number}", occurrence=str(number)), state=Votes(words=(words,)))
        ledger.rounds.add(round_)
        here = ledger.rounds.get(HERE, round_.id)
        _last_seen.cache_clear()
        assert here == anew(ledger).rounds.get(HERE, round_.id) != round_


def test_what_it_does_not_take_is_not_lost_by_the_next_change_either(ledger: LedgerRows) -> None:
    """The same round, changed again and again by those who share a transaction."""
    settle(ledger)
    ledger.rounds.add(replace(held(), state=Votes()))
    for number, word in enumerate(("a\0b", "c", "d\ud800", "e", "f")):
        here: Round[Votes] | None = ledger.rounds.get(HERE, RoundId("R1"))
        assert here is not None
        assert len(here.state.words) == number
        ledger.rounds.save(replace(here, state=Votes(words=(*here.state.words, word))))
    found: Round[Votes] | None = anew(ledger).rounds.get(HERE, RoundId("R1"))
    assert found is not None
    assert found.state.words == ("ab", "c", "d\ufffd", "e", "f")
    assert found.version == 6


def test_of_several_changes_the_last_is_written_whoever_made_it(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held(wake_at=NINE))
    ledger.rounds.claim(NINE, LEASE, 9)
    here = ledger.rounds.get(HERE, RoundId("R1"))
    assert here is not None
    assert here.wake_at == NINE + LEASE, "as the claim left it"
    ledger.rounds.save(replace(here, state=Votes({"U1": 1})))
    ledger.rounds.save(replace(here, state=Votes({"U1": 2}), wake_at=NINE + HOUR), by_clock=True)
    ledger.rounds.save(replace(here, state=Votes({"U1": 3}), wake_at=NINE + MINUTE))
    found: Round[Votes] | None = anew(ledger).rounds.get(HERE, RoundId("R1"))
    assert found is not None
    assert (found.state, found.wake_at, found.version) == (Votes({"U1": 3}), NINE + MINUTE, 4)
    tries = ledger._statements.execute(select(rounds.c.tries)).scalar_one()
    assert tries == 0, "the clock's work was done"


def test_a_claim_is_seen_by_who_read_the_round_before(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held(wake_at=NINE))
    assert ledger.rounds.get(HERE, RoundId("R1"))
    assert ledger.rounds.claim(NINE, LEASE, 9) == [(HERE, "R1")]
    after = ledger.rounds.get(HERE, RoundId("R1"))
    assert after is not None
    assert after.wake_at == NINE + LEASE


def test_a_round_and_its_team_are_read_in_one(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    ledger.rounds.get(HERE, RoundId("R1"))
    assert ledger.roster.team(HERE, team().id) == team()
    renamed = replace(team(), name="Renamed")
    ledger.roster.put_team(renamed)
    assert ledger.roster.team(HERE, team().id) == renamed, "and again once it was changed"


def test_an_occurrence_is_added_once(ledger: LedgerRows) -> None:
    settle(ledger)
    assert ledger.rounds.add(held())
    assert not ledger.rounds.add(held())
    assert not ledger.rounds.add(held("R2"))
    assert ledger.rounds.add(held("R3", kind="draw"))
    assert ledger.rounds.add(held("R4", under=None))
    assert ledger.rounds.add(held("R5", under=None))
    assert ledger.rounds.get(HERE, RoundId("R2")) is None


def test_a_round_that_was_never_added_cannot_be_saved(ledger: LedgerRows) -> None:
    settle(ledger)
    with pytest.raises(NotFound):
        ledger.rounds.save(held())


def test_open_rounds_are_told_newest_occurrence_last(ledger: LedgerRows) -> None:
    here = settle(ledger)
    other = team(id_="T2", channel="C2")
    ledger.roster.put_team(other)
    later, first = held("R1", occurrence="2026-11-03"), held("R2", occurrence="2026-11-02")
    drawn = held("R3", kind="draw", occurrence="2026-11-04")
    over = replace(held("R4", occurrence="2026-11-01"), over=True)
    for each in (later, first, drawn, over, held("R5", other)):
        ledger.rounds.add(replace(each, plan=None) if each.team == other.id else each)
    assert ledger.rounds.open_of(here) == (first, later, drawn)
    assert ledger.rounds.open_of(here, ["draw"]) == (drawn,)
    assert ledger.rounds.open_of(here, ["poll", "draw"]) == (first, later, drawn)


def test_a_round_is_found_by_its_plan_and_occurrence(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    assert ledger.rounds.of_plan(HERE, PlanId("P1"), "2026-11-02") == held()
    assert ledger.rounds.of_plan(HERE, PlanId("P1"), "2026-11-03") is None
    assert ledger.rounds.of_plan(HERE, PlanId("P2"), "2026-11-02") is None


def test_due_rounds_are_claimed_once_and_never_when_over(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.roster.refreshed(HERE, NINE + 60 * MINUTE)
    ledger.rounds.add(held("R1", occurrence="1", wake_at=NINE))
    ledger.rounds.add(held("R2", occurrence="2", wake_at=NINE - MINUTE))
    ledger.rounds.add(replace(held("R3", occurrence="3", wake_at=NINE - 2 * MINUTE), over=True))
    ledger.rounds.add(held("R4", occurrence="4", wake_at=None))
    assert ledger.next_due() == NINE - MINUTE
    assert ledger.rounds.claim(NINE - MINUTE, LEASE, 9) == [(HERE, "R2")]
    assert ledger.rounds.claim(NINE - MINUTE, LEASE, 9) == []
    assert sorted(ledger.rounds.claim(NINE, LEASE, 9)) == [(HERE, "R1"), (HERE, "R2")], "one lease had ended"
    assert ledger.rounds.claim(NINE, LEASE, 9) == []
    assert ledger.next_due() == NINE + LEASE


def test_an_act_is_noted_and_keeps_its_payload_only_where_told(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.rounds.add(held())
    ledger.rounds.note(held(), Vote(8), ANN, NINE, keep=False)
    ledger.rounds.note(held(), Vote(5), None, NINE, keep=True)
    rows = ledger._statements.execute(select(acts).order_by(acts.c.id)).all()
    assert [(row.workspace, row.round, row.kind, row.by, row.at) for row in rows] == [
        (HERE, "R1", "Vote", ANN, NINE),
        (HERE, "R1", "Vote", None, NINE),
    ]
    assert [row.payload and json.loads(row.payload) for row in rows] == [None, {"value": 5}]
