"""The stories of a sprint in lines, and below each what its experiment came to so far."""

from collections.abc import Mapping, Sequence

from bot.model import Claim, StoryId
from handlers.slack.blocks import Json, bullets, rich
from handlers.slack.text import count, name, say, titled

TITLE, LISTED = 100, 25

#: What stands below stories, by story.
Below = Mapping[StoryId, str]
_NOTHING: Below = {}


def shown(claims: Sequence[Claim]) -> list[Claim]:
    """What is in it, what is to do first."""
    return sorted((each for each in claims if each.state != "removed"), key=lambda each: each.state == "done")


def listed(claims: Sequence[Claim], below: Below = _NOTHING) -> Json:
    """So many of them, and how many more there are."""
    lines = [_line(each, below.get(each.story, "")) for each in claims[:LISTED]]
    more = len(claims) - LISTED
    return rich(bullets([*lines, *([say(f"and {more} more")] if more > 0 else [])] or [say("no story")]))


def _line(claim: Claim, below: str) -> list[Json]:
    done = claim.state == "done"
    title = say(titled(claim, TITLE), strike=done)
    return title + say(f" · {_told(claim)}", italic=True) + (say(f"\n{below}", italic=True) if below else [])


def _told(claim: Claim) -> str:
    size = "no estimate" if claim.points is None else count(claim.points, "point")
    who = name(claim.owner_name) if claim.owner_name else "nobody yet"
    parts = [size, who]
    parts += ["done"] if claim.state == "done" else []
    parts += [f"rolled over {_times(claim.rolled)}"] if claim.rolled else []
    parts += ["added later"] if claim.added else []
    return " · ".join(parts)


def _times(rolled: int) -> str:
    return {1: "once", 2: "twice"}.get(rolled, f"{rolled} times")


def spoken_of(claim: Claim, below: Below = _NOTHING) -> str:
    """One of them, for ears."""
    said = f"{titled(claim, TITLE)}: {_told(claim)}"
    return f"{said}; {below[claim.story]}" if claim.story in below else said
