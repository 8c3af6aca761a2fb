"""What a digest tells, whatever happens when: each thing once, nothing twice, no slot ever gone."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import digest
from bot.ceremonies.digest import CEREMONY, Digest, Need, Quiet, Settings
from bot.ceremonies.digest.state import LATELY
from bot.model import (
    Book,
    ChannelId,
    MemberChanged,
    Plan,
    PlanId,
    Round,
    RoundId,
    Schedule,
    SpikeEnded,
    SpikePast,
    Story,
    StoryId,
    Tick,
    Turn,
)
from bot.rounds import fingerprint
from tests.factories import LONDON, PLAN, WORKSPACE, make_member, make_team, member_id, utc

BEGUN = utc("23 12:00")
THERE = ChannelId("C0LEAD")
WEEKLY = Schedule((4,), time(15), date(2026, 11, 23), zone=LONDON)
_MINUTE = timedelta(minutes=1)


def make_plan(**more: Any) -> Plan:  # noqa: ANN401 — any setting
    wish = replace(Settings(THERE, "leadership", called="We", begun_at=BEGUN), **more)
    return Plan(PLAN, WORKSPACE, make_team().id, digest.KIND, WEEKLY, wish, member_id("Ada"), since=BEGUN)


def spike(number: int, ended_at: datetime) -> SpikePast:
    hour, ada = timedelta(hours=1), member_id("Ada")
    entry = SpikeEnded(
        f"q{number}", ada, None, hour, hour, 0, "answered", "", "yes", (), ended_at, ended_at, ada
    )
    return SpikePast(entry, round=RoundId(f"r{number}"))


def done(number: int, at: datetime) -> Story:
    return Story(StoryId(f"s{number}"), number, f"t{number}", state="done", done_at=at)


@dataclass
class Quarter:
    """Weeks of a team as plain values: what was written when, and which digests came of it."""

    plan: Plan = field(default_factory=make_plan)
    at: datetime = BEGUN
    next_day: date = date(2026, 11, 27)
    written: list[tuple[datetime, SpikePast | Story]] = field(default_factory=list)
    digests: list[Round[Digest]] = field(default_factory=list)

    @property
    def book(self) -> Book:
        seen = [each for when, each in self.written if when <= self.at]
        last = self.digests[-1] if self.digests else None
        return Book(
            make_team(),
            self.plan,
            stories=tuple(each for each in seen if isinstance(each, Story)),
            ended=tuple(
                each
                for each in seen
                if isinstance(each, SpikePast)
                and (last is None or each.entry.ended_at >= last.state.until - timedelta(days=1))
            ),
            digest=last,
        )

    def happened(self, ago: int, late: int, *, story: bool) -> None:
        """It came to pass so many minutes ago, and is written so many minutes later than that."""
        number, when = len(self.written), self.at - ago * _MINUTE
        it = done(number, when) if story else spike(number, when)
        self.written.append((max(when + late * _MINUTE, self.at), it))

    def tick(self) -> None:
        """All days that are due, oldest first, as the shell opens them."""
        while datetime.combine(self.next_day, time(15), self.at.tzinfo) <= self.at:
            turn = CEREMONY.open and CEREMONY.open(self.plan, self.book, self.next_day, self.at)
            if isinstance(turn, Turn):
                self.keep(turn.state)
            self.next_day += timedelta(days=7)

    def now(self) -> None:
        self.keep(digest.begin(self.plan, self.book, self.at).state)

    def anew(self) -> None:
        """The plan ended, and another began."""
        wish = replace(self.plan.settings, begun_at=self.at)
        self.plan = replace(self.plan, id=PlanId(f"{self.plan.id}+"), since=self.at, settings=wish)

    def moved(self) -> None:
        """It was paused, and goes on; or comes at another hour."""
        self.plan = replace(self.plan, since=self.at)

    def keep(self, state: Digest) -> None:
        name = RoundId(f"digest-{len(self.digests)}")
        team = make_team()
        self.digests.append(
            Round(name, WORKSPACE, team.id, digest.KIND, name, self.at, state, self.plan.id, over=True)
        )

    @property
    def told(self) -> list[str]:
        states = [each.state for each in self.digests]
        learnt = [each.question for state in states for each in state.findings]
        return sorted(learnt + [each.title for state in states for each in state.finished])


#: Minutes that pass; what happened meanwhile, how long ago and written how much later; and what is done about it.
_STEPS = st.lists(
    st.tuples(
        st.integers(1, 12 * 24 * 60),
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans()), max_size=3),
        st.sampled_from(["", "", "tick", "tick", "now", "anew", "moved"]),
    ),
    max_size=30,
)


@given(_STEPS, st.sampled_from(["silence", "line"]))
@settings(max_examples=300, deadline=None)
def test_each_thing_is_told_once_however_late_it_was_written_or_posted(
    steps: list[tuple[int, list[tuple[int, int, bool]], str]], quiet: Quiet
) -> None:
    """Of weeks as they may be: transactions that end after the digest of their time, a bot that was down for days,
    digests by hand between, another plan within the week."""
    weeks = Quarter(make_plan(quiet=quiet))
    since_digest = timedelta(0)
    for passed, events, then in steps:
        weeks.at += passed * _MINUTE
        since_digest += passed * _MINUTE
        for ago, late, story in events:
            weeks.happened(min(ago, passed), late, story=story)
        before = len(weeks.digests)
        if then == "anew" and since_digest > timedelta(days=7) - LATELY:
            continue  # a plan's first looks back a week, no more
        if then:
            getattr(weeks, then)()
        since_digest = timedelta(0) if len(weeks.digests) > before else since_digest
    weeks.at += timedelta(minutes=55)  # whatever was under way is written
    weeks.now()
    everything = sorted(
        each.title if isinstance(each, Story) else each.entry.question for _, each in weeks.written
    )
    if all(each.plan == PLAN for each in weeks.digests):
        assert weeks.told == everything
    else:  # who ends a plan and begins another may leave more than a week between
        assert len(set(weeks.told)) == len(weeks.told)
        assert set(weeks.told) <= set(everything)


def test_what_is_needed_is_news_once() -> None:
    weeks = Quarter()
    book = replace(weeks.book, stories=(Story(StoryId("s"), 1, "Alerts", epic="Churn"),))
    first = digest.make(weeks.plan, book, weeks.at)
    assert first.needs == (Need("value", ("Alerts",), 1, "Churn"),)
    assert not first.empty
    weeks.keep(first)
    again = digest.make(weeks.plan, replace(book, digest=weeks.digests[-1]), weeks.at)
    assert again.needs == first.needs
    assert again.empty


def test_a_section_that_is_off_is_not_told() -> None:
    weeks = Quarter()
    weeks.happened(5, 0, story=True)
    weeks.happened(5, 0, story=False)
    for off, gone in (("worth", "finished"), ("needed", "needs")):
        kept = tuple(each for each in digest.SECTIONS if each != off)
        made = digest.make(make_plan(sections=kept), weeks.book, weeks.at)
        assert getattr(made, gone) == ()
    made = digest.make(make_plan(sections=("worth",)), weeks.book, weeks.at)
    assert (made.findings, len(made.finished)) == ((), 1)


def test_the_clock_twice_or_early_changes_nothing_and_drops_no_slot() -> None:
    tokyo = make_member("Kim", "Asia/Tokyo")
    idle = replace(make_member("Idle"), days=())
    gone = make_member("Gone", active=False)
    sent = make_plan(people=(tokyo.id,))
    book = replace(Quarter().book, plan=sent, readers=(make_member("Sue"), tokyo, idle, gone))
    friday = utc("27 15:00")
    turn = digest.begin(make_plan(quiet="line"), book, friday)
    assert [each.member for each in turn.state.readers] == [
        member_id(each) for each in ("Sue", "Kim", "Idle")
    ]
    round_: Round[Digest] = Round(
        RoundId("d"), WORKSPACE, make_team().id, digest.KIND, "d", friday, turn.state, PLAN, turn.wake_at
    )
    slots = set(CEREMONY.show(round_))
    assert slots == {"channel", "dm:USUE", "dm:UIDLE"}, "who has no working days reads it at once"
    monday = utc("30 00:00")
    assert turn.wake_at == monday
    for act, at in ((Tick(), friday), (Tick(), monday - _MINUTE), (MemberChanged(tokyo.id), monday)):
        early = CEREMONY.advance(round_, act, None, at, book)
        assert (early.state, early.wake_at, early.over) == (turn.state, monday, False)
    after = CEREMONY.advance(round_, Tick(), None, monday, book)
    assert (after.over, after.wake_at) == (True, None)
    shown = CEREMONY.show(replace(round_, state=after.state))
    assert set(shown) == slots | {"dm:UKIM"}
    assert (
        CEREMONY.advance(replace(round_, state=after.state), Tick(), None, monday, book).state == after.state
    )
    assert fingerprint(shown["channel"]) == fingerprint(CEREMONY.show(round_)["channel"])
