"""A round as the shell finds it, with the team whose it is; and which of several is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.errors import BadInput
from bot.model import Round, Team

S = TypeVar("S")
Found = TypeVar("Found", bound="Theirs[Any]")


@dataclass(frozen=True)  # with slots, Python 3.11 cannot make one by the name of a kind: `Theirs[Kpi](…)`
class Theirs(Generic[S]):
    """A round, and the team whose it is."""

    team: Team
    round: Round[S]

    @property
    def state(self) -> S:
        """What the ceremony keeps of it."""
        return self.round.state


def require_one(found: Sequence[Found], there: str) -> Found:
    """The one that was found, of which there is one at least. Raises BadInput where it may be one of several teams',
    by what there is: "Several are open: in"."""
    if len(found) > 1:
        where = ", ".join(f"#{each.team.name}" for each in found)
        raise BadInput(f"{there} {where}. Type it in the channel that you mean.")
    return found[0]
