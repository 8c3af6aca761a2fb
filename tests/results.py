"""Plausible histories of results by effort, by families that differ in what is hard about them. Seeded: a seed is a
history. All are made up; none copies a team's figures."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.book.returns import Metric, Reading


@dataclass(frozen=True, slots=True)
class Case:
    """One experiment's results, oldest first, and how much it could gain, by which errors are made comparable."""

    metric: Metric
    readings: tuple[Reading, ...]
    size: float


#: What makes the course of one experiment: its level after so much of its effort, from 0 to 1, as parts of its size;
#: what its readings err by; and which steps are jumps, how far, and whether they are told.
Family = Callable[[Random, list[float]], "Course"]


@dataclass(frozen=True, slots=True)
class Course:
    levels: list[float]
    noise: float
    told: frozenset[int] = frozenset()


def saturating(dice: Random, efforts: list[float]) -> Course:
    """Less and less for each day, up to a limit that is reached soon or late."""
    fade = _log(dice, 0.12, 1.0)
    return Course([1 - math.exp(-each / fade) for each in efforts], _log(dice, 0.005, 0.06))


def lengthy(dice: Random, efforts: list[float]) -> Course:
    """A power of effort: each doubling brings about the same."""
    power = dice.uniform(0.25, 0.75)
    return Course([each**power for each in efforts], _log(dice, 0.005, 0.06))


def straight(dice: Random, efforts: list[float]) -> Course:
    """Every day gains the same."""
    return Course(list(efforts), _log(dice, 0.005, 0.08))


def stuck(dice: Random, efforts: list[float]) -> Course:
    """A little at first, then nothing but noise."""
    until = dice.uniform(0.0, 0.35)
    return Course([min(each, until) * 2 for each in efforts], _log(dice, 0.02, 0.1))


def lucky(dice: Random, efforts: list[float]) -> Course:
    """Ideas that work or do not: a third of the steps bring most of it, in no order."""
    level, found = 0.0, list[float]()
    for this, that in zip([0.0, *efforts], efforts, strict=False):
        works = dice.choice([0.05, 0.3, 2.5]) * _noise(dice, 0.4)
        level += (that - this) * works
        found.append(level)
    return Course(found, _log(dice, 0.005, 0.05))


def noisy(dice: Random, efforts: list[float]) -> Course:
    """Slow gains that drown in what readings err by."""
    fade = _log(dice, 0.3, 3)
    whole = -math.expm1(-1 / fade)
    return Course([-math.expm1(-each / fade) / whole for each in efforts], dice.uniform(0.12, 0.35))


def jumping(dice: Random, efforts: list[float]) -> Course:
    """New data, or another test set, moves the level at a step or two, up or down; half of them are told."""
    base = (saturating, lengthy, straight)[dice.randrange(3)](dice, efforts)
    levels, told = list(base.levels), set[int]()
    for at in dice.sample(range(1, len(levels)), min(len(levels) - 1, dice.choice([1, 1, 2]))):
        jump = dice.choice([-0.6, -0.4, 0.4, 0.6, 1.0]) * _noise(dice, 0.3)
        levels[at:] = [each + jump for each in levels[at:]]
        if dice.random() < 0.5:
            told.add(at)
    return Course(levels, base.noise, frozenset(told))


def falling(dice: Random, efforts: list[float]) -> Course:
    """It gets worse, as the world drifts or a repair costs quality; at times it turns."""
    turn = dice.uniform(0.3, 1.6)
    return Course([-each if each < turn else each - 2 * turn for each in efforts], _log(dice, 0.01, 0.1))


def bounded(dice: Random, efforts: list[float]) -> Course:
    """An error that halves with each so many days, near the metric's bound at the end; it errs less there too."""
    half = _log(dice, 0.1, 0.6)
    return Course([1 - 0.5 ** (each / half) for each in efforts], _log(dice, 0.003, 0.03))


FAMILIES: Mapping[str, Family] = {
    each.__name__: each
    for each in (saturating, lengthy, straight, stuck, lucky, noisy, jumping, falling, bounded)
}
_DAYS = 14


def cases(family: str, seed: int, number: int) -> list[Case]:
    """So many experiments of a family, of 3 to 11 readings."""
    dice = Random(f"{family} {seed}")  # noqa: S311 - histories, not secrets
    return [_case(dice, family) for _ in range(number)]


def _case(dice: Random, family: str) -> Case:
    count, usual, even = dice.randint(3, 11), _log(dice, 2, 20), dice.uniform(0.05, 0.7)
    days = [max(0.1, round(usual * _noise(dice, even), 1)) for _ in range(count)]
    whole = sum(days)
    efforts = [sum(days[: at + 1]) / whole for at in range(count)]
    course = FAMILIES[family](dice, efforts)
    size, sign = _log(dice, 0.01, 10_000), dice.choice([1, -1])
    bound = 1.03 if family == "bounded" else dice.choice([None, None, dice.uniform(2.5, 8)])
    values = [_value(dice, each, course.noise, bound) for each in course.levels]
    start = size * dice.choice([0, 1, 3, 30])
    known, told = dice.random() < 0.5, dice.random() < 0.3
    top = None if bound is None else start + sign * size * bound
    metric = Metric(
        "points",
        "higher" if sign > 0 else "lower",
        baseline=start if known else None,
        ceiling=top if sign > 0 else None,
        floor=top if sign < 0 else None,
    )
    wide = size * course.noise * 1.96
    readings = [
        Reading(
            date(2024, 1, 1) + timedelta(_DAYS * at),
            found := start + sign * size * value,
            days[at],
            at + 1,
            found - wide if told else None,
            found + wide if told else None,
            "new data" if at in course.told else "",
        )
        for at, value in enumerate(values)
    ]
    return Case(metric, tuple(readings), size)


def _value(dice: Random, level: float, noise: float, bound: float | None) -> float:
    if bound is None:
        return level + dice.gauss(0, noise)
    near = min(1.0, max(bound - level, 0.05))
    return min(bound, level + dice.gauss(0, noise * near))


def _noise(dice: Random, spread: float) -> float:
    return math.exp(dice.gauss(0, spread))


def _log(dice: Random, low: float, high: float) -> float:
    return math.exp(dice.uniform(math.log(low), math.log(high)))
