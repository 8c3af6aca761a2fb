"""People: what the platform says is taken in, absences are kept, and teams hear of whoever changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest

from bot import people
from bot.errors import Doubtful, Unreachable
from bot.ledger import Ledger
from bot.ledger.reports import Kept
from bot.model import Absence, Channel, ChannelId, MemberId, Person, Team, WorkspaceId
from bot.people import People, is_askable, take_in
from bot.reports import intake
from tests.doubles import SetClock
from tests.factories import (
    AUCKLAND,
    CHANNEL,
    LONDON,
    LOS_ANGELES,
    OTHER_WORKSPACE,
    TUESDAY,
    WEDNESDAY,
    WORKSPACE,
    make_person,
    make_schedule,
    make_workspace,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, LOU = member_id("Ada"), member_id("Lou")


@dataclass
class Listing:
    """Implements `bot.ports.Directory` from lists; what is not listed cannot be read."""

    everybody: Sequence[Person] | None = ()
    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)

    async def people(self, workspace: WorkspaceId) -> tuple[Person, ...]:
        if self.everybody is None:
            raise Doubtful(workspace)
        return tuple(self.everybody)

    async def members(self, workspace: WorkspaceId, channel: ChannelId) -> tuple[MemberId, ...]:
        if channel not in self.channels:
            raise Unreachable(f"{workspace}/{channel}")
        return tuple(map(member_id, self.channels[channel]))

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person:
        raise Doubtful(f"{workspace}/{member}")

    async def channel(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        raise Doubtful(f"{workspace}/{channel}")

    async def join(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        raise Doubtful(f"{workspace}/{channel}")

    async def connected(self, workspace: WorkspaceId) -> bool:
        raise Doubtful(workspace)


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada leads from London, Lou is in Los Angeles: everyone in the channel is asked. It is Monday noon."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES))
    await shell.set_up("Ada", "Ada", "Lou")
    return shell


async def refresh(shell: Shell, listing: Listing) -> None:
    await People(shell.store, listing, shell.clock).refresh([(WORKSPACE, WORKSPACE)])
    await shell.settle()


async def members(shell: Shell) -> list[tuple[str, str]]:
    there: Team = await shell.team()
    found = await shell.store.read(lambda ledger: ledger.roster.members(there))
    return [(each.name, each.zone) for each in found]


@pytest.mark.parametrize(
    ("person", "askable"),
    [
        (make_person(), True),
        (make_person(human=False), False),
        (make_person(guest=True), False),
        (make_person(active=False), False),
    ],
)
def test_humans_who_are_neither_guests_nor_gone_are_asked(person: Person, *, askable: bool) -> None:
    assert is_askable(person) == askable


async def test_who_comes_is_seated_and_who_leaves_is_not_asked_any_more(team: Shell) -> None:
    everybody = [make_person("Ada"), make_person("Lou", LOS_ANGELES), make_person("Kiri", AUCKLAND)]
    await refresh(
        team, Listing([*everybody, make_person("Bot", human=False)], {CHANNEL: ["Ada", "Kiri", "Bot"]})
    )
    assert await members(team) == [("Ada", LONDON), ("Kiri", AUCKLAND)]
    await team.to(utc("24 20:00"))
    assert team.asked() == ["Mon 20:30 post UKIRI: asked Tue", "Tue 09:30 post UADA: asked Tue"]


async def test_who_leaves_during_a_round_leaves_its_count(team: Shell) -> None:
    await team.to(utc("24 09:30"))
    await refresh(team, Listing([make_person("Ada"), make_person("Lou", LOS_ANGELES)], {CHANNEL: ["Ada"]}))
    await team.answer("Ada")
    assert team.digests() == ["digest Tue 1 of 1 | Ada: ship the model"]


async def test_who_is_named_by_a_plan_stays_though_they_left_the_channel(team: Shell) -> None:
    await team.set_up("Ada", people=(ADA, LOU))
    await refresh(team, Listing([make_person("Ada"), make_person("Lou", LOS_ANGELES)], {CHANNEL: ["Ada"]}))
    assert await members(team) == [("Ada", LONDON), ("Lou", LOS_ANGELES)]


async def test_who_was_deactivated_is_not_asked(team: Shell) -> None:
    gone = make_person("Lou", LOS_ANGELES, active=False)
    await refresh(team, Listing([make_person("Ada"), gone], {CHANNEL: ["Ada"]}))
    await team.to(utc("24 20:00"))
    assert team.asked() == ["Tue 09:30 post UADA: asked Tue"]


async def test_a_new_zone_moves_the_next_prompt(team: Shell) -> None:
    await refresh(
        team, Listing([make_person("Ada"), make_person("Lou", AUCKLAND)], {CHANNEL: ["Ada", "Lou"]})
    )
    await team.to(utc("24 20:00"))
    assert team.asked() == ["Mon 20:30 post ULOU: asked Tue", "Tue 09:30 post UADA: asked Tue"]


async def test_a_channel_that_cannot_be_read_changes_nobodys_seat(team: Shell) -> None:
    await refresh(team, Listing([make_person("Ada", AUCKLAND), make_person("Lou", LOS_ANGELES)]))
    assert await members(team) == [("Ada", AUCKLAND), ("Lou", LOS_ANGELES)]


async def test_a_refresh_is_due_a_day_later_or_soon_after_one_that_failed(team: Shell) -> None:
    due = []
    for listing in (Listing([make_person("Ada")], {CHANNEL: ["Ada"]}), Listing(None)):
        await refresh(team, listing)
        await team.store.run(_end_every_plan)
        due.append(await team.store.read(lambda ledger: ledger.next_due()))
    assert due == [team.clock.now() + timedelta(days=1), team.clock.now() + timedelta(minutes=10)]


def _end_every_plan(ledger: Ledger) -> None:
    for team in ledger.roster.teams(WORKSPACE):
        for plan in ledger.plans.of_team(team):
            ledger.plans.put(replace(plan, state="deleted", wake_at=None))


async def test_what_was_reported_is_forgotten_after_thirty_days_and_no_day_sooner(team: Shell) -> None:
    there = await team.team()
    old, young = (
        Kept("old", "1", "1", utc(f"{TUESDAY} 08:00")),
        Kept("young", "2", "2", utc(f"{TUESDAY} 09:00")),
    )
    for each in (old, young):
        await team.store.run(partial(_keep, there, each))
    listing = Listing((make_person("Ada", AUCKLAND),), {CHANNEL: ["Ada"]})
    at = utc(f"{TUESDAY} 08:30")
    for later, found in ((timedelta(days=29), [old, young]), (intake.KEPT, [None, young])):
        await People(team.store, listing, SetClock(at + later)).refresh([(WORKSPACE, WORKSPACE)])
        kept = [await team.store.read(partial(_kept, there, each)) for each in (old, young)]
        assert kept == found


def _keep(there: Team, kept: Kept, ledger: Ledger) -> None:
    assert ledger.reports.is_new(there, kept)


def _kept(there: Team, kept: Kept, ledger: Ledger) -> Kept | None:
    return ledger.reports.find(there, kept)


async def test_news_of_one_workspace_touches_no_other(team: Shell) -> None:
    now = team.clock.now()

    def do(ledger: Ledger) -> None:
        ledger.roster.put_workspace(make_workspace(OTHER_WORKSPACE), now)
        take_in(ledger, OTHER_WORKSPACE, [make_person("Ada", AUCKLAND)], {}, now)

    await team.store.run(do)
    assert await members(team) == [("Ada", LONDON), ("Lou", LOS_ANGELES)]


async def test_an_absence_counts_in_every_team_and_can_be_taken_back_once(team: Shell) -> None:
    now = team.clock.now()
    absence = Absence(LOU, TUESDAY, WEDNESDAY)
    number = await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, absence, now))

    def take_back(ledger: Ledger) -> list[bool]:
        """It is not Ada's to take back."""
        return [people.be_back(ledger, WORKSPACE, who, number, now) for who in (ADA, LOU, LOU)]

    taken = await team.run(take_back)
    assert taken == [False, True, False]
    await team.to(utc("24 18:00"))
    assert team.asked() == ["Tue 09:30 post UADA: asked Tue", "Tue 17:30 post ULOU: asked Tue"]


async def test_away_after_the_prompt_says_so_and_leaves_the_count(team: Shell) -> None:
    await team.to(utc("24 09:30"))
    now = team.clock.now()
    await team.run(lambda ledger: people.be_away(ledger, WORKSPACE, Absence(ADA, TUESDAY, TUESDAY), now))
    await team.to(utc("24 17:30"))
    await team.answer("Lou")
    assert team.heard("Ada") == ["Tue 09:30 post UADA: asked Tue", "Tue 09:30 edit UADA: away Tue"]
    assert team.digests() == ["digest Tue 1 of 1 | Lou: ship the model | Ada away"]


async def test_one_hour_for_all_ignores_where_people_are(team: Shell) -> None:
    await team.set_up("Ada", "Ada", "Lou", schedule=make_schedule(zone=LONDON))
    await team.to(utc("24 18:00"))
    assert sorted(team.asked()) == ["Tue 09:30 post UADA: asked Tue", "Tue 09:30 post ULOU: asked Tue"]
