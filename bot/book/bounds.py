"""What a measure cannot pass: a share is never above 1, an error never below 0."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Nothing is nearer to a bound than this part of the most that was seen missing, lest it never moves again.
EASE = 0.03
#: Sums of numbers are off by no more than this part of them.
ROUNDED = 1e-12


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values from `floor` up to `top`, either may be missing. Near the top a step is worth more than its size: what
    shrinks evenly is what is still missing. `widest` is the most that was missing of those seen."""

    floor: float | None
    top: float | None
    widest: float

    @property
    def bent(self) -> bool:
        """Is there a top that matters?"""
        return self.top is not None and EASE * self.widest > 0

    def within(self, value: float) -> float:
        """The nearest value that there can be."""
        value = value if self.top is None else min(value, self.top)
        return value if self.floor is None else max(value, self.floor)

    def near(self, value: float) -> bool:
        """Can there be such a value, but for what numbers are rounded by?"""
        off, size = abs(value - self.within(value)), max(abs(self.floor or 0), abs(self.top or 0))
        return off <= ROUNDED * max(size, self.widest)

    def straight(self, value: float) -> float:
        """As a number without a bound, which moves as the value does where the top is far."""
        if self.top is None or not self.bent:
            return value
        ease = EASE * self.widest
        return -self.widest * math.log((max(self.top - value, 0) + ease) / (self.widest + ease))

    def backs(self, numbers: Sequence[float]) -> list[float]:
        """The values that these numbers stand for."""
        low = -math.inf if self.floor is None else self.floor
        high = math.inf if self.top is None else self.top
        if not self.bent:
            bound = high < math.inf or low > -math.inf
            return [max(min(each, high), low) for each in numbers] if bound else list(numbers)
        ease, widest, exp = EASE * self.widest, self.widest, math.exp
        whole = widest + ease
        return [max(min(high - (whole * exp(min(-each / widest, 50)) - ease), high), low) for each in numbers]
