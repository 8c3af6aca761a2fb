"""Workspaces, people, teams, seats and absences, as rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from bot.errors import Settled
from bot.ledger import Job
from bot.model import (
    Absence,
    ChannelId,
    Chosen,
    Member,
    MemberId,
    Person,
    Role,
    Team,
    TeamId,
    Workspace,
    WorkspaceId,
)
from storage import codec
from storage.claims import Claim
from storage.locks import TeamLocks, team_of
from storage.statements import Statements
from storage.tables import absences, people, seats, teams, workspaces
from storage.upsert import add, upsert

_CHUNK = 500  #: ids in one IN; both databases take some 30,000 parameters
_DAYS = tuple[int, ...]
_ROLES = tuple[Role, ...]
_OUTSIDE: tuple[Role, ...] = ("stakeholder",)
_NEW_ROLES: _ROLES = ("developer",)
_AT_FIRST = {
    "chosen_zone": None,
    "days": None,
    "starts": time(9),
    "ends": time(17),
    "region": None,
    "reminders": True,
    "quiet_from": None,
    "quiet_until": None,
}

_WORKSPACE = select(workspaces).where(workspaces.c.id == bindparam("w"))
_REFRESHED = update(workspaces).where(workspaces.c.id == bindparam("w"))
_REFRESHES = Claim(workspaces.c.refresh_at, workspaces.c.id, workspaces.c.id)

_PERSON = select(people).where(people.c.workspace == bindparam("w"), people.c.id == bindparam("m"))
_PEOPLE = select(people).where(
    people.c.workspace == bindparam("w"), people.c.id.in_(bindparam("ids", expanding=True))
)
_RENEW = update(people).where(people.c.workspace == bindparam("w"), people.c.id == bindparam("m"))

_TEAMS = select(teams).where(teams.c.workspace == bindparam("w")).order_by(teams.c.name, teams.c.id)
_TEAM = select(teams).where(teams.c.workspace == bindparam("w"), teams.c.id == bindparam("t"))
_TEAM_IN = select(teams).where(teams.c.workspace == bindparam("w"), teams.c.channel == bindparam("channel"))
_TEAMS_OF = _TEAMS.join(seats, (seats.c.workspace == teams.c.workspace) & (seats.c.team == teams.c.id)).where(
    seats.c.member == bindparam("m")
)

_MEMBERS = (
    select(people, seats.c.roles)
    .join(seats, (people.c.workspace == seats.c.workspace) & (people.c.id == seats.c.member))
    .where(seats.c.workspace == bindparam("w"), seats.c.team == bindparam("t"))
    .order_by(func.lower(people.c.name), people.c.id)
)
_MEMBER = _MEMBERS.where(seats.c.member == bindparam("m"))
_UNSEAT = delete(seats).where(
    seats.c.workspace == bindparam("w"), seats.c.team == bindparam("t"), seats.c.member == bindparam("m")
)

_ABSENCES = (
    select(absences)
    .where(
        absences.c.workspace == bindparam("w"),
        absences.c.member == bindparam("m"),
        absences.c.last >= bindparam("since"),
    )
    .order_by(absences.c.first, absences.c.id)
)
_DROP = delete(absences).where(
    absences.c.workspace == bindparam("w"),
    absences.c.member == bindparam("m"),
    absences.c.id == bindparam("a"),
)


class RosterRows:
    """Implements `bot.ledger.Roster`."""

    def __init__(self, statements: Statements, locks: TeamLocks) -> None:
        self._statements = statements
        self._locks = locks
        self._dialect = statements.dialect

    def put_workspace(self, workspace: Workspace, at: datetime) -> None:
        row = {
            "id": workspace.id,
            "platform": workspace.platform,
            "name": workspace.name,
            "refresh_at": at,
        }
        self._statements.execute(upsert(self._dialect, workspaces, "refresh_at"), row)

    def workspace(self, workspace: WorkspaceId) -> Workspace | None:
        row = self._statements.execute(_WORKSPACE, {"w": workspace}).first()
        return Workspace(row.id, row.platform, row.name) if row else None

    def put_people(self, workspace: WorkspaceId, people: Iterable[Person]) -> tuple[MemberId, ...]:
        """Returns the known people whose name or zone, as teams see it, changed, or who came or went.

        One who is new is in no team's eyes yet.
        """
        given = {person.id: person for person in people}
        ids = list(given)
        changed: list[MemberId] = []
        for start in range(0, len(ids), _CHUNK):
            chunk = {each: given[each] for each in ids[start : start + _CHUNK]}
            changed += self._put_chunk(workspace, chunk)
        return tuple(changed)

    def _put_chunk(self, workspace: WorkspaceId, chunk: dict[MemberId, Person]) -> list[MemberId]:
        rows = self._statements.execute(_PEOPLE, {"w": workspace, "ids": list(chunk)}).all()
        known = {row.id: row for row in rows}
        fresh = [
            {"workspace": workspace, "id": each, **_columns(person), **_AT_FIRST}
            for each, person in chunk.items()
            if each not in known
        ]
        stale = [row for row in rows if _person(row) != _stored(chunk[row.id])]
        if fresh:
            self._statements.execute(add(self._dialect, people), fresh)
        if stale:
            renewed = [{"w": workspace, "m": row.id, **_columns(chunk[row.id])} for row in stale]
            self._statements.execute(_RENEW, renewed)
        return [
            row.id
            for row in stale
            if _seen(_person(row), row.chosen_zone) != _seen(_stored(chunk[row.id]), row.chosen_zone)
        ]

    def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None:
        row = self._statements.execute(_PERSON, {"w": workspace, "m": member}).first()
        return _person(row) if row else None

    def choose(self, workspace: WorkspaceId, member: MemberId, chosen: Chosen) -> None:
        row = {
            "chosen_zone": chosen.zone,
            "days": None if chosen.days is None else codec.dump(_DAYS, chosen.days),
            "starts": chosen.starts,
            "ends": chosen.ends,
            "region": chosen.region,
            "reminders": chosen.reminders,
            "quiet_from": chosen.quiet[0] if chosen.quiet else None,
            "quiet_until": chosen.quiet[1] if chosen.quiet else None,
        }
        self._statements.execute(_RENEW, {"w": workspace, "m": member, **row})

    def chosen(self, workspace: WorkspaceId, member: MemberId) -> Chosen | None:
        row = self._statements.execute(_PERSON, {"w": workspace, "m": member}).first()
        if row is None:
            return None
        days = None if row.days is None else codec.load(_DAYS, row.days)
        return Chosen(row.chosen_zone, days, row.starts, row.ends, row.region, row.reminders, _quiet(row))

    def met(self, workspace: WorkspaceId, member: MemberId) -> Member | None:
        row = self._statements.execute(_PERSON, {"w": workspace, "m": member}).first()
        return _member(row, _OUTSIDE) if row else None

    def put_team(self, team: Team) -> None:
        """Raises Settled where the channel is another team's."""
        other = self.team_in(team.workspace, team.channel)
        if other and other.id != team.id:
            raise Settled("This channel has a team already.")
        row = {
            "workspace": team.workspace,
            "id": team.id,
            "channel": team.channel,
            "name": team.name,
            "zone": team.zone,
            "deck": " ".join(map(str, team.deck)),
        }
        self._statements.execute(upsert(self._dialect, teams), row)
        self._locks.changed(team.workspace, team.id)

    def team(self, workspace: WorkspaceId, team: TeamId) -> Team | None:
        if held := self._locks.team(workspace, team):
            return held
        row = self._statements.execute(_TEAM, {"w": workspace, "t": team}).first()
        return team_of(row) if row else None

    def team_in(self, workspace: WorkspaceId, channel: ChannelId) -> Team | None:
        self._locks.team_in(workspace, channel)
        row = self._statements.execute(_TEAM_IN, {"w": workspace, "channel": channel}).first()
        return team_of(row) if row else None

    def teams(self, workspace: WorkspaceId) -> tuple[Team, ...]:
        self._locks.teams(workspace)
        return tuple(map(team_of, self._statements.execute(_TEAMS, {"w": workspace}).all()))

    def teams_of(self, workspace: WorkspaceId, member: MemberId) -> tuple[Team, ...]:
        self._locks.teams_of(workspace, member)
        rows = self._statements.execute(_TEAMS_OF, {"w": workspace, "m": member}).all()
        return tuple(map(team_of, rows))

    def seat(self, team: Team, member: MemberId, roles: tuple[Role, ...] | None = None) -> None:
        row = {
            "workspace": team.workspace,
            "team": team.id,
            "member": member,
            "roles": codec.dump(_ROLES, _NEW_ROLES if roles is None else roles),
        }
        put = add if roles is None else upsert
        self._statements.execute(put(self._dialect, seats), row)

    def unseat(self, team: Team, member: MemberId) -> None:
        self._statements.execute(_UNSEAT, {"w": team.workspace, "t": team.id, "m": member})

    def members(self, team: Team) -> tuple[Member, ...]:
        rows = self._statements.execute(_MEMBERS, {"w": team.workspace, "t": team.id}).all()
        return tuple(map(_member, rows))

    def member(self, team: Team, member: MemberId) -> Member | None:
        row = self._statements.execute(_MEMBER, {"w": team.workspace, "t": team.id, "m": member}).first()
        return _member(row) if row else None

    def add_absence(self, workspace: WorkspaceId, absence: Absence) -> int:
        row = {
            "workspace": workspace,
            "member": absence.member,
            "first": absence.first,
            "last": absence.last,
        }
        key = self._statements.execute(insert(absences), row).inserted_primary_key
        return int(key[0]) if key else 0

    def drop_absence(self, workspace: WorkspaceId, member: MemberId, absence: int) -> bool:
        done = self._statements.execute(_DROP, {"w": workspace, "m": member, "a": absence})
        return done.rowcount > 0

    def absences(self, workspace: WorkspaceId, member: MemberId, since: date) -> dict[int, Absence]:
        rows = self._statements.execute(_ABSENCES, {"w": workspace, "m": member, "since": since}).all()
        return {row.id: Absence(row.member, row.first, row.last) for row in rows}

    def claim_refreshes(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return _REFRESHES.take(self._statements, at, lease, limit)

    def refreshed(self, workspace: WorkspaceId, next_at: datetime) -> None:
        self._statements.execute(_REFRESHED, {"w": workspace, "refresh_at": next_at})


def _columns(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "zone": person.zone,
        "human": person.human,
        "guest": person.guest,
        "active": person.active,
        "admin": person.admin,
    }


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.zone, row.human, row.guest, row.active, row.admin)


def _stored(person: Person) -> Person:
    """The person as a row will give them back."""
    return replace(person, name=codec.clean(person.name), zone=codec.clean(person.zone))


def _seen(person: Person, chosen_zone: str | None) -> tuple[object, ...]:
    """What of a person shows in their teams."""
    return person.name, chosen_zone or person.zone, person.human, person.active


def _quiet(row: Row[Any]) -> tuple[time, time] | None:
    return None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)


def _member(row: Row[Any], roles: tuple[Role, ...] | None = None) -> Member:
    return Member(
        id=row.id,
        name=row.name,
        zone=row.chosen_zone or row.zone,
        days=None if row.days is None else codec.load(_DAYS, row.days),
        starts=row.starts,
        ends=row.ends,
        region=row.region,
        roles=codec.load(_ROLES, row.roles) if roles is None else roles,
        active=row.active,
        admin=row.admin,
        reminders=row.reminders,
        quiet=_quiet(row),
    )
