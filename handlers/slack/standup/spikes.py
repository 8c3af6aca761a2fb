"""The spikes in a standup's prompt and digest on Slack: how long each goes on, in somebody's own time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ceremonies.spike.running import Running
from bot.dates import say_day, say_duration, say_zone
from handlers.slack.blocks import Json, bullets, context, paragraph, rich
from handlers.slack.drawing import NOTHING, Extra
from handlers.slack.text import clip, emoji, fitting, level, line, name, say, sentence, user_text, weight

_OWN = 3  # in a prompt: it has to stay one screen
_OWN_QUESTION = 200
_LISTED = 10  # in a digest
_ROOM = 1_200  # their share of it
_FRAME = 100  # our own words around them, of that
_QUESTION = 100
_SHORT_QUESTION = 30
#: What asks for a decision comes first.
_ORDER = ("up", "runs", "paused", "ahead")


def own(spikes: Sequence[Running], zone: str) -> Extra:
    """A member's own spikes, with moments in their zone."""
    if not spikes:
        return NOTHING
    shown, more = _sorted(spikes)[:_OWN], len(spikes) - _OWN
    title = "Your spikes" if len(spikes) > 1 else "Your spike"
    items = [
        user_text(line(each.question), _OWN_QUESTION) + say(f" · {_own_standing(each, zone)}")
        for each in shown
    ]
    said = (
        sentence(f"{clip(line(each.question), _OWN_QUESTION)} · {_own_standing(each, zone)}")
        for each in shown
    )
    return _extra(say(title, bold=True), items, more, f"{title}: {' '.join(said)}")


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
    if not spikes:
        return NOTHING
    spikes = _sorted(spikes)
    shown, width = _fitting(spikes, zone)
    timed = any(each.standing in {"ahead", "runs"} for each in shown)
    clock = f" · {say_zone(zone)}" if timed else ""
    items = [
        [
            *say(name(each.name), bold=True),
            *say("  "),
            *(user_text(line(each.question), width) or say("–")),
            *say(f" · {_standing(each, zone)}", italic=True),
        ]
        for each in shown
    ]
    said = (
        sentence(f"{name(each.name)}: {clip(line(each.question), width)} · {_standing(each, zone)}")
        for each in shown
    )
    title = [*say("Spikes", bold=True), *say(clock)]
    return _extra(title, items, len(spikes) - len(shown), f"Spikes{clock}: {' '.join(said)}", _ROOM)


def _fitting(spikes: Sequence[Running], zone: str) -> tuple[Sequence[Running], int]:
    """The spikes that fit, and the length to which their questions are cut."""
    frames = [weight(name(each.name)) + weight(_standing(each, zone)) + 5 for each in spikes]
    sizes = [min(weight(line(each.question)), _QUESTION) for each in spikes]
    shortest = (frame + min(size, _SHORT_QUESTION) for frame, size in zip(frames, sizes, strict=True))
    shown = min(_LISTED, fitting(shortest, _ROOM - _FRAME))
    return spikes[:shown], level(sizes[:shown], _ROOM - _FRAME - sum(frames[:shown]))


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


def _extra(title: list[Json], items: list[list[Json]], more: int, said: str, room: int = 0) -> Extra:
    blocks = [rich(paragraph(emoji("hourglass_flowing_sand"), title), bullets(items))]
    if more <= 0:
        return Extra(tuple(blocks), said, weight=room)
    return Extra((*blocks, context(f"and {more} more")), f"{said} And {more} more.", weight=room)


def _moment(moment: datetime | None, zone: str) -> str:
    """With its date, since the message stands for days. None: too far ahead to tell, as where somebody is long away."""
    if moment is None:
        return "later"
    there = moment.astimezone(ZoneInfo(zone))
    return f"{say_day(there.date())} {there:%H:%M}"
