"""What sprints came to, and the epics that their stories are part of."""

from datetime import datetime
from typing import Protocol

from bot.model import Epic, EpicId, MemberId, SprintPast, Team


class Sprints(Protocol):
    """The sprints of a team that were planned."""

    def past(self, team: Team, since: datetime | None = None) -> tuple[SprintPast, ...]:
        """Those that are closed, or were closed then or later, oldest first."""
        ...

    def crowd(self, team: Team) -> dict[MemberId, int]:
        """In how many teams of the workspace each of the team's developers is one."""
        ...


class Epics(Protocol):
    """The epics of a team."""

    def put(self, team: Team, epic: Epic) -> None:
        """Keep an epic as it is from now on."""
        ...

    def get(self, team: Team, epic: EpicId) -> Epic | None: ...

    def of_team(self, team: Team) -> tuple[Epic, ...]:
        """All of them, by name."""
        ...
