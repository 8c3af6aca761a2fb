"""Reading all that is kept of a team, or of a member, page by page: for whoever takes it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from bot.model import MemberId, Round, RoundId, Row, TeamId, WorkspaceId

#: The tables of an export that are read from the book. Their columns stand in docs/export.md.
Table = Literal[
    "members",
    "absences",
    "plans",
    "stories",
    "estimates",
    "epics",
    "sprints",
    "sprint_stories",
    "spikes",
    "answers",
    "blockers",
]
TABLES: tuple[Table, ...] = (
    "members",
    "absences",
    "plans",
    "stories",
    "estimates",
    "epics",
    "sprints",
    "sprint_stories",
    "spikes",
    "answers",
    "blockers",
)
#: Where a page ended.
Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines, and where the next begins; None: there is none."""

    lines: tuple[Row, ...]
    next: Mark | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of the history, for whom it was done by; `payload` as it was written, where it was kept."""

    round: RoundId
    kind: str
    at: datetime
    payload: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A page of rounds, and the id after which the next begins; None: there is none."""

    rounds: tuple[Round[Any], ...]
    next: RoundId | None = None


class Archive(Protocol):
    """It only reads. Whatever is on no list of columns, or in no ceremony's `record`, is in no export."""

    def workspaces(self) -> tuple[WorkspaceId, ...]:
        """All that there are, for whoever runs the server."""
        ...

    def columns(self, table: Table) -> tuple[str, ...]:
        """In their order."""
        ...

    def of_team(
        self, workspace: WorkspaceId, team: TeamId, table: Table, after: Mark | None, most: int
    ) -> Lines:
        """A team's lines of a table, oldest first as far as the table knows."""
        ...

    def of_member(
        self, workspace: WorkspaceId, member: MemberId, table: Table, after: Mark | None, most: int
    ) -> Lines:
        """The lines that are a member's own, in whatever team of the workspace."""
        ...

    def rounds(self, workspace: WorkspaceId, team: TeamId, after: RoundId | None, most: int) -> Held:
        """A team's rounds, by id."""
        ...

    def holding(
        self,
        workspace: WorkspaceId,
        member: MemberId,
        after: RoundId | None,
        most: int,
        *,
        open_: bool = False,
    ) -> Held:
        """Of the next so many rounds of a workspace, by id, those in which a member's id or name stands, or in which
        they did something; `open_`: only those that are not over."""
        ...

    def deeds(self, workspace: WorkspaceId, round_: RoundId, member: MemberId) -> tuple[Deed, ...]:
        """What a member did to a round, oldest first. Of anonymous acts nobody knows."""
        ...

    def counts(self, workspace: WorkspaceId, member: MemberId) -> Mapping[Table, int]:
        """How many lines are a member's own."""
        ...

    def first_day(self, workspace: WorkspaceId, member: MemberId) -> date | None:
        """The day of a member's first answer or blocker."""
        ...
