"""What was taken in already: the platform tells a thing again, and whoever listens may send it again."""

from datetime import datetime
from typing import Protocol

from bot.model import WorkspaceId


class Inbox(Protocol):
    """The keys of what came in: an event's id, or what tells one press of a button from the next."""

    def is_new(self, workspace: WorkspaceId, key: str, at: datetime) -> bool:
        """Keep the key; False where it was kept before. Kept in the transaction of its effect, it has one effect."""
        ...

    def forget(self, workspace: WorkspaceId, before: datetime) -> int:
        """Drop what came before this moment: nobody sends it again. Returns how many."""
        ...
