"""The command line with a flaw on purpose: `FAULTPOINT=after_send:3` kills the process the third time it has sent.

It dies by SIGKILL, of its own hand, at a point that no kill from outside would hit often. Everything is wrapped from
the outside, so that the product has no hooks for it. `QUICK=1` leaves out the platform's pace; `AHEAD=3600` lets its
clock go an hour ahead, or behind where it is less than nothing.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

import bot.app
from bot.__main__ import main
from bot.delivery import Delivery
from bot.ticker import SystemClock
from handlers.slack.messenger import SlackMessenger
from storage.outbox import OutboxRows
from storage.plans import PlanRows
from storage.postgres import PostgresStore
from storage.rounds import RoundRows
from storage.sqlite import SqliteStore

POINTS = (
    "after_claim",  # what is due is ours by its lease; nothing is done about it
    "before_send",  # committed as sending; Slack has heard nothing
    "after_send",  # Slack has it; we have not written that down
    "after_edit",  # the same of an edit
    "after_settle",  # written down; the channel's next is not sent
    "before_commit",  # an act is done to its round; nothing of it is kept
    "after_commit",  # the act is kept; the person was told nothing
    "in_look_up",  # a message in doubt is being looked for
)
#: In a transaction: the points that its commit reaches.
_reached: ContextVar[set[str]] = ContextVar("reached")


class Doom:
    """Comes at a point, the n-th time it is reached."""

    def __init__(self, when: str) -> None:
        self._point, _, times = when.partition(":")
        self._left = int(times or 1)

    def reach(self, point: str) -> None:
        """Nothing, or the end."""
        if point and point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _verb(kind: type[Any], name: str, point: str) -> None:
    """What a verb of the ledger did reaches a point once it is committed."""
    original = getattr(kind, name)

    @wraps(original)
    def verb(*given: Any, **named: Any) -> Any:  # noqa: ANN401 — whatever the verb takes and gives
        done = original(*given, **named)
        if done or done is None:
            _reached.get(set()).add(point)
        return done

    setattr(kind, name, verb)


def _store(doom: Doom, kind: type[Any]) -> None:
    original = kind.run

    async def run(self: Any, fn: Callable[[Any], Any], about: str = "") -> Any:  # noqa: ANN401 — any store, any work
        reached: set[str] = set()

        def watched(ledger: Any) -> Any:  # noqa: ANN401 — the same
            reached.clear()
            token = _reached.set(reached)
            try:
                done = fn(ledger)
            finally:
                _reached.reset(token)
            if "after_commit" in reached:
                doom.reach("before_commit")
            return done

        done = await original(self, watched, about)
        for point in sorted(reached):
            doom.reach(point)
        return done

    kind.run = run


def _call(doom: Doom, name: str, *, before: str = "", after: str = "") -> None:
    original: Callable[..., Awaitable[Any]] = getattr(SlackMessenger, name)

    @wraps(original)
    async def call(*given: Any) -> Any:  # noqa: ANN401 — whatever the messenger takes and gives
        doom.reach(before)
        done = await original(*given)
        doom.reach(after)
        return done

    setattr(SlackMessenger, name, call)


def curse(when: str) -> None:
    """Wrap all that reaches a point."""
    doom = Doom(when)
    _call(doom, "post", before="before_send", after="after_send")
    _call(doom, "edit", after="after_edit")
    _call(doom, "find", before="in_look_up")
    for kind in (OutboxRows, RoundRows, PlanRows):
        _verb(kind, "claim", "after_claim")
    _verb(OutboxRows, "shown", "after_settle")
    _verb(RoundRows, "note", "after_commit")
    for store in (SqliteStore, PostgresStore):
        _store(doom, store)


def hurry() -> None:
    """Leave out the platform's pace."""
    bot.app.__dict__["Delivery"] = partial(Delivery, pace=timedelta(0), edit_pace=timedelta(0))


def shift(by: timedelta) -> None:
    """Let its clock go by so much ahead."""

    class Shifted(SystemClock):
        def now(self) -> datetime:
            return super().now() + by

    bot.app.__dict__["SystemClock"] = Shifted


if __name__ == "__main__":
    curse(os.environ.get("FAULTPOINT", ""))
    if os.environ.get("QUICK"):
        hurry()
    if ahead := os.environ.get("AHEAD"):
        shift(timedelta(seconds=float(ahead)))
    main()
