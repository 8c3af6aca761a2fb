"""Everything that Piton refuses, as a tree. The docstring is the sentence that the member reads.

BotError
├── Refused                 the rules say no
│   ├── NotYours            only leads and workspace admins
│   ├── NotAsked            not one of those the round asks
│   ├── Over                the round has ended
│   ├── NothingOpen         no round to answer just now
│   └── Settled             somebody else was first
├── NotFound                a plan, round or team that is not (or no longer) there
├── BadInput                what was typed does not fit; `field` names the input
└── Busy                    the database is held by somebody else

DeliveryError               never shown: how a send to the platform ended
├── NotDelivered            certainly not there: the platform was not reached, and everything waits
│   ├── Limited             too many calls of this kind: they wait for `retry_after` seconds
│   └── TokenRefused        the platform does not know us any more: everything waits
├── Unreachable             never will be: archived, kicked, deactivated
└── Doubtful                nobody knows; look the key up before sending again
    └── OutOfOrder          and the platform is not well: everything waits
"""

from typing import Literal


class BotError(Exception):
    """That did not work."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or type(self).__doc__)

    @property
    def sentence(self) -> str:
        """What the member reads."""
        return str(self)


class Refused(BotError):
    """That cannot be done now."""


class NotYours(Refused):
    """Only the team's leads and workspace admins can change this. Ask one of them, or set up your own channel."""


class NotAsked(Refused):
    """You are not one of the people this round asks. A lead can add you with `/standup edit`."""


class Over(Refused):
    """This round is over: your next prompt has come. Answer there, or type `/standup`."""


class NothingOpen(Refused):
    """There is nothing to answer just now."""


class Settled(Refused):
    """Somebody was a moment faster: this is done already."""


class NotFound(BotError):
    """That is no longer there. Type `/piton help` for what you can do."""


class BadInput(BotError):
    """That is not understood."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Busy(BotError):
    """Piton is busy for a moment. Please try again: nothing was changed."""


class DeliveryError(Exception):
    """How a send to the platform ended; never shown to a member."""


class NotDelivered(DeliveryError):
    """The platform refused or was never reached, so the message is certainly not there."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.retry_after = retry_after  #: seconds


class Limited(NotDelivered):
    """The platform took too many calls of this kind already, for the whole workspace."""


class TokenRefused(NotDelivered):
    """The token is not good, which says nothing of what was to be sent."""


class Unreachable(DeliveryError):
    """The target is gone for good: archived, kicked, deactivated, revoked."""

    def __init__(self, why: str, concerns: Literal["message", "target", "posting"] = "message") -> None:
        super().__init__(why)
        self.concerns = (
            concerns  #: this message alone, whom or where it was sent to, or the right to post there
        )


class Doubtful(DeliveryError):
    """The message may or may not be there."""


class OutOfOrder(Doubtful):
    """The platform itself failed: what else is sent there now would most likely fail too."""
