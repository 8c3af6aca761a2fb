"""What a KPI may be called and should keep, as somebody wrote it down, cleaned."""

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import get_args

from bot.ceremonies.kpi.state import MOST_DAYS, NAME_TEXT, TIMES, UNIT_TEXT, Kind, Setup
from bot.errors import BadInput
from bot.spelt import exact

#: What separates a name from its subset and its value where it is typed.
_SIGNS = "@="


def checked_name(name: str, subset: str) -> tuple[str, str]:
    """The name and the subset, cleaned. Raises BadInput by field: name, subset."""
    return _named(name, "name", "Name what is measured, as your reports do."), _named(subset, "subset")


def _named(text: str, field: str, missing: str = "") -> str:
    said = " ".join(text.split())
    if missing and not said:
        raise BadInput(missing, field)
    if len(said) > NAME_TEXT:
        raise BadInput(f"{NAME_TEXT} characters at most; yours has {len(said)}.", field)
    if any(each in said for each in _SIGNS):
        raise BadInput("It has no @ and no = in it: those stand before a subset and a value.", field)
    return said


def called(name: str, subset: str) -> str:
    """As people call it: recall@de, or availability."""
    return f"{name}@{subset}" if subset else name


def checked(setup: Setup) -> Setup:
    """The setup, cleaned. Raises BadInput by field: kind, unit, threshold, days, budget."""
    if setup.kind not in get_args(Kind):
        raise BadInput("Choose what kind it is.", "kind")
    unit = " ".join(setup.unit.split())
    if len(unit) > UNIT_TEXT:
        raise BadInput(f"A unit has {UNIT_TEXT} characters at most.", "unit")
    if setup.kind == "availability":
        setup = replace(setup, better="higher", ratio=True)
    require_value(setup, setup.threshold, "threshold")
    if setup.kind == "availability" and not 0 < setup.threshold < 1:
        raise BadInput(
            "An objective of 0 or 1 has no error budget. Choose one between, such as 0.999.", "threshold"
        )
    if not 1 <= setup.days <= MOST_DAYS:
        raise BadInput(f"A window has 1 to {MOST_DAYS} days.", "days")
    if not (isfinite(setup.budget) and 0 < setup.budget < 1):
        raise BadInput("A budget is more than 0 and less than 100 % of the readings.", "budget")
    return replace(setup, unit=unit)


def require_value(setup: Setup, value: float, field: str) -> float:
    """The value. Raises BadInput on `field` where it is no number, or none that there can be."""
    if not isfinite(value):
        raise BadInput("That is no number.", field)
    if setup.ratio and not 0 <= value <= 1:
        raise BadInput(f"That is a ratio, from 0 to 1: {exact(value)} is none.", field)
    if setup.kind in TIMES and value < 0:
        raise BadInput(f"A time is not below 0: {exact(value)} is none.", field)
    return value


def differences(before: Setup, after: Setup) -> str:
    """What differs, as a person reads it: "threshold 0.999 → 0.99"."""
    return ", ".join(_differing(before, after))


def _differing(before: Setup, after: Setup) -> Iterator[str]:
    if before.threshold != after.threshold:
        yield f"threshold {exact(before.threshold)} → {exact(after.threshold)}"
    if before.better != after.better:
        yield f"{after.better} is better"
    if before.days != after.days:
        yield f"window {before.days} → {after.days} days"
    if before.budget != after.budget:
        yield f"budget {exact(before.budget)} → {exact(after.budget)} of the readings"
    if before.unit != after.unit:
        yield f"unit “{before.unit}” → “{after.unit}”"
