"""What fits into a sprint: the team's own pace for the days that it has, and the top of its backlog up to that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median

from bot.book import calibration, forecast
from bot.book.capacity import TeamCapacity, scaled_pace
from bot.book.ranking import rank
from bot.book.sprints import finished
from bot.model import SprintPast, Story, StoryId


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a team has for a sprint, and what that is worth.

    `half` and `sure`: points that it finishes at least, at even odds and in 85 of 100 cases; None where it has finished
    no sprint in which any were done or taken on. `rough`: it has finished fewer than three. `closed`: it has closed
    some, with or without points."""

    days: float  #: working days of its developers
    away: int = 0
    holidays: int = 0
    half: float | None = None
    sure: float | None = None
    rough: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a choice of stories is made of, in points. `epics`: by name, the largest first."""

    stories: int
    points: int
    unestimated: int
    epics: tuple[tuple[str, int], ...]
    debt: int

    @property
    def debt_share(self) -> int | None:
        """Of the points, in per cent; None where there are none."""
        return round(100 * self.debt / self.points) if self.points else None


def outlook(past: Sequence[SprintPast], has: TeamCapacity, length: int) -> Outlook:
    """For a sprint of so many calendar days. The pace of earlier sprints is scaled by working days: half the people
    finish half as much."""
    found = forecast.ahead(map(finished, past), length)
    if found is None:
        return Outlook(float(has.days), has.away, has.holidays, closed=bool(past))
    usual = _usual_days(past, length)
    half = scaled_pace(Fraction(found.half), usual, has.days)
    sure = scaled_pace(Fraction(found.sure), usual, has.days)
    return Outlook(
        float(has.days),
        has.away,
        has.holidays,
        found.half if half is None else float(half),
        found.sure if sure is None else float(sure),
        found.rough,
        closed=True,
    )


def _usual_days(past: Sequence[SprintPast], length: int) -> Fraction:
    """The working days that a sprint of this length usually has: the median of those before, by their length."""
    known = [
        Fraction(each.sprint.days) / ((each.sprint.last - each.sprint.first).days + 1)
        for each in past
        if each.sprint.days
    ]
    return median(known) * length if known else Fraction(0)


def with_days(known: Outlook, days: float) -> Outlook:
    """The same for another number of working days: the pace goes with them."""
    if not known.days or known.half is None or known.sure is None:
        return replace(known, days=days)
    part = days / known.days
    return replace(known, days=days, half=known.half * part, sure=known.sure * part)


def propose(
    stories: Sequence[Story], first: Sequence[StoryId], pace: float | None, most: int
) -> tuple[Story, ...]:
    """What a sprint may hold, at most so many stories: those that roll over, then the ranked backlog from the top, each
    that still fits into the pace. Where there is no pace, only what rolls over."""
    known = {each.id: each for each in stories}
    chosen = [known[each] for each in first if each in known]
    left = (pace or 0) - sum(map(points, chosen))
    for each in rank(stories):
        size = points(each.story)
        if each.story not in chosen and each.rank is not None and size <= left:
            chosen.append(each.story)
            left -= size
    return tuple(chosen[:most])


def points(story: Story) -> int:
    """Its effort; one without an estimate counts nothing."""
    return story.effort.points if story.effort else 0


def makeup(stories: Sequence[Story]) -> Makeup:
    """What these stories are made of."""
    epics: dict[str, int] = {}
    for each in stories:
        if each.epic:
            epics[each.epic] = epics.get(each.epic, 0) + points(each)
    return Makeup(
        len(stories),
        sum(map(points, stories)),
        sum(each.effort is None for each in stories),
        tuple(sorted(epics.items(), key=lambda each: (-each[1], each[0].casefold()))),
        sum(points(each) for each in stories if each.kind == "debt"),
    )


def claims(past: Sequence[SprintPast]) -> tuple[calibration.Claim, ...]:
    """What became of each story that was claimed, from the first sprint that took it on. One that was taken out before
    it was finished or rolled over says nothing of how it was estimated."""
    begun: dict[StoryId, calibration.Claim] = {}
    for number, each in enumerate(past, start=1):
        for claim in each.sprint.claims:
            before = begun.get(claim.story)
            if claim.points is None and before is None:
                continue  # nobody had estimated it
            if (before and before.finished_in) or (before is None and claim.state == "removed"):
                continue
            first = before or calibration.Claim(claim.size, claim.kind, number)
            went = number - first.sprint + 1 if before is None else before.rolled + 1
            begun[claim.story] = calibration.Claim(
                first.points,
                first.kind,
                first.sprint,
                went if claim.state == "done" else None,
                first.rolled + (claim.state == "rolled"),
            )
    return tuple(begun.values())


def warnings(stories: Sequence[Story], past: Sequence[SprintPast], most: int = 3) -> tuple[str, ...]:
    """What the team's own claims say of the sizes and kinds among these stories, the largest first."""
    known, ended = claims(past), len(past)
    sizes = sorted({(points(each), each.kind) for each in stories if each.effort}, reverse=True)
    found = (calibration.sentence(calibration.nearest(known, ended, size, kind)) for size, kind in sizes)
    return tuple(dict.fromkeys(each for each in found if each))[:most]
