"""A spike's life at random: its owners pause, extend, go away, move and leave, in any order; the box stays a box."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot import schedule, worktime
from bot.ceremonies import spike
from bot.ceremonies.spike import Decide, Extend, HandOver, Pause, Resume, Spike, Wait
from bot.errors import BotError
from bot.model import Absence, Act, MemberChanged, Notice, SpikeDecision, SpikeEnded, Tick
from storage import codec
from tests.bot.ceremonies.boxed import Desk
from tests.factories import AUCKLAND, LONDON, LOS_ANGELES, hour, make_member, member_id

names = st.sampled_from(["Ada", "Kiri", "Lea"])
minutes = st.sampled_from([30, 45, 90, 180, 480, 900])
zones = st.sampled_from([LONDON, AUCKLAND, LOS_ANGELES, "Asia/Kathmandu", "Australia/Lord_Howe"])
decisions: st.SearchStrategy[SpikeDecision] = st.sampled_from(["answered", "another", "drop"])
#: Days on which clocks change in one of these zones come near.
STARTS = st.sampled_from(["2026-10-23 15:00", "2026-03-27 16:10", "2026-04-03 01:00", "2026-11-20 16:00"])


class Life(RuleBasedStateMachine):
    """One spike."""

    @initialize(start=STARTS, size=minutes, zone=zones)
    def begin(self, start: str, size: int, zone: str) -> None:
        members = (
            make_member("Ada", zone, region="GB-ENG"),
            make_member("Kiri", AUCKLAND),
            make_member("Lea", roles=("developer", "lead")),
        )
        self.desk = Desk(timedelta(minutes=size), start, members=members, hypothesis="They share a key")
        self.seen: dict[str, Notice] = {}
        self.used = timedelta(0)
        self.ended: list[SpikeEnded] = []

    @property
    def state(self) -> Spike:
        return self.desk.state

    def act(self, act: Act, by: str = "Ada") -> bool:
        before = self.state
        try:
            self.desk.act(act, by)
        except BotError:
            assert self.state == before
            return False
        self.ended += [each for each in self.desk.turn.entries if isinstance(each, SpikeEnded)]
        return True

    @rule(hours=st.sampled_from([0.1, 0.5, 2.0, 9.0, 30.0, 100.0]))
    def wait_on(self, hours: float) -> None:
        goal = self.desk.at + timedelta(hours=hours)
        while self.desk.round.wake_at and self.desk.round.wake_at <= goal:
            self.desk.at = max(self.desk.at, self.desk.round.wake_at)
            self.act(Tick())
        self.desk.at = goal

    @rule(by=names, act=st.sampled_from([Pause("A fire"), Resume(), Wait(), Pause("")]))
    def move(self, by: str, act: Act) -> None:
        self.act(act, by)

    @rule(by=names, more=minutes)
    def extend(self, by: str, more: int) -> None:
        size = self.state.box.size
        if self.act(Extend(timedelta(minutes=more), "More tables"), by):
            assert self.state.box.size == size + timedelta(minutes=more)
        assert len(self.state.grown) <= 2

    @rule(by=names, to=names)
    def hand_over(self, by: str, to: str) -> None:
        left = self.state.box.left_at(self.desk.at)
        if self.act(HandOver(member_id(to)), by):
            assert self.state.owner.name == to
            assert self.state.box.left_at(self.desk.at) == left

    @rule(who=names, days=st.integers(0, 6), ahead=st.integers(0, 4))
    def go_away(self, who: str, days: int, ahead: int) -> None:
        first = schedule.local_day(self.desk.at, LONDON) + timedelta(days=ahead)
        self.desk.absences += (Absence(member_id(who), first, first + timedelta(days=days)),)
        assert self.act(MemberChanged(member_id(who)))

    @rule(who=names)
    def come_back(self, who: str) -> None:
        self.desk.absences = tuple(each for each in self.desk.absences if each.member != member_id(who))
        assert self.act(MemberChanged(member_id(who)))

    @rule(who=names, zone=zones, starts=st.sampled_from(["06:00", "09:00", "22:00"]))
    def change(self, who: str, zone: str, starts: str) -> None:
        begins = hour(starts)
        new: dict[str, Any] = {
            "zone": zone,
            "starts": begins,
            "ends": begins.replace(hour=(begins.hour + 8) % 24),
        }
        self.desk.members = tuple(
            replace(each, **new) if each.name == who else each for each in self.desk.members
        )
        assert self.act(MemberChanged(member_id(who)))

    @rule(who=st.sampled_from(["Ada", "Kiri"]))
    def leave_or_return(self, who: str) -> None:
        self.desk.members = tuple(
            replace(each, active=not each.active) if each.name == who else each for each in self.desk.members
        )
        assert self.act(MemberChanged(member_id(who)))

    @rule(by=names, decision=decisions)
    @precondition(lambda self: len(self.state.told) > 2)
    def decide(self, by: str, decision: SpikeDecision) -> None:
        self.act(Decide(decision, "By customer and day"), by)

    @invariant()
    def used_and_left_are_the_box(self) -> None:
        box, now = self.state.box, self.desk.at
        assert box.used_at(now) + box.left_at(now) == box.size
        assert timedelta(0) <= box.used_at(now) <= box.size
        assert box.used_at(now) >= self.used, "what was used stays used"
        self.used = box.used_at(now)

    @invariant()
    def its_time_is_up_in_working_hours(self) -> None:
        box = self.state.box
        up = box.when(box.size)
        if up and up > self.desk.at and box.used < box.size:
            last = up - timedelta(seconds=1)
            assert any(starts <= last < ends for starts, ends in worktime.windows(box.whose, last, box.away))
            assert box.used_at(up) == box.size

    @invariant()
    def each_stage_of_a_box_is_told_once(self) -> None:
        stages = [(each.stage, each.box) for each in self.state.told]
        assert len(set(stages)) == len(stages)
        assert [each.at for each in self.state.told] == sorted(each.at for each in self.state.told)

    @invariant()
    def no_message_is_dropped(self) -> None:
        shown = spike.CEREMONY.show(self.desk.round)
        assert self.seen.keys() <= shown.keys()
        self.seen = shown

    @invariant()
    def it_ends_once_and_then_wakes_no_more(self) -> None:
        round_ = self.desk.round
        assert len(self.ended) == round_.over == self.state.decided
        assert not (round_.over and round_.wake_at)
        if self.state.up and not round_.over and self.state.owner.active:
            assert self.state.ask_at, "a decision is asked for until it is given"

    @invariant()
    def it_is_stored_as_it_is(self) -> None:
        assert codec.load(Spike, codec.dump(Spike, self.state)) == self.state


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
