"""Whatever people, clocks and crashes do to a standup, in any order: some things hold at every step."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot import rounds, schedule
from bot.ceremonies import standup
from bot.ceremonies.survey.state import LEFT, STARTS_NEXT_TIME
from bot.homes.home import gather
from bot.model import Book, Member, MemberId, Plan, Round, RoundId, Thread
from tests.bot.life import DAY, PEOPLE, Life
from tests.factories import WORKSPACE, member_id


class Checked(Life):
    """A life that is looked at after every step."""

    asked: frozenset[tuple[RoundId, MemberId]] = frozenset()
    over: dict[RoundId, object]

    @invariant()
    def each_message_is_there_once(self) -> None:
        there = self.shell.messenger.messages
        asks = [(each.notice.round, each.to.target) for each in there if isinstance(each.notice, standup.Ask)]
        digests = [each.notice.round for each in there if isinstance(each.notice, standup.Digest)]
        for each in ([one.key for one in there], asks, digests):
            assert not [what for what, times in Counter(each).items() if times > 1]

    @invariant()
    def what_was_acknowledged_is_remembered(self) -> None:
        team = self.wait(self.shell.team())
        book = self.read(lambda ledger: ledger.history.said(team, date(2026, 1, 1)))
        kept = {(each.round, each.member): each.texts["until"] for each in book}
        assert kept == {key: _stored(text) for key, text in self.said.items()}

    @invariant()
    def what_people_see_is_what_the_rounds_show(self) -> None:
        """Where nothing is on its way: each slot of each round stands, once, and says what it should; what was of no
        use any more before it could be said is left out."""
        if self.read(lambda ledger: ledger.outbox.owed(self.now + 99 * DAY)):
            return
        everything = [(each, rounds.show(each)) for each in self.rounds()]
        digested = {each.id for each, slots in everything if "digest" in slots}
        wanted = [
            notice
            for _, slots in everything
            for notice in slots.values()
            if not isinstance(notice.place, Thread) or (notice.place.round or notice.round) in digested
        ]
        there = Counter(rounds.fingerprint(each.notice) for each in self.shell.messenger.messages)
        due = Counter(map(rounds.fingerprint, wanted))
        moot = {
            rounds.fingerprint(notice)
            for notice in wanted
            if notice.moot or notice.goes(self.now) is None  # or it would have come too late
        }
        assert there <= due
        assert (due - there).keys() <= moot

    @invariant()
    def what_is_closed_stays_so(self) -> None:
        """Where the clock was never set back: then its end lies ahead once more. Its blockers go on to their own end,
        and its digest shows how they stand."""
        known, self.over = self.__dict__.get("over", {}), {}
        for each in self.rounds():
            if isinstance(each.state, standup.Standup) and each.over:
                assert known.get(each.id, each.state.survey) == each.state.survey
                self.over[each.id] = each.state.survey

    @invariant()
    def the_count_is_of_those_who_are_there(self) -> None:
        for each in self.rounds():
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
    def nobody_is_asked_before_their_time_or_out_of_order(self) -> None:
        """One round a day asks each at most once, so that one a day is asked in order is all there is to see."""
        last: dict[MemberId, tuple[date, datetime]] = {}
        for each in sorted(self.rounds(), key=lambda each: each.occurrence):
            if isinstance(each.state, standup.Standup):
                for seat in each.state.survey.seats:
                    if seat.asked_at is not None:
                        assert seat.asked_at >= seat.ask_at
                        before = last.get(seat.member.id, (date.min, datetime.min.replace(tzinfo=UTC)))
                        assert before < (each.state.survey.day, seat.asked_at)
                        last[seat.member.id] = each.state.survey.day, seat.asked_at

    @invariant()
    def nobody_is_asked_in_quiet_hours(self) -> None:
        asked = {
            (each.id, seat.member.id): seat
            for each in self.rounds()
            if isinstance(each.state, standup.Standup)
            for seat in each.state.survey.seats
            if seat.asked_at
        }
        for name in asked.keys() - self.asked:  # by now their hours may be others
            assert not schedule.is_quiet(asked[name].member, asked[name].asked_at or self.now)
        self.asked = self.asked | asked.keys()

    @invariant()
    def a_home_shows_what_is(self) -> None:
        """Where nothing was noted within its rest, and the clock has not gone back behind what was shown."""
        soon = self.now + 2 * rounds.HOME_REST
        if self.now < self.furthest or self.read(lambda ledger: ledger.homes.owed(soon)):
            return
        shown = dict(self.shell.publisher.shown)
        for who in map(member_id, PEOPLE):
            view = self.read(partial(gather, workspace=WORKSPACE, member=who, at=self.now))
            assert rounds.fingerprint(view.home) == rounds.fingerprint(shown[who]), (shown[who], view.home)

    @invariant()
    def nobody_who_should_be_asked_is_forgotten(self) -> None:
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
        if day < self.first:
            return  # a plan starts with the next occurrence of whoever set it up
        asked_for = schedule.ask_at(plan.schedule, day, member)
        settled = max(self.edited, self.moved.get(member.id, self.edited))
        if any(before < asked_for <= after for before, after in self.jumps):
            return  # asked as soon as it may be: not in quiet hours, nor on a later day on which they are away
        if settled >= asked_for or (plan.since and asked_for < plan.since):
            return
        found = self.read(lambda ledger: ledger.rounds.of_plan(WORKSPACE, plan.id, day.isoformat()))
        if found is None and day < self.passed.get(member.id, day):
            return  # a day that had passed with nobody to ask does not come again
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
        Checked,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
