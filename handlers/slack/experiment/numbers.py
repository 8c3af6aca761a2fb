"""Numbers as people type them, in the way of wherever they are from."""

import re
from math import isfinite

from bot.errors import BadInput

_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.ASCII)
#: Groups of three, in India of two before the last; the same sign between all of them.
_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9]\d{0,2}(?P<between>[,.'’_ ])(?:\d{2,3}(?P=between))*\d{3})(?P<rest>[,.]\d*)?",
    re.ASCII,
)
_DOTTED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_LONGEST = 40


def read(typed: str, field: str) -> float:
    """ "0.8", "0,8", "80 %", "500,000", "1.234,5". Raises BadInput on `field`."""
    found = try_read(typed)
    if not typed.strip():
        raise BadInput("Fill this in: a number, such as 0.8.", field)
    if found is None:
        raise BadInput(f"“{' '.join(typed.split())[:_LONGEST]}” is no number, such as 0.8.", field)
    return found


def read_optional(typed: str, field: str) -> float | None:
    """None where nothing was typed. Raises BadInput on `field`."""
    return read(typed, field) if typed.strip() else None


def try_read(typed: str) -> float | None:
    """The number, or None for what is none: two numbers beside each other are none."""
    bare = _BLANKS.sub(" ", typed.replace("−", "-")).strip().removesuffix("%").rstrip()
    if len(bare) > _LONGEST:
        return None
    bare = bare.casefold()
    grouped = _GROUPED.fullmatch(bare)
    if grouped and _is_grouped(grouped["between"], grouped["whole"], grouped["rest"]):
        bare = grouped["whole"].replace(grouped["between"], "") + (grouped["rest"] or "")
    elif not _PLAIN.fullmatch(bare):
        return None
    figure = float(bare.replace(",", "."))
    return figure if isfinite(figure) else None


def read_money(typed: str) -> float | None:
    """The same for an amount: 1.000 is a thousand, since nobody writes a third digit of a cent."""
    found = _DOTTED.fullmatch(typed.strip())
    return try_read(found[0].replace(".", "") if found else typed)


def _is_grouped(between: str, whole: str, rest: str | None) -> bool:
    """A dot that stands once, with nothing after it, begins the fraction; a sign between groups does not."""
    if rest:
        return not rest.startswith(between)
    return between != "." or whole.count(".") > 1
