"""The boxes of spikes on their owners' Homes."""

from collections.abc import Sequence

from bot.dates import say_duration
from bot.homes.boxed import Boxed
from handlers.slack.blocks import Json, actions, button, context, header, paragraph, rich
from handlers.slack.days import at
from handlers.slack.home.pieces import more
from handlers.slack.spike.drawings import FINISH, PAUSE, RESUME
from handlers.slack.text import channel, clip, emoji, line, name, say

#: So many are shown, and so much of each one's question.
MOST, _TEXT = 5, 300


def spikes(every: Sequence[Boxed], zone: str, year: int) -> list[Json]:
    """What is left of each, with what can be done about it."""
    if not every:
        return []
    blocks = [header("Your spikes")]
    for each in every[:MOST]:
        blocks += _spike(each, zone, year)
    return blocks + more(len(every) - MOST, "more. /spike list shows them all")


def _spike(each: Boxed, zone: str, year: int) -> list[Json]:
    question = say(clip(line(each.question), _TEXT) or "–", bold=True)
    until = f", until {at(each.until, zone, year)}" if each.until else ""
    stands = {
        "runs": f"at most {say_duration(each.left)} left{until}",
        "paused": f"paused, {say_duration(each.left)} left",
        "up": "time is up: a decision is due",
        "ahead": f"begins {at(each.starts_at, zone, year)}" if each.starts_at else "begins later",
    }[each.standing]
    whose = "" if each.mine else f" · {name(each.owner)} works by it"
    up, held = each.standing == "up", each.standing == "paused"
    buttons = [button("Decide" if up else "Finish", FINISH, each.round, "primary" if up else None)]
    buttons += [button("Resume", RESUME, each.round)] if held else []
    buttons += [button("Pause", PAUSE, each.round)] if each.standing == "runs" else []
    said = f"{channel(each.team)} · {stands}{whose}"
    return [rich(paragraph(emoji("hourglass_flowing_sand"), question)), context(said), actions(*buttons)]
