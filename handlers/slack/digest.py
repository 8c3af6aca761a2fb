"""The digest of a survey on Slack: one message that a person reads in one go, however many answered."""

from collections.abc import Sequence

from bot.ceremonies import survey
from handlers.slack.blocks import MESSAGE_TEXT, Json, bullets, context, divider, header, rich, section
from handlers.slack.drawing import NOTHING, Drawing, Extra
from handlers.slack.text import (
    clip,
    fitting,
    level,
    line,
    long_day,
    name,
    names,
    say,
    sentence,
    spoken,
    user_text,
    weight,
)

TITLE_TEXT = 60
#: For who answered by ticking off a blocker alone.
SAID_NOTHING = "nothing new"
HEADLINE = 150  # about two lines on a phone
SHORT_HEADLINE = 40  # below this a line says nothing: rather show fewer members
NAMES = 1_000  # for each of the lists of names
FRAME = 500  # our own words around it all
LATE = " · late"
TRIAL = "This is a trial: only you see it and nothing of it counts."


def digest(notice: survey.Digest, extra: Extra = NOTHING) -> Drawing:
    """What a round came to; `extra` comes before the members."""
    head = f"{clip(line(notice.title), TITLE_TEXT)} · {long_day(notice.day)}"
    counted = " · ".join(filter(None, (_counted(notice), extra.counted)))
    absent = _lists(notice)
    room = MESSAGE_TEXT - FRAME - weight(head) - extra.weight - sum(map(weight, absent))
    lines, left_out = _fitting(notice.lines, room)
    blocks = [header(head), context(counted), *extra.blocks]
    if lines:
        blocks += [divider()] if extra.blocks else []
        blocks += _members(lines, left_out)
    blocks += [context(each) for each in absent]
    blocks.append(context(_closing(notice)))
    said = [sentence(f"{who}: {headline}") for who, headline, _ in lines]
    more = f"And {left_out} more in the thread." if left_out else ""
    rest = [f"{each}." for each in absent]
    return Drawing(
        spoken(f"{head}.", f"{counted}.", extra.spoken, *said, more, *rest, _closing(notice)), blocks
    )


def _counted(notice: survey.Digest) -> str:
    if notice.present:
        return f"{notice.answered} of {notice.present} answered"
    return "Everyone skipped" if notice.skipped else "Nobody was asked"


def _lists(notice: survey.Digest) -> list[str]:
    """Who is not among the answers, and why."""
    away = [who if why == "away" else f"{name(who)} ({clip(line(why), 40)})" for who, why in notice.away]
    kinds = (
        ("No answer yet", notice.waiting),
        ("Asked later", notice.later),
        ("Skipped", notice.skipped),
        ("Away", away),
        ("Not asked in time", notice.missed),
    )
    return [f"{label}: {names(who, NAMES)}" for label, who in kinds if who]


def _fitting(lines: Sequence[survey.Line], room: int) -> tuple[list[tuple[str, str, bool]], int]:
    """The lines that fit, their headlines cut alike, and how many are left out."""
    drawn = [(name(each.name), line(each.headline) or SAID_NOTHING, each.late) for each in lines]
    frames = [weight(who) + len(LATE) + 4 for who, _, _ in drawn]
    sizes = [min(weight(headline), HEADLINE) for _, headline, _ in drawn]
    shortest = (frame + min(size, SHORT_HEADLINE) for frame, size in zip(frames, sizes, strict=True))
    shown = fitting(shortest, room)
    width = level(sizes[:shown], room - sum(frames[:shown]))
    fitted = [(who, clip(headline, width), late) for who, headline, late in drawn[:shown]]
    return fitted, len(drawn) - shown


def _members(lines: Sequence[tuple[str, str, bool]], left_out: int) -> list[Json]:
    items = [
        [
            *say(who, bold=True),
            *say("  "),
            *user_text(headline, weight(headline)),
            *(say(LATE, italic=True) if late else []),
        ]
        for who, headline, late in lines
    ]
    more = [section(f"and {left_out} more in the thread")] if left_out else []
    return [rich(bullets(items)), *more]


def _closing(notice: survey.Digest) -> str:
    if notice.trial:
        return TRIAL
    if notice.over:
        return "Closed. Full answers are in the thread." if notice.answered else "Closed without answers."
    if not notice.answered:
        return "Answers that come later are added here."
    return "Full answers are in the thread. Later ones are added here."
