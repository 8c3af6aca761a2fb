"""The secrets by which machines report for a team. The server must be able to read them: it checks signatures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import SecretStr

from bot.model import Team, TeamId, WorkspaceId


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of a team. `until`: another one took its place, and it is good till then."""

    secret: SecretStr
    made_at: datetime
    until: datetime | None = None


class Hooks(Protocol):
    """Who may report: teams that have a secret, or several while one takes the place of another."""

    def keys(self, workspace: WorkspaceId, team: TeamId, at: datetime) -> tuple[Key, ...]:
        """Those that are good at this moment, the newest first."""
        ...

    def add(self, team: Team, key: Key) -> None: ...

    def retire(self, team: Team, at: datetime, until: datetime) -> None:
        """Those that nothing has replaced yet are good until then; what is not good at `at` any more is dropped."""
        ...

    def drop(self, team: Team) -> None:
        """None is good any more."""
        ...
