"""What spikes came to."""

from datetime import datetime
from typing import Protocol

from bot.model import SpikePast, Team


class Spikes(Protocol):
    """The spikes of a team that have ended; those that run are rounds."""

    def since(self, team: Team, since: datetime) -> tuple[SpikePast, ...]:
        """Those that ended then or later, oldest first, each with its story's effort when it ended and now."""
        ...
