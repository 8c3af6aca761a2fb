"""What some days of a team came to, in figures that the team gave already: of all together, and never of one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import get_args

from bot.book.boxes import DECISIONS, RESULTS, Result, kept
from bot.book.days import Days
from bot.book.trials import NO_EXPERIMENTS, Experiments, Trial, experiments
from bot.model import BlockerPast, Past, Reason, SpikeDecision, SpikePast, SprintPast

_REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Standups:
    """Of so many standups: how many were asked in all, and how many of them answered."""

    held: int = 0
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Blockers:
    """Those raised and resolved in these days, and those that were open when they ended. `median` and `longest` are the
    days that the last two sorts have stayed, None where there was none. What was taken back does not count."""

    raised: int = 0
    resolved: int = 0
    open: int = 0
    median: float | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Spikes:
    """Those that ended. `kept`: they took no more than the box that they began with; `overrun`: the others. Decisions,
    and results of hypotheses, are named where there were some."""

    ended: int = 0
    kept: int = 0
    overrun: int = 0
    decisions: tuple[tuple[SpikeDecision, int], ...] = ()
    results: tuple[tuple[Result, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """Of the sprints that closed: what they began with, what came to it, what was done, and what went on, in points.
    `stories`: how many rolled over; `reasons`: why, the commonest first, as far as somebody said so."""

    sprints: int = 0
    committed: int = 0
    added: int = 0
    completed: int = 0
    rolled: int = 0
    stories: int = 0
    reasons: tuple[tuple[Reason, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """`estimated`: stories whose effort or value a vote settled; `done`: stories."""

    first: date
    last: date
    standups: Standups = Standups()
    blockers: Blockers = Blockers()
    spikes: Spikes = Spikes()
    points: Points = Points()
    estimated: int = 0
    done: int = 0
    experiments: Experiments = NO_EXPERIMENTS

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return self == Figures(self.first, self.last)


def figures(
    past: Past,
    sprints: Sequence[SprintPast],
    first: date,
    last: date,
    zone: str,
    trials: Sequence[Trial] = (),
) -> Figures:
    """The figures of the days from `first` to `last`, both included and told by the clock of `zone`, as things stood at
    the end of them."""
    there = Days(first, last, zone)
    return Figures(
        first,
        last,
        _standups(past, there),
        _blockers(past.blockers, there),
        _spikes([each for each in past.spikes if there.have(each.entry.ended_at)]),
        _points(closed(sprints, there)),
        len({each.story for each in past.estimates if there.have(each.at)}),
        sum(there.have(each.done_at) for each in past.done),
        experiments(trials, there),
    )


def closed(sprints: Iterable[SprintPast], days: Days) -> list[SprintPast]:
    """Those that closed on these days."""
    return [each for each in sprints if days.have(each.sprint.closed_at)]


def end_of(blocker: BlockerPast, days: Days) -> date | None:
    """The day on which it was resolved; None while it was open at the end of the days."""
    ended = days.day(blocker.ended_at) if blocker.ended_at else None
    if blocker.standing in {"open", "acknowledged"} or (ended and ended > days.last):
        return None
    return ended or blocker.day  # how long it stayed, an earlier version did not keep


def stood(past: Past, days: Days) -> list[BlockerPast]:
    """The blockers that were in the way on some of these days; not those that were taken back."""
    return [
        each
        for each in past.blockers
        if each.standing != "withdrawn"
        and each.day <= days.last
        and ((ended := end_of(each, days)) is None or ended >= days.first)
    ]


def _standups(past: Past, days: Days) -> Standups:
    there = [each for each in past.standups if days.have(each.day)]
    return Standups(len(there), sum(each.asked for each in there), sum(each.answered for each in there))


def _blockers(past: Iterable[BlockerPast], days: Days) -> Blockers:
    there = stood(Past(blockers=tuple(past)), days)
    ends = [end_of(each, days) for each in there]
    stayed = [max(0, ((end or days.last) - each.day).days) for each, end in zip(there, ends, strict=True)]
    return Blockers(
        sum(days.have(each.day) for each in there),
        sum(end is not None for end in ends),
        sum(end is None for end in ends),
        median(stayed) if stayed else None,
        max(stayed, default=None),
    )


def _spikes(ended: Sequence[SpikePast]) -> Spikes:
    entries = [each.entry for each in ended]
    decisions = Counter(each.decision for each in entries)
    results = Counter(each.verdict for each in entries)
    in_box = sum(map(kept, entries))
    return Spikes(
        len(entries),
        in_box,
        len(entries) - in_box,
        tuple((each, decisions[each]) for each in DECISIONS if decisions[each]),
        tuple((each, results[each]) for each in RESULTS if results[each]),
    )


def _points(sprints: Sequence[SprintPast]) -> Points:
    stands = [each.sprint for each in sprints]
    rolled = [claim for each in stands for claim in each.claims if claim.state == "rolled"]
    return Points(
        len(stands),
        sum(each.committed for each in stands),
        sum(each.added for each in stands),
        sum(each.completed for each in stands),
        sum(each.size for each in rolled),
        len(rolled),
        _commonest(each.reason for each in rolled if each.reason),
    )


def _commonest(reasons: Iterable[Reason]) -> tuple[tuple[Reason, int], ...]:
    counted = Counter(reasons)
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], _REASONS.index(each[0]))))
