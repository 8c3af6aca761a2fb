"""A team's past as plain values: standups, blockers, spikes and sprints in the weeks before a Friday."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.model import (
    BlockerPast,
    Claim,
    MemberId,
    Reason,
    RoundId,
    SpikeEnded,
    SpikePast,
    SprintPast,
    SprintStands,
    Standing,
    StandupPast,
    StoryId,
)

#: A fortnight: Monday to Friday of the week after.
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 27)
BEFORE = FIRST - timedelta(days=5)
HOUR = timedelta(hours=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def standup(day: date, answered: int, asked: int = 5) -> StandupPast:
    return StandupPast(RoundId(f"standup-{day}"), day, asked, answered)


def blocker(
    day: date, ended: date | None = None, standing: Standing | None = None, text: str = "No access"
) -> BlockerPast:
    return BlockerPast(
        RoundId(f"blocker-{day}-{text}"),
        text,
        day,
        standing or ("resolved" if ended else "open"),
        noon(ended) if ended else None,
    )


def spike(
    ended: date = LAST,
    used: float = 1,
    box: float = 2,
    grown: int = 0,
    **more: Any,  # noqa: ANN401 — its fields
) -> SpikePast:
    given: dict[str, Any] = {"decision": "answered", "verdict": ""} | more
    entry = SpikeEnded(
        "Can we?",
        MemberId("U1"),
        None,
        box * HOUR,
        used * HOUR,
        grown,
        given["decision"],
        given["verdict"],
        "Yes",
        (),
        noon(ended) - HOUR,
        noon(ended),
        None,
    )
    return SpikePast(entry)


def claim(number: int, points: int | None = 3, reason: Reason = "", **more: Any) -> Claim:  # noqa: ANN401
    state = more.pop("state", "rolled" if reason else "done")
    return Claim(
        StoryId(f"S{number}"), number, f"Story {number}", points=points, reason=reason, state=state, **more
    )


def sprint(*claims: Claim, number: int = 4, last: date = LAST) -> SprintPast:
    first = last - timedelta(days=11)
    return SprintPast(
        RoundId(f"sprint-{number}"), SprintStands(number, "", first, last, 40, claims, noon(last))
    )
