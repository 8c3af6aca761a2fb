"""The bot with a closer look at its event loop: `python -m tests.bench.watched run`, as `python -m bot run`.

Its own metrics look four times a second, and would miss most of what is short.
"""

from bot import metrics
from bot.__main__ import main

#: Seconds: a stall of 50 ms is met by a look within it, and shows as 45 ms or more.
LOOK = 0.005

if __name__ == "__main__":
    metrics._LOOK = LOOK
    main()
