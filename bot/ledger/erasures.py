"""What members asked to have erased, kept until it is done; and the one writer that blanks rows."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.ledger.jobs import Job
from bot.model import MemberId, RoundId, WorkspaceId


class Erasures(Protocol):
    """A wish stays until all of it is done, so that whoever dies on the way is followed by another."""

    def wish(self, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
        """Erase what a member wrote, from `at` on; wished twice, it begins anew."""
        ...

    def wished(self, workspace: WorkspaceId, member: MemberId) -> bool: ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]: ...

    def reached(self, workspace: WorkspaceId, member: MemberId) -> RoundId | None:
        """The round after which it goes on; None: it has to begin."""
        ...

    def reach(self, workspace: WorkspaceId, member: MemberId, round_: RoundId, until: datetime) -> None:
        """All rounds up to this one are done; who does it holds it `until` then."""
        ...

    def done(self, workspace: WorkspaceId, member: MemberId) -> None: ...

    def blank(self, workspace: WorkspaceId, member: MemberId) -> None:
        """In the book: their answers, their absences, their settings, and their name wherever it stands by itself."""
        ...

    def blank_round(
        self, workspace: WorkspaceId, round_: RoundId, member: MemberId, names: frozenset[str]
    ) -> None:
        """In what a round wrote into the book, and in the history of what was done to it."""
        ...
