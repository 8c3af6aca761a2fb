"""A question, whatever is done to it in whatever order: it ends once, no slot is ever gone, and the clock is idle."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import question
from bot.ceremonies.question import CEREMONY, Answer, Below, Decline, Question, Withdraw
from bot.ceremonies.question.shown import Came, Card, Remind
from bot.errors import BotError
from bot.model import Act, Book, Member, MemberChanged, PlanChanged, Round, RoundId, Tick
from bot.rounds import woken_at
from bot.worktime import at_work
from tests.factories import (
    AUCKLAND,
    LOS_ANGELES,
    WORKSPACE,
    make_absence,
    make_book,
    make_member,
    make_team,
    member_id,
    utc,
)

FRIDAY = utc("27 15:10")
BELOW = Below(RoundId("digest-1"), "channel", FRIDAY.date(), public=True)
ASKER = make_member("Sue", LOS_ANGELES, roles=("stakeholder",))
LEAD = make_member("Ada", roles=("developer", "lead"))
FAR = make_member("Kim", AUCKLAND, roles=("lead",))
BEN = make_member("Ben")
TEAMS = st.sampled_from([(LEAD, BEN), (LEAD, FAR, BEN), (BEN,), (replace(LEAD, active=False), FAR)])
AWAY = (make_absence("Ada", utc("30 00:00").date(), utc("2026-12-02 00:00").date()),)


def opened(book: Book) -> Round[Question]:
    turn = question.begin(book, "We", "Why?", ASKER, BELOW, "C0LEAD", FRIDAY)
    return Round(
        RoundId("q"), WORKSPACE, make_team().id, "question", "q", FRIDAY, turn.state, wake_at=turn.wake_at
    )


def done(round_: Round[Question], act: Act, by: str, at: datetime, book: Book) -> Round[Question]:
    turn = CEREMONY.advance(round_, act, member_id(by) if by else None, at, book)
    return replace(round_, state=turn.state, wake_at=woken_at(round_, act, turn), over=turn.over)


_ACTS = st.sampled_from(
    [
        (Tick(), ""),
        (Tick(), ""),
        (Answer("Because."), "Ben"),
        (Answer(" "), "Ben"),
        (Answer("Because."), "Zoe"),
        (Decline(), "Ada"),
        (Withdraw(), "Sue"),
        (Withdraw(), "Ada"),
        (MemberChanged(member_id("Ada")), ""),
        (PlanChanged(), ""),
    ]
)


@given(TEAMS, st.lists(st.tuples(st.integers(1, 3_000), _ACTS, TEAMS, st.booleans()), max_size=14))
@settings(max_examples=300, deadline=None)
def test_it_ends_once_and_no_slot_is_ever_gone(
    team: tuple[Member, ...], steps: list[tuple[int, tuple[Act, str], tuple[Member, ...], bool]]
) -> None:
    round_, at = opened(make_book(*team)), FRIDAY
    for minutes, (act, by), members, away in steps:
        at += timedelta(minutes=minutes)
        book = make_book(*members, absences=AWAY if away else ())
        before = round_
        try:
            round_ = done(round_, act, by, at, book)
        except BotError:
            assert not isinstance(act, Tick)
        slots, shown = CEREMONY.show(before), CEREMONY.show(round_)
        assert set(slots) <= set(shown)
        assert not before.over or round_.over
        if before.state.closed:
            assert round_.state.closed == before.state.closed
        if isinstance(act, Tick):
            again = done(round_, act, by, at, book)
            assert (again.state, again.wake_at, again.over) == (round_.state, round_.wake_at, round_.over)
            assert round_.over or round_.wake_at is None or round_.wake_at > at
        for lead in round_.state.leads:
            if lead.told and lead.member and lead not in before.state.leads:
                assert at_work(lead.member, at, lead.away), "nobody is written to who is not at work"
        new = [each for name, each in shown.items() if name not in slots]
        assert not (round_.state.closed and any(isinstance(each, Remind) for each in new))
    told = [each for each in CEREMONY.show(round_).values() if isinstance(each, Came)]
    assert len(told) == (round_.state.told and round_.state.closed is not None)
    card = CEREMONY.show(round_)["card"]
    assert isinstance(card, Card)
    assert (card.ended is not None) == (round_.state.closed is not None)


def test_the_asker_is_told_when_they_are_at_work() -> None:
    book = make_book(LEAD, BEN)
    asked = opened(book)
    monday = utc("30 10:00")  # two in the morning in Los Angeles
    answered = done(asked, Answer("Because."), "Ben", monday, book)
    assert "told" not in CEREMONY.show(answered)
    assert answered.wake_at is not None
    due = answered.state.tell_at
    assert due == utc("30 17:00")
    early = done(answered, Tick(), "", due - timedelta(seconds=1), book)
    assert (early.state, early.wake_at, early.over) == (answered.state, due, False)
    late = done(answered, Tick(), "", due, book)
    assert late.over
    assert set(CEREMONY.show(late)) == {"card", "asked", "answer", "told"}
