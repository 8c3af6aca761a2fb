"""What whoever runs the bot may do by hand about what is stuck, in all workspaces."""

from datetime import datetime
from typing import Protocol


class Mending(Protocol):
    """The operator's own verbs."""

    def retry(self, at: datetime, since: datetime) -> int:
        """What is kept or left alone, and what was given up of rounds that opened `since`, is due at `at`: messages are
        looked up before they are sent again. Returns how much that is."""
        ...

    def drop(self, before: datetime) -> int:
        """What is still to be sent of rounds that opened before this moment is sent no more. Returns how much it is."""
        ...
