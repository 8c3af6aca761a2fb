"""The book's pages."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from bot.model import (
    Absence,
    Answered,
    BlockerStands,
    Book,
    Entry,
    MemberId,
    Obstacle,
    PlanId,
    RoundId,
    Said,
    WorkspaceId,
)
from storage.ledger import LedgerRows
from tests.storage.world import ANN, BEN, CAT, DAY, HERE, NINE, held, plan, said, settle, team

UNDER = PlanId("P1")
TUESDAY, WEDNESDAY = DAY + timedelta(days=1), DAY + timedelta(days=2)


def answer(ledger: LedgerRows, *entries: Said, opened: int = 0, under: str | None = "P1") -> None:
    for each in entries:
        round_ = replace(held(each.round, under=under), opened_at=NINE + timedelta(hours=opened))
        ledger.history.write(round_, [Answered(each)])


def blocker(round_: str = "B1", member: MemberId = ANN) -> Obstacle:
    return Obstacle(RoundId(round_), member, "no access", DAY, "open")


def test_a_book_has_the_pages_that_were_named_and_no_others(ledger: LedgerRows) -> None:
    here = settle(ledger)
    ledger.plans.put(plan())
    answer(ledger, said("R1", ANN, DAY))
    assert ledger.history.book(here, UNDER, []) == Book(here)
    full = ledger.history.book(here, UNDER, ["plan", "members", "said"])
    assert full == Book(here, plan(), ledger.roster.members(here), said=(said("R1", ANN, DAY),))
    assert ledger.history.book(here, None, ["plan", "said", "blockers", "absences"]) == Book(here)


def test_the_teams_open_spikes_are_told_whatever_the_plan(ledger: LedgerRows) -> None:
    here = settle(ledger)
    theirs = team(HERE, "T2", "C2")
    ledger.roster.put_team(theirs)
    spike = held("S1", under=None, kind="spike", occurrence="a")
    for each in (
        spike,
        replace(held("S2", under=None, kind="spike", occurrence="b"), over=True),
        held("S3", theirs, under=None, kind="spike", occurrence="c"),
        held("R1"),
    ):
        assert ledger.rounds.add(each)
    assert ledger.history.book(here, UNDER, ["spikes"]) == Book(here, spikes=(spike,))
    assert ledger.history.book(here, None, ["spikes"]).spikes == (spike,)
    assert ledger.history.book(here, UNDER, ["said", "blockers"]).spikes == ()


def test_the_teams_experiments_without_a_verdict_are_told(ledger: LedgerRows) -> None:
    here = settle(ledger)
    theirs = team(HERE, "T2", "C2")
    ledger.roster.put_team(theirs)
    first, second = (held(each, under=None, kind="experiment", occurrence=each) for each in ("E1", "E2"))
    for each in (
        second,
        first,
        replace(held("E3", under=None, kind="experiment", occurrence="E3"), over=True),
        held("E4", theirs, under=None, kind="experiment", occurrence="E4"),
        held("S1", under=None, kind="spike", occurrence="a"),
    ):
        assert ledger.rounds.add(each)
    assert ledger.history.book(here, None, ["experiments"]) == Book(here, experiments=(first, second))
    assert ledger.history.book(here, UNDER, ["spikes", "actions"]).experiments == ()


def test_the_teams_open_actions_are_told_alone_or_with_its_spikes(ledger: LedgerRows) -> None:
    here = settle(ledger)
    theirs = team(HERE, "T2", "C2")
    ledger.roster.put_team(theirs)
    first, second = (held(each, under=None, kind="action", occurrence=each) for each in ("A1", "A2"))
    spike = held("S1", under=None, kind="spike", occurrence="a")
    for each in (
        second,
        first,
        spike,
        replace(held("A3", under=None, kind="action", occurrence="A3"), over=True),
        held("A4", theirs, under=None, kind="action", occurrence="A4"),
    ):
        assert ledger.rounds.add(each)
    assert ledger.history.book(here, None, ["actions"]) == Book(here, actions=(first, second))
    both = ledger.history.book(here, UNDER, ["actions", "spikes"])
    assert both == Book(here, spikes=(spike,), actions=(first, second))


def test_absences_are_the_teams_and_not_long_past(ledger: LedgerRows) -> None:
    here = settle(ledger)
    ledger.plans.put(plan())
    past = Absence(ANN, date(2026, 8, 1), date(2026, 9, 2))
    recent = Absence(ANN, date(2026, 8, 1), date(2026, 9, 3))
    coming = Absence(BEN, date(2027, 1, 1), date(2027, 1, 1))
    for each in (past, recent, coming, Absence(CAT, DAY, DAY)):
        ledger.roster.add_absence(HERE, each)
    assert ledger.history.book(here, UNDER, ["absences"]).absences == (recent, coming)
    assert ledger.history.book(here, None, ["absences"]).absences == (past, recent, coming)


def test_each_members_latest_answers_are_told_but_not_those_of_this_round(ledger: LedgerRows) -> None:
    here = settle(ledger)
    old, new, mine = said("R1", ANN, DAY), said("R2", ANN, TUESDAY), said("R3", ANN, WEDNESDAY)
    bens = said("R1", BEN, DAY, "hostile \0 \ud800")
    answer(ledger, new, old, mine, bens)
    answer(ledger, said("R9", BEN, WEDNESDAY), under="P2")
    clean = replace(bens, texts={"y": "hostile  \ufffd"})
    assert ledger.history.book(here, UNDER, ["said"], but=RoundId("R3")).said == (new, clean)
    assert ledger.history.book(here, UNDER, ["said"]).said == (mine, clean)


def test_of_two_rounds_on_a_day_the_later_opened_one_tells(ledger: LedgerRows) -> None:
    here = settle(ledger)
    answer(ledger, said("R2", ANN, DAY, "afternoon"), opened=5)
    answer(ledger, said("R1", ANN, DAY, "morning"))
    assert [each.texts["y"] for each in ledger.history.book(here, UNDER, ["said"]).said] == ["afternoon"]


def test_answering_again_replaces(ledger: LedgerRows) -> None:
    here = settle(ledger)
    answer(ledger, said("R1", ANN, DAY), replace(said("R1", ANN, DAY, "more"), late=True))
    assert ledger.history.said(here, DAY) == (replace(said("R1", ANN, DAY, "more"), late=True),)


def test_answers_are_told_newest_day_first_by_member_and_kind(ledger: LedgerRows) -> None:
    here = settle(ledger)
    first, second, bens = said("R1", ANN, DAY), said("R2", ANN, TUESDAY), said("R1", BEN, DAY)
    answer(ledger, first, second, bens)
    assert ledger.history.said(here, DAY) == (second, first, bens)
    assert ledger.history.said(here, TUESDAY) == (second,)
    assert ledger.history.said(here, DAY, member=BEN) == (bens,)
    assert ledger.history.said(here, DAY, kind="draw") == ()
    assert ledger.history.said(here, DAY, member=ANN, kind="poll") == (second, first)


def test_blockers_stand_until_resolved_or_withdrawn(ledger: LedgerRows) -> None:
    here = settle(ledger)
    first, second = blocker(), replace(blocker("B2"), day=TUESDAY, helper="Ben")
    ledger.history.write(held(), [BlockerStands(second), BlockerStands(first)])
    ledger.history.write(held("R2", under="P2"), [BlockerStands(blocker("B3"))])
    assert ledger.history.blockers(here) == (first, blocker("B3"), second)
    assert ledger.history.book(here, UNDER, ["blockers"]).blockers == (first, second)
    ledger.history.write(held(), [BlockerStands(replace(first, standing="acknowledged", helper="Cat"))])
    ledger.history.write(held(), [BlockerStands(replace(second, standing="resolved"))])
    standing = replace(first, standing="acknowledged", helper="Cat")
    assert ledger.history.book(here, UNDER, ["blockers"]).blockers == (standing,)


def test_an_entry_without_a_page_is_an_error(ledger: LedgerRows) -> None:
    @dataclass(frozen=True)
    class Sung(Entry):
        """Nobody keeps this."""

    settle(ledger)
    with pytest.raises(TypeError, match="Sung"):
        ledger.history.write(held(), [Sung()])


def test_what_is_kept_of_a_member_is_counted_in_whatever_team(ledger: LedgerRows) -> None:
    settle(ledger)
    ledger.plans.put(plan())
    assert ledger.history.kept(HERE, ANN) == (0, None)
    answer(ledger, said("R1", ANN, TUESDAY), said("R2", ANN, DAY), said("R1", BEN, DAY))
    assert ledger.history.kept(HERE, ANN) == (2, DAY)
    assert ledger.history.kept(HERE, BEN) == (1, DAY)
    assert ledger.history.kept(WorkspaceId("W2"), ANN) == (0, None)
