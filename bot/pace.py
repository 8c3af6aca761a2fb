"""How fast a workspace takes messages: a rate for each kind of call, and when the next may go (GCRA)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

#: The kinds of calls: each has a limit of its own with the platform.
Lane = Literal["post", "edit", "find"]

_MINUTE = timedelta(minutes=1)
#: While the platform is out of order, it is tried again after so long at first, and at last every so often.
FIRST_TRY, LAST_TRY = timedelta(seconds=1), timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a minute, and so many at once after a pause: together never more in any minute."""

    a_minute: int
    burst: int

    @property
    def every(self) -> timedelta:
        """From one call to the next where there are many."""
        return _MINUTE / self.a_minute

    @property
    def slack(self) -> timedelta:
        """How far a call may go before its time: what was not used a moment ago is not lost."""
        return self.every * (self.burst - 1)

    def reserve(self, free_at: datetime, at: datetime) -> tuple[datetime, datetime]:
        """When a call that is ready at `at` goes, and the lane's new `free_at`.

        The generic cell rate algorithm (ITU-T I.371): `free_at` is the theoretical arrival time of the next call.
        """
        return max(at, free_at - self.slack), max(free_at, at) + self.every


Rates = Mapping[Lane, Rate]
#: No limit but the platform's own word.
NO_RATES: Rates = {}
#: What Slack takes of a workspace in any minute, less a little for what its network delays and then lets through at
#: once: 525 posts (an unpublished number that others keep to), and 50 calls of each method of Tier 3. An edit is
#: chat.update; a look-up reads a history, and opens a direct message before that. Look-ups come in a burst when a
#: process starts again, and hardly ever else.
RATES: Rates = {"post": Rate(500, 22), "edit": Rate(40, 8), "find": Rate(30, 16)}


def back_off(since: datetime, at: datetime) -> timedelta:
    """How long to leave a platform alone that has been out of order since then: 1, 1, 2, 4, 8, 15, 15 … seconds."""
    return min(max(at - since, FIRST_TRY), LAST_TRY)
