"""A standup's life at random: what people, clocks, platforms and crashes do, as rules in any order."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from bot import agenda, holding, people, plans, rounds
from bot.ceremonies import blocker, survey
from bot.errors import BotError
from bot.homes.drawing import open_home
from bot.ledger import Ledger
from bot.model import Absence, Act, Chosen, MemberId, RoundId
from tests.doubles import Fault
from tests.factories import (
    AUCKLAND,
    LONDON,
    LOS_ANGELES,
    WORKSPACE,
    make_answer,
    make_person,
    make_schedule,
    make_settings,
    member_id,
    utc,
)
from tests.shell import Shell

PEOPLE = {"Ada": LONDON, "Kiri": AUCKLAND, "Lou": LOS_ANGELES}
ZONES = (LONDON, AUCKLAND, LOS_ANGELES, "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago")
DAY = timedelta(days=1)

names = st.sampled_from(sorted(PEOPLE))
texts = st.sampled_from(["train", "plot", "write \0 up", "\ud83d lone", "<!channel>"])
blocks = st.sampled_from(["", "", "none", "no GPU", "no data"])
minutes = st.sampled_from([1, 20, 60, 150, 400, 720, 1440, 2880, 6000])
hours = st.sampled_from(["09:30", "00:00", "07:15", "23:45"])
quiets = st.sampled_from([None, None, ("18:00", "09:00"), ("08:00", "14:00"), ("00:00", "23:00")])
weekdays = st.sampled_from([(0, 1, 2, 3, 4), (0, 2, 4), (0, 1, 2, 3, 4, 5, 6)])
faults: st.SearchStrategy[Fault] = st.sampled_from(["refused", "doubtful, stored", "doubtful, lost"])


class Life(RuleBasedStateMachine):
    """One team's standup."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        self.shell = Shell(self.folder, utc("23 12:00"))
        self.said: dict[tuple[RoundId, MemberId], str] = {}
        self.moved: dict[MemberId, datetime] = {}
        self.edited = self.furthest = self.now
        self.passed: dict[MemberId, date] = {}  #: the plan's next day when something last changed for them
        self.absences: dict[MemberId, int] = {}
        self.jumps: list[tuple[datetime, datetime]] = []  #: what the clock skipped, from when to when
        self.wait(self.shell.people(*(make_person(name, zone) for name, zone in PEOPLE.items())))
        for name in PEOPLE:
            self.wait(self.open_home(name))
        self.first: date = self.wait(self.shell.set_up("Ada", *PEOPLE)).next_day  #: the plan's, since it runs

    async def open_home(self, name: str) -> None:
        """Somebody looks at their Home; it follows what changes from then on."""
        shell = self.shell
        await open_home(shell.store, shell.publisher, shell.clock, WORKSPACE, member_id(name))

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.wait(self.shell.stop())
            self.loop.close()
            shutil.rmtree(self.folder)

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 — whatever the work gives
        return self.loop.run_until_complete(work)

    def read(self, fn: Callable[[Ledger], Any]) -> Any:  # noqa: ANN401 — the same
        return self.wait(self.shell.store.read(fn))

    def attempt(self, work: Coroutine[Any, Any, Any]) -> None:
        """A refusal is allowed; anything else is a failure of the test."""
        with suppress(BotError):
            self.wait(work)

    @property
    def now(self) -> datetime:
        return self.shell.clock.now()

    def notes(self, who: MemberId | None = None) -> None:
        """Something is about to change for somebody, or for all."""
        if who is None:
            self.edited = self.now
        else:
            self.moved[who] = self.now
        day = self.wait(self.shell.plan()).next_day
        self.passed |= dict.fromkeys([who] if who else map(member_id, PEOPLE), day)

    # What happens.

    @rule(by=minutes)
    def time_passes(self, by: int) -> None:
        self.wait(self.shell.to(self.now + timedelta(minutes=by)))

    @rule(until=st.sampled_from(["09:30", "12:00", "17:30", "20:30"]))
    def the_day_goes_on(self, until: str) -> None:
        """To the next moment at which somebody is asked or the digest comes, as the plan stands at first."""
        target = datetime.combine(self.now.date(), time.fromisoformat(until), UTC)
        self.wait(self.shell.to(target if target > self.now else target + DAY))

    @rule()
    def the_clock_steps_back(self) -> None:
        self.furthest = max(self.furthest, self.now)
        self.shell.clock.moment -= timedelta(hours=1)
        self.wait(self.shell.settle())

    @rule(by=st.sampled_from([1, 8]))
    def the_clock_jumps(self, by: int) -> None:
        """A machine that slept, or a step of the clock: what was due meanwhile is due now, all at once."""
        before = self.now
        self.shell.clock.moment += timedelta(hours=by)
        self.jumps.append((before, self.now))
        self.wait(self.shell.settle())

    @rule(verbs=st.sets(st.sampled_from(["post", "edit", "find"]), min_size=1), calls=st.integers(3, 12))
    def the_platform_is_out(self, verbs: set[Literal["post", "edit", "find"]], calls: int) -> None:
        refusals: list[Fault] = ["refused"] * calls
        for verb in sorted(verbs):
            self.shell.messenger.fail(verb, *refusals)

    @rule(seconds=st.sampled_from([0.0, 1.5, 45.0, 3600.0]))
    def the_platform_names_a_wait(self, seconds: float) -> None:
        self.shell.messenger.retry_after = seconds

    @rule(name=names)
    def a_press_comes_twice(self, name: str) -> None:
        """A replay, or somebody's double click: the second changes nothing, and is not in the history of acts."""
        who, now = member_id(name), self.now
        act = make_answer("twice")

        def do(ledger: Ledger) -> list[RoundId]:
            found = agenda.to_answer(ledger, ledger.roster.teams_of(WORKSPACE, who), who, now)
            return [rounds.perform(ledger, WORKSPACE, each.round.id, act, who, now).id for each in found]

        for each in self.wait(self.shell.run(do)):
            self.said[each, who] = "twice"
            before = self.read(lambda ledger: ledger.rounds.get(WORKSPACE, each))  # noqa: B023 — used at once
            rows = self.acts()
            self.wait(
                self.shell.run(lambda ledger: rounds.perform(ledger, WORKSPACE, each, act, who, now))  # noqa: B023
            )
            assert self.read(lambda ledger: ledger.rounds.get(WORKSPACE, each)) == before  # noqa: B023
            assert self.acts() == rows

    def acts(self) -> int:
        """How long the history of acts is."""
        with closing(sqlite3.connect(self.folder / "piton.db")) as file:
            return int(file.execute("SELECT count(*) FROM acts").fetchone()[0])

    @rule(name=names, text=texts)
    def answer_what_is_over(self, name: str, text: str) -> None:
        """A click that was on its way for long."""
        now, who = self.now, member_id(name)
        with closing(sqlite3.connect(self.folder / "piton.db")) as file:
            over = file.execute("SELECT id FROM rounds WHERE over AND kind = 'standup'").fetchall()
        for (each,) in over if now >= self.furthest else ():
            with pytest.raises(BotError):
                self.wait(
                    self.shell.run(
                        lambda ledger: rounds.perform(ledger, WORKSPACE, each, make_answer(text), who, now)  # noqa: B023
                    )
                )

    @rule(
        acts=st.permutations(
            [blocker.Resolve("Kiri"), blocker.HandBack(), blocker.Reopen(), blocker.Acknowledge("Kiri")]
        )
    )
    def press_a_card_in_any_order(self, acts: list[Act]) -> None:
        """What was pressed on cards that have moved on since is refused or done, and nothing besides."""
        team, by, now = self.wait(self.shell.team()), member_id("Kiri"), self.now
        for stuck in self.read(lambda ledger: ledger.history.blockers(team))[:1]:
            for act in acts:
                self.attempt(
                    self.shell.run(
                        lambda ledger: rounds.perform(ledger, WORKSPACE, stuck.round, act, by, now)  # noqa: B023
                    )
                )

    @rule(hours=st.integers(0, 30))
    def be_taken_out_and_come_back(self, hours: int) -> None:
        """The app is uninstalled, and installed again after a while."""
        now = self.now
        self.notes()
        self.wait(self.shell.run(lambda ledger: holding.disconnect(ledger, WORKSPACE, now)))
        self.wait(self.shell.to(now + timedelta(hours=hours)))
        self.notes()
        back, team = self.now, self.wait(self.shell.team())

        def connect(ledger: Ledger) -> None:
            holding.connect(ledger, WORKSPACE, back)
            holding.go_on(ledger, team, back)

        self.wait(self.shell.run(connect))
        self.first = self.wait(self.shell.plan()).next_day

    @rule(name=names, text=texts, blocked=blocks)
    def answer(self, name: str, text: str, blocked: str) -> None:
        now, who = self.now, member_id(name)
        act = make_answer(text, blockers=blocked)

        def do(ledger: Ledger) -> list[RoundId]:
            teams = ledger.roster.teams_of(WORKSPACE, who)
            found = agenda.answer_now(ledger, teams, who, now)
            return [rounds.perform(ledger, WORKSPACE, each.round.id, act, who, now).id for each in found]

        try:
            answered = self.wait(self.shell.run(do))
        except BotError:
            return
        self.said |= {(each, who): text for each in answered}

    @rule(name=names)
    def skip(self, name: str) -> None:
        now, who = self.now, member_id(name)

        def do(ledger: Ledger) -> None:
            teams = ledger.roster.teams_of(WORKSPACE, who)
            for each in agenda.to_answer(ledger, teams, who, now):
                rounds.perform(ledger, WORKSPACE, each.round.id, survey.Skip(), who, now)

        self.attempt(self.shell.run(do))

    @rule(name=names)
    def unskip(self, name: str) -> None:
        now, who = self.now, member_id(name)

        def do(ledger: Ledger) -> None:
            teams = ledger.roster.teams_of(WORKSPACE, who)
            for each in agenda.to_answer(ledger, teams, who, now):
                rounds.perform(ledger, WORKSPACE, each.round.id, survey.Unskip(), who, now)

        self.attempt(self.shell.run(do))

    @rule(name=names, ahead=st.integers(0, 3), length=st.integers(0, 4))
    def go_away(self, name: str, ahead: int, length: int) -> None:
        who, now = member_id(name), self.now
        first = now.date() + ahead * DAY
        absence = Absence(who, first, first + length * DAY)
        self.notes(who)
        self.absences[who] = self.wait(
            self.shell.run(lambda ledger: people.be_away(ledger, WORKSPACE, absence, now))
        )

    @precondition(lambda self: self.absences)
    @rule(name=names)
    def come_back(self, name: str) -> None:
        who, now = member_id(name), self.now
        number = self.absences.pop(who, 0)
        self.notes(who)
        self.wait(self.shell.run(lambda ledger: people.be_back(ledger, WORKSPACE, who, number, now)))

    @rule(name=names, zone=st.sampled_from(ZONES))
    def travel(self, name: str, zone: str) -> None:
        person, now = make_person(name, zone), self.now
        self.notes(person.id)

        def do(ledger: Ledger) -> None:
            for each in ledger.roster.put_people(WORKSPACE, [person]):
                for team in ledger.roster.teams_of(WORKSPACE, each):
                    plans.moved(ledger, team, each, now)

        self.wait(self.shell.run(do))

    @rule(name=names, quiet=quiets, reminders=st.booleans())
    def choose(self, name: str, quiet: tuple[str, str] | None, *, reminders: bool) -> None:
        who, now = member_id(name), self.now
        self.notes(who)
        hushed = (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None

        def do(ledger: Ledger) -> None:
            ledger.roster.choose(WORKSPACE, who, Chosen(reminders=reminders, quiet=hushed))
            people.moved_everywhere(ledger, WORKSPACE, who, now)

        self.wait(self.shell.run(do))

    @rule(to=st.sampled_from(["paused", "active"]))
    def pause_or_resume(self, to: str) -> None:
        now, turn = self.now, plans.pause if to == "paused" else plans.resume
        team, plan = self.wait(self.shell.team()), self.wait(self.shell.plan())
        self.notes()
        with suppress(BotError):
            after = self.wait(self.shell.run(lambda ledger: turn(ledger, team, plan, member_id("Ada"), now)))
            self.first = after.next_day

    @rule(
        at=hours,
        days=weekdays,
        every=st.sampled_from([1, 1, 2]),
        digest_at=hours,
        where=st.sampled_from(["dm", "channel"]),
        everyone=st.booleans(),
    )
    def edit(
        self, at: str, days: tuple[int, ...], every: int, digest_at: str, where: str, *, everyone: bool
    ) -> None:
        self.notes()
        few = None if everyone else (member_id("Kiri"), member_id("Lou"))
        falls = make_schedule(at, days, every=every)
        how = make_settings(digest_at=digest_at, where=where, reminders=(30, 120))
        before = self.wait(self.shell.plan())
        after = self.wait(self.shell.set_up("Ada", *PEOPLE, schedule=falls, settings=how, people=few))
        self.first = min(self.first, after.next_day) if before.state == "active" else after.next_day

    @rule(verb=st.sampled_from(["post", "edit", "find"]), fault=faults)
    def the_platform_will_fail(self, verb: Literal["post", "edit", "find"], fault: Fault) -> None:
        self.shell.messenger.fail(verb, fault)

    @rule(lost=st.booleans(), name=names)
    def crash(self, *, lost: bool, name: str) -> None:
        """With `lost`, after an act whose deliveries had not begun."""
        if lost:
            self._act_and_forget(name)
        self.wait(self.shell.stop())
        self.shell.open()
        self.wait(self.shell.settle())

    def _act_and_forget(self, name: str) -> None:
        now, who = self.now, member_id(name)

        def do(ledger: Ledger) -> list[RoundId]:
            teams = ledger.roster.teams_of(WORKSPACE, who)
            found = agenda.to_answer(ledger, teams, who, now)
            return [
                rounds.perform(ledger, WORKSPACE, each.round.id, make_answer("kept"), who, now).id
                for each in found
            ]

        self.said |= {(each, who): "kept" for each in self.wait(self.shell.store.run(do))}

    @rule(done=st.booleans())
    def help_with_a_blocker(self, *, done: bool) -> None:
        now, team = self.now, self.wait(self.shell.team())
        act = blocker.Resolve("Ada") if done else blocker.Acknowledge("Ada")
        stuck = self.read(lambda ledger: ledger.history.blockers(team))
        if stuck:
            number = stuck[0].round
            by = member_id("Ada")
            self.attempt(
                self.shell.run(lambda ledger: rounds.perform(ledger, WORKSPACE, number, act, by, now))
            )
