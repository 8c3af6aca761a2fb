"""What the logs of a team share, of decisions and of assumptions: numbers, and whether somebody may do a thing."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.errors import BotError, NotFound
from bot.ledger import Ledger
from bot.model import Team
from bot.theirs import Theirs, require_one

#: Among so many of a team's newest is the last.
RECENT = 50


def next_number(ledger: Ledger, team: Team, kind: str) -> int:
    """The number after the last; the team is held until the transaction ends."""
    ledger.rounds.open_of(team, (kind,))
    last = ledger.rounds.recent(team, kind, RECENT)
    number = max((each.state.number for each in last), default=0) + 1
    while ledger.rounds.called(team, kind, str(number)):
        number += 1  # a clock that was set back hides the newest among older ones
    return number


def numbered(ledger: Ledger, teams: Iterable[Team], kind: str, number: int) -> Theirs[Any]:
    """The one of this number in one of these teams. Raises NotFound, and BadInput where it may be one of several."""
    called = ((team, ledger.rounds.called(team, kind, str(number))) for team in teams)
    found = [Theirs(team, each) for team, each in called if each]
    if not found:
        raise NotFound(f"There is no {kind} #{number} here. `/{kind} list` shows those that there are.")
    article = "an" if kind[0] in "aeiou" else "a"
    return require_one(found, f"There is {article} {kind} #{number} in each of")


def may(asked: Callable[[], object]) -> bool:
    """Whether it is not refused."""
    try:
        asked()
    except BotError:
        return False
    return True
