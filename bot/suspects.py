"""What seems to crash whoever takes it up: how often it may, and how long it is left alone.

Every taking is counted before the work is done, and the count is set back when the work ends, well or not. To look up
a message in doubt is not its work: where that ends, only its own taking is given back.
"""

from datetime import timedelta

#: So many takings without an end, and it is left alone for a while.
POISON = 3
#: For how long at first, how much longer each time, and at most: the last of its three crashes may have been another's
#: doing, and a new version may know better.
FIRST_REST, GROWTH, LAST_REST = timedelta(seconds=5), 4, timedelta(hours=1)


def is_suspect(taken: int) -> bool:
    """One more crash, and it is left alone: so it goes by itself, and no other is blamed for what it does."""
    return taken >= POISON - 1


def rest(taken: int) -> timedelta:
    """How long it is left alone if this taking does not end either: 5, 20, 80, 320 and 1280 seconds, then
    an hour at a time."""
    if taken < POISON:
        return timedelta(0)
    wait, more = FIRST_REST, taken - POISON
    while more > 0 and wait < LAST_REST:
        wait, more = wait * GROWTH, more - 1
    return min(wait, LAST_REST)
