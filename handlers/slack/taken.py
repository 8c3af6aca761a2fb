"""What came in, as the log tells of it: never what somebody typed."""

from dataclasses import dataclass

from bot import metrics
from bot.errors import BotError
from bot.log import log
from handlers.slack.desk import Envelope

_BRIEF = 40  #: characters; a name of ours is shorter, and what is none of ours fills no log


@dataclass(frozen=True, slots=True)
class Taken:
    """An act that came in: its kind, its name, empty where nobody listens to it, and whose it is. Of one that is
    `unnamed` the log has no line: that it came, and when, is counted alone."""

    kind: metrics.Kind
    name: str
    envelope: Envelope
    unnamed: bool = False

    def done(self, refused: BotError | None = None) -> None:
        """It was answered: done, or refused."""
        metrics.acted(self.kind, "refused" if refused else "done")
        why = {"refused": type(refused).__name__} if refused else {}
        self._log("taken in", **why)

    def failed(self, error: Exception) -> None:
        """It came to nothing: refused, not done in time, or a mistake of ours."""
        slow: metrics.Outcome = "slow" if isinstance(error, TimeoutError) else "failed"
        metrics.acted(self.kind, "refused" if isinstance(error, BotError) else slow)

    def left(self) -> None:
        """Nothing could be kept of it: Slack tells it again."""
        metrics.acted(self.kind, "left")

    def repeated(self) -> None:
        """It was taken in before, and is acked again."""
        metrics.repeated()
        self._log("repeated")

    def _log(self, event: str, **more: str) -> None:
        if not self.unnamed:
            log.info(event, kind=self.kind, name=self.name[:_BRIEF], user=self.envelope.user[:_BRIEF], **more)
