"""When a checkpoint asks whom: its owner first, then who decides, each at work; and when it closes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import worktime
from bot.ceremonies.asking import anybody, away_of, call_at, may_tell
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
    Undone,
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


def calls(state: Checkpoint) -> tuple[Call, ...]:
    """Who is to be written to yet."""
    return (*_undone(state), *_asked(state))


def _undone(state: Checkpoint) -> Iterator[Call]:
    """Whoever decided what somebody else took back, unless they have decided anew."""
    there = {each.id: each for each in (state.owner, *state.deciders, *state.others) if each.active}
    for each in state.undone:
        decider = there.get(each.judgement.by) if each.judgement.by else None
        if decider is None or decider.id == each.by or decided_anew(state, each):
            continue
        if not any(told.at >= each.at for told in _told(state, "undone", decider.id)):
            yield Call("undone", decider, each.at)


def decided_anew(state: Checkpoint, undone: Undone) -> bool:
    """Whether whoever decided what was taken back has decided once more."""
    judged = state.judgement
    return judged is not None and judged.by == undone.judgement.by and judged.at >= undone.at


def _asked(state: Checkpoint) -> tuple[Call, ...]:
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


def asked(state: Checkpoint) -> tuple[Member, ...]:
    """Who is asked whether it goes on: who decides, and who put it off and may decide still."""
    own, put_off = {each.id for each in state.deciders}, {each.by for each in state.later}
    more = (each for each in state.others if each.id in put_off - own)
    return (*state.deciders, *(each for each in more if each.leads or not own))


def asked_for_verdict(state: Checkpoint) -> tuple[Member, ...]:
    """Who is asked for the verdict: its owner or, where they have left, the leads."""
    return (state.owner,) if state.owner.active else tuple(each for each in state.others if each.leads)


def _decide(state: Checkpoint) -> Iterator[Call]:
    for each in asked(state):
        since = _since(state, each)
        if since is None:
            yield Call("decide", each, state.put_at or state.opened_at)
        elif _is_reminded(state, each, since):
            due = _after(state, each, since, REMINDS)
            if due:
                yield Call("again", each, due)


def _is_reminded(state: Checkpoint, member: Member, since: datetime) -> bool:
    """Once, where they want reminders; and each time that they put it off, since they were promised it."""
    reminded = max((each.at for each in _told(state, "again", member.id)), default=None)
    promised = any(reminded is None or reminded < each for each in _put_off(state, member))
    return (member.reminders or promised) and (reminded is None or reminded < since)


def _put_off(state: Checkpoint, member: Member) -> list[datetime]:
    return [each.at for each in state.later if each.by == member.id]


def _since(state: Checkpoint, member: Member) -> datetime | None:
    """Since when somebody has known the question as it stands; None where they have not been asked, and did not put it
    off before they were."""
    known = [*(each.at for each in _told(state, "decide", member.id)[:1]), *_put_off(state, member)]
    return max([*known, *([state.undone_at] if state.undone_at else [])]) if known else None


def _verdict(state: Checkpoint) -> Iterator[Call]:
    judged = state.judgement
    if judged is None or judged.going != "stop" or state.ended or state.outdated or state.reopened:
        return
    for who in asked_for_verdict(state):
        if not any(each.at >= judged.at for each in _told(state, "verdict", who.id)):
            yield Call("verdict", who, judged.at)


def _told(state: Checkpoint, matter: Matter, to: MemberId | None = None) -> list[Told]:
    return [each for each in state.told if each.matter == matter and to in (None, each.to)]


def _after(state: Checkpoint, member: Member, since: datetime, days: int) -> datetime | None:
    work = days * worktime.day_length(member) - _LATE
    return worktime.after(member, since, work, away_of(state.away, member))


def puts_at(state: Checkpoint) -> datetime:
    """When the question comes to the channel, at the team's next working hour: as soon as nothing is missing or nobody
    can say more, else once the owner has had their time."""
    if not (state.lack and state.owner.active):
        return state.opened_at
    latest, told = state.opened_at + ANSWERS_BY, _told(state, "report", state.owner.id)
    until = _after(state, state.owner, told[0].at, ANSWERS) if told else None
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
    who = asked(state) or (anybody(state.zone),)
    ends = (_after(state, each, max(_since(state, each) or state.put_at, *moved), CLOSES) for each in who)
    return min(latest, max(each or latest for each in ends))


def wake_at(state: Checkpoint, at: datetime) -> datetime | None:
    """When the clock acts next: what came due while somebody was not at work waits until they are."""
    if not state.linked:
        return at
    moments = [_next(each.member, each.due, at, away_of(state.away, each.member)) for each in calls(state)]
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
    if state.phase in {"asked", "open"}:
        return False
    ahead = (_next(each.member, each.due, at, away_of(state.away, each.member)) for each in calls(state))
    return not (_undoable(state, at) or any(ahead))


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
        if each.due <= at and may_tell(each.member, at, away_of(state.away, each.member))
    )
    return replace(state, told=(*state.told, *new)) if new else state
