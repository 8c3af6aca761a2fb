"""What people should now see, and where it stands."""

from dataclasses import dataclass

from bot.model.team import MemberId, RoundId


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


Place = Room | Dm | Thread


@dataclass(frozen=True, slots=True)
class Notice:
    """What people should now see, in the team's words. Each ceremony derives its own."""

    place: Place
    round: RoundId

    @property
    def moot(self) -> bool:
        """Whether it is of use only to who has seen an earlier state: then it is not posted anew, only edited in."""
        return False
