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
_SCALE = re.compile(r"[km]\b", re.IGNORECASE)
_SCALES = {"k": 1e3, "m": 1e6}
#: Of these a third digit after the comma is as usual as the first: dinars and rials of a thousand parts.
_IN_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
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
    parts = _TO.split(f" {' '.join(typed.split())} ")
    if len(parts) != 2 or not any(each.strip() for each in parts):  # noqa: PLR2004 — from and to
        raise BadInput("Write it as “0 to 1”, or “0 to” where it has no upper end.", field)
    low, high = (figures.read_optional(each, field) for each in parts)
    return low, high


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


def read_cost(typed: str, field: str) -> float | None:
    """ "1,000", "1 000", "950.50". Raises BadInput on `field`."""
    if not typed.strip():
        return None
    found = figures.read_money(typed, field)
    if found is None:
        raise BadInput(f"“{clip(line(typed), _SHOWN)}” is no amount, such as 1,000.", field)
    return found


def example(metric: Metric) -> str:
    """A value as it may be reported: its target or the like, else one of its range."""
    known = (metric.target, metric.baseline, metric.ceiling)
    return figure(next((each for each in known if each is not None), 0.8))


def read_worth(typed: str, cost: float | None, field: str) -> Worth | None:
    """ "500,000 EUR", "€ 500,000"."""
    typed = line(typed)
    if not typed:
        if cost is not None:
            raise BadInput("Say what a unit is worth too: a cost alone weighs nothing.", field)
        return None
    found = _MONEY_OF.fullmatch(typed)
    currency = (found["before"] or found["after"] or "").strip() if found else ""
    per_unit = _amount(found["figure"], found["scale"] or "", currency, field) if found else None
    if per_unit is None:
        raise BadInput(f"“{clip(typed, _SHOWN)}” is not understood. Write it as 500,000 EUR.", field)
    if len(currency) > _CURRENCY:
        raise BadInput("Write a currency by its code, such as EUR.", field)
    return Worth(per_unit, currency, cost)


def _amount(typed: str, scale: str, currency: str, field: str) -> float | None:
    if not scale and currency.upper() not in _IN_THOUSANDTHS:
        return figures.read_money(typed, field)
    found = figures.try_read(typed, field)
    return None if found is None else found * _SCALES.get(scale.casefold(), 1.0)
