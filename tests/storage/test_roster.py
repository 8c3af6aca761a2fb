"""Who is there, where and when."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.errors import Settled
from bot.model import Absence, Chosen, Member, MemberId, Person, Workspace
from storage.ledger import LedgerRows
from tests.storage.world import ANN, BEN, CAT, HERE, LEASE, MINUTE, NINE, person, settle, team

TOKYO = Chosen("Asia/Tokyo", (0, 1), time(10), time(18, 30), "JP")


def choose_tokyo(ledger: LedgerRows, member: MemberId = ANN) -> None:
    ledger.roster.choose(HERE, member, TOKYO)


def test_a_workspace_is_renewed_without_a_second_refresh(ledger: LedgerRows) -> None:
    ledger.roster.put_workspace(Workspace(HERE, "slack", "old"), NINE)
    ledger.roster.put_workspace(Workspace(HERE, "slack", "new"), NINE - MINUTE)
    assert ledger.roster.workspace(HERE) == Workspace(HERE, "slack", "new")
    assert ledger.roster.claim_refreshes(NINE - MINUTE, LEASE, 9) == []
    assert ledger.roster.claim_refreshes(NINE, LEASE, 9) == [(HERE, HERE)]
    assert ledger.roster.claim_refreshes(NINE, LEASE, 9) == []
    ledger.roster.refreshed(HERE, NINE + timedelta(days=1))
    assert ledger.next_due() == NINE + timedelta(days=1)


def test_people_come_back_as_they_were_put(ledger: LedgerRows) -> None:
    settle(ledger)
    ghost = Person(MemberId("U9"), "Bot", "UTC", human=False, guest=True, active=False, admin=True)
    ledger.roster.put_people(HERE, [ghost])
    assert ledger.roster.person(HERE, MemberId("U9")) == ghost
    assert ledger.roster.person(HERE, MemberId("U0")) is None


def test_putting_people_tells_whose_change_their_teams_see(ledger: LedgerRows) -> None:
    settle(ledger)
    choose_tokyo(ledger, CAT)
    changed = ledger.roster.put_people(
        HERE,
        [
            replace(person(ANN, "Ann"), admin=True),
            person(BEN, "ben", "Asia/Kolkata"),
            person(CAT, "Cat", "Europe/Paris"),
            person("U4", "new here"),
        ],
    )
    assert changed == (BEN,)
    assert ledger.roster.put_people(HERE, [replace(person(ANN, "Ann"), active=False)]) == (ANN,)
    assert ledger.roster.put_people(HERE, [person(CAT, "Catherine")]) == (CAT,)


def test_putting_the_same_people_again_changes_nobody(ledger: LedgerRows) -> None:
    settle(ledger)
    crowd = [person(f"X{number}", f"name \ud800 {number}") for number in range(1200)]
    assert ledger.roster.put_people(HERE, crowd) == ()
    assert ledger.roster.put_people(HERE, crowd) == ()
    renamed = [person(f"X{number}", "now so") for number in range(1200)]
    assert len(ledger.roster.put_people(HERE, renamed)) == 1200


def test_what_a_person_chose_survives_the_profile(ledger: LedgerRows) -> None:
    here = settle(ledger)
    choose_tokyo(ledger)
    ledger.roster.put_people(HERE, [person(ANN, "Ann", "America/Lima")])
    assert ledger.roster.chosen(HERE, ANN) == TOKYO
    assert ledger.roster.member(here, ANN) == Member(
        ANN, "Ann", "Asia/Tokyo", (0, 1), time(10), time(18, 30), "JP", ("lead", "developer")
    )
    quiet = replace(TOKYO, reminders=False, quiet=(time(20), time(8, 30)))
    ledger.roster.choose(HERE, ANN, quiet)
    assert ledger.roster.chosen(HERE, ANN) == quiet
    member = ledger.roster.member(here, ANN)
    assert member is not None
    assert (member.reminders, member.quiet) == (False, (time(20), time(8, 30)))
    ledger.roster.choose(HERE, ANN, Chosen())
    member = ledger.roster.member(here, ANN)
    assert member is not None
    assert (member.zone, member.days) == ("America/Lima", None)
    assert (member.reminders, member.quiet) == (True, None)


def test_members_are_those_seated_by_name(ledger: LedgerRows) -> None:
    here = settle(ledger)
    assert [each.name for each in ledger.roster.members(here)] == ["Ann", "ben"]
    ledger.roster.seat(here, CAT)
    ledger.roster.unseat(here, BEN)
    assert [each.name for each in ledger.roster.members(here)] == ["Ann", "Cat"]
    assert ledger.roster.member(here, BEN) is None


def test_seating_again_keeps_roles_unless_told(ledger: LedgerRows) -> None:
    here = settle(ledger)
    ledger.roster.seat(here, ANN)
    ledger.roster.seat(here, BEN, ("observer",))
    assert [each.roles for each in ledger.roster.members(here)] == [("lead", "developer"), ("observer",)]


def test_a_team_is_found_by_id_channel_and_member(ledger: LedgerRows) -> None:
    here = settle(ledger)
    other = team(id_="T2", channel="C2")
    ledger.roster.put_team(other)
    ledger.roster.seat(other, ANN)
    assert ledger.roster.team(HERE, here.id) == here
    assert ledger.roster.team_in(HERE, other.channel) == other
    assert ledger.roster.teams(HERE) == (here, other)
    assert ledger.roster.teams_of(HERE, ANN) == (here, other)
    assert ledger.roster.teams_of(HERE, BEN) == (here,)


def test_a_channel_has_one_team(ledger: LedgerRows) -> None:
    here = settle(ledger)
    ledger.roster.put_team(replace(here, name="renamed"))
    with pytest.raises(Settled):
        ledger.roster.put_team(team(id_="T2"))
    assert ledger.roster.teams(HERE) == (replace(here, name="renamed"),)


def test_an_absence_is_taken_back_by_its_own_member_only(ledger: LedgerRows) -> None:
    settle(ledger)
    away = Absence(ANN, date(2026, 11, 2), date(2026, 11, 6))
    number = ledger.roster.add_absence(HERE, away)
    assert [*ledger.roster.absences(HERE, ANN, date(2026, 11, 6)).values()] == [away]
    assert ledger.roster.absences(HERE, ANN, date(2026, 11, 7)) == {}
    assert not ledger.roster.drop_absence(HERE, BEN, number)
    assert ledger.roster.drop_absence(HERE, ANN, number)
    assert not ledger.roster.drop_absence(HERE, ANN, number)
    assert ledger.roster.add_absence(HERE, away) > number, "an id is never lent to another absence"
