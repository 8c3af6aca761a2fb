"""What was reported already, by the sender's key: a report that comes again is answered as it was, and has no other
effect."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Team, WorkspaceId


@dataclass(frozen=True, slots=True)
class Kept:
    """A report by its key. `gist`: what it says, as a hash; `proof`: what was signed, as a hash; `answer`: what its
    sender was told, empty until it is known."""

    key: str
    gist: str
    proof: str
    at: datetime
    answer: str = ""


class Reports(Protocol):
    """Kept in the transaction of their effect, so that there is no effect without its key, nor a key without it."""

    def is_new(self, team: Team, kept: Kept) -> bool:
        """Keep it; False where its key or its proof was kept before."""
        ...

    def find(self, team: Team, kept: Kept) -> Kept | None:
        """The one with the same key or, if there is none, with the same proof."""
        ...

    def answer(self, team: Team, key: str, answer: str) -> None: ...

    def forget(self, workspace: WorkspaceId, before: datetime) -> int:
        """Drop what came before this moment. Returns how many."""
        ...
