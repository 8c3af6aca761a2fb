"""The spikes in a standup's prompt and digest on Slack: how long each goes on, in somebody's own time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ceremonies.spike.running import Running
from bot.dates import say_day, say_duration, say_zone
from handlers.slack.drawing import Extra
from handlers.slack.standup import owned
from handlers.slack.standup.owned import Owned

_SIGN = "hourglass_flowing_sand"
#: What asks for a decision comes first.
_ORDER = ("up", "runs", "paused", "ahead")


def own(spikes: Sequence[Running], zone: str) -> Extra:
    """A member's own spikes, with moments in their zone."""
    title = "Your spikes" if len(spikes) > 1 else "Your spike"
    return owned.own(
        _SIGN, title, [Owned(each.name, each.question, _own_standing(each, zone)) for each in _sorted(spikes)]
    )


def _own_standing(each: Running, zone: str) -> str:
    match each.standing:
        case "up":
            return "its time is up: what do you decide?"
        case "paused":
            return f"paused, {say_duration(each.left)} left" if each.left else "paused"
        case "ahead":
            return f"begins {_moment(each.starts_at, zone)}"
        case _:
            return f"time is up {_moment(each.up_at, zone)}"


def listed(spikes: Sequence[Running], zone: str) -> Extra:
    """The team's spikes, with moments in its zone."""
    spikes = _sorted(spikes)
    every = [Owned(each.name, each.question, _standing(each, zone)) for each in spikes]
    shown = spikes[: len(owned.fits(every))]
    timed = any(each.standing in {"ahead", "runs"} for each in shown)
    return owned.listed(_SIGN, "Spikes", f" · {say_zone(zone)}" if timed else "", every)


def _standing(each: Running, zone: str) -> str:
    match each.standing:
        case "up":
            return "time is up, decision due"
        case "paused":
            return "paused"
        case "ahead":
            return f"begins {_moment(each.starts_at, zone)}"
        case _:
            return f"until {_moment(each.up_at, zone)}"


def _sorted(spikes: Sequence[Running]) -> Sequence[Running]:
    return sorted(spikes, key=lambda each: _ORDER.index(each.standing))


def _moment(moment: datetime | None, zone: str) -> str:
    """With its date, since the message stands for days. None: too far ahead to tell, as where somebody is long away."""
    if moment is None:
        return "later"
    there = moment.astimezone(ZoneInfo(zone))
    return f"{say_day(there.date())} {there:%H:%M}"
