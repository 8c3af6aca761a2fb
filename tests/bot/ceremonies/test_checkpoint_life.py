"""Whatever is done to a checkpoint and its experiment: each is written to once, at work, while it is asked; both know
the same; and the clock never stands still."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import worktime
from bot.ceremonies.checkpoint import Answer, Checkpoint, Judge, Later, Undo
from bot.ceremonies.experiment import Alter, Decide, HandOver, Reopen
from bot.errors import BotError
from bot.model import Absence, Act, Member, Tick
from bot.rounds import fingerprint
from tests.bot.ceremonies.judging import ADA, BEN, CAI, DECIDED_BY_BEN, LEA, Desk
from tests.factories import AUCKLAND, NEW_YORK, make_member, utc

_who = st.sampled_from([ADA, BEN, CAI, LEA])
_here: st.SearchStrategy[Act] = st.one_of(
    st.builds(Answer, st.none() | st.floats(0, 100), st.none() | st.floats(0.5, 30)),
    st.builds(Judge, st.sampled_from(["go on", "stop"]), st.just("So")),
    st.just(Later()),
    st.just(Undo()),
    st.just(Tick()),
)
_there: st.SearchStrategy[Act] = st.one_of(
    st.builds(Decide, st.sampled_from(["proved", "disproved"]), st.just("Done")),
    st.just(Reopen()),
    st.builds(HandOver, _who.map(lambda each: each.id)),
    st.lists(_who.map(lambda each: each.id), unique=True, max_size=2).map(
        lambda who: Alter(replace(DECIDED_BY_BEN, deciders=tuple(who)))
    ),
    st.booleans().map(lambda asked: Alter(replace(DECIDED_BY_BEN, checkpoints=asked))),
)
_steps = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.one_of(
            st.tuples(st.just("check-12"), _here),
            st.tuples(st.just("churn-1"), _there),
            st.tuples(st.just("report"), st.floats(0, 100), st.none() | st.floats(0.5, 30)),
            st.tuples(st.just("leaves"), _who),
            st.tuples(st.just("closes"), st.none()),
        ),
        st.sampled_from(["Ada", "Ben", "Lea"]),
    ),
    max_size=14,
)
_people = st.builds(
    lambda zone, hours, quiet, reminders: replace(
        make_member("Ben", zone, starts=hours[0], ends=hours[1]), quiet=quiet, reminders=reminders
    ),
    st.sampled_from([NEW_YORK, AUCKLAND, "Asia/Kathmandu"]),
    st.sampled_from([("09:00", "17:00"), ("22:00", "06:00"), ("06:30", "12:00")]),
    st.sampled_from([None, (time(17), time(10)), (time(0), time(23))]),
    st.booleans(),
)
_away = st.lists(
    st.builds(
        lambda who, first, days: Absence(who.id, first, first + timedelta(days=days)),
        _who,
        st.dates(date(2026, 11, 20), date(2026, 12, 20)),
        st.integers(0, 20),
    ),
    max_size=3,
).map(tuple)


@settings(deadline=None)
@given(_people, _away, st.sampled_from([(), ((75.0, 10.0),), ((75.0, None),)]), _steps)
def test_a_life(
    ben: Member, away: tuple[Absence, ...], results: tuple[tuple[float, float | None], ...], steps: list[Any]
) -> None:
    desk = Desk(*results, members=(ADA, ben, CAI, LEA), absences=away).close()
    for hours, (what, *more), by in steps:
        run(desk, hours)
        before, shown = dict(desk.rounds), set(desk.shown())
        try:
            match what:
                case "report":
                    desk.report(*more)
                case "leaves":
                    desk.changed(replace(more[0], active=False))
                case "closes" if "check-13" not in desk.rounds:
                    desk.close(13, f"{desk.at:%Y-%m-%d %H:%M}", f"{desk.at:%Y-%m-%d %H:%M}")
                case "closes":
                    pass
                case _:
                    desk.act(more[0], by, on=what)
        except BotError:
            assert desk.rounds == before
        assert shown <= set(desk.shown()), "no slot is dropped"
        agree(desk)
    run(desk, 24 * 120)
    assert desk.round().over, "it comes to an end by itself"
    assert desk.state.phase != "asked"
    assert desk.state.phase != "open"


def run(desk: Desk, hours: int) -> None:
    """Let the clock act until then, each time twice and once too early."""
    goal = desk.at + timedelta(hours=hours)
    for _ in range(400):
        due = desk._due(goal)
        if due is None:
            break
        early = due[0] - timedelta(minutes=1)
        if early > desk.at:
            desk.at = early
            quiet(desk, due[1])
        desk.at = max(desk.at, due[0])
        before = desk.state
        desk.act(Tick(), on=due[1])
        check_told(desk, before, desk.state)
        linked = desk.rounds[due[1]].wake_at != desk.at
        if linked:
            quiet(desk, due[1])
        agree(desk)
    else:
        raise AssertionError("the clock never comes to rest")
    desk.at = goal


def quiet(desk: Desk, name: str) -> None:
    """To act now changes nothing."""
    before = desk.rounds[name].state
    prints = {slot: fingerprint(each) for slot, each in desk.shown().items()}
    desk.act(Tick(), on=name)
    assert desk.rounds[name].state == before
    assert prints == {slot: fingerprint(each) for slot, each in desk.shown().items()}


def check_told(desk: Desk, before: Checkpoint, after: Checkpoint) -> None:
    assert after.told[: len(before.told)] == before.told
    new = after.told[len(before.told) :]
    assert len({each.to for each in new}) == len(new), "nobody is written to twice at once"
    for each in new:
        who = next(member for member in desk.members if member.id == each.to)
        assert who.active
        away = [absence for absence in desk.absences if absence.member == who.id]
        assert worktime.at_work(who, each.at, away)
        if each.matter in {"decide", "again"}:
            assert after.phase == "open"
            may = {member.id for member in after.deciders or desk.members} | {LEA.id}
            assert who.id in may
        put_off = any(put.by == who.id for put in after.later)
        if each.matter == "decide":
            assert not put_off
        if each.matter == "again":
            assert who.reminders or put_off
        if each.matter == "report":
            assert after.phase == "asked"
            assert after.lack
    once = [(each.matter, each.to) for each in after.told if each.matter in {"report", "decide"}]
    assert len(set(once)) == len(once)
    reminded = [each for each in after.told if each.matter == "again"]
    moved = len(after.later) + sum(each.matter == "verdict" for each in after.told)
    people = {each.to for each in reminded}
    undone = 14  # as often as something is done at most
    assert len(reminded) <= len(people) * (1 + moved + (undone if after.undone_at else 0))


def agree(desk: Desk) -> None:
    """The experiment knows what was decided, and the one that it tells knows how it stands."""
    for name, sprint in (("check-12", 12), ("check-13", 13)):
        if name not in desk.rounds:
            continue
        state = desk.rounds[name].state
        known = [each for each in desk.experiment.judged if each.sprint == sprint]
        assert known == ([state.judgement] if state.judgement else [])
        if desk.experiment.checkpoint == name:
            assert state.ended == desk.experiment.ended
            assert state.owner.id == desk.experiment.owner
        assert state.told == () or min(each.at for each in state.told) >= utc("2026-11-20 22:30")
