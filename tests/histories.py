"""Plausible histories of sprints, by families that differ in what is hard about them. Seeded: a seed is a history.

The families are made up from what people who plan in sprints describe, and copy no team's figures.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from bot.book.sprints import Sprint

#: What makes the sprints of one board, oldest first.
Family = Callable[[Random, int], list[Sprint]]


def steady(dice: Random, length: int) -> list[Sprint]:
    """A settled team: little spread, commitments a little above what gets done."""
    pace, spread, hope = _log(dice, 12, 70), dice.uniform(0.12, 0.35), dice.uniform(0.95, 1.3)
    return _sprints(dice, [pace] * length, spread, hope)


def trending(dice: Random, length: int) -> list[Sprint]:
    """A team that grows, or fades, by up to 4 % a sprint."""
    pace, slope = _log(dice, 10, 50), dice.uniform(-0.03, 0.04)
    return _sprints(
        dice,
        [pace * math.exp(slope * at) for at in range(length)],
        dice.uniform(0.2, 0.45),
        dice.uniform(0.9, 1.5),
    )


def broken(dice: Random, length: int) -> list[Sprint]:
    """People come and go, or the scale of points changes: the pace jumps, and stays."""
    pace, paces = _log(dice, 10, 60), list[float]()
    for _ in range(length):
        if dice.random() < 0.07:
            pace *= dice.choice([0.4, 0.55, 0.7, 1.4, 1.8, 2.5])
        paces.append(pace)
    return _sprints(dice, paces, dice.uniform(0.2, 0.5), dice.uniform(0.9, 1.6))


def seasonal(dice: Random, length: int) -> list[Sprint]:
    """Sprints of unequal lengths, summers and year ends with few people."""
    pace, spread, hope = _log(dice, 15, 60), dice.uniform(0.15, 0.4), dice.uniform(0.95, 1.4)
    start, found, usual = _day(dice), list[Sprint](), dice.choice([7, 14, 14, 21])
    for _ in range(length):
        days = usual if dice.random() < 0.75 else dice.choice([5, 7, 10, 14, 21, 28])
        away = {12: 0.55, 1: 0.8, 7: 0.85, 8: 0.7}.get((start + timedelta(days / 2)).month, 1.0)
        aware = dice.random()
        able = pace * (days / usual) ** 0.9
        committed = able * away**aware * hope * _noise(dice, 0.15)
        done = able * away * _noise(dice, spread)
        found.append(_sprint(dice, start, days, committed, done, 0.15))
        start += timedelta(days + dice.choice([0, 0, 0, 0, 7]))
    return found


def small(dice: Random, length: int) -> list[Sprint]:
    """A handful of points, or stories counted as one each; sprints with nothing done are usual."""
    pace, hope = _log(dice, 1.2, 9), dice.uniform(1.0, 2.0)
    found, start, left = list[Sprint](), _day(dice), 0.0
    for _ in range(length):
        committed = _count(dice, pace * hope * 0.7) + round(0.5 * left)
        done = _count(dice, 0.5 * pace + 0.5 * committed / hope)
        found.append(_sprint(dice, start, 14, committed, done, 0.2))
        left = max(0.0, committed - done)
        start += timedelta(14)
    return found


def hopeful(dice: Random, length: int) -> list[Sprint]:
    """Far more is committed than gets done, and what is left is committed again."""
    pace, spread, hope = _log(dice, 8, 60), dice.uniform(0.25, 0.6), dice.uniform(1.2, 2.5)
    found, start, left, level = list[Sprint](), _day(dice), 0.0, 0.0
    for _ in range(length):
        level = 0.7 * level + dice.gauss(0, 0.2)
        fresh = pace * hope * 0.6 * _noise(dice, 0.4)
        committed = fresh + left * dice.uniform(0.4, 0.9)
        able = pace * math.exp(level)
        done = (
            0.0 if dice.random() < 0.03 else min(committed * 1.1, able**0.6 * (committed / hope) ** 0.4)
        ) * _noise(dice, spread)
        found.append(_sprint(dice, start, 14, committed, done, 0.1))
        left = min(3 * pace, max(0.0, committed - done))
        start += timedelta(14)
    return found


def loose(dice: Random, length: int) -> list[Sprint]:
    """An open project: work comes during the sprint, commitments are thin or missing, some sprints are very large."""
    pace, spread = _log(dice, 6, 60), dice.uniform(0.5, 0.95)
    share, blank = dice.uniform(0.3, 0.95), dice.uniform(0.02, 0.15)
    found, start, level = list[Sprint](), _day(dice), 0.0
    for _ in range(length):
        level = 0.75 * level + dice.gauss(0, 0.3)
        days = dice.choice([7, 13, 14, 14, 14, 15, 20, 21, 28])
        plan = pace * math.exp(level) * (days / 14) ** 0.4 * _noise(dice, spread * 0.7)
        committed = 0.0 if dice.random() < 0.08 else plan * share * _noise(dice, 0.4)
        done = 0.0 if dice.random() < blank else plan * _noise(dice, spread * 0.7)
        found.append(_sprint(dice, start, days, committed, done, 0.6))
        start += timedelta(days + dice.choice([0, 0, 1, 3, 14]))
    return found


def careful(dice: Random, length: int) -> list[Sprint]:
    """What is committed gets done, in halves of points, whatever the size of the sprint; sometimes all fails."""
    pace, spread, wide = _log(dice, 6, 40), dice.uniform(0.08, 0.25), dice.uniform(0.25, 0.6)
    found, start = list[Sprint](), _day(dice)
    for _ in range(length):
        committed = round(2 * pace * _noise(dice, wide)) / 2
        reached = dice.uniform(0.1, 0.6) if dice.random() < 0.08 else _noise(dice, spread) * 0.95
        done = round(2 * committed * reached) / 2
        found.append(Sprint(start, 14, committed, done))
        start += timedelta(14)
    return found


def wandering(dice: Random, length: int) -> list[Sprint]:
    """The pace drifts a little each sprint, and commitments, wildly set, know little of it."""
    pace, drift, spread = _log(dice, 8, 60), dice.uniform(0.05, 0.2), dice.uniform(0.15, 0.4)
    hope, found, start, lately = dice.uniform(0.8, 1.6), list[Sprint](), _day(dice), pace
    for _ in range(length):
        pace = min(200.0, max(2.0, pace * math.exp(dice.gauss(0.01, drift))))
        done = pace * _noise(dice, spread)
        found.append(_sprint(dice, start, 14, lately * hope * _noise(dice, 0.45), done, 0.3))
        lately = 0.7 * lately + 0.3 * max(done, 1.0)
        start += timedelta(14)
    return found


FAMILIES: Mapping[str, Family] = {
    each.__name__: each
    for each in (steady, trending, broken, seasonal, small, hopeful, loose, careful, wandering)
}


def boards(family: str, seed: int, number: int) -> dict[str, list[Sprint]]:
    """So many boards of a family, of 5 to 60 sprints, short ones more often."""
    dice = Random(f"{family} {seed}")  # noqa: S311 - histories, not secrets
    return {f"{family}-{at}": FAMILIES[family](dice, round(_log(dice, 5, 60))) for at in range(number)}


def _sprints(dice: Random, paces: list[float], spread: float, hope: float) -> list[Sprint]:
    """Commitments follow what was done lately and, in part, what is to come; what is done follows the pace."""
    found, start, lately = list[Sprint](), _day(dice), paces[0]
    knows, drawn = dice.uniform(0.2, 0.9), dice.uniform(0.0, 0.6)
    for pace in paces:
        plan = lately ** (1 - knows) * pace**knows * _noise(dice, 0.2)
        done = pace ** (1 - drawn) * plan**drawn * _noise(dice, spread)
        if dice.random() < 0.03:
            done *= dice.choice([0.0, 0.3, 2.0])
        found.append(_sprint(dice, start, 14, plan * hope, done, 0.15))
        lately = 0.6 * lately + 0.4 * max(done, 0.1)
        start += timedelta(14)
    return found


def _sprint(dice: Random, start: date, days: int, committed: float, completed: float, churn: float) -> Sprint:
    added, removed = (round(max(committed, 1) * churn * dice.random()) for _ in range(2))
    return Sprint(start, days, round(committed), max(0, round(completed)), added, removed)


def _noise(dice: Random, spread: float) -> float:
    """Lognormal around 1, with a heavier tail below: more goes wrong than goes well."""
    drawn = dice.gauss(0, spread)
    return math.exp(drawn * 1.3 if drawn < 0 else drawn)


def _count(dice: Random, mean: float) -> int:
    """Poisson, with a mean that itself scatters."""
    mean *= _noise(dice, 0.3)
    number, left = 0, math.exp(-mean)
    chance = dice.random()
    while chance > left and number < 100:
        number += 1
        chance *= dice.random()
    return number


def _log(dice: Random, low: float, high: float) -> float:
    return math.exp(dice.uniform(math.log(low), math.log(high)))


def _day(dice: Random) -> date:
    return date(2019, 1, 7) + timedelta(7 * dice.randrange(200))
