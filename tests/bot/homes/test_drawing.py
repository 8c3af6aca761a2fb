"""Homes: gathered as things are, published when they differ, again when the platform refuses, dropped for good."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import people, plans, rounds
from bot.ceremonies.blocker import Acknowledge
from bot.ceremonies.survey import Skip
from bot.errors import Doubtful, NotDelivered, Unreachable
from bot.homes.drawing import FAILED, RETRY, Homes, open_home
from bot.homes.home import Home, gather
from bot.ledger import Job, Ledger
from bot.model import Absence, Chosen, MemberId, Round, WorkspaceId
from bot.rounds import HOME_REST, LEASE
from tests.factories import (
    NEW_YORK,
    WORKSPACE,
    hour,
    make_answer,
    make_person,
    make_settings,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, BEN = member_id("Ada"), member_id("Ben")
SECOND = timedelta(seconds=1)


class Recording(Homes):
    """Remembers for whom it was asked."""

    asked: tuple[str, ...] = ()

    async def draw(self, jobs: Sequence[Job]) -> None:
        self.asked += tuple(member for _, member in jobs)
        await super().draw(jobs)


@dataclass
class House:
    """A team, what its Homes show, and the worker that draws them."""

    shell: Shell

    def __post_init__(self) -> None:
        self.wall = self.shell.publisher
        self.homes = self.shell.homes = Recording(self.shell.store, self.wall, self.shell.clock)

    async def open(self, *members: MemberId) -> None:
        for member in members:
            await open_home(self.shell.store, self.wall, self.shell.clock, WORKSPACE, member)

    async def later(self, wait: timedelta = HOME_REST) -> tuple[str, ...]:
        """Let time pass, and do what is due then. Whose Home was looked at."""
        self.homes.asked = ()
        self.shell.clock.moment += wait
        await self.shell.settle()
        return self.homes.asked

    async def be_away(self, day: str, name: str = "Ada") -> None:
        """Somebody says now that they are away on a day of November."""
        now, first = self.shell.clock.now(), utc(f"{day} 00:00").date()
        absence = Absence(member_id(name), first, first)
        await self.shell.run(lambda ledger: people.be_away(ledger, WORKSPACE, absence, now))

    async def home(self, member: MemberId = ADA) -> Home:
        now = self.shell.clock.now()
        view = await self.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, member, now))
        assert view is not None
        return view.home

    @property
    def drawn(self) -> list[MemberId]:
        """Whose Home was published since this was last asked."""
        drawn = [member for member, _ in self.wall.shown]
        self.wall.shown.clear()
        return drawn


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    shell = Shell(tmp_path, utc("23 12:00"))
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK))
    await shell.set_up("Ada", "Ada", "Ben", settings=make_settings(reminders=()))
    yield House(shell)
    await shell.stop()


async def blocker_of(shell: Shell) -> Round[object]:
    team = await shell.team()
    [found] = await shell.store.read(lambda ledger: ledger.rounds.open_of(team, ("blocker",)))
    return found


# What it shows.


async def test_before_the_first_prompt_nothing_waits(house: House) -> None:
    home = await house.home()
    assert home.waiting == ()
    [plan] = home.appointments
    assert (plan.state, plan.next_at, plan.leads, plan.leading) == ("on", utc("24 09:30"), (), True)
    [bens] = (await house.home(BEN)).appointments
    assert (bens.next_at, bens.leads, bens.leading) == (utc("24 14:30"), ("Ada",), False)


async def test_a_prompt_waits_from_its_time_until_the_next(house: House) -> None:
    await house.shell.to(utc("24 09:30"))
    [waiting] = (await house.home()).waiting
    assert (waiting.state, waiting.until) == ("asked", utc("25 09:30"))
    assert (await house.home(BEN)).waiting == (), "his comes at his own half past nine"
    await house.shell.answer("Ada", blockers="no GPU")
    home = await house.home()
    assert [each.state for each in home.waiting] == ["answered"]
    assert [(each.text, each.mine) for each in home.stuck] == [("no GPU", True)]
    assert (home.kept.answers, home.kept.since) == (1, utc("24 00:00").date())
    assert (await house.home(BEN)).stuck == ()
    await house.shell.to(utc("25 09:30"))
    assert [each.state for each in (await house.home()).waiting] == ["asked"]


async def test_a_skipped_prompt_may_be_answered_yet_and_a_trial_waits_for_nobody(house: House) -> None:
    shell = house.shell
    await shell.to(utc("24 09:30"))
    await shell.act(await shell.round("24"), Skip(), "Ada")
    assert [each.state for each in (await house.home()).waiting] == ["skipped"]


async def test_who_helps_sees_the_blocker_and_nobody_else_does(house: House) -> None:
    shell = house.shell
    await shell.to(utc("24 09:30"))
    await shell.answer("Ada", blockers="no GPU")
    await shell.act(await blocker_of(shell), Acknowledge("Ben"), "Ben")
    assert [(each.name, each.helper, each.mine) for each in (await house.home(BEN)).stuck] == [
        ("Ada", "Ben", False)
    ]


async def test_why_there_is_no_next_prompt_is_told(house: House) -> None:
    shell = house.shell
    team, plan, now = await shell.team(), await shell.plan(), shell.clock.now()
    await shell.run(lambda ledger: plans.pause(ledger, team, plan, ADA, now))
    assert [each.state for each in (await house.home()).appointments] == ["paused"]
    plan = replace(plan, people=(ADA,))
    await shell.run(lambda ledger: ledger.plans.put(plan))
    assert [each.state for each in (await house.home(BEN)).appointments] == ["not asked"]
    long = Absence(ADA, utc("23 00:00").date(), utc("23 00:00").date() + timedelta(days=400))
    await shell.run(lambda ledger: people.be_away(ledger, WORKSPACE, long, now))
    assert [each.state for each in (await house.home()).appointments] == ["nothing ahead"]
    await shell.run(lambda ledger: plans.delete(ledger, team, plan, ADA, now))
    assert (await house.home()).appointments == ()


async def test_a_home_tells_the_next_prompt_as_quiet_hours_put_it_off(house: House) -> None:
    quiet = Chosen(quiet=(hour("18:00"), hour("11:00")))
    now = house.shell.clock.now()

    def choose(ledger: Ledger) -> None:
        ledger.roster.choose(WORKSPACE, ADA, quiet)
        people.moved_everywhere(ledger, WORKSPACE, ADA, now)

    await house.shell.run(choose)
    [plan] = (await house.home()).appointments
    assert plan.next_at == utc("24 11:00")
    await house.shell.to(utc("24 11:00"))
    assert [each.until for each in (await house.home()).waiting] == [utc("25 11:00")]


async def test_days_away_are_counted_once_however_often_they_were_said(house: House) -> None:
    said = [("1", "5"), ("1", "5"), ("3", "8"), ("4", "4"), ("9", "9"), ("20", "21")]
    now = house.shell.clock.now()
    for first, last in said:
        absence = Absence(ADA, date(2026, 12, int(first)), date(2026, 12, int(last)))
        await house.shell.run(lambda ledger, it=absence: people.be_away(ledger, WORKSPACE, it, now))  # type: ignore[misc] # a loop's lambda
    home = await house.home()
    assert home.kept.days_away == 11
    assert len(home.away) == 5, "what was said twice is there once"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
@pytest.mark.parametrize("last", [date.max, date.max - timedelta(days=1), date.max - timedelta(days=5)])
async def test_a_home_with_days_away_until_the_end_of_the_calendar_is_drawn(
    house: House, zone: str, last: date
) -> None:
    await house.shell.people(make_person("Ada", zone))
    for first in (date(2026, 11, 23), date.max - timedelta(days=9)):
        await house.shell.run(
            lambda ledger, first=first: ledger.roster.add_absence(WORKSPACE, Absence(ADA, first, last))  # type: ignore[misc] # a loop's lambda
        )
    await house.open(ADA)
    assert house.drawn == [ADA]
    home = await house.home()
    assert home.kept.days_away == (last - date(2026, 11, 23)).days + 1


async def test_a_stranger_and_one_who_was_deactivated_have_no_home(house: House) -> None:
    await house.open(member_id("Nobody"))
    await house.open(ADA)
    await house.shell.people(make_person("Ada", active=False))
    now = house.shell.clock.now()
    await house.shell.run(lambda ledger: people.moved_everywhere(ledger, WORKSPACE, ADA, now))
    assert house.drawn == [ADA]
    assert await house.later() == (ADA,)
    assert house.drawn == []
    assert await house.later(LEASE * 2) == (), "it was dropped"


# When it is drawn.


async def test_only_an_opened_home_is_drawn_and_only_when_it_differs(house: House) -> None:
    shell = house.shell
    await house.open(ADA)
    assert house.drawn == [ADA]
    assert await house.later() == ()
    await shell.run(lambda ledger: ledger.homes.stale(WORKSPACE, [ADA, BEN], shell.clock.now()))
    assert house.homes.asked == (ADA,)
    assert house.drawn == [], "it shows that already"
    await shell.to(utc("24 09:30"))
    await house.later()
    assert house.drawn == [ADA]
    await shell.answer("Ada")
    await house.later()
    assert house.drawn == [ADA]
    await shell.answer("Ben")
    await house.later()
    assert house.drawn == [], "another's answer is no news"


async def test_many_changes_at_once_are_one_drawing(house: House) -> None:
    await house.open(ADA)
    for day in ("25", "26", "27", "28", "29"):
        await house.be_away(day)
    await house.later()
    assert house.drawn == [ADA, ADA]
    assert (await house.home()).kept.days_away == 5


async def test_a_change_while_it_is_published_is_drawn_afterwards(house: House) -> None:
    await house.open(ADA)
    remember = house.wall.publish

    async def slow(workspace: WorkspaceId, member: MemberId, home: Home) -> None:
        await remember(workspace, member, home)
        if len(home.away) == 1:
            await house.be_away("26")

    house.wall.publish = slow  # type: ignore[method-assign] # a change comes in the midst of it
    await house.be_away("25")
    await house.later()
    await house.later()
    assert [len(home.away) for _, home in house.wall.shown] == [0, 1, 2]


async def test_what_the_clock_alone_changes_is_drawn_in_time(house: House) -> None:
    await house.be_away("23")
    await house.open(ADA)
    await house.shell.to(utc("24 00:00") + HOME_REST)
    assert house.homes.asked == (ADA,)
    assert [len(home.away) for _, home in house.wall.shown] == [1, 0]


# When the platform refuses.


async def test_who_is_told_to_wait_waits_and_asks_for_nobody_else_meanwhile(house: House) -> None:
    await house.open(ADA, BEN)
    assert house.drawn == [ADA, BEN]
    await house.be_away("25")
    house.wall.refusals = [NotDelivered("rate limited", 90)]
    assert await house.later() == (ADA,)
    await house.be_away("25", "Ben")
    assert await house.later() == (BEN,)
    assert house.drawn == [], "Slack would refuse it as well"
    assert await house.later(LEASE) == (), "Retry-After outlasts the lease"
    assert sorted(await house.later(timedelta(seconds=31))) == [ADA, BEN]
    assert sorted(house.drawn) == [ADA, BEN]
    assert await house.later(LEASE * 3) == ()


@pytest.mark.parametrize(
    ("refusal", "again"),
    [
        (NotDelivered("no connection"), RETRY),
        (Doubtful("timeout"), RETRY),
        (NotDelivered("rate limited", 5), timedelta(seconds=5)),
        (ValueError("our own mistake"), FAILED),
    ],
)
async def test_what_was_not_published_is_tried_again(
    house: House, refusal: Exception, again: timedelta
) -> None:
    await house.open(ADA)
    await house.be_away("25")
    house.wall.refusals = [refusal]
    await house.later()
    assert house.drawn == [ADA]
    await house.later(again - SECOND)
    assert house.drawn == []
    await house.later(SECOND)
    assert house.drawn == [ADA]


async def test_a_home_that_is_refused_for_good_is_drawn_no_more_until_it_is_opened(house: House) -> None:
    await house.open(ADA)
    await house.be_away("25")
    house.wall.refusals = [Unreachable("not_enabled")]
    assert await house.later() == (ADA,)
    await house.be_away("26")
    assert await house.later() == ()
    assert house.drawn == [ADA], "by opening it, at first"
    await house.open(ADA)
    assert [len(home.away) for _, home in house.wall.shown] == [2]


async def test_an_act_of_a_round_notes_whom_it_concerns(house: House) -> None:
    shell = house.shell
    await house.open(ADA, BEN)
    await shell.to(utc("24 09:30"))
    await shell.answer("Ada", blockers="no GPU")
    await house.later()
    house.wall.shown.clear()
    stuck = await blocker_of(shell)
    await shell.act(stuck, Acknowledge("Ben"), "Ben")
    await house.later()
    assert sorted(house.drawn) == [ADA, BEN], "whose it is, and who helps"
    await shell.act(await shell.round("24"), make_answer("ship the model", blockers="none"), "Ada")
    await house.later()
    assert sorted(house.drawn) == [ADA, BEN], "it was taken back"


def test_homes_are_compared_by_what_they_say() -> None:
    one = Home("Ada", "UTC", "UTC", Chosen(), 2026)
    assert rounds.fingerprint(one) == rounds.fingerprint(replace(one))
    assert rounds.fingerprint(one) != rounds.fingerprint(replace(one, chosen=Chosen(reminders=False)))
