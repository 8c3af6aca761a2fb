"""What machines report, as JSON and as values: read with a sentence for each mistake, and told apart by its gist.

Nothing is guessed: a name that is not known, twice the same name, NaN or a number in quotes is refused.
"""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.errors import BadInput
from bot.model.report import AHEAD, Measured, Report

#: Characters of each text.
NAME, REFERENCE, LINK, NOTE = 80, 500, 1000, 2000
#: Metrics in one report.
MOST = 50
#: No metric that people look at is larger; beyond it sums of numbers lose their sense.
LARGEST = 1e15
#: FTE-days in one report: a hundred people's quarter.
DAYS = 10_000
_TEXTS: Mapping[str, int] = {
    "experiment": NAME, "commit": REFERENCE, "data": REFERENCE, "model": REFERENCE, "note": NOTE, "source": NAME,
    "link": LINK,
}  # fmt: skip
_FIELDS = {*_TEXTS, "key", "metrics", "fte_days", "at"}
_PARTS = {"value", "low", "high"}


class Malformed(BadInput):
    """It is no JSON of the kind that is read here."""


def read(raw: bytes, key: str, now: datetime) -> Report:
    """The report that a body holds. Raises Malformed for what is no JSON object, BadInput for what does not fit."""
    return from_body(parse(raw), key, now)


def from_body(body: Mapping[str, Any], key: str, now: datetime) -> Report:
    """The report that a JSON object is. Raises BadInput with the field that does not fit."""
    if strange := sorted(set(body) - _FIELDS):
        raise BadInput(f"There is no such field; known are {', '.join(sorted(_FIELDS))}.", strange[0][:NAME])
    if body.get("key") not in (None, key):
        raise BadInput("This is another key than the one beside it, in Piton-Key.", "key")
    texts = {field: _text(body, field, most) for field, most in _TEXTS.items()}
    if texts["link"] and not texts["link"].startswith(("https://", "http://")):
        raise BadInput("A link begins with https:// or http://.", "link")
    return Report(
        key=key,
        measured=_measured(body.get("metrics")),
        days=_days(body.get("fte_days")),
        at=_moment(body.get("at"), now),
        **texts,
    )


def parse(raw: bytes) -> dict[str, Any]:
    """A JSON object. Raises Malformed."""
    try:
        body = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except BadInput:
        raise
    except (ValueError, RecursionError):  # no UTF-8, no JSON, too many digits, too deep
        raise Malformed("The body is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise Malformed(
            'The body is to be a JSON object, such as {"experiment": "churn-1", "metrics": {"f1": 0.8}}.'
        )
    return body


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed("A name stands twice in one object, so it is not clear which is meant.")
        found[name] = value
    return found


def _no_number(constant: str) -> float:
    raise BadInput(f"{constant} is not a number that can be compared: leave the metric out.", "metrics")


def _text(body: Mapping[str, Any], field: str, most: int) -> str:
    value = body.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput("This is to be text, in quotes.", field)
    return clean(value, field, most)


def clean(text: str, field: str, most: int) -> str:
    """The text without what is not written; raises BadInput where it is longer than `most`."""
    kept = "".join(
        each for each in text.encode("utf-8", "replace").decode() if each.isprintable() or each == "\n"
    )
    if len(kept := kept.strip()) > most:
        raise BadInput(f"This is longer than {most} characters.", field)
    return kept


def _measured(given: object) -> tuple[Measured, ...]:
    if not isinstance(given, dict) or not given:
        raise BadInput('Say at least one metric, such as "metrics": {"f1": 0.8}.', "metrics")
    if len(given) > MOST:
        raise BadInput(f"One report has {MOST} metrics at most.", "metrics")
    found = tuple(_metric(name, value) for name, value in given.items())
    if len({(each.metric, each.subset) for each in found}) < len(found):
        raise BadInput("Two of the metrics have the same name.", "metrics")
    return found


def _metric(name: str, given: object) -> Measured:
    """One of them: a number, or a number with its interval."""
    field = f"metrics.{name[:NAME]}"
    if isinstance(given, dict):
        if "value" not in given or set(given) - _PARTS:
            raise BadInput('A metric is a number, or {"value": …, "low": …, "high": …}.', field)
        return measured(name, given["value"], given.get("low"), given.get("high"))
    return measured(name, given)


def measured(name: str, value: object, low: object = None, high: object = None) -> Measured:
    """One number by its name; what stands after an @ is the subset. Raises BadInput."""
    field = f"metrics.{name[:NAME]}"
    metric, at, subset = (clean(each, field, NAME) for each in name.partition("@"))
    if not metric or (at and not subset) or "\n" in name:
        raise BadInput("A metric has a name, such as f1, or f1@de for a subset.", field)
    if (low is None) != (high is None):
        raise BadInput("An interval has both ends, low and high.", field)
    number = _number(value, field)
    if low is None:
        return Measured(metric, number, subset=subset)
    ends = _number(low, f"{field}.low"), _number(high, f"{field}.high")
    if not ends[0] <= number <= ends[1]:
        raise BadInput("The value lies outside of its interval.", field)
    return Measured(metric, number, *ends, subset=subset)


def _number(value: object, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput("This is to be a number.", field)
    if isinstance(value, float) and math.isnan(value):
        raise BadInput("NaN is not a number that can be compared: leave the metric out.", field)
    if abs(value) > LARGEST:
        raise BadInput("This is infinite, or too large to be a metric.", field)
    return float(value) + 0.0  # what is -0 elsewhere is 0 to people


def _days(value: object) -> float | None:
    if value is None:
        return None
    days = _number(value, "fte_days")
    if not 0 < days <= DAYS:
        raise BadInput(
            f"FTE-days are more than 0 and at most {DAYS}: so many days of one person went into it since the last"
            " result. Leave them out where nobody knows.",
            "fte_days",
        )
    return days


def _moment(value: object, now: datetime) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.utcoffset() is None:
        raise BadInput("A moment is written with its zone, such as 2027-01-15T17:00:00Z.", "at")
    if at > now + AHEAD:
        raise BadInput("This is in the future.", "at")
    return at


def written(report: Report) -> dict[str, Any]:
    """The body that `read` reads the report from. Its key goes beside it, and here, where it is signed."""
    metrics = {name_of(each): _written(each) for each in report.measured}
    texts = {field: getattr(report, field) for field in _TEXTS if getattr(report, field)}
    days = {} if report.days is None else {"fte_days": report.days}
    at = {} if report.at is None else {"at": report.at.isoformat()}
    return {"key": report.key, **texts, "metrics": metrics, **days, **at}


def name_of(one: Measured) -> str:
    """As people write it: with its subset after an @."""
    return f"{one.metric}@{one.subset}" if one.subset else one.metric


def _written(one: Measured) -> float | dict[str, float]:
    if one.low is None or one.high is None:
        return one.value
    return {"value": one.value, "low": one.low, "high": one.high}


def gist(report: Report) -> str:
    """A hash of what is reported, and from which commit, data and model. What may differ between two runs of one job,
    such as its link, its note and the time, is not in it: with the same gist it is the same report."""
    numbers = sorted((each.metric, each.subset, each.value, each.low, each.high) for each in report.measured)
    said = [report.experiment, report.days, report.commit, report.data, report.model, numbers]
    return sha256(json.dumps(said).encode()).hexdigest()
