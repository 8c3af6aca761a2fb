"""What a notice looks like on Slack."""

from dataclasses import dataclass

from handlers.slack.blocks import Json


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message: `text` says it all for notifications and screen readers, escaped; `blocks` show it."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a ceremony adds to a survey's drawing: blocks, the same in words, and its place in the count."""

    blocks: tuple[Json, ...] = ()
    spoken: str = ""
    counted: str = ""
    weight: int = 0  #: how much of the message's room the blocks take

    def __add__(self, other: "Extra") -> "Extra":
        """The one and below it the other."""
        return Extra(
            self.blocks + other.blocks,
            " ".join(filter(None, (self.spoken, other.spoken))),
            " · ".join(filter(None, (self.counted, other.counted))),
            self.weight + other.weight,
        )


NOTHING = Extra()
