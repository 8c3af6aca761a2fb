"""What a picture shows, as points and names; how it is drawn is the platform's side of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing with two measures."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ValueByEffort:
    """Stories by effort (x) and value (y), in points."""

    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One spike: the hours of working time it had, and those it used."""

    label: str
    box: float
    used: float


@dataclass(frozen=True, slots=True)
class BoxesUsed:
    """Spikes by what they used of their boxes, from the top."""

    bars: tuple[Bar, ...]


Picture = ValueByEffort | BoxesUsed
