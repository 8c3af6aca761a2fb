"""Workspaces, people, teams and who is away; what to ask of the platform; whose Home is drawn."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.ledger.jobs import Job
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


class Roster(Protocol):
    """Workspaces, people, teams and who is away."""

    def put_workspace(self, workspace: Workspace, at: datetime) -> None:
        """Add a workspace, or renew its name; a new one is due for a refresh at `at`."""
        ...

    def workspace(self, workspace: WorkspaceId) -> Workspace | None: ...

    def put_people(self, workspace: WorkspaceId, people: Iterable[Person]) -> tuple[MemberId, ...]:
        """Add or renew people; a zone that a person chose stays. Returns who changed in a way teams see."""
        ...

    def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None: ...

    def choose(self, workspace: WorkspaceId, member: MemberId, chosen: Chosen) -> None:
        """Keep a person's own settings."""
        ...

    def chosen(self, workspace: WorkspaceId, member: MemberId) -> Chosen | None: ...

    def met(self, workspace: WorkspaceId, member: MemberId) -> Member | None:
        """A person with their hours, as a stakeholder: of a team or of none."""
        ...

    def put_team(self, team: Team) -> None: ...

    def team(self, workspace: WorkspaceId, team: TeamId) -> Team | None: ...

    def team_in(self, workspace: WorkspaceId, channel: ChannelId) -> Team | None: ...

    def teams(self, workspace: WorkspaceId) -> tuple[Team, ...]: ...

    def teams_of(self, workspace: WorkspaceId, member: MemberId) -> tuple[Team, ...]: ...

    def seat(self, team: Team, member: MemberId, roles: tuple[Role, ...] | None = None) -> None:
        """Add a person to a team, or change their roles; None keeps roles, `("developer",)` when new."""
        ...

    def unseat(self, team: Team, member: MemberId) -> None: ...

    def members(self, team: Team) -> tuple[Member, ...]:
        """The team's members, by name."""
        ...

    def member(self, team: Team, member: MemberId) -> Member | None: ...

    def add_absence(self, workspace: WorkspaceId, absence: Absence) -> int:
        """Returns the absence's id, by which it can be taken back."""
        ...

    def drop_absence(self, workspace: WorkspaceId, member: MemberId, absence: int) -> bool: ...

    def absences(self, workspace: WorkspaceId, member: MemberId, since: date) -> Mapping[int, Absence]:
        """Those that end on `since` or later, soonest first, by their ids."""
        ...

    def claim_refreshes(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def refreshed(self, workspace: WorkspaceId, next_at: datetime) -> None: ...


class Checks(Protocol):
    """What an event spoke of and the platform is to be asked about: a member's id, a channel's, the workspace's own.
    An event says that something changed; what it is now, is asked: so neither order nor repetition matters."""

    def note(self, workspace: WorkspaceId, thing: str, at: datetime) -> None:
        """Ask about it from `at` on; noted twice is asked once."""
        ...

    def noted(self, workspace: WorkspaceId) -> frozenset[str]:
        """All that is noted or being asked just now."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def take(self, workspace: WorkspaceId, thing: str, until: datetime) -> bool:
        """Hold it until then, whoever held it before; False where it was answered meanwhile.

        `until` is the hold's name as well: what is noted or taken anew is due at another moment.
        """
        ...

    def done(self, workspace: WorkspaceId, thing: str, until: datetime) -> bool:
        """It was asked under the hold that lasts `until`. False, and it stays, where that is no longer the hold."""
        ...

    def again(self, workspace: WorkspaceId, thing: str, until: datetime, at: datetime) -> bool:
        """It came to nothing: ask at `at`. False, and it stays, where it is no longer held `until` then."""
        ...


class Homes(Protocol):
    """Who has opened their Home, and the fingerprint of what it shows."""

    def shown(self, workspace: WorkspaceId, member: MemberId, print_: str, at: datetime) -> None:
        """The member's Home shows this; a change that was noted meanwhile, being due by `at`, stays noted."""
        ...

    def print_of(self, workspace: WorkspaceId, member: MemberId) -> str | None:
        """What it shows; None for somebody who never opened it."""
        ...

    def stale(self, workspace: WorkspaceId, members: Iterable[MemberId], at: datetime) -> None:
        """Whoever of these has a Home gets it drawn again from `at` on."""
        ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def drop(self, workspace: WorkspaceId, member: MemberId) -> None:
        """Draw it no more until they open it again."""
        ...

    def again(self, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
        """It could not be drawn: not before `at`, whatever is noted."""
        ...

    def owed(self, before: datetime) -> int:
        """How many are to be drawn before this moment."""
        ...
