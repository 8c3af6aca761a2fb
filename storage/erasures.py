"""What members wished to have erased, as rows; and the one writer that blanks what stands in others."""

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, delete, select, update

from bot.ceremonies.erased import SOMEBODY, WORDS, nameless
from bot.ledger import Job
from bot.model import MemberId, RoundId, WorkspaceId
from storage.claims import Claim
from storage.statements import Statements
from storage.tables import (
    absences,
    acts,
    answers,
    blockers,
    claims,
    epics,
    erasures,
    estimates,
    people,
    spikes,
    stories,
)
from storage.upsert import upsert

_CLAIM = Claim(erasures.c.due_at, erasures.c.workspace, erasures.c.member)
_ONE = (erasures.c.workspace == bindparam("w"), erasures.c.member == bindparam("m"))
_WISH = select(erasures.c.after).where(*_ONE)
_REACH = update(erasures).where(*_ONE).values(after=bindparam("to"), due_at=bindparam("until"))
_DONE = delete(erasures).where(*_ONE)

_NAME = select(people.c.name).where(people.c.workspace == bindparam("w"), people.c.id == bindparam("m"))
_AT_FIRST: Mapping[str, object] = {
    "chosen_zone": None,
    "days": None,
    "starts": time(9),
    "ends": time(17),
    "region": None,
    "reminders": True,
    "quiet_from": None,
    "quiet_until": None,
}


def _theirs(table: Table, column: str) -> tuple[Any, Any]:
    return table.c.workspace == bindparam("w"), table.c[column] == bindparam("m")


_BOOK = (
    delete(answers).where(*_theirs(answers, "member")),
    delete(absences).where(*_theirs(absences, "member")),
    update(people).where(*_theirs(people, "id")).values(**_AT_FIRST),
    update(epics).where(*_theirs(epics, "owner")).values(owner=None, owner_name=""),
)
_ASKED_BY = (
    update(stories)
    .where(stories.c.workspace == bindparam("w"), stories.c.asked_by == bindparam("name"))
    .values(asked_by="")
)


def _of_round(table: Table) -> tuple[Any, Any]:
    return table.c.workspace == bindparam("w"), table.c.round == bindparam("r")


_NAMES: BindParameter[list[str]] = bindparam("names", expanding=True)
_ROUND = (
    update(blockers)
    .where(*_of_round(blockers), blockers.c.member == bindparam("m"))
    .values(member="", text=WORDS),
    update(estimates).where(*_of_round(estimates), estimates.c.by == bindparam("m")).values(by=None, note=""),
    update(spikes).where(*_of_round(spikes), spikes.c.owner == bindparam("m")).values(owner=""),
    update(spikes).where(*_of_round(spikes), spikes.c.by == bindparam("m")).values(by=None),
    update(claims)
    .where(*_of_round(claims), claims.c.owner == bindparam("m"))
    .values(owner=None, owner_name="", note=""),
    update(acts).where(*_of_round(acts), acts.c.by == bindparam("m")).values(by=None, payload=None),
)
_HELPED = update(blockers).where(*_of_round(blockers), blockers.c.helper.in_(_NAMES)).values(helper=SOMEBODY)
_PAYLOADS = select(acts.c.id, acts.c.payload).where(*_of_round(acts), acts.c.payload.is_not(None))
_REWRITE = (
    update(acts).where(*_of_round(acts), acts.c.id == bindparam("act")).values(payload=bindparam("written"))
)


class ErasureRows:
    """Implements `bot.ledger.Erasures`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def wish(self, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
        row = {"workspace": workspace, "member": member, "due_at": at, "after": None}
        self._statements.execute(upsert(self._statements.dialect, erasures), row)

    def wished(self, workspace: WorkspaceId, member: MemberId) -> bool:
        return self._statements.execute(_WISH, {"w": workspace, "m": member}).first() is not None

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _CLAIM.take(self._statements, at, lease, limit)

    def reached(self, workspace: WorkspaceId, member: MemberId) -> RoundId | None:
        found: RoundId | None = self._statements.execute(_WISH, {"w": workspace, "m": member}).scalar()
        return found

    def reach(self, workspace: WorkspaceId, member: MemberId, round_: RoundId, until: datetime) -> None:
        self._statements.execute(_REACH, {"w": workspace, "m": member, "to": round_, "until": until})

    def done(self, workspace: WorkspaceId, member: MemberId) -> None:
        self._statements.execute(_DONE, {"w": workspace, "m": member})

    def blank(self, workspace: WorkspaceId, member: MemberId) -> None:
        key = {"w": workspace, "m": member}
        for each in _BOOK:
            self._statements.execute(each, key)
        name = self._statements.execute(_NAME, key).scalar()
        if name:
            self._statements.execute(_ASKED_BY, {"w": workspace, "name": name})

    def blank_round(
        self, workspace: WorkspaceId, round_: RoundId, member: MemberId, names: frozenset[str]
    ) -> None:
        key = {"w": workspace, "r": round_}
        for each in _ROUND:
            self._statements.execute(each, key | {"m": member})
        if not names:
            return
        self._statements.execute(_HELPED, key | {"names": sorted(names)})
        for row in self._statements.execute(_PAYLOADS, key).all():
            read = json.loads(row.payload)
            if (left := nameless(read, names)) != read:
                written = json.dumps(left, ensure_ascii=False, separators=(",", ":"))
                self._statements.execute(_REWRITE, key | {"act": row.id, "written": written})
