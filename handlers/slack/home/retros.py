"""What retros want of everybody, on their Homes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.shell.retros import Wanted
from handlers.slack.blocks import Json, button, header, plain
from handlers.slack.home.days import on
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
    until = f" until {_moment(each.until, zone, year)}" if each.until else ""
    if each.what == "notes":
        words, press = "gathers notes", button("Write a note", drawings.NOTE, each.round)
    else:
        words, press = "votes on what to talk about", button("Give dots", ballots.VOTE, each.round)
    words = f"{channel(each.team)} {words}{until}."
    return {"type": "section", "text": plain(words, _TEXT), "accessory": press}


def _moment(moment: datetime, zone: str, year: int) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    return f"{on(there.date(), year)} {there:%H:%M}"
