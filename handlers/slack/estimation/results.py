"""What the votes came to, on Slack: the result, what is talked about below it, and what a later vote changed."""

from collections.abc import Sequence
from fractions import Fraction

from bot.book.ranking import say as say_ratio
from bot.ceremonies.estimation.notices import Line, Recount, Result, Side, Talk
from bot.ceremonies.estimation.state import NOTE_TEXT, REASON_TEXT, Heard
from bot.model import Estimate
from handlers.slack.backlog.story_form import SPIKE
from handlers.slack.blocks import (
    MESSAGE_TEXT,
    Json,
    actions,
    bullets,
    button,
    confirmation,
    context,
    header,
    numbered,
    paragraph,
    quote,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.estimation.drawings import END, moment_of, story_line
from handlers.slack.text import clip, count, line, name, say, sentence, spoken, titled, user_text, weight

AGAIN, SETTLE = "estimation.again", "estimation.settle"
#: How much of a story and of a note is shown, from the best to what always fits: title, link, note.
_SHARES = ((150, True, 200), (150, False, 200), (80, False, 100), (40, False, 40))
_ROOM = MESSAGE_TEXT - 1_500


def result(notice: Result) -> Drawing:
    """What the votes came to, and how to go on with what is not settled."""
    voted = [each for each in notice.lines if any(side.standing != "out" for side in each.sides)]
    settled = sum(map(_ready, voted))
    head = f"Estimates · {settled} of {len(voted)} settled" if voted else "Estimates · nothing voted on"
    words = _WORDS[notice.state].format(name(notice.facilitator)) if voted else "Every story was taken out."
    blocks = [header(head), _listed(notice.lines), context(words)]
    if notice.state == "unsettled":
        blocks.append(actions(*_buttons(notice)))
    unsure = [each for each in notice.lines if any(side.standing == "unsure" for side in each.sides)]
    if unsure and notice.state == "unsettled":
        blocks.append(actions(*_spikes(unsure)))
    said = (sentence(_spoken(each)) for each in notice.lines)
    return Drawing(spoken(f"{head}.", *said, words), blocks)


_WORDS = {
    "unsettled": "Talk in the thread; {0} or a lead goes on from here.",
    "voting": "A new vote is under way on what is not settled: its card stands below.",
    "settled": "All settled. /backlog shows what that makes of the order.",
    "elsewhere": "What is not settled is voted on anew: its own card stands below.",
    "ended": "Ended: what is not settled keeps the estimate that it had.",
}


def _ready(each: Line) -> bool:
    return all(side.standing in {"settled", "out"} for side in each.sides)


def _buttons(notice: Result) -> list[Json]:
    leave = confirmation(
        "Leave the rest?", "What is not settled keeps the estimate that it had.", "Leave it", "Go on"
    )
    value = moment_of(notice.round, notice.poll)
    return [
        button("Vote again", AGAIN, value, "primary"),
        button("Settle…", SETTLE, notice.round),
        button("Leave the rest", END, value, "danger", confirm=leave),
    ]


def _spikes(unsure: Sequence[Line]) -> list[Json]:
    """What half could not estimate is found out first."""
    return [
        button(f"Start a spike for #{each.topic.number}", numbered(SPIKE, place), each.topic.story)
        for place, each in enumerate(unsure)
    ]


def _listed(lines: Sequence[Line]) -> Json:
    """All stories, as fully as there is room for."""
    for title, link, note in _SHARES:
        items = [story_line(each.topic, title, link=link) + say(f" – {_sides(each, note)}") for each in lines]
        if sum(weight(run.get("text", "") + run.get("url", "")) for item in items for run in item) <= _ROOM:
            break
    return rich(bullets(items))


def _spoken(each: Line) -> str:
    return f"{titled(each.topic)}: {_sides(each, NOTE_TEXT)}"


def _sides(each: Line, note: int) -> str:
    parts = [side_words(side, note) for side in each.sides]
    points = each.points
    if "effort" in points and "value" in points:
        parts.append(f"value per effort {say_ratio(Fraction(points['value'], points['effort']))}")
    return " · ".join(parts)


def side_words(side: Side, note: int = NOTE_TEXT) -> str:
    """What a story came to on one ballot, in a few words."""
    match side.standing:
        case "settled" if side.estimate:
            return f"{side.ballot} {side.estimate.points}{_how(side, side.estimate, note)}"
        case "apart":
            return f"{side.ballot}: far apart, {_counts(side)}"
        case "unsure":
            return f"{side.ballot}: half or more could not say, so a spike may help"
        case "empty":
            return f"{side.ballot}: no votes"
        case "out":
            return f"{side.ballot}: taken out"
        case _:
            return f"{side.ballot}: voted on again"


def _how(side: Side, estimate: Estimate, limit: int) -> str:
    if side.settled_by:
        note = f": {clip(line(side.note), limit)}" if side.note else ""
        return f" (settled by {name(side.settled_by)}{note})"
    cast = sum(times for _, times in side.counts)
    votes = f"{cast} of {side.asked} votes" if cast < side.asked else count(estimate.voters, "vote")
    if estimate.low == estimate.high:
        return f" ({votes})"
    return f" ({estimate.low} to {estimate.high}, {votes})"


def _counts(side: Side) -> str:
    return ", ".join(card if times == 1 else f"{times} × {card}" for card, times in side.counts)


def talk(notice: Talk) -> Drawing:
    """What those furthest apart say."""
    title = titled(notice.topic)
    spread = f"{notice.side.ballot}: {_counts(notice.side)}"
    parts = [paragraph(say(title, bold=True), say(f" – {spread}"))]
    said = [sentence(f"{title}, {spread}")]
    for words, heard in (("Lowest", notice.lowest), ("Highest", notice.highest)):
        for each in heard:
            parts.append(paragraph(say(f"{words}, {each.card}: "), say(name(each.name), bold=True)))
            parts.append(quote(user_text(each.reason, REASON_TEXT) or say("gave no reason", italic=True)))
            said.append(_heard(words, each))
    ask = "What do the others not know? Talk here, then vote again."
    return Drawing(spoken(*said, ask), [rich(*parts), context(ask)])


def _heard(words: str, each: Heard) -> str:
    return sentence(
        f"{words}, {each.card}, {name(each.name)}: {clip(line(each.reason), REASON_TEXT) or 'no reason'}"
    )


def recount(notice: Recount) -> Drawing:
    """What a later vote came to."""
    head = f"Vote {notice.poll}"
    said = [sentence(_spoken(each)) for each in notice.lines]
    return Drawing(spoken(f"{head}.", *said), [rich(paragraph(say(head, bold=True))), _listed(notice.lines)])
