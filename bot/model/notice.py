"""What people should now see, and where it stands."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.picture import Picture
from bot.model.team import ChannelId, MemberId, RoundId


@dataclass(frozen=True, slots=True)
class Room:
    """The team's channel."""


@dataclass(frozen=True, slots=True)
class Dm:
    """A member's direct messages with the bot."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class Thread:
    """Below another slot, of this round or of another."""

    slot: str
    round: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A channel that need not be any team's. Where it cannot be posted in, the leads are told once, by its `name`; if
    it is `private`, nobody else is told that."""

    channel: ChannelId
    name: str = field(default="", compare=False)
    private: bool = field(default=False, compare=False)


Place = Room | Dm | Thread | Elsewhere


@dataclass(frozen=True, slots=True)
class Notice:
    """What people should now see, in the team's words. Each ceremony derives its own."""

    place: Place
    round: RoundId

    @property
    def moot(self) -> bool:
        """Whether it is of use only to who has seen an earlier state: then it is not posted anew, only edited in."""
        return False

    def goes(self, at: datetime) -> datetime | None:
        """When it is posted, if it was not by `at`: then, or later, or never, as it would come too late. What only
        this needs to know is in fields that are not compared: they are not part of what people see."""
        return at

    @property
    def picture(self) -> Picture | None:
        """What the message shows besides its words, if it can be had in time."""
        return None

    @property
    def due(self) -> datetime | None:
        """The moment at which it was to be there, where somebody waits for it and its lateness is measured."""
        return None
