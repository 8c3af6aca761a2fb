"""Ranges, guardrails and money as people type them, and as they are spelt back to them."""

import re

from bot.ceremonies.experiment import Guardrail, Metric, Worth
from bot.errors import BadInput
from handlers.slack import figures
from handlers.slack.figures import amount, figure
from handlers.slack.text import clip, line

_TO = re.compile(r" (?:to|–|—|-|\.\.) | ?… ?|(?<=\d)[–—-](?=\d)", re.IGNORECASE)
_GUARDRAIL = re.compile(
    r"(?P<metric>[^@<>=≤≥]+?)(?:@(?P<subset>[^<>=≤≥]+?))?\s*(?P<sign>>=|<=|≥|≤|>|<)(?P<limit>.+)"
)
_MONEY_OF = re.compile(
    r"(?P<before>[^\d\s.,+−-]*) ?(?P<figure>[\d.,'’ _]+(?:e[+-]?\d{1,3}\b)?)(?P<scale>[km]\b)? ?(?P<after>[^\d]*)",
    re.IGNORECASE,
)
#: What may stand behind a number of days.
_DAYS = re.compile(r"(?<=[\d.,]) ?(?:fte[- ])?(?:d|days?)$", re.IGNORECASE)
#: Units of which "85 %" is 85, and those of which it is 0.85.
_PERCENT = frozenset({"%", "percent", "per cent", "pct", "point", "points", "percentage points", "pp"})
_SHARES = frozenset({"share", "ratio", "fraction"})
_SCALE = re.compile(r"[km]\b", re.IGNORECASE)
_SCALES = {"k": 1e3, "m": 1e6}
#: Of these a third digit after the comma is as usual as the first: dinars and rials of a thousand parts.
_IN_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
#: Signs of one currency alone, and its code.
_CODES = {"€": "eur", "£": "gbp"}
_CURRENCY, _SHOWN = 10, 60


def guardrail(each: Guardrail) -> str:
    """recall@de >= 0.7."""
    subset = f"@{each.subset}" if each.subset else ""
    return f"{each.metric}{subset} {'>=' if each.better == 'higher' else '<='} {figure(each.limit)}"


def worth(each: Worth) -> str:
    """500000 EUR; before the number where it would be read as thousands or millions, as kwacha are: K 500."""
    parts = [amount(each.per_unit), each.currency]
    return " ".join(reversed(parts) if _SCALE.match(each.currency) else parts).strip()


def read_range(typed: str, field: str) -> tuple[float | None, float | None]:
    """ "0 to 1", "0 to" and "to 1" too."""
    if not typed.strip():
        return None, None
    parts = _ends(typed)
    if parts is None or not any(each.strip() for each in parts):
        raise BadInput("Write it as “0 to 1”, or “0 to” where it has no upper end.", field)
    low, high = (figures.read_optional(each, field) for each in parts)
    return low, high


def read_interval(typed: str, metric: Metric, field: str) -> tuple[float | None, float | None]:
    """ "0.78 to 0.82", of values as `read_value` reads them."""
    if not typed.strip():
        return None, None
    parts = _ends(typed)
    if parts is None or not all(each.strip() for each in parts):
        raise BadInput("An interval has two ends, as in “0.78 to 0.82”.", field)
    low, high = (read_value(each, metric, field) for each in parts)
    return low, high


def _ends(typed: str) -> list[str] | None:
    parts = _TO.split(f" {' '.join(typed.split())} ")
    return parts if len(parts) == 2 else None  # noqa: PLR2004 — from and to


def read_value(typed: str, metric: Metric, field: str) -> float:
    """A value of the metric: 85 for "85 %" where that is its unit. Elsewhere nobody can say what is meant. Raises
    BadInput on `field`."""
    value = figures.read(typed, field)
    if not typed.rstrip().endswith("%") or metric.unit.strip().casefold() in _PERCENT:
        return value
    if metric.unit.strip().casefold() in _SHARES or (metric.ceiling is not None and metric.ceiling <= 1):
        raise BadInput(f"It is a share, not in percent: write {figures.percent_as_share(typed)}.", field)
    raise BadInput(
        f"It is not measured in percent: write the number without %, as in {example(metric)}.", field
    )


def read_watched(typed: str, rail: Guardrail, field: str) -> float | None:
    """A value of what is watched, as its limit is written. Raises BadInput on `field`."""
    value = figures.read_optional(typed, field)
    if value is not None and typed.rstrip().endswith("%") and abs(rail.limit) <= 1:
        raise BadInput(f"Its limit is {figure(rail.limit)}: write it as that, without %.", field)
    return value


def read_days(typed: str, field: str) -> float:
    """ "5", "2.5 days". Raises BadInput on `field`, also for what are no days."""
    bare = _DAYS.sub("", line(typed))
    found = None if bare.endswith("%") else figures.try_read(bare, field)
    if found is None and typed.strip():
        raise BadInput(f"“{clip(line(typed), _SHOWN)}” is no number of days, such as 5.", field)
    return figures.read(bare, field) if found is None else found


def read_optional_days(typed: str, field: str) -> float | None:
    """The same; None where nothing was typed."""
    return read_days(typed, field) if typed.strip() else None


def read_guardrail(typed: str, field: str) -> Guardrail:
    """ "recall@de >= 0.7"."""
    found = _GUARDRAIL.fullmatch(" ".join(typed.split()))  # a bullet before it may be a metric's name
    limit = figures.try_read(found["limit"], field) if found else None
    if found is None or limit is None:
        raise BadInput(
            f"“{clip(line(typed), _SHOWN)}” is not understood. Write it as recall@de >= 0.7.", field
        )
    subset = (found["subset"] or "").strip()
    return Guardrail(
        found["metric"].strip(), limit, "higher" if found["sign"] in {">=", "≥", ">"} else "lower", subset
    )


def example(metric: Metric) -> str:
    """A value as it may be reported: its target or the like, else one of its range."""
    known = (metric.target, metric.baseline, metric.ceiling)
    return figure(next((each for each in known if each is not None), 0.8))


def read_worth(typed: str, field: str) -> Worth | None:
    """ "500,000 EUR", "€ 500,000"."""
    typed = line(typed)
    if not typed:
        return None
    found = _money(typed, "", field)
    if found is None:
        raise BadInput(f"“{clip(typed, _SHOWN)}” is not understood. Write it as 500,000 EUR.", field)
    if len(found[1]) > _CURRENCY:
        raise BadInput("Write a currency by its code, such as EUR.", field)
    return Worth(*found)


def read_cost(typed: str, currency: str, field: str) -> float | None:
    """ "1,000", "950.50", "1 000 EUR": in the worth's currency, whether it names that or none. Raises BadInput on
    `field`."""
    typed = line(typed)
    if not typed:
        return None
    found = _money(typed, currency, field)
    if found is None:
        raise BadInput(f"“{clip(typed, _SHOWN)}” is no amount, such as 1,000.", field)
    cost, named = found
    if named and _code(named) != _code(currency):
        other = f"is in {currency}" if currency else "names no currency"
        raise BadInput(
            f"The worth {other}, and this is in {clip(named, _SHOWN)}: write both in one currency.", field
        )
    return cost


def _code(currency: str) -> str:
    return _CODES.get(currency, currency.casefold())


def _money(typed: str, usual: str, field: str) -> tuple[float, str] | None:
    """An amount, read by its own currency or by the `usual` one, and the currency that it names."""
    found = _MONEY_OF.fullmatch(typed)
    if found is None:
        return None
    named = (found["before"] or found["after"]).strip()
    amount = _amount(found["figure"], found["scale"] or "", named or usual, field)
    return None if amount is None else (amount, named)


def _amount(typed: str, scale: str, currency: str, field: str) -> float | None:
    if not scale and currency.upper() not in _IN_THOUSANDTHS:
        return figures.read_money(typed, field)
    found = figures.try_read(typed, field)
    return None if found is None else found * _SCALES.get(scale.casefold(), 1.0)
