"""The tables of an export: which rows are whose, in what order they are read, and which of their columns are given.

What no line here names is in no export: no e-mail is kept at all, and keys, prints and leases are nobody's business.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, FromClause, Row, Select, and_, bindparam, select

from bot.ledger.archive import Table
from bot.model import Estimate
from bot.model import Row as Line
from storage import codec
from storage.tables import (
    absences,
    answers,
    blockers,
    claims,
    epics,
    estimates,
    people,
    plans,
    rounds,
    seats,
    spikes,
    sprints,
    stories,
)

_TEXTS = dict[str, str]
_W: BindParameter[str] = bindparam("w")
_T: BindParameter[str] = bindparam("t")
_M: BindParameter[str] = bindparam("m")


@dataclass(frozen=True)
class Shelf:
    """`of_team` and `of_member`: which rows; `key`: their order, each row's own; `lines`: what a row gives."""

    rows: Select[Any]
    key: tuple[Column[Any], ...]
    of_team: ColumnElement[bool]
    of_member: ColumnElement[bool]
    columns: tuple[str, ...]
    lines: Callable[[Row[Any]], Iterable[Line]]


def _plain(
    source: FromClause,
    key: tuple[Column[Any], ...],
    of_team: ColumnElement[bool],
    of_member: ColumnElement[bool],
    *given: ColumnElement[Any],
) -> Shelf:
    """What is given as it stands, under the name of each column."""
    names = tuple(each.key or "" for each in given)
    inner = [each.label(f"mark_{number}") for number, each in enumerate(key)]
    return Shelf(
        select(*given, *inner).select_from(source),
        key,
        of_team,
        of_member,
        names,
        lambda row: [_line(row, names)],
    )


def _line(row: Row[Any], names: Iterable[str]) -> Line:
    return {name: getattr(row, name) for name in names}


def _named(member: Column[Any]) -> ColumnElement[Any]:
    """Their name as the platform has it today."""
    workspace = member.table.c.workspace
    return (
        select(people.c.name)
        .where(people.c.workspace == workspace, people.c.id == member)
        .correlate(member.table)
        .scalar_subquery()
        .label("name")
    )


def _in_team(table: Any) -> ColumnElement[bool]:  # noqa: ANN401 — a table with both columns
    return and_(table.c.workspace == _W, table.c.team == _T)


def _by(table: Any, member: Column[Any]) -> ColumnElement[bool]:  # noqa: ANN401 — the same
    return and_(table.c.workspace == _W, member == _M)


def _number(story: Column[Any]) -> ColumnElement[Any]:
    """The number of the story that a row speaks of."""
    return (
        select(stories.c.number)
        .where(stories.c.workspace == story.table.c.workspace, stories.c.id == story)
        .correlate(story.table)
        .scalar_subquery()
        .label("story")
    )


_seated = seats.join(people, and_(people.c.workspace == seats.c.workspace, people.c.id == seats.c.member))
_held = estimates.join(
    rounds, and_(rounds.c.workspace == estimates.c.workspace, rounds.c.id == estimates.c.round)
)
_claimed = claims.join(
    sprints, and_(sprints.c.workspace == claims.c.workspace, sprints.c.round == claims.c.round)
)
_members_of = select(seats.c.member).where(seats.c.workspace == _W, seats.c.team == _T)


def _with_estimates(*names: str) -> Callable[[Row[Any]], Iterable[Line]]:
    def lines(row: Row[Any]) -> Iterable[Line]:
        line = _line(row, names)
        for ballot in ("effort", "value"):
            line |= _points(getattr(row, ballot), ballot)
        return [line]

    return lines


def _points(raw: str | None, name: str) -> Line:
    found = None if raw is None else codec.load(Estimate, raw)
    return {
        name: found.points if found else None,
        f"{name}_low": found.low if found else None,
        f"{name}_high": found.high if found else None,
        f"{name}_voters": found.voters if found else None,
    }


_SPREAD = ("", "_low", "_high", "_voters")
_STORY = ("number", "title", "text", "link", "epic", "asked_by", "kind", "stage", "state", "unclear", "finding",
          "added_at", "done_at")  # fmt: skip
_STORIES = Shelf(
    select(stories, stories.c.team.label("mark_0"), stories.c.number.label("mark_1")),
    (stories.c.team, stories.c.number),
    _in_team(stories),
    and_(stories.c.workspace == _W, stories.c.id == _M),  # who added a story is not kept
    (*_STORY, *(f"{ballot}{part}" for ballot in ("effort", "value") for part in _SPREAD)),
    _with_estimates(*_STORY),
)

_VOTE = ("round", "opened_at", "story", "ballot", "poll", "outcome")


def _vote(row: Row[Any]) -> Iterable[Line]:
    ended = {"counts": row.counts, "note": row.note, "by": row.by}
    return [_line(row, _VOTE) | _points(row.estimate, "points") | ended]


_ESTIMATES = Shelf(
    select(
        estimates.c.round,
        rounds.c.opened_at,
        _number(estimates.c.story),
        *(estimates.c[name] for name in ("ballot", "poll", "outcome", "estimate", "counts", "note", "by")),
        *(
            estimates.c[name].label(f"mark_{at}")
            for at, name in enumerate(("round", "story", "ballot", "poll"))
        ),
    ).select_from(_held),
    (estimates.c.round, estimates.c.story, estimates.c.ballot, estimates.c.poll),
    and_(estimates.c.workspace == _W, rounds.c.team == _T),
    _by(estimates, estimates.c.by),
    (*_VOTE, *(f"points{part}" for part in _SPREAD), "counts", "note", "by"),
    _vote,
)

_ANSWER = ("round", "day", "kind", "member", "name", "late")


def _answer(row: Row[Any]) -> Iterable[Line]:
    """A line for each question that has an answer."""
    texts, questions = codec.load(_TEXTS, row.texts), codec.load(_TEXTS, row.questions)
    for key, text in texts.items():
        if text:
            yield _line(row, _ANSWER) | {"key": key, "question": questions.get(key, ""), "text": text}


_ANSWERS = Shelf(
    select(
        answers,
        _named(answers.c.member),
        *(answers.c[name].label(f"mark_{at}") for at, name in enumerate(("day", "round", "member"))),
    ),
    (answers.c.day, answers.c.round, answers.c.member),
    _in_team(answers),
    _by(answers, answers.c.member),
    (*_ANSWER, "key", "question", "text"),
    _answer,
)

SHELVES: Mapping[Table, Shelf] = {
    "members": _plain(
        _seated,
        (seats.c.team, seats.c.member),
        _in_team(seats),
        _by(seats, seats.c.member),
        seats.c.member,
        people.c.name,
        people.c.zone.label("profile_zone"),
        people.c.chosen_zone,
        seats.c.roles,
        people.c.active,
    ),
    "absences": _plain(
        absences,
        (absences.c.id,),
        and_(absences.c.workspace == _W, absences.c.member.in_(_members_of)),
        _by(absences, absences.c.member),
        absences.c.member,
        _named(absences.c.member),
        absences.c.first,
        absences.c.last,
    ),
    "plans": _plain(
        plans,
        (plans.c.id,),
        _in_team(plans),
        _by(plans, plans.c.owner),
        *(
            plans.c[name]
            for name in ("id", "kind", "state", "held", "days", "at", "every", "anchor", "zone", "holidays",
                         "owner", "people", "settings")
        ),
    ),
    "stories": _STORIES,
    "estimates": _ESTIMATES,
    "epics": _plain(
        epics,
        (epics.c.id,),
        _in_team(epics),
        _by(epics, epics.c.owner),
        *(epics.c[name] for name in ("name", "objective", "owner", "owner_name", "year", "quarter", "late", "closed")),
    ),
    "sprints": _plain(
        sprints,
        (sprints.c.first, sprints.c.round),
        _in_team(sprints),
        and_(sprints.c.workspace == _W, sprints.c.round == _M),  # a sprint is nobody's own
        *(sprints.c[name] for name in ("round", "number", "goal", "first", "last", "days", "closed_at")),
    ),
    "sprint_stories": _plain(
        _claimed,
        (claims.c.round, claims.c.story),
        and_(claims.c.workspace == _W, sprints.c.team == _T),
        _by(claims, claims.c.owner),
        sprints.c.number.label("sprint"),
        *(
            claims.c[name]
            for name in ("place", "number", "title", "kind", "points", "epic", "owner", "owner_name", "added",
                         "rolled", "state", "done_at", "reason", "note")
        ),
    ),
    "spikes": _plain(
        spikes,
        (spikes.c.ended_at, spikes.c.round),
        _in_team(spikes),
        and_(spikes.c.workspace == _W, (spikes.c.owner == _M) | (spikes.c.by == _M)),
        spikes.c.round,
        spikes.c.question,
        spikes.c.owner,
        _named(spikes.c.owner),
        _number(spikes.c.story),
        spikes.c.box.label("box_seconds"),
        spikes.c.used.label("used_seconds"),
        *(
            spikes.c[name]
            for name in ("grown", "decision", "verdict", "finding", "links", "started_at", "ended_at", "by")
        ),
        spikes.c.effort_before,
    ),
    "answers": _ANSWERS,
    "blockers": _plain(
        blockers,
        (blockers.c.day, blockers.c.round),
        _in_team(blockers),
        _by(blockers, blockers.c.member),
        blockers.c.round,
        blockers.c.day,
        blockers.c.member,
        _named(blockers.c.member),
        blockers.c.text,
        blockers.c.standing,
        blockers.c.helper,
    ),
}  # fmt: skip
