"""What is registered of an experiment, and what is changed of it later: that is shown."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from math import isfinite

from bot.book.results import LARGEST
from bot.ceremonies.experiment.doubting import FAR, HUNDRED, TWICE
from bot.ceremonies.experiment.state import (
    KEY_TEXT,
    MOST_CHANGES,
    MOST_GUARDRAILS,
    NAME_TEXT,
    TEXT,
    UNIT_TEXT,
    Changed,
    Experiment,
    Guardrail,
    Metric,
    Named,
    Result,
    Setup,
    of_name,
)
from bot.errors import BadInput, Refused
from bot.model import Member, measures

_SLUG = re.compile(r"[^\w]+")
_KEY = re.compile(rf"\w[\w.-]{{0,{KEY_TEXT - 1}}}")


def key_of(name: str, taken: Callable[[str], bool]) -> str:
    """How a new experiment is called: the first words of its epic or hypothesis and a number, as in "churn-1"."""
    words = _SLUG.sub("-", name.casefold()).strip("-_")[: KEY_TEXT - 5].strip("-_") or "experiment"
    number = 1
    while taken(f"{words}-{number}"):
        number += 1
    return f"{words}-{number}"


def checked_key(typed: str) -> str:
    """A key that somebody chose, as it is looked up. Raises BadInput on `key`."""
    key = typed.strip().casefold()
    if not _KEY.fullmatch(key):
        raise BadInput(
            f"A key is letters, digits, - _ and . without blanks, {KEY_TEXT} characters at most: churn-1.",
            "key",
        )
    return key


def checked(setup: Setup) -> Setup:
    """The setup, cleaned. Raises BadInput by field: hypothesis, question, metric, unit, baseline, target, range,
    guardrails, worth, cost, if_proved, if_disproved."""
    setup = replace(
        setup,
        hypothesis=_said(setup.hypothesis, "hypothesis", "Say in a sentence what you believe."),
        question=_said(setup.question, "question", "Say what it decides."),
        for_whom=_said(setup.for_whom, "for_whom"),
        if_proved=_lines(setup.if_proved, "if_proved"),
        if_disproved=_lines(setup.if_disproved, "if_disproved"),
        metric=_metric(setup.metric),
        guardrails=_guardrails(setup.guardrails, setup.metric.name),
    )
    worth = setup.worth
    numbers = ((worth.per_unit, "worth"), (worth.day_cost, "cost")) if worth else ()
    for number, field in numbers:
        if number is not None and not (_is_number(number) and number >= 0):
            raise BadInput("That is a number of at least 0.", field)
    return setup


def _is_number(value: float) -> bool:
    return isfinite(value) and abs(value) <= LARGEST


def _said(text: str, field: str, missing: str = "") -> str:
    said = " ".join(text.split())
    if missing and not said:
        raise BadInput(missing, field)
    if len(said) > TEXT:
        raise BadInput(f"That has {TEXT} characters at most; yours has {len(said)}.", field)
    return said


def _lines(text: str, field: str) -> str:
    said = "\n".join(" ".join(each.split()) for each in text.splitlines() if each.strip())
    if len(said) > TEXT:
        raise BadInput(f"That has {TEXT} characters at most; yours has {len(said)}.", field)
    return said


def _metric(metric: Metric) -> Metric:
    name, unit = " ".join(metric.name.split()), " ".join(metric.unit.split())
    if not name:
        raise BadInput("Name what is measured.", "metric")
    if len(name) > NAME_TEXT:
        raise BadInput(f"A metric's name has {NAME_TEXT} characters at most.", "metric")
    if len(unit) > UNIT_TEXT:
        raise BadInput(f"A unit has {UNIT_TEXT} characters at most.", "unit")
    floor, ceiling = metric.floor, metric.ceiling
    aims = ((metric.baseline, "baseline"), (metric.target, "target"))
    for value, field in (*aims, (floor, "range"), (ceiling, "range")):
        if value is not None and not _is_number(value):
            raise BadInput("That is no number that is measured.", field)
    if floor is not None and ceiling is not None and floor >= ceiling:
        raise BadInput("The range ends before it begins.", "range")
    for value, field in aims:
        outside = (floor is not None and value is not None and value < floor) or (
            ceiling is not None and value is not None and value > ceiling
        )
        if outside:
            raise BadInput("That is outside of the range.", field)
    _require_one_scale(replace(metric, unit=unit))
    return replace(metric, name=name, unit=unit)


def _require_one_scale(metric: Metric) -> None:
    """0.86 and 86 are both written for 86 %: one of them, once the unit is a percentage. Raises BadInput by field."""
    if metric.unit != "%":
        return
    if metric.ceiling == 1:
        raise BadInput("With the unit %, 86 % is written as 86: the range is 0 to 100.", "range")
    if not (metric.baseline and metric.target):
        return
    low, high = sorted((metric.baseline, metric.target), key=abs)
    if (
        abs(low) <= 1
        and abs(high) >= FAR * abs(low)
        and TWICE * abs(high) >= HUNDRED * abs(low) >= abs(high) / TWICE
    ):
        field = "target" if low == metric.target else "baseline"
        sentence = (
            f"{_number(low)} and {_number(high)} are far apart. With the unit %, 86 % is written as 86."
        )
        raise BadInput(sentence, field)


def _guardrails(guardrails: tuple[Guardrail, ...], main: str) -> tuple[Guardrail, ...]:
    if len(guardrails) > MOST_GUARDRAILS:
        raise BadInput(f"{MOST_GUARDRAILS} guardrails at most.", "guardrails")
    clean = tuple(
        replace(each, metric=" ".join(each.metric.split()), subset=" ".join(each.subset.split()))
        for each in guardrails
    )
    if any(not (_is_number(each.limit) and each.metric) for each in clean):
        raise BadInput("A guardrail is a metric and the number that it must not pass.", "guardrails")
    if any(max(len(each.metric), len(each.subset)) > NAME_TEXT for each in clean):
        raise BadInput(f"A guardrail's name has {NAME_TEXT} characters at most.", "guardrails")
    named = {measures(each.metric, each.subset) for each in clean}
    if len(named) < len(clean):
        raise BadInput("A guardrail is there twice.", "guardrails")
    if of_name(main) in named:
        raise BadInput(f"{' '.join(main.split())} is what is measured: watch something else.", "guardrails")
    return clean


def altered(
    state: Experiment, setup: Setup, by: Member, at: datetime, members: Iterable[Member]
) -> Experiment:
    """With another setup; after the first result each change is kept and shown. Raises BadInput by field, Refused."""
    setup = checked(setup)
    if not state.numbered:  # one that was taken out was a result
        return replace(state, setup=setup)
    changes = tuple(
        Changed(what, before, after, at, by.name, len(state.results), by.id)
        for what, before, after in differences(state.setup, setup)
    )
    changes += tuple(_others_decide(state, setup, by, at, members))
    if len(state.changes) + len(changes) > MOST_CHANGES:
        raise Refused("It was changed so often that it is another experiment. Register that one.")
    results, gone = (
        _still_called(each, state.setup.metric, setup.metric) for each in (state.results, state.gone)
    )
    return replace(state, setup=setup, changes=(*state.changes, *changes), results=results, gone=gone)


def _still_called(results: tuple[Result, ...], before: Metric, after: Metric) -> tuple[Result, ...]:
    """With the name that each was measured as, where the metric gets another."""
    if of_name(before.name) == of_name(after.name):
        return results
    return tuple(replace(each, called=each.called or before.name) for each in results)


def differences(before: Setup, after: Setup) -> Iterator[tuple[str, str, str]]:
    """What differs, by name, as a person reads it; not where the metric's name is only written otherwise."""
    if of_name(before.metric.name) == of_name(after.metric.name):
        after = replace(after, metric=replace(after.metric, name=before.metric.name))
    for what, said in _told(before).items():
        now = _told(after)[what]
        if said != now:
            yield what, said, now


def _others_decide(
    state: Experiment, setup: Setup, by: Member, at: datetime, members: Iterable[Member]
) -> Iterator[Changed]:
    """That others decide, and who."""
    before, after = state.setup, setup
    if set(before.deciders) == set(after.deciders):
        return
    called = {each.id: each.name for each in members}
    was, now = (
        tuple(Named(each, called[each]) for each in its.deciders if each in called) for its in (before, after)
    )
    yield Changed(
        "who decides",
        _deciders(before),
        _deciders(after),
        at,
        by.name,
        len(state.results),
        by.id,
        was,
        now,
    )


def _deciders(setup: Setup) -> str:
    return f"{len(setup.deciders)} named" if setup.deciders else "the leads"


def _told(setup: Setup) -> dict[str, str]:
    metric, worth = setup.metric, setup.worth
    return {
        "hypothesis": setup.hypothesis,
        "question": setup.question,
        "for whom": setup.for_whom,
        "metric": f"{metric.name} {metric.unit}".strip() + f", {metric.better} is better",
        "baseline": _number(metric.baseline),
        "target": _number(metric.target),
        "range": _range(metric),
        "guardrails": "; ".join(map(_guarded, setup.guardrails)),
        "worth": f"{_number(worth.per_unit)} {worth.currency}".strip() if worth else "",
        "cost of a day": _number(worth.day_cost) if worth else "",
        "if proved": setup.if_proved,
        "if disproved": setup.if_disproved,
        "epic": setup.epic,
        "story": f"#{setup.number}" if setup.number else "",
        "asked at a sprint's end": "yes" if setup.checkpoints else "no",
    }


def _number(value: float | None) -> str:
    """With all of its digits: a change of the last one is a change."""
    return "" if value is None else f"{value + 0.0!r}".removesuffix(".0")  # -0 is 0 to people


def _range(metric: Metric) -> str:
    low, high = _number(metric.floor), _number(metric.ceiling)
    return f"{low} to {high}".strip() if low or high else ""


def _guarded(guardrail: Guardrail) -> str:
    subset = f" of {guardrail.subset}" if guardrail.subset else ""
    return f"{guardrail.metric}{subset} {'≥' if guardrail.better == 'higher' else '≤'} {_number(guardrail.limit)}"
