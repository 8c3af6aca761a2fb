"""What of a spike is exported, beside what it came to, which is in the book; and what is left when somebody erases
theirs: the question and what was found are the team's, reasons were somebody's own words."""

from collections.abc import Iterator
from dataclasses import replace

from bot.ceremonies.erased import WORDS, names_of, unnamed, who
from bot.ceremonies.spike.state import Grown, Held, Spike
from bot.model import MemberId, Record, Round, Row


def record(round_: Round[Spike]) -> tuple[Record, ...]:
    """The spike as it was set, and each pause and each time that its box grew."""
    state = round_.state
    starter, starter_name = who(state.starter, state.starter_name)
    owner, owner_name = who(state.owner.id, state.owner.name)
    row: Row = {
        "round": round_.id,
        "starts_at": state.starts_at,
        "question": state.question,
        "answer": state.answer,
        "hypothesis": state.hypothesis,
        "story": state.about.number if state.about else None,
        "starter": starter,
        "starter_name": starter_name,
        "owner": owner,
        "owner_name": owner_name,
        "box_hours": state.box.size.total_seconds() / 3600,
        "decision": state.ended.decision if state.ended else "",
        "decided_by": state.ended.name if state.ended else "",
    }
    return (Record("spike_boxes", row), *_changes(round_))


def _changes(round_: Round[Spike]) -> Iterator[Record]:
    for held in round_.state.pauses:
        until: Row = {"since": held.since, "until": held.until, "more_hours": None}
        yield Record("spike_changes", _of(round_, "paused", held) | until)
    for grown in round_.state.grown:
        more: Row = {"since": None, "until": None, "more_hours": grown.more.total_seconds() / 3600}
        yield Record("spike_changes", _of(round_, "extended", grown) | more)


def _of(round_: Round[Spike], what: str, change: Held | Grown) -> Row:
    by, name = who(change.by, change.name)
    return {"round": round_.id, "what": what, "reason": change.reason, "by": by, "by_name": name}


def erase(state: Spike, member: MemberId) -> Spike:
    """Their reasons are gone, and their name wherever it stood."""
    names = names_of(state, member)
    return unnamed(
        replace(
            state,
            pauses=tuple(replace(p, reason=_less(p, member, names)) for p in state.pauses),
            grown=tuple(replace(g, reason=_less(g, member, names)) for g in state.grown),
        ),
        member,
        names,
    )


def _less(change: Held | Grown, member: MemberId, names: frozenset[str]) -> str:
    theirs = change.by == member or (change.by is None and change.name in names)
    return WORDS if theirs and change.reason else change.reason
