"""Whatever people, clocks and crashes do to a standup, in any order: some things hold at every step."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot import agenda, people, plans, rounds, schedule
from bot.ceremonies import blocker, standup, survey
from bot.ceremonies.survey.state import LEFT, STARTS_NEXT_TIME
from bot.errors import BotError
from bot.model import Absence, Book, Member, MemberId, Plan, Round, RoundId, Thread
from bot.ports import Ledger
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
        self.edited = self.shell.clock.now()
        self.absences: dict[MemberId, int] = {}
        self.wait(self.shell.people(*(make_person(name, zone) for name, zone in PEOPLE.items())))
        self.wait(self.shell.set_up("Ada", *PEOPLE))

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

    # What happens.

    @rule(by=minutes)
    def time_passes(self, by: int) -> None:
        self.wait(self.shell.to(self.now + timedelta(minutes=by)))

    @rule()
    def the_clock_steps_back(self) -> None:
        self.shell.clock.moment -= timedelta(hours=1)
        self.wait(self.shell.settle())

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

    @rule(name=names, ahead=st.integers(0, 3), length=st.integers(0, 4))
    def go_away(self, name: str, ahead: int, length: int) -> None:
        who, now = member_id(name), self.now
        first = now.date() + ahead * DAY
        absence = Absence(who, first, first + length * DAY)
        self.moved[who] = now
        self.absences[who] = self.wait(
            self.shell.run(lambda ledger: people.be_away(ledger, WORKSPACE, absence, now))
        )

    @precondition(lambda self: self.absences)
    @rule(name=names)
    def come_back(self, name: str) -> None:
        who, now = member_id(name), self.now
        number = self.absences.pop(who, 0)
        self.moved[who] = now
        self.wait(self.shell.run(lambda ledger: people.be_back(ledger, WORKSPACE, who, number, now)))

    @rule(name=names, zone=st.sampled_from(ZONES))
    def travel(self, name: str, zone: str) -> None:
        person, now = make_person(name, zone), self.now
        self.moved[person.id] = now

        def do(ledger: Ledger) -> None:
            for each in ledger.roster.put_people(WORKSPACE, [person]):
                for team in ledger.roster.teams_of(WORKSPACE, each):
                    plans.moved(ledger, team, each, now)

        self.wait(self.shell.run(do))

    @rule(to=st.sampled_from(["paused", "active"]))
    def pause_or_resume(self, to: str) -> None:
        now, turn = self.now, plans.pause if to == "paused" else plans.resume
        team, plan = self.wait(self.shell.team()), self.wait(self.shell.plan())
        self.edited = now
        self.attempt(self.shell.run(lambda ledger: turn(ledger, team, plan, member_id("Ada"), now)))

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
        self.edited = self.now
        few = None if everyone else (member_id("Kiri"), member_id("Lou"))
        falls = make_schedule(at, days, every=every)
        how = make_settings(digest_at=digest_at, where=where, reminders=(30, 120))
        self.wait(self.shell.set_up("Ada", *PEOPLE, schedule=falls, settings=how, people=few))

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

    # What holds.

    @invariant()
    def each_message_is_there_once(self) -> None:
        if hasattr(self, "shell"):
            slots = Counter((each.notice.round, each.key) for each in self.shell.messenger.messages)
            keys = Counter(each.key for each in self.shell.messenger.messages)
            assert not [each for each, times in (*slots.items(), *keys.items()) if times > 1]
            asks = Counter(
                (each.notice.round, each.to.target)
                for each in self.shell.messenger.messages
                if isinstance(each.notice, standup.Ask)
            )
            digests = Counter(
                each.notice.round
                for each in self.shell.messenger.messages
                if isinstance(each.notice, standup.Digest)
            )
            assert not [each for each, times in (*asks.items(), *digests.items()) if times > 1]

    @invariant()
    def what_was_acknowledged_is_remembered(self) -> None:
        if not hasattr(self, "shell") or not self.said:
            return
        team = self.wait(self.shell.team())
        book = self.read(lambda ledger: ledger.history.said(team, date(2026, 1, 1)))
        kept = {(each.round, each.member): each.texts["until"] for each in book}
        assert kept == {key: _stored(text) for key, text in self.said.items()}

    @invariant()
    def what_people_see_is_what_the_rounds_show(self) -> None:
        """Where nothing is on its way: each slot of each round stands, once, and says what it should."""
        if not hasattr(self, "shell") or self.read(lambda ledger: ledger.outbox.owed(self.now + 99 * DAY)):
            return
        everything = [(each, rounds.show(each)) for each in self.rounds()]
        digested = {each.id for each, slots in everything if "digest" in slots}
        wanted = Counter(
            rounds.fingerprint(notice)
            for _, slots in everything
            for notice in slots.values()
            if not isinstance(notice.place, Thread) or (notice.place.round or notice.round) in digested
        )
        assert Counter(rounds.fingerprint(each.notice) for each in self.shell.messenger.messages) == wanted

    @invariant()
    def the_count_is_of_those_who_are_there(self) -> None:
        for each in self.rounds() if hasattr(self, "shell") else ():
            notice = rounds.show(each).get("digest")
            if isinstance(each.state, standup.Standup) and isinstance(notice, standup.Digest):
                seats = each.state.survey.seats
                spoke = [seat for seat in seats if seat.given]
                silent = [s for s in seats if not s.given and not s.skipped and not s.absent]
                digest = notice.digest
                assert (digest.answered, digest.present) == (len(spoke), len(spoke) + len(silent))
                assert len(digest.waiting) + len(digest.later) == len(silent)
                assert {line.name for line in digest.lines} == {seat.member.name for seat in spoke}

    @invariant()
    def nobody_who_should_be_asked_is_forgotten(self) -> None:
        if not hasattr(self, "shell"):
            return
        team, plan = self.wait(self.shell.team()), self.wait(self.shell.plan())
        book = self.read(lambda ledger: ledger.history.book(team, plan.id, ("members", "absences")))
        if plan.state == "active":
            for each in book.members:
                if plan.people is None or each.id in plan.people:
                    self._is_asked(plan, each, book)

    def _is_asked(self, plan: Plan, member: Member, book: Book) -> None:
        """The member's last occurrence: they were asked, or something changed at their own hour or later."""
        day = self.last_prompt(plan, member, book)
        if day is None:
            return
        if day <= schedule.local_day(self.edited, LONDON):
            return  # a plan starts with the next occurrence of whoever set it up
        asked_for = schedule.ask_at(plan.schedule, day, member)
        settled = max(self.edited, self.moved.get(member.id, self.edited))
        if settled >= asked_for or (plan.since and asked_for < plan.since):
            return
        found = self.read(lambda ledger: ledger.rounds.of_plan(WORKSPACE, plan.id, day.isoformat()))
        assert found is not None, (member.name, day)
        seat = next(seat for seat in found.state.survey.seats if seat.member.id == member.id)
        assert seat.asked_at or seat.given or seat.skipped or seat.absent in {LEFT, STARTS_NEXT_TIME}, seat

    def last_prompt(self, plan: Plan, member: Member, book: Book) -> date | None:
        """The last day for which the member should have been asked by now."""
        day = schedule.local_day(self.now, plan.schedule.zone or member.zone)
        for _ in range(15):
            due = (
                schedule.falls_on(plan.schedule, day)
                and schedule.ask_at(plan.schedule, day, member) <= self.now
            )
            if due and not schedule.why_absent(plan.schedule, member, day, book.absences):
                return day
            day -= DAY
        return None

    def rounds(self) -> list[Round[Any]]:
        """All rounds that ever were."""
        with closing(sqlite3.connect(self.folder / "piton.db")) as file:
            ids = [row[0] for row in file.execute("SELECT id FROM rounds ORDER BY rowid")]
        return [
            each for each in self.read(lambda ledger: [ledger.rounds.get(WORKSPACE, i) for i in ids]) if each
        ]


def _stored(text: str) -> str:
    return text.replace("\0", "").replace("\ud83d", "\ufffd")


def test_whatever_happens_some_things_hold() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
