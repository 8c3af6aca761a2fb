"""What a round writes into the book."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that a round writes into the book when something was settled."""
