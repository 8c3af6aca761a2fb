"""The digest of a survey on Slack: one message that a person reads in one go, however many answered."""

from collections.abc import Sequence

from bot.ceremonies import survey
from handlers.slack.blocks import MESSAGE_TEXT, context, divider, header, section
from handlers.slack.drawing import NOTHING, Drawing, Extra
from handlers.slack.fold import Item, Part, cut, listed, said
from handlers.slack.text import clip, line, long_day, name, names, spoken, weight

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
    lines, left_out = cut(_items(notice.lines), room, HEADLINE, SHORT_HEADLINE)
    blocks = [header(head), context(counted), *extra.blocks]
    if lines:
        blocks += [divider()] if extra.blocks else []
        blocks += listed(lines)
        blocks += [section(f"and {left_out} more in the thread")] if left_out else []
    blocks += [context(each) for each in absent]
    blocks.append(context(_closing(notice)))
    members = said([Part("", tuple(lines))])
    more = f"And {left_out} more in the thread." if left_out else ""
    rest = [f"{each}." for each in absent]
    return Drawing(
        spoken(f"{head}.", f"{counted}.", extra.spoken, *members, more, *rest, _closing(notice)), blocks
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


def _items(lines: Sequence[survey.Line]) -> list[Item]:
    return [
        Item(line(each.headline) or SAID_NOTHING, name(each.name), LATE if each.late else "")
        for each in lines
    ]


def _closing(notice: survey.Digest) -> str:
    if notice.trial:
        return TRIAL
    if notice.over:
        return "Closed. Full answers are in the thread." if notice.answered else "Closed without answers."
    if not notice.answered:
        return "Answers that come later are added here."
    return "Full answers are in the thread. Later ones are added here."
