"""What retros want of everybody, on their Homes."""

from collections.abc import Sequence

from bot.shell.retros import Wanted
from handlers.slack.blocks import Json, button, header
from handlers.slack.days import at
from handlers.slack.home.pieces import words
from handlers.slack.retro import ballots, drawings
from handlers.slack.text import channel

#: So many are shown, a team has one under way; and so much of each.
MOST, _TEXT = 5, 300


def retros(every: Sequence[Wanted], zone: str, year: int) -> list[Json]:
    """A line for each. They say the same to who gave already: who did is nobody's business."""
    if not every:
        return []
    return [
        header("Your retro" if len(every) == 1 else "Your retros"),
        *(_row(each, zone, year) for each in every[:MOST]),
    ]


def _row(each: Wanted, zone: str, year: int) -> Json:
    until = f" until {at(each.until, zone, year)}" if each.until else ""
    if each.what == "notes":
        asks, press = "gathers notes", button("Write a note", drawings.NOTE, each.round)
    else:
        asks, press = "votes on what to talk about", button("Give dots", ballots.VOTE, each.round)
    return words(f"{channel(each.team)} {asks}{until}.", press, _TEXT)
