"""Numbers as people read them: thousands set apart, and no power of ten where anybody would write the number out."""

from decimal import Decimal

#: From here on a rounded number is whole.
_WHOLE = 1000
#: A number that takes more characters is written with its power of ten.
_LONGEST = 24


def exact(value: float) -> str:
    """12,345,678.25 or 0.00001: with all of its digits."""
    return _spelt(Decimal(repr(float(value))))


def rounded(value: float, digits: int) -> str:
    """12,345,678 or 0.375: from a thousand on whole, below with so many digits."""
    return (
        f"{value:,.0f}".replace("-", "−", 1)
        if abs(value) >= _WHOLE
        else _spelt(Decimal(f"{value:.{digits}g}"))
    )


def _spelt(number: Decimal) -> str:
    said = f"{number:,f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    said = said if len(said) <= _LONGEST else f"{float(number)!r}"
    return said.replace("-", "−", 1) if number < 0 else said.removeprefix("-")
