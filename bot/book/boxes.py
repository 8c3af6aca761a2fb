"""What the spikes of some time came to: how well their boxes held, what was decided, and what it did to estimates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, get_args

from bot.model import SpikeDecision, SpikeEnded, SpikePast

DECISIONS: tuple[SpikeDecision, ...] = get_args(SpikeDecision)
#: What a hypothesis came to, in the order in which it is said. All weigh the same.
Result = Literal["proved", "disproved", "open"]
RESULTS: tuple[Result, ...] = get_args(Result)


@dataclass(frozen=True, slots=True)
class Estimates:
    """A story's effort, in points, before its first spike of that time was decided, and now; None: no estimate."""

    number: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """Spikes in numbers. `kept`: how many kept to their first box; `share`: median of the box used, in percent."""

    spikes: int
    kept: int
    share: int | None
    decisions: tuple[tuple[SpikeDecision, int], ...]
    results: tuple[tuple[Result, int], ...]
    stories: tuple[Estimates, ...]


def report(pasts: Sequence[SpikePast]) -> Report:
    """The numbers of these spikes, which come oldest first. Every decision and result is named, with 0 where there was
    none; results count spikes that had a hypothesis, so that they may be fewer than the spikes."""
    entries = [each.entry for each in pasts]
    decisions = Counter(each.decision for each in entries)
    results = Counter(each.verdict for each in entries)
    return Report(
        len(entries),
        sum(map(kept, entries)),
        _share(entries),
        tuple((each, decisions[each]) for each in DECISIONS),
        tuple((each, results[each]) for each in RESULTS),
        _stories(pasts),
    )


def kept(entry: SpikeEnded) -> bool:
    """The box was never made larger, and what was used is no more than the box."""
    return entry.grown == 0 and entry.used <= entry.box


def _share(entries: Iterable[SpikeEnded]) -> int | None:
    """median(used / box) · 100, in whole percent; both are working time, and a box is as large as it was at the end.
    The median, because one spike that ran away says little about the others. None where there is nothing to divide."""
    shares = [each.used / each.box for each in entries if each.box]
    return round(100 * median(shares)) if shares else None


def _stories(pasts: Iterable[SpikePast]) -> tuple[Estimates, ...]:
    """One line a story, by number. Of several spikes the first tells how it stood before."""
    lines: dict[int, Estimates] = {}
    for each in pasts:
        if each.number is not None:
            lines.setdefault(each.number, Estimates(each.number, each.before, each.after))
    return tuple(lines[number] for number in sorted(lines))
