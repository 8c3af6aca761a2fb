"""How good the outlook was on made-up results, each reading told from those before it alone, and beside it what came
before repeated. `python -m tests.returned [NUMBER [SEED]]` prints the tables of docs/returns.md."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.book.quantiles import pinball
from bot.book.returns import Advice, Worth, advice, gains, next_sprint
from tests.results import FAMILIES, Case, cases

#: No constant was chosen on these.
FRESH = 40_416
#: So many experiments of each family.
NUMBER = 60
#: So many readings are learnt from before the first is told.
FIRST = 2
#: A day costs this part of what it brings on average, where advice is tried: some sprints pay, some do not.
PART = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """One reading's gain, and what was said before it; as parts of what the experiment could gain in all. `last` and
    `mean`: the last reading's gain a day, and that of all so far, repeated. `known`: how many readings there were."""

    known: int
    gain: float
    low: float
    middle: float
    high: float
    last: float
    mean: float


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of gains within the interval, below and above it, and above its middle; and what it costs on average."""

    told: int
    inside: float
    below: float
    above: float
    over_middle: float
    pinball10: float
    pinball50: float
    pinball90: float
    last: float
    mean: float


@dataclass(frozen=True, slots=True)
class Advised:
    """What was advised before a reading, and whether its gain was then worth its days."""

    said: Advice
    paid: bool


def tell(experiments: Iterable[Case]) -> Iterator[Told]:
    """Every reading but the first two, and but those of which it is told that something else changed."""
    for case in experiments:
        for at in _scored(case):
            past, reading = case.readings[:at], case.readings[at]
            said = next_sprint(past, case.metric, reading.days)
            before = [each for each in gains(past, case.metric) if not each.jump]
            if said and before:
                whole = sum(each.gain for each in before) / sum(each.days for each in before)
                figures = (
                    case.metric.sign * (reading.value - past[-1].value),
                    said.low,
                    said.middle,
                    said.high,
                    before[-1].per_day * reading.days,
                    whole * reading.days,
                )
                yield Told(at, *(each / case.size for each in figures))


def advise(experiments: Iterable[Case], *, worth: bool) -> Iterator[Advised]:
    """The same readings, each with the advice before it."""
    for case in experiments:
        cost = PART / sum(each.days for each in case.readings)
        known = Worth(1 / case.size, "EUR", cost) if worth else None
        for at in _scored(case):
            past, reading = case.readings[:at], case.readings[at]
            gain = case.metric.sign * (reading.value - past[-1].value) / case.size
            yield Advised(advice(past, case.metric, reading.days, known), gain >= cost * reading.days)


def _scored(case: Case) -> Iterator[int]:
    return (at for at in range(FIRST, len(case.readings)) if not case.readings[at].jump)


def score(told: Sequence[Told]) -> Score:
    """ValueError where there are none."""
    return Score(
        len(told),
        fmean(each.low <= each.gain <= each.high for each in told),
        fmean(each.gain < each.low for each in told),
        fmean(each.gain > each.high for each in told),
        fmean(each.gain > each.middle for each in told),
        fmean(pinball(each.gain, each.low, 0.1) for each in told),
        fmean(pinball(each.gain, each.middle, 0.5) for each in told),
        fmean(pinball(each.gain, each.high, 0.9) for each in told),
        fmean(pinball(each.gain, each.last, 0.5) for each in told),
        fmean(pinball(each.gain, each.mean, 0.5) for each in told),
    )


def _row(name: str, told: Sequence[Told]) -> str:
    found = score(told)
    shares = (found.inside, found.below, found.above, found.over_middle)
    costs = (found.pinball10, found.pinball50, found.pinball90, found.last, found.mean)
    said = [f"{100 * each:.0f} %" for each in shares] + [f"{100 * each:.2f}" for each in costs]
    return f"| {name} | {found.told} | {' | '.join(said)} |"


def _advised(name: str, found: Sequence[Advised]) -> str:
    count = Counter(each.said.say for each in found)
    paid = Counter(each.said.say for each in found if each.paid)
    cells = [f"{100 * count[say] / len(found):.0f} %" for say in ("go on", "stop", "cannot tell yet")]
    cells += [f"{100 * paid[say] / count[say]:.0f} %" if count[say] else "–" for say in ("go on", "stop")]
    return f"| {name} | {' | '.join(cells)} | {100 * fmean(each.paid for each in found):.0f} % |"


def main() -> None:
    """Print the tables."""
    given = [int(each) for each in sys.argv[1:]]
    number, seed = (*given, *(NUMBER, FRESH)[len(given) :])
    made = {family: cases(family, seed, number) for family in FAMILIES}
    told = {family: list(tell(each)) for family, each in made.items()}
    every = [each for some in told.values() for each in some]
    lines = [_row(family, each) for family, each in told.items()] + [_row("all", every)]
    for low, high in ((2, 2), (3, 4), (5, 10)):
        lines.append(_row(f"{low} to {high} known", [each for each in every if low <= each.known <= high]))
    for worth in (True, False):
        found = {family: list(advise(each, worth=worth)) for family, each in made.items()}
        lines += ["", *(_advised(family, each) for family, each in found.items())]
        lines.append(_advised("all", [each for some in found.values() for each in some]))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
