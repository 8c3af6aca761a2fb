"""What is counted, for Prometheus. Labels take few values: never a person's, a channel's or a workspace's.

Everybody calls these plain functions; nobody else knows the library.
"""

import asyncio
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot.ledger import Depth

Kind = Literal["command", "click", "submission", "shortcut", "event"]
#: done; refused with a sentence; slow: not done in time; failed: a mistake of ours; left: for Slack to tell again.
Outcome = Literal["done", "refused", "slow", "failed", "left"]
#: Why a request did not get in.
Reason = Literal["signature", "size", "shape"]
#: refused: not delivered, tried again; doubtful: looked up; left out: of no use any more.
Sent = Literal["shown", "edited", "refused", "doubtful", "unreachable", "left out"]

#: The content type of `text`.
TYPE = "text/plain; version=0.0.4; charset=utf-8"

disable_created_metrics()  # type: ignore[no-untyped-call] # a second line for each count, which nobody reads
_ALL = CollectorRegistry()
#: Seconds between two looks at the event loop: often enough to meet a stall, rare enough to cost nothing.
_LOOK = 0.25

_acts = Counter("piton_acts", "What people did and Slack told, taken in.", ["kind", "outcome"], registry=_ALL)
_acks = Histogram(
    "piton_ack_seconds",
    "From a payload's arrival to its ack; Slack waits for three seconds.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
    registry=_ALL,
)
_refused = Counter("piton_requests_refused", "Requests that did not get in.", ["reason"], registry=_ALL)
_repeats = Counter("piton_repeats", "What came again and had no second effect.", registry=_ALL)
_deliveries = Counter("piton_deliveries", "How sends ended.", ["state"], registry=_ALL)
_lateness = Histogram(
    "piton_prompt_lateness_seconds",
    "From the moment a prompt was due to its being posted.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400),
    registry=_ALL,
)
_limited = Counter("piton_rate_limited", "Calls that Slack answered with 429.", registry=_ALL)
_connections = Gauge("piton_socket_connections", "Our own Socket Mode connections.", registry=_ALL)
_foreign = Gauge(
    "piton_socket_foreign_connections", "Others on our app token, at the last hello.", registry=_ALL
)
_lag = Histogram(
    "piton_event_loop_lag_seconds",
    "How late the event loop came to what was due.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10),
    registry=_ALL,
)
_waiting = Gauge("piton_slots_waiting", "Messages and edits that are still to be sent.", registry=_ALL)
_doubtful = Gauge(
    "piton_slots_in_doubt", "Messages of which nobody knows yet whether they came.", registry=_ALL
)
_kept = Gauge("piton_slots_kept", "Messages kept until their channel can be written to again.", registry=_ALL)
_overdue = Gauge(
    "piton_oldest_overdue_seconds", "For how long the channel that waits longest has been due.", registry=_ALL
)
_due = Gauge("piton_rounds_due", "Rounds whose moment has come and on which nobody has acted.", registry=_ALL)
_there = Gauge("piton_store_up", "Whether the database answered this scrape.", registry=_ALL)


def acted(kind: Kind, outcome: Outcome) -> None:
    """An act was taken in, and ended so."""
    _acts.labels(kind, outcome).inc()


def acked(seconds: float) -> None:
    """A payload was answered so long after it came."""
    _acks.observe(seconds)


def refused(reason: Reason) -> None:
    """A request did not get in."""
    _refused.labels(reason).inc()


def repeated() -> None:
    """Something came again and had no second effect."""
    _repeats.inc()


def delivered(state: Sent) -> None:
    """A send ended so."""
    _deliveries.labels(state).inc()


def late(seconds: float) -> None:
    """A prompt was posted so long after it was due."""
    _lateness.observe(max(0.0, seconds))


def limited() -> None:
    """Slack said 429."""
    _limited.inc()


def sockets(ours: int, foreign: int) -> None:
    """So many Socket Mode connections there are."""
    _connections.set(ours)
    _foreign.set(foreign)


async def watch_loop() -> None:
    """Until cancelled: measure how late the event loop is."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _LOOK
        await asyncio.sleep(_LOOK)
        _lag.observe(max(0.0, loop.time() - due))


def text(depth: Depth | None) -> str:
    """All that was counted, as Prometheus reads it. Without a depth the database did not answer."""
    _there.set(depth is not None)
    if depth:
        _waiting.set(depth.waiting)
        _doubtful.set(depth.doubtful)
        _kept.set(depth.kept)
        _overdue.set(depth.overdue)
        _due.set(depth.due_rounds)
    return generate_latest(_ALL).decode()
