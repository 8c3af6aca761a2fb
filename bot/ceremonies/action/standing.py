"""The actions of a team as other ceremonies speak of them: whose they are, and for which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.model import MemberId, Round, RoundId

#: What is due within so many days is near.
NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that is open."""

    round: RoundId
    owner: MemberId
    name: str  #: the owner's
    text: str
    due: date

    def near(self, today: date) -> bool:
        """Whether it is due soon, or overdue."""
        return self.due <= today + NEAR


def agreed(rounds: Iterable[Round[Any]]) -> tuple[Agreed, ...]:
    """Those of these actions that are open, by the day on which they are due."""
    found = (
        Agreed(each.id, each.state.owner.id, each.state.owner.name, each.state.text, each.state.due)
        for each in rounds
        if not each.state.ended
    )
    return tuple(sorted(found, key=lambda each: (each.due, each.text, each.round)))
