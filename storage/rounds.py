"""The rounds and the history of acts, as rows."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Row, Update, and_, bindparam, case, exists, insert, not_, or_, select, update

from bot.errors import NotFound
from bot.ledger import Job
from bot.model import Act, Ceremony, MemberId, PlanId, Round, RoundId, Team, WorkspaceId
from bot.suspects import POISON
from storage import codec
from storage.claims import Claim
from storage.locks import TeamLocks, team_of
from storage.statements import Statements
from storage.tables import acts, rounds, teams
from storage.upsert import add

_LOOK = select(rounds).where(rounds.c.workspace == bindparam("w"), rounds.c.id == bindparam("r"))
# A round and its team in one row, the team locked before the round; what refers to them may be written meanwhile.
_GET = (
    select(rounds, teams.c.channel, teams.c.name, teams.c.zone, teams.c.deck)
    .join(teams, and_(teams.c.workspace == rounds.c.workspace, teams.c.id == rounds.c.team))
    .where(rounds.c.workspace == bindparam("w"), rounds.c.id == bindparam("r"))
)
_LOCK = _GET.with_for_update(of=[teams, rounds], key_share=True)
_moment = bindparam("wake_at", type_=rounds.c.wake_at.type)
_SAVE = (
    update(rounds)
    .where(rounds.c.workspace == bindparam("w"), rounds.c.id == bindparam("r"))
    .values(
        state=bindparam("state"),
        wake_at=_moment,
        over=bindparam("over"),
        version=rounds.c.version + bindparam("steps"),
    )
)
_SAVE_BY_CLOCK = _SAVE.values(tries=0)
# Whose clock's work crashes us stays left alone, however often people press its buttons.
_SAVE_BESIDE = _SAVE.values(wake_at=case((rounds.c.tries < POISON, _moment), else_=rounds.c.wake_at))
_OPEN = (
    select(rounds)
    .where(rounds.c.workspace == bindparam("w"), rounds.c.team == bindparam("t"), not_(rounds.c.over))
    .order_by(rounds.c.occurrence, rounds.c.opened_at, rounds.c.id)
)
_OPEN_KINDS = _OPEN.where(rounds.c.kind.in_(bindparam("kinds", expanding=True)))
_LATEST = (
    select(rounds)
    .where(
        rounds.c.workspace == bindparam("w"), rounds.c.team == bindparam("t"), rounds.c.kind == bindparam("k")
    )
    .order_by(rounds.c.opened_at.desc())
    .limit(1)
)
_RECENT_ONES = _LATEST.order_by(rounds.c.id).limit(bindparam("most"))
# Every act is in the history, so that what has changed is told by it.
_SINCE = or_(
    rounds.c.opened_at >= bindparam("since"),
    exists().where(
        acts.c.workspace == rounds.c.workspace, acts.c.round == rounds.c.id, acts.c.at >= bindparam("since")
    ),
)
_TOUCHED, _TOUCHED_OR_OPEN = (
    select(rounds)
    .where(
        rounds.c.workspace == bindparam("w"), rounds.c.team == bindparam("t"), rounds.c.kind == bindparam("k")
    )
    .where(such)
    .order_by(rounds.c.opened_at, rounds.c.id)
    for such in (_SINCE, or_(not_(rounds.c.over), _SINCE))
)
_CALLED = _LATEST.where(rounds.c.occurrence == bindparam("o"))
_OF_PLAN = (
    select(rounds)
    .where(
        rounds.c.workspace == bindparam("w"),
        rounds.c.plan == bindparam("p"),
        rounds.c.occurrence == bindparam("o"),
    )
    .order_by(rounds.c.opened_at)  # the plan's own round before one of another kind that it opened in turn
)
_CLAIM = Claim(
    rounds.c.wake_at, rounds.c.workspace, rounds.c.id, also=not_(rounds.c.over), tries=rounds.c.tries
)
_NOTE = insert(acts).inline()  # nobody asks for its number

#: So many rounds' states are kept as they were last read.
_RECENT = 128


class _Seen(NamedTuple):
    """JSON of a state, what it means, and which part of it says what, where we wrote it."""

    raw: str
    state: Any
    pieces: codec.Pieces


@lru_cache(maxsize=_RECENT)
def _last_seen(kind: Hashable, workspace: WorkspaceId, round_: RoundId) -> list[_Seen]:
    """Where a round's state is kept as it was read or written last, if it was yet."""
    del kind, workspace, round_
    return []


def _state(kind: type[Any], row: Row[Any]) -> Any:  # noqa: ANN401 — the ceremony's own type
    """A round is read for each message that it sends, and changes less often: the same text is parsed once."""
    last = _last_seen(cast(Any, kind), row.workspace, row.id)
    for seen in last:
        if seen.raw == row.state:
            return seen.state
    state = codec.load(kind, row.state)
    last[:] = [_Seen(row.state, state, {})]
    return state


class RoundRows:
    """Implements `bot.ledger.Rounds`."""

    def __init__(
        self,
        statements: Statements,
        ceremonies: Mapping[str, Ceremony[Any]],
        locks: TeamLocks,
        *,
        locking: bool,
    ) -> None:
        self._statements = statements
        self._locks = locks
        #: Found in this transaction, and locked: as they stand, or None where they are to be read again.
        self._there: dict[tuple[WorkspaceId, RoundId], Round[Any] | None] = {}
        self._ceremonies = ceremonies
        self._get = _LOCK if locking else _GET  # a connection that only reads may not lock

    def add(self, round_: Round[Any]) -> bool:
        row = {
            "workspace": round_.workspace,
            "id": round_.id,
            "team": round_.team,
            "kind": round_.kind,
            "plan": round_.plan,
            "occurrence": round_.occurrence,
            "opened_at": round_.opened_at,
            "wake_at": round_.wake_at,
            "over": round_.over,
            "version": round_.version,
            "state": self._dump(round_)[0],
        }
        done = self._statements.execute(add(self._statements.dialect, rounds), row)
        return done.rowcount > 0

    def get(self, workspace: WorkspaceId, round_: RoundId) -> Round[Any] | None:
        one = (workspace, round_)
        there = self._there.get(one)
        if there is not None:
            return there
        ask = self._statements.execute if one in self._there else self._statements.beside
        row = ask(self._get, {"w": workspace, "r": round_}).first()
        if row is None:
            return None
        self._locks.hold(team_of(row, row.team))
        found = self._there[one] = self.of_row(row)
        return found

    def look(self, workspace: WorkspaceId, round_: RoundId) -> Round[Any] | None:
        """The round, without a lock: for showing it."""
        row = self._statements.execute(_LOOK, {"w": workspace, "r": round_}).first()
        return self.of_row(row) if row else None

    def save(self, round_: Round[Any], *, by_clock: bool = False) -> None:
        """Raises NotFound for a round that was never added."""
        raw, whole = self._dump(round_)
        row = {
            "w": round_.workspace,
            "r": round_.id,
            "state": raw,
            "wake_at": round_.wake_at,
            "over": round_.over,
            "steps": 1,
        }
        statement = _SAVE_BY_CLOCK if by_clock else _SAVE_BESIDE
        one = (round_.workspace, round_.id)
        if one in self._there:
            self._later(one, statement, row)
            self._there[one] = replace(round_, version=round_.version + 1) if whole else None
        elif self._statements.execute(statement, row).rowcount == 0:
            raise NotFound

    def _later(self, one: tuple[WorkspaceId, RoundId], statement: Update, row: dict[str, Any]) -> None:
        """Of several changes in one transaction, the last is written."""
        other = _SAVE_BESIDE if statement is _SAVE_BY_CLOCK else _SAVE_BY_CLOCK
        if self._statements.waiting(other, one):
            self._statements.flush()
        before = self._statements.waiting(statement, one)
        self._statements.later(statement, {**row, "steps": before["steps"] + 1} if before else row, one)

    def open_of(self, team: Team, kinds: Sequence[str] = ()) -> tuple[Round[Any], ...]:
        self._locks.team(team.workspace, team.id)
        key: dict[str, Any] = {"w": team.workspace, "t": team.id}
        if kinds:
            found = self._statements.execute(_OPEN_KINDS, {**key, "kinds": list(kinds)})
        else:
            found = self._statements.execute(_OPEN, key)
        return tuple(map(self.of_row, found.all()))

    def recent(self, team: Team, kind: str, most: int) -> tuple[Round[Any], ...]:
        """The team's last rounds of this kind, over or not, newest first."""
        key = {"w": team.workspace, "t": team.id, "k": kind, "most": most}
        return tuple(map(self.of_row, self._statements.execute(_RECENT_ONES, key).all()))

    def touched(
        self, team: Team, kind: str, since: datetime, *, running: bool = False
    ) -> tuple[Round[Any], ...]:
        """The team's rounds of this kind that were opened since, or to which something was done; and, if asked for,
        those that are not over. Oldest first."""
        key = {"w": team.workspace, "t": team.id, "k": kind, "since": since}
        found = self._statements.execute(_TOUCHED_OR_OPEN if running else _TOUCHED, key)
        return tuple(map(self.of_row, found.all()))

    def latest(self, team: Team, kind: str) -> Round[Any] | None:
        key = {"w": team.workspace, "t": team.id, "k": kind}
        row = self._statements.execute(_LATEST, key).first()
        return self.of_row(row) if row else None

    def called(self, team: Team, kind: str, occurrence: str) -> Round[Any] | None:
        key = {"w": team.workspace, "t": team.id, "k": kind, "o": occurrence}
        row = self._statements.execute(_CALLED, key).first()
        return self.of_row(row) if row else None

    def of_plan(self, workspace: WorkspaceId, plan: PlanId, occurrence: str) -> Round[Any] | None:
        self._locks.of_plan(workspace, plan)
        row = self._statements.execute(_OF_PLAN, {"w": workspace, "p": plan, "o": occurrence}).first()
        return self.of_row(row) if row else None

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        self._there = dict.fromkeys(self._there)
        return _CLAIM.take(self._statements, at, lease, limit)

    def free(self, at: datetime) -> None:
        self._there = dict.fromkeys(self._there)
        _CLAIM.free(self._statements, at)

    def spare(self, job: Job, again: datetime) -> None:
        self._there = dict.fromkeys(self._there)
        _CLAIM.spare(self._statements, job, again)

    def note(self, round_: Round[Any], act: Act, by: MemberId | None, at: datetime, *, keep: bool) -> None:
        row = {
            "workspace": round_.workspace,
            "round": round_.id,
            "kind": type(act).__name__,
            "by": by,
            "at": at,
            "payload": codec.dump(type(act), act) if keep else None,
        }
        self._statements.later(_NOTE, row)

    def _dump(self, round_: Round[Any]) -> tuple[str, bool]:
        """The state's JSON, and whether it says all; what it means need not be parsed when it is read then."""
        kind = self._ceremonies[round_.kind].state
        last = _last_seen(cast(Any, kind), round_.workspace, round_.id)
        written = codec.write(kind, round_.state, next((each.pieces for each in last), {}))
        if written.whole:
            last[:] = [_Seen(written.raw, round_.state, written.pieces)]
        return written.raw, written.whole

    def of_row(self, row: Row[Any]) -> Round[Any]:
        """The round that this row is."""
        return Round(
            id=row.id,
            workspace=row.workspace,
            team=row.team,
            kind=row.kind,
            occurrence=row.occurrence,
            opened_at=row.opened_at,
            state=_state(self._ceremonies[row.kind].state, row),
            plan=row.plan,
            wake_at=row.wake_at,
            over=row.over,
            version=row.version,
        )
