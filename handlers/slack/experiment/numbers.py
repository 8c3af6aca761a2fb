"""Numbers as people type them, in the way of wherever they are from."""

import re
from math import isfinite

from bot.errors import BadInput

_BLANKS = re.compile(r"[\s'’_\u00a0\u202f%]+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII)
_LONGEST = 40


def read(typed: str, field: str) -> float:
    """ "0.8", "0,8", "80 %", "500,000", "1.234,5". Raises BadInput on `field`."""
    found = try_read(typed)
    if found is None:
        raise BadInput(f"“{' '.join(typed.split())[:_LONGEST]}” is no number, such as 0.8.", field)
    return found


def read_optional(typed: str, field: str) -> float | None:
    """None where nothing was typed. Raises BadInput on `field`."""
    return read(typed, field) if typed.strip() else None


def try_read(typed: str) -> float | None:
    """The number, or None for what is none."""
    bare = _BLANKS.sub("", typed.replace("−", "-"))
    comma, dot = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and dot >= 0:  # the last of them is the one before the fraction
        bare = bare.replace(",", "") if dot > comma else bare.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    else:
        bare = bare.replace(",", ".")
    if len(bare) > _LONGEST or not _NUMBER.fullmatch(bare.casefold()):
        return None
    figure = float(bare)
    return figure if isfinite(figure) else None
