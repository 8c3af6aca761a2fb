"""Stories and finished sprints as plain values, for whatever goes by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.model import Claim, Estimate, RoundId, SprintPast, SprintStands, Story, StoryId

#: The last of the days of `sprints` is the Sunday before this.
MONDAY = date(2026, 11, 23)


def make_story(
    number: int,
    effort: int | None = None,
    value: int | None = 5,
    epic: str = "",
    *,
    done_at: datetime | None = None,
    **more: Any,  # noqa: ANN401 — fields of Story
) -> Story:
    """An open story, or one that was done at a moment."""
    story = Story(
        StoryId(f"S{number}"),
        number,
        f"Story {number}",
        epic=epic,
        effort=None if effort is None else Estimate(effort, effort, effort, 3),
        value=None if value is None else Estimate(value, value, value, 3),
        state="done" if done_at else "open",
        done_at=done_at,
    )
    return replace(story, **more)


def sprints(*completed: int, before: date = MONDAY, days: int = 14) -> tuple[SprintPast, ...]:
    """Sprints that follow each other and end on the day before that, with what each completed, in points."""
    return tuple(
        _sprint(number, points, before - timedelta(days * (len(completed) - number + 1)), days)
        for number, points in enumerate(completed, start=1)
    )


def _sprint(number: int, points: int, first: date, days: int) -> SprintPast:
    last = first + timedelta(days - 1)
    closed = datetime.combine(last, time(17), UTC)
    claim = Claim(
        StoryId(f"P{number}"), 100 + number, f"Past {number}", points=points, state="done", done_at=closed
    )
    stands = SprintStands(number, "", first, last, 30, (claim,) if points else (), closed)
    return SprintPast(RoundId(f"sprint-{number}"), stands)


def entries(past: Sequence[SprintPast]) -> list[SprintStands]:
    """What the rounds of these wrote into the book."""
    return [each.sprint for each in past]
