"""What a board's earlier sprints say about the next: each is taken as if it had been the next, in several views, and
the views that were right so far count more."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import mul

from bot.book.quantiles import Atom, hit, pinball, quantile
from bot.book.sprints import Sprint

#: Even odds, and 85 % for at least that much. As levels of a distribution of what gets completed.
HALF, SURE = 0.5, 0.15
LEVELS = (HALF, SURE)

# The constants were chosen for being in the middle of where little changes, on made-up histories of eight kinds, also
# with each kind left out: docs/forecast.md has the figures. None was fitted to one set of histories.

#: A view is an exponent and a half-life. Completion is taken to grow with commitment by the exponent: 0 ignores what is
#: committed, 1 takes the usual share of it. The half-life, in sprints, says how soon what was is forgotten.
VIEWS = tuple(product((0.0, 0.5, 1.0), (6.0, 30.0)))
#: Completion grows with a sprint's days by this exponent: longer sprints get more done, but not in proportion.
STRETCH = 0.5
#: No earlier sprint is scaled by more than this, for either reason: what is so unlike says little.
MOST = 3.0
#: Part of the usual commitment that is added to each before they are compared, so that small ones scale nothing wildly.
EASE = 0.15
#: And this much, in points, where nothing was ever committed.
LEAST = 0.5
#: How a sprint comes out against the middle of a board's, before the board has shown its own way: more goes wrong than
#: goes well. It weighs as much as so many sprints of the board's own.
PRIOR = (0.25, 0.55, 0.8, 0.95, 1.05, 1.2, 1.5)
PRIOR_WEIGHT = 5.0
#: A view that cost one usual miss more than another counts exp(-PATIENCE) as much.
PATIENCE = 1.0
#: A view's old costs are forgotten at this rate a sprint.
MEMORY = 0.97
#: After each sprint the level asked for moves by this much of its miss, at most so far in all: Gibbs and Candès, Adaptive
#: conformal inference under distribution shift, 2021. Small, for histories are short.
STEP, FARTHEST = 0.015, 0.1



@dataclass(frozen=True, slots=True)
class Said:
    """What gets completed at least, in points: with even odds (`half`), and with 85 % (`sure`). `views` is the same from
    each view, for each of the levels."""

    half: float
    sure: float
    views: tuple[tuple[float, ...], ...]


@dataclass(slots=True)
class Board:
    """What one board has taught so far: its sprints, oldest first, and how well each view has told them."""

    past: list[Sprint] = field(default_factory=list)
    costs: list[float] = field(default_factory=lambda: [0.0] * len(VIEWS))
    usual: float = 0.0
    rounds: float = 0.0
    shifts: list[float] = field(default_factory=lambda: [0.0] * len(LEVELS))

    def say(self, days: float, committed: float | None) -> Said:
        """Of a sprint of so many days, with so much committed (None: nobody knows yet). ValueError without a past."""
        likened = self._likened(days, committed)
        levels = [level + shift for level, shift in zip(LEVELS, self.shifts, strict=True)]
        views = tuple(tuple(quantile(each, level) for each in likened) for level in levels)
        shares = self._shares()
        half, sure = (sum(map(mul, shares, each)) for each in views)
        return Said(half, min(half, sure), views)

    def learn(self, sprint: Sprint, said: Said | None) -> None:
        """The sprint becomes one of the past, and what was said before it is held against it."""
        self.past.append(sprint)
        if said is None:
            return
        self.costs = [each * MEMORY for each in self.costs]
        self.usual, self.rounds = self.usual * MEMORY, self.rounds * MEMORY + 1
        for at, (level, together) in enumerate(zip(LEVELS, (said.half, said.sure), strict=True)):
            fair = 1 / (level * (1 - level))
            self.usual += pinball(sprint.completed, together, level) * fair
            for view, each in enumerate(said.views[at]):
                self.costs[view] += pinball(sprint.completed, each, level) * fair
            moved = self.shifts[at] + STEP * (hit(sprint.completed, together) - (1 - level))
            self.shifts[at] = max(-FARTHEST, min(FARTHEST, moved))

    def spread(self, days: float) -> list[Atom]:
        """All that a sprint of so many days might complete, where no commitment is known. The weights sum to 1."""
        return [
            (number, share * weight / total)
            for share, atoms in zip(self._shares(), self._likened(days, None), strict=True)
            for total in (sum(weight for _, weight in atoms),)
            for number, weight in atoms
        ]

    def _shares(self) -> list[float]:
        """How much each view counts; in all 1. A cost is told in usual misses, so that boards of any size are alike."""
        least, miss = min(self.costs), self.usual / self.rounds if self.usual else 1.0
        counts = [math.exp(-PATIENCE * (each - least) / miss) for each in self.costs]
        return [each / sum(counts) for each in counts]

    def _likened(self, days: float, committed: float | None) -> list[list[Atom]]:
        """For each view, what every earlier sprint would have completed had it been this one, and the prior."""
        ease = EASE * sum(each.committed for each in self.past) / len(self.past) + LEAST
        likened = [
            (
                each.completed * _bounded(days, each.days) ** STRETCH,
                1.0 if committed is None else _bounded(committed + ease, each.committed + ease),
            )
            for each in self.past
        ]
        return [
            _with_prior([done * more**exponent for done, more in likened], life) for exponent, life in VIEWS
        ]


def walk(sprints: Iterable[Sprint]) -> Iterator[tuple[Board, Said | None]]:
    """Sprints of one board, oldest first: what was said of each from those before it, and the board after it."""
    board = Board()
    for each in sprints:
        said = board.say(each.days, each.committed) if board.past else None
        board.learn(each, said)
        yield board, said


def taught(sprints: Iterable[Sprint]) -> Board:
    """A board that knows all these."""
    board = Board()
    for board, _ in walk(sprints):  # noqa: B007 - the last one knows all
        pass
    return board


def _bounded(this: float, other: float) -> float:
    """How many times as large, within reason; once, where either is not known."""
    return max(1 / MOST, min(MOST, this / other)) if this > 0 and other > 0 else 1.0


def _with_prior(numbers: Sequence[float], life: float) -> list[Atom]:
    """Weighted by age, with the prior around their middle. It weighs against as many sprints as the weights amount to:
    Kish, Survey sampling, 1965, effective sample size."""
    weights = [0.5 ** (age / life) for age in range(len(numbers) - 1, -1, -1)]
    own = list(zip(numbers, weights, strict=True))
    total = sum(weights)
    count = total * total / sum(each * each for each in weights)
    middle = quantile(own, 0.5) or sum(map(mul, numbers, weights)) / total / 2
    weight = PRIOR_WEIGHT * total / count / len(PRIOR)
    return own + [(middle * each, weight) for each in PRIOR]
