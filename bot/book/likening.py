"""What a board's earlier sprints say about the next: each is taken as if it had been the next, in several views, and
the views that were right so far count more."""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import mul

from bot.book.quantiles import Atom, hit, pinball, quantiles
from bot.book.sprints import Sprint

#: Even odds, and 85 % for at least that much. As levels of a distribution of what gets completed.
HALF, SURE = 0.5, 0.15
LEVELS = (HALF, SURE)

# The constants were chosen for being in the middle of where little changes, on made-up histories of nine kinds, also
# with each kind left out: docs/forecast.md has the figures. None was fitted to one set of histories.

#: A view is an exponent and a half-life. Completion is taken to grow with commitment by the exponent: 0 ignores what is
#: committed, 1 takes the usual share of it. The half-life, in sprints, says how soon what was is forgotten.
VIEWS = tuple(product((0.0, 0.5, 1.0), (4.0, 25.0)))
#: Completion grows with a sprint's days by this exponent: longer sprints get more done, but not in proportion.
STRETCH = 0.5
#: No earlier sprint is scaled by more than this, for either reason: what is so unlike says little.
MOST = 3.0
#: Part of the usual commitment that is added to each before they are compared, so that small ones scale nothing wildly.
EASE = 0.15
#: And this much, in points, where nothing was ever committed.
LEAST = 0.5
#: How a sprint comes out against the middle of a board's, before the board has shown its own way: more goes wrong than
#: goes well. It weighs against as many sprints as the weighted ones amount to (Kish, Survey sampling, 1965).
PRIOR = (0.25, 0.55, 0.8, 1.0, 1.1, 1.25, 1.6)
PRIOR_WEIGHT = 6.0
#: The prior's own mean distance from the middle; a board's, of which no sprint counts for more than FAR, takes its
#: place as sprints come, against this one with the weight of three. The prior is then stretched to that width.
USUAL = sum(abs(each - 1) for each in PRIOR) / len(PRIOR)
FAR = 1.5
WIDTH_WEIGHT = 3.0
#: A view that cost one usual miss more than another counts exp(-PATIENCE) as much.
PATIENCE = 1.0
#: A view's old costs are forgotten at this rate a sprint.
MEMORY = 0.97
#: No further back than so many sprints: by then a sprint weighs little, and a long history stays quick.
WINDOW = 80
#: After each sprint the level asked for moves by this much of its miss, at most so far in all: Gibbs and Candès,
#: Adaptive conformal inference under distribution shift, 2021. Small, for histories are short.
STEP, FARTHEST = 0.015, 0.1


@dataclass(frozen=True, slots=True)
class Said:
    """What gets completed at least, in points: with even odds (`half`), and with 85 % (`sure`). `views` is the same
    from each view, for each of the levels."""

    half: float
    sure: float
    views: tuple[tuple[float, ...], ...]


@dataclass(slots=True)
class Board:
    """What one board has taught so far: its sprints, oldest first, and how well each view has told them."""

    past: deque[Sprint] = field(default_factory=lambda: deque(maxlen=WINDOW))
    costs: list[float] = field(default_factory=lambda: [0.0] * len(VIEWS))
    usual: float = 0.0
    rounds: float = 0.0
    shifts: list[float] = field(default_factory=lambda: [0.0] * len(LEVELS))

    def say(self, days: float, committed: float | None) -> Said:
        """Of a sprint of so many days, with so much committed (None: nobody knows yet). ValueError without a past."""
        levels = [level + shift for level, shift in zip(LEVELS, self.shifts, strict=True)]
        views = tuple(zip(*(quantiles(each, levels) for each in self._likened(days, committed)), strict=True))
        shares = self._shares()
        half, sure = (sum(map(mul, shares, each)) for each in views)
        return Said(half, min(half, sure), views)

    def meet(self, sprint: Sprint) -> Said | None:
        """A sprint is told from those before it (None: there are none), then becomes one of them."""
        said = self.say(sprint.days, sprint.committed) if self.past else None
        if said is not None:
            self._learn(sprint, said)
        self.past.append(sprint)
        return said

    def _learn(self, sprint: Sprint, said: Said) -> None:
        """What was said is held against what came."""
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
        """All that a sprint of so many days might complete, where no commitment is known. The weights sum to 1. The
        prior widens this but leaves the mean, for sums of several sprints follow it."""
        found: list[Atom] = []
        for share, atoms in zip(self._shares(), self._likened(days, None), strict=True):
            own, whole = _mean(atoms[: -len(PRIOR)]), _mean(atoms)
            scale, total = own / whole if whole else 1.0, sum(weight for _, weight in atoms)
            found += [(number * scale, share * weight / total) for number, weight in atoms]
        return found

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


def walk(sprints: Iterable[Sprint]) -> Iterator[Said | None]:
    """Sprints of one board, oldest first: what was said of each from those before it; None of the first."""
    board = Board()
    for each in sprints:
        yield board.meet(each)


def taught(sprints: Iterable[Sprint]) -> Board:
    """A board that knows all these, oldest first."""
    board = Board()
    for each in sprints:
        board.meet(each)
    return board


def _bounded(this: float, other: float) -> float:
    """How many times as large, within reason; once, where either is not known."""
    return max(1 / MOST, min(MOST, this / other)) if this > 0 and other > 0 else 1.0


def _with_prior(numbers: Sequence[float], life: float) -> list[Atom]:
    """Weighted by age, with the prior around their middle, as wide as they scatter."""
    weights = [0.5 ** (age / life) for age in range(len(numbers) - 1, -1, -1)]
    own = list(zip(numbers, weights, strict=True))
    total = sum(weights)
    count = total * total / sum(each * each for each in weights)
    weight = PRIOR_WEIGHT * total / count / len(PRIOR)
    middle, width = _middle(own), 1.0
    if middle:
        off = sum(weight * min(abs(each / middle - 1), FAR) for each, weight in own) / total
        width = (WIDTH_WEIGHT * USUAL + count * off) / (WIDTH_WEIGHT + max(count - 1, 0.3)) / USUAL
    return own + [(middle * each**width, weight) for each in PRIOR]


def _middle(atoms: Sequence[Atom]) -> float:
    """The trimean, steadier than a median of few: Tukey, Exploratory data analysis, 1977. If 0, half of the mean."""
    low, median, high = quantiles(atoms, (0.25, 0.5, 0.75))
    return (low + 2 * median + high) / 4 or _mean(atoms) / 2


def _mean(atoms: Sequence[Atom]) -> float:
    return sum(number * weight for number, weight in atoms) / sum(weight for _, weight in atoms)
