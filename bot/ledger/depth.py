"""How much is waiting, and what is stuck."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Depth:
    """How much is still to be done, over all workspaces."""

    waiting: int = 0  #: messages and edits that may go as soon as their turn comes
    doubtful: int = 0  #: messages of which nobody knows yet whether they came
    kept: int = 0  #: messages kept until their channel can be written to again
    overdue: float = 0.0  #: for how many seconds the channel that waits longest has been due
    due_rounds: int = 0  #: rounds whose moment has come


#: overdue: its turn has come and nobody takes it. doubtful: it could not be looked up. kept: refused for a reason that
#: can pass. tried: refused again and again. unreachable: given up. crashing: whoever took it died, three times.
#: paced: the whole workspace waits.
What = Literal["overdue", "doubtful", "kept", "tried", "unreachable", "crashing", "paced"]
Thing = Literal["message", "channel", "round", "plan", "workspace"]


@dataclass(frozen=True, slots=True)
class Stuck:
    """Things of one sort that do not get on, in one place."""

    what: What
    thing: Thing
    count: int
    team: str = ""  #: the team in whose channel it is; empty for direct messages
    why: str = ""
    since: datetime | None = None  #: the oldest of them; for what is paced: until when


class Depths(Protocol):
    """Looking at all that is owed, from above. It only reads."""

    def measure(self, at: datetime) -> Depth:
        """How much there is to do now."""
        ...

    def stuck(self, at: datetime) -> tuple[Stuck, ...]:
        """What does not get on, and as far as the rows say it, why."""
        ...
