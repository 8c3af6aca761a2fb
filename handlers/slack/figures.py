"""Numbers as people type them, in the way of wherever they are from, and as they are spelt back to them."""

import re
from decimal import Decimal
from math import isfinite

from bot.commas import either
from bot.errors import BadInput

_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.ASCII)
#: Groups of three, in India of two before the last; the same sign between all of them.
_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9]\d{0,2}(?P<between>[,.'’_ ])(?:\d{2,3}(?P=between))*\d{3})(?P<rest>[,.]\d*)?",
    re.ASCII,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_LONGEST = 40
#: A number that takes more of them is written with its power of ten.
_DIGITS = 24


def figure(number: float | None) -> str:
    """As it is typed: with all of its digits."""
    return "" if number is None else _spelt(Decimal(repr(float(number))))


def amount(number: float) -> str:
    """The same for money: as `read_money` reads it."""
    spelt = figure(number)
    return f"{spelt}0" if _DOTTED.fullmatch(spelt) else spelt


def percent(share: float) -> str:
    """A share in percent, without the sign: 5 for 0.05."""
    return _spelt(Decimal(repr(float(share))).scaleb(2))


def percent_as_share(typed: str) -> str:
    """ "0.85" of "85 %", exactly as it is written."""
    return _spelt(Decimal(_bare(typed) or 0).scaleb(-2))


def _spelt(number: Decimal) -> str:
    whole = f"{number:f}"
    whole = whole.rstrip("0").rstrip(".") if "." in whole else whole
    return whole if len(whole) <= _DIGITS else f"{number}".replace("E", "e")


def read(typed: str, field: str) -> float:
    """ "0.8", "0,8", "80 %", "500 000", "1.234,5". Raises BadInput on `field`, also for "1,234": it may be either."""
    found = try_read(typed, field)
    if not typed.strip():
        raise BadInput("Fill this in: a number, such as 0.8.", field)
    if found is None:
        raise BadInput(f"“{' '.join(typed.split())[:_LONGEST]}” is no number, such as 0.8.", field)
    return found


def read_share(typed: str, field: str) -> float:
    """A ratio: "0.8", and 0.8 for "80 %". Raises BadInput on `field`."""
    return read_percent(typed, field) if typed.rstrip().endswith("%") else read(typed, field)


def read_percent(typed: str, field: str) -> float:
    """A share that is asked for in percent, with the sign or without: 0.05 for "5". Raises BadInput on `field`."""
    read(typed, field)
    # exactly as it is written, so that it is read as it was
    return float(Decimal(_bare(typed) or 0).scaleb(-2)) + 0.0


def read_optional(typed: str, field: str) -> float | None:
    """None where nothing was typed. Raises BadInput on `field`."""
    return read(typed, field) if typed.strip() else None


def try_read(typed: str, field: str) -> float | None:
    """The number, or None for what is none: two numbers beside each other are none. Raises BadInput on `field` for one
    that may be one of two."""
    if doubt := either(_cleaned(typed)):
        raise BadInput(doubt, field)
    bare = _bare(typed)
    figure = float(bare) + 0.0 if bare else None  # what is -0 elsewhere is 0 to people
    return figure if figure is not None and isfinite(figure) else None


def _cleaned(typed: str) -> str:
    bare = _BLANKS.sub(" ", typed.replace("−", "-")).strip().removesuffix("%").rstrip()
    return bare.casefold()


def _bare(typed: str) -> str | None:
    """The number as machines write it."""
    bare = _cleaned(typed)
    if len(bare) > _LONGEST:
        return None
    grouped = _GROUPED.fullmatch(bare)
    if grouped and _is_grouped(grouped["between"], grouped["whole"], grouped["rest"]):
        bare = grouped["whole"].replace(grouped["between"], "") + (grouped["rest"] or "")
    elif not _PLAIN.fullmatch(bare):
        return None
    return bare.replace(",", ".")


def read_money(typed: str, field: str) -> float | None:
    """The same for an amount: 1,000 is a thousand, since nobody writes a third digit of a cent. Of 1.000 that is not as
    sure, as a dot begins a fraction wherever else it is read. Raises BadInput on `field`."""
    bare = typed.strip()
    if _DOTTED.fullmatch(bare):
        raise BadInput(f"{bare} may mean {bare.replace('.', '')} or {bare[:-1]}. Write one of these.", field)
    return try_read(bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare, field)


def _is_grouped(between: str, whole: str, rest: str | None) -> bool:
    """A dot that stands once, with nothing after it, begins the fraction; a sign between groups does not."""
    if rest:
        return not rest.startswith(between)
    return between != "." or whole.count(".") > 1
