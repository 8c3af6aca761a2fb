"""What a press makes of a seat or a blocker, in the plainest words: the checker's own view of the ceremonies."""

from tests.faults.history import Press

SEAT = frozenset({"Answer", "Skip"})
#: From where to where a button moves a blocker; from anywhere else it is refused.
_MOVES = {
    ("", "Acknowledge"): "acknowledged",
    ("acknowledged", "HandBack"): "",
    ("", "Resolve"): "resolved",
    ("acknowledged", "Resolve"): "resolved",
}


def apply(before: str, press: Press) -> str:
    """A seat is empty, skipped or answered with a text; a blocker open (which is empty too), or as its moves say."""
    match press.kind:
        case "Answer":
            return f"said {press.value}"
        case "Skip":
            return before if before.startswith("said") else "skipped"
        case _:
            return _MOVES.get((before, press.kind), before)
