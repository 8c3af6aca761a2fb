"""When a checkpoint asks whom: its owner first, then who decides, each at work; and when it closes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import worktime
from bot.ceremonies.asking import anybody, call_at, may_tell
from bot.ceremonies.checkpoint.state import (
    ANSWERS,
    ANSWERS_BY,
    CLOSES,
    CLOSES_BY,
    REMINDS,
    UNDO,
    Checkpoint,
    Matter,
    Told,
)
from bot.model import Absence, Member, MemberId

#: A message that went out some seconds after the morning began costs nobody another day.
_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who is to be written to, why, and from when on."""

    matter: Matter
    member: Member
    due: datetime


def away_of(state: Checkpoint, member: Member) -> tuple[Absence, ...]:
    """Their days away."""
    return tuple(each for each in state.away if each.member == member.id)


def calls(state: Checkpoint) -> tuple[Call, ...]:
    """Who is to be written to yet."""
    match state.phase:
        case "asked":
            return tuple(_report(state))
        case "open":
            return tuple(_decide(state))
        case "decided":
            return tuple(_verdict(state))
        case _:
            return ()


def _report(state: Checkpoint) -> Iterator[Call]:
    if state.lack and state.owner.active and not _told(state, "report", state.owner.id):
        yield Call("report", state.owner, state.opened_at)


def _decide(state: Checkpoint) -> Iterator[Call]:
    for each in state.deciders:
        since = _since(state, each)
        if since is None:
            yield Call("decide", each, state.put_at or state.opened_at)
        elif each.reminders and all(told.at < since for told in _told(state, "again", each.id)):
            due = _after(state, each, since, REMINDS)
            if due:
                yield Call("again", each, due)


def _since(state: Checkpoint, member: Member) -> datetime | None:
    """Since when somebody has known the question as it stands; None where they have not been asked."""
    asked = _told(state, "decide", member.id)
    if not asked:
        return None
    put_off = [each.at for each in state.later if each.by == member.id]
    return max([asked[0].at, *put_off, *([state.undone_at] if state.undone_at else [])])


def _verdict(state: Checkpoint) -> Iterator[Call]:
    judged = state.judgement
    if judged is None or judged.going != "stop" or state.ended or state.outdated or not state.owner.active:
        return
    if not any(each.at >= judged.at for each in _told(state, "verdict", state.owner.id)):
        yield Call("verdict", state.owner, judged.at)


def _told(state: Checkpoint, matter: Matter, to: MemberId | None = None) -> list[Told]:
    return [each for each in state.told if each.matter == matter and to in (None, each.to)]


def _after(state: Checkpoint, member: Member, since: datetime, days: int) -> datetime | None:
    work = days * worktime.day_length(member) - _LATE
    return worktime.after(member, since, work, away_of(state, member))


def puts_at(state: Checkpoint) -> datetime:
    """When the question comes to the channel, at the team's next working hour: as soon as nothing is missing or nobody
    can say more, else once the owner has had their time."""
    if not (state.lack and state.owner.active):
        return state.opened_at
    latest, asked = state.opened_at + ANSWERS_BY, _told(state, "report", state.owner.id)
    until = _after(state, state.owner, asked[0].at, ANSWERS) if asked else None
    return min(until, latest) if until else latest


def closes_at(state: Checkpoint) -> datetime | None:
    """When the question closes because nobody has decided; None while it is not open."""
    if state.phase != "open" or state.put_at is None:
        return None
    moved = [
        state.put_at,
        *(each.at for each in state.later),
        *([state.undone_at] if state.undone_at else []),
    ]
    latest = max(moved) + CLOSES_BY
    who = state.deciders or (anybody(state.zone),)
    ends = (_after(state, each, max(_since(state, each) or state.put_at, *moved), CLOSES) for each in who)
    return min(latest, max(each or latest for each in ends))


def wake_at(state: Checkpoint, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while somebody was not at work waits until they are."""
    if not state.linked:
        return at
    moments = [_next(each.member, each.due, at, away_of(state, each.member)) for each in calls(state)]
    if state.phase == "asked":
        moments.append(_next(anybody(state.zone), puts_at(state), at, ()))
    moments.append(closes_at(state))
    if state.judgement and _undoable(state, at):
        moments.append(state.judgement.at + UNDO)
    return min((max(each, at) for each in moments if each), default=None)


def _next(member: Member, due: datetime, at: datetime, away: tuple[Absence, ...]) -> datetime | None:
    if due > at:
        return due
    return at if may_tell(member, at, away) else call_at(member, at, away)


def over(state: Checkpoint, at: datetime) -> bool:
    """Whether nothing is asked, and nothing can be taken back, any more."""
    if state.judgement:
        ahead = (_next(each.member, each.due, at, away_of(state, each.member)) for each in calls(state))
        return not (_undoable(state, at) or any(ahead))
    return state.phase in {"ended", "outdated", "undecided"}


def _undoable(state: Checkpoint, at: datetime) -> bool:
    return state.judgement is not None and at < state.judgement.at + UNDO and not state.outdated


def settled(state: Checkpoint, at: datetime) -> Checkpoint:
    """With the question put, where it is time for that."""
    if state.phase == "asked" and puts_at(state) <= at and may_tell(anybody(state.zone), at, ()):
        return replace(state, put_at=at)
    return state


def ticked(state: Checkpoint, at: datetime) -> Checkpoint:
    """What the clock does by this moment: nothing to somebody who is not at work. The experiment is asked first how it
    stands, since it may have ended just now."""
    if not state.linked:
        return replace(state, linked=True)
    state = settled(state, at)
    closes = closes_at(state)
    if closes and closes <= at:
        return replace(state, undecided_at=at)
    new = tuple(
        Told(each.matter, each.member.id, at)
        for each in calls(state)
        if each.due <= at and may_tell(each.member, at, away_of(state, each.member))
    )
    return replace(state, told=(*state.told, *new)) if new else state
