"""Whatever is done to an action: each reminder comes once at most, to who owns it, at work, while it is open."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import schedule, worktime
from bot.ceremonies.action import (
    Action,
    ActionStands,
    Carry,
    Change,
    Done,
    Draft,
    Drop,
    HandOver,
    Keep,
    Reopen,
    Source,
    Take,
)
from bot.errors import BotError
from bot.model import Absence, Act, Member, MemberChanged, MemberId, RoundId, Tick
from tests.bot.ceremonies.agreed import ADA, BEN, LEA, Desk
from tests.factories import AUCKLAND, NEW_YORK, make_member

_days = st.dates(date(2026, 11, 20), date(2027, 1, 10))
_who = st.sampled_from([ADA.id, BEN.id, LEA.id])
_acts: st.SearchStrategy[Act] = st.one_of(
    st.just(Done()),
    st.just(Drop("No")),
    st.builds(Keep, st.none() | _days, st.sampled_from(["", "Soon"])),
    st.builds(Change, st.builds(Draft, st.just("Split"), _who, _days)),
    st.builds(HandOver, _who),
    st.just(Take()),
    st.just(Reopen()),
    st.builds(
        Carry, st.builds(Source, st.sampled_from([RoundId("retro-1"), RoundId("retro-2")]), st.just(1))
    ),
    st.builds(MemberChanged, _who),
    st.just(Tick()),
)
_people = st.builds(
    lambda zone, starts, quiet, reminders: replace(
        make_member("Ada", zone, starts=starts[0], ends=starts[1]), quiet=quiet, reminders=reminders
    ),
    st.sampled_from([NEW_YORK, AUCKLAND, "Europe/London", "Asia/Kathmandu"]),
    st.sampled_from([("09:00", "17:00"), ("22:00", "06:00"), ("06:30", "12:00")]),
    st.sampled_from([None, (time(17), time(10)), (time(0), time(23))]),
    st.booleans(),
)
_away = st.lists(
    st.builds(
        lambda first, days: Absence(ADA.id, first, first + timedelta(days=days)), _days, st.integers(0, 20)
    ),
    max_size=2,
).map(tuple)


def iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ")


@settings(deadline=None)
@given(
    _people,
    _away,
    st.dates(date(2026, 11, 24), date(2027, 1, 10)),
    st.lists(st.tuples(_acts, st.integers(0, 200), st.sampled_from(["Ada", "Lea"])), max_size=10),
)
def test_reminded_once_at_work_and_never_after_it_ended(
    owner: Member, away: tuple[Absence, ...], due: date, moves: list[tuple[Act, int, str]]
) -> None:
    desk = Desk(due, owner=owner, absences=away)
    people = {each.id: each for each in desk.members}
    seen: list[Action] = [desk.state]
    for act, hours, by in (*moves, (Tick(), 24 * 90, "")):
        target = desk.at + timedelta(hours=hours)
        while not desk.round.over and desk.round.wake_at and desk.round.wake_at <= target:
            before, desk.at = desk.state, max(desk.at, desk.round.wake_at)
            desk.act(Tick())
            check_told(before, desk.state, people, away)
            again = desk.state
            desk.act(Tick())
            assert desk.state == again, "acting twice changes nothing"
            assert not due_now(desk)
        desk.at = target
        before = desk.state
        try:
            desk.act(act, by)
        except BotError:
            assert desk.state == before
            continue
        check_told(before, desk.state, people, away)
        seen.append(desk.state)
        assert desk.round.over == (desk.state.ended is not None)
    days = [(told.due, told.to) for told in desk.state.told if told.matter == "due"]
    # A day may come to be the day anew, once it was another meanwhile, or be another's day.
    moved = sum(1 for one, other in pairwise(seen) if one.due != other.due)
    assert len(days) - len(set(days)) <= moved
    assert desk.round.over or desk.state.missing or desk.state.reminded or due_ahead(desk)


def due_now(desk: Desk) -> bool:
    return desk.round.wake_at is not None and desk.round.wake_at <= desk.at


def due_ahead(desk: Desk) -> bool:
    """Its clock has something to do yet."""
    return desk.round.wake_at is not None and desk.round.wake_at > desk.at


def check_told(
    before: Action, after: Action, people: dict[MemberId, Member], away: tuple[Absence, ...]
) -> None:
    assert after.told[: len(before.told)] == before.told
    new = after.told[len(before.told) :]
    assert len(new) <= 1, "one thing at a time"
    for told in new:
        who = people[told.to]
        assert before.ended is None
        assert told.to == after.owner.id
        assert worktime.at_work(who, told.at, away)
        today = schedule.local_day(told.at, who.zone)
        if told.matter == "due":
            assert not before.reminded
            assert after.reminded
            assert today >= told.due == before.due
        if told.matter == "mid":
            assert before.mid
            assert not after.mid
            assert who.reminders
            assert before.mid <= today < told.due
        if told.matter != "yours":
            assert not schedule.is_quiet(who, told.at) or not worktime.at_work(
                who, schedule.after_quiet(who, told.at), away
            )


@settings(deadline=None)
@given(st.lists(st.tuples(_acts, st.sampled_from(["Ada", "Lea", "Ben"])), max_size=12))
def test_the_retros_that_show_it_know_what_it_is(moves: list[tuple[Act, str]]) -> None:
    """Whoever keeps the last that they were told sees what is so; each was told by item and by round."""
    desk = Desk().to("23 15:00")
    for act, by in moves:
        before = len(desk.told_others)
        try:
            desk.act(act, by)
        except BotError:
            continue
        news = desk.told_others[before:]
        assert len({each.round for each in news}) == len(news)
        if news:
            assert {each.round for each in news} == {each.round for each in desk.state.sources}
    [agreed, *_] = desk.state.sources
    last = next(each.act for each in reversed(desk.told_others) if each.round == agreed.round)
    state = desk.state
    assert isinstance(last, ActionStands)
    assert (last.text, last.owner, last.due, last.standing) == (
        state.text,
        state.owner.id,
        state.due,
        state.standing,
    )
