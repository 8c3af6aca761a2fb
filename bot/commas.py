"""A comma that may stand between thousands, or before a fraction."""

import re

_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}(e[+-]?\d{1,3})?", re.ASCII)


def either(number: str) -> str:
    """Why a number may be one of two, in a sentence; empty where it is one: "0,805", "1,5" and "1,234,567" are."""
    if not _EITHER.fullmatch(number):
        return ""
    whole, part = number.replace(",", ""), number.replace(",", ".")
    return f"{number} may mean {whole} or {part}. Write it without the comma."
