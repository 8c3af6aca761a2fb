"""What an action looks like on Slack: what its owner is told, and the question to the leads."""

from bot.ceremonies.action.shown import AskLead, Nudge, Over
from bot.ceremonies.action.state import LINK, TEXT, WHY
from bot.dates import say_day
from bot.model import RoundId
from handlers.slack.blocks import Json, actions, button, context, numbered, paragraph, quote, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, clip, line, name, say, sentence, spoken, user_text

DONE, KEEP, DROP, CHANGE = "action.done", "action.keep", "action.drop", "action.change"
TAKE, HAND_OVER, REOPEN = "action.take", "action.hand_over", "action.reopen"


def nudge(notice: Nudge) -> Drawing:
    """Its owner is reminded of it, or told that it is theirs."""
    if notice.over:
        return _closed(notice, notice.over)
    words, text = _words(notice), line(notice.text)
    link = [paragraph(user_text(notice.link, LINK))] if notice.link else []
    blocks = [
        rich(paragraph(say(words)), quote(user_text(text, TEXT) or say("–")), *link),
        actions(*buttons(notice.round, primary=notice.matter == "due")),
    ]
    return Drawing(spoken(words, sentence(clip(text, TEXT)), notice.link), blocks)


def _words(notice: Nudge) -> str:
    where, day = channel(notice.team), say_day(notice.day)
    match notice.matter:
        case "yours":
            return f"An action of a retro in {where} is yours from now on, due {day}:"
        case "mid":
            return f"It is half-time for your action in {where}, due {day}:"
        case "due":  # in words that hold also where they are at work, or can be reached, on a later day only
            return f"Due {day}: how does your action in {where} stand?"


def buttons(here: RoundId, row: int | None = None, *, primary: bool = False) -> list[Json]:
    """What its owner can say of it; `row`: of several in one message or view."""
    named = [each if row is None else numbered(each, row) for each in (DONE, KEEP, DROP)]
    return [
        button("Done", named[0], here, "primary" if primary else None),
        button("Still open", named[1], here),
        button("Drop", named[2], here),
    ]


def ask_lead(notice: AskLead) -> Drawing:
    """Who does it now?"""
    who, text, where = name(notice.missing.owner), line(notice.text), channel(notice.team)
    gone = "is no longer in the team" if notice.missing.left else "is not at work in the next months"
    if notice.settled:
        return _settled(f"{who} {gone}. That is settled: “{clip(text, TEXT)}” in {where}.")
    words = f"{who} {gone}. Who does their action in {where}, due {say_day(notice.day)}?"
    blocks = [
        rich(paragraph(say(words)), quote(user_text(text, TEXT) or say("–"))),
        actions(
            button("Take it", TAKE, notice.round, "primary"),
            button("Hand over", HAND_OVER, notice.round),
            button("Drop", DROP, notice.round),
        ),
    ]
    return Drawing(spoken(words, sentence(clip(text, TEXT))), blocks)


def _closed(notice: Nudge, over: Over) -> Drawing:
    """What became of it, in a line."""
    what = f"“{clip(line(notice.text), TEXT)}” in {channel(notice.team)}"
    if over.ended:
        how = "Done" if over.ended.how == "done" else "Dropped"
        why = f" {sentence(clip(line(over.ended.why), WHY))}" if over.ended.why else ""
        back = [actions(button("Reopen", REOPEN, notice.round))] if notice.last else []
        return _settled(f"{how}, says {name(over.ended.name)}: {what}.{why}", *back)
    if over.now:
        return _settled(f"{name(over.now)} does it now: {what}.")
    return _settled(f"Still open, due {say_day(notice.day)}: {what}." if over.open else f"Past: {what}.")


def _settled(words: str, *more: Json) -> Drawing:
    return Drawing(spoken(words), [context(words), *more])
