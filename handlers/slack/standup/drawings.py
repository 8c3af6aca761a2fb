"""What a standup looks like on Slack: a survey's drawings, with blockers and spikes in the prompt and first in the
digest."""

from collections.abc import Sequence
from datetime import date

from bot.ceremonies import standup
from bot.ceremonies.standup import Stuck
from bot.dates import say_day
from bot.model import Obstacle
from handlers.slack import survey
from handlers.slack.blocks import Json, bullets, context, paragraph, rich
from handlers.slack.digest import digest as survey_digest
from handlers.slack.drawing import NOTHING, Drawing, Extra
from handlers.slack.standup import actions, spikes
from handlers.slack.text import (
    clip,
    count,
    emoji,
    fitting,
    level,
    line,
    name,
    say,
    sentence,
    user_text,
    weight,
)

CARRIED = 5  # blockers in a prompt: it has to stay one screen
CARRIED_TEXT = 200
BLOCKERS = 4_000  # their share of the digest
BLOCKER_TEXT = 300
SHORT_BLOCKER = 60


def ask(notice: standup.Ask) -> Drawing:
    """A member's prompt, with the blockers that they still carry, and their own spikes and actions."""
    own = spikes.own(notice.spikes, notice.ask.zone) + actions.own(notice.actions, notice.ask.day)
    return survey.ask(notice.ask, _carried(notice.carried) + own)


def _carried(obstacles: Sequence[Obstacle]) -> Extra:
    if not obstacles:
        return NOTHING
    shown, more = obstacles[:CARRIED], len(obstacles) - CARRIED
    items = [user_text(line(each.text), CARRIED_TEXT) + say(_since(each)) for each in shown]
    blocks = [rich(paragraph(emoji("construction"), say("Still in your way", bold=True)), bullets(items))]
    blocks += [context(f"and {more} more")] if more > 0 else []
    said = (sentence(f"{clip(line(each.text), CARRIED_TEXT)}{_since(each)}") for each in shown)
    return Extra(tuple(blocks), f"Still in your way: {' '.join(said)}")


def _since(each: Obstacle) -> str:
    helped = f" · {name(each.helper)} is on it" if each.standing == "acknowledged" else ""
    return f" · since {say_day(each.day)}{helped}"


def digest(notice: standup.Digest) -> Drawing:
    """The digest: blockers first, then spikes, then what is due soon."""
    day = notice.digest.day
    first = _blockers(notice.blockers, day) + spikes.listed(notice.spikes, notice.zone)
    return survey_digest(notice.digest, first + actions.listed(notice.actions, day))


_ORDER = ("open", "acknowledged", "resolved", "withdrawn")


def _blockers(stuck: Sequence[Stuck], day: date) -> Extra:
    stuck = sorted(
        (each for each in stuck if each.blocker.standing != "withdrawn"),
        key=lambda each: _ORDER.index(each.blocker.standing),
    )
    if not stuck:
        return NOTHING
    shown, width = _fitting(stuck, day)
    items = [_item(each, width, day) for each in shown]
    more = len(stuck) - len(shown)
    title = paragraph(emoji("construction"), say("Blockers", bold=True))
    blocks = [rich(title, bullets(items))] + ([context(f"and {more} more in the thread")] if more else [])
    said = [_spoken(each, width, day) for each in shown]
    return Extra(tuple(blocks), f"Blockers: {' '.join(said)}", _counted(stuck), BLOCKERS)


def _counted(stuck: Sequence[Stuck]) -> str:
    resolved = sum(each.blocker.standing == "resolved" for each in stuck)
    in_the_way = len(stuck) - resolved
    said = (count(in_the_way, "blocker") if in_the_way else "", f"{resolved} resolved" if resolved else "")
    return ", ".join(filter(None, said))


def _fitting(stuck: Sequence[Stuck], day: date) -> tuple[Sequence[Stuck], int]:
    """The blockers that fit, and the length to which their texts are cut."""
    frames = [weight(name(each.name)) + weight(_standing(each.blocker, day)) + 20 for each in stuck]
    sizes = [min(weight(line(each.blocker.text)), BLOCKER_TEXT) for each in stuck]
    shortest = (frame + min(size, SHORT_BLOCKER) for frame, size in zip(frames, sizes, strict=True))
    shown = fitting(shortest, BLOCKERS)
    return stuck[:shown], level(sizes[:shown], BLOCKERS - sum(frames[:shown]))


def _item(each: Stuck, width: int, day: date) -> list[Json]:
    done = each.blocker.standing == "resolved"
    text = user_text(line(each.blocker.text), width, strike=done)
    return [
        *(emoji("white_check_mark") if done else []),
        *say(name(each.name), bold=True),
        *say("  "),
        *(text or say("–")),
        *say(_standing(each.blocker, day), italic=True),
    ]


def _standing(each: Obstacle, day: date) -> str:
    """What the digest adds: since when, where that is not the digest's own day, and who helps."""
    since = f" · since {say_day(each.day)}" if each.day < day else ""
    match each.standing:
        case "acknowledged":
            return f"{since} · {name(each.helper)} is on it"
        case "resolved":
            return f" · resolved by {name(each.helper)}"
        case _:
            return since


def _spoken(each: Stuck, width: int, day: date) -> str:
    return sentence(
        f"{name(each.name)}: {clip(line(each.blocker.text), width)}{_standing(each.blocker, day)}"
    )
