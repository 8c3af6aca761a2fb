"""The clock that the page and the bot share: real time plus an offset, so it runs on after it was set."""

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock takes a moment with a zone")
        self._offset = moment - datetime.now(UTC)
