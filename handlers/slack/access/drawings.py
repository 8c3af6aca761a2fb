"""What a request for data access looks like on Slack: what its owner is asked, and the question to the leads."""

from bot.ceremonies.access.shown import AskLead, Nudge, Over
from bot.ceremonies.access.state import WHAT_TEXT
from bot.dates import say_day
from bot.model import RoundId
from handlers.slack.blocks import Json, actions, button, confirmation, context, paragraph, quote, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, clip, line, name, say, sentence, spoken, user_text

ASKED, THERE, NOT_YET = "access.asked", "access.there", "access.not_yet"
GIVE_UP, TAKE, HAND_OVER = "access.give_up", "access.take", "access.hand_over"


def nudge(notice: Nudge) -> Drawing:
    """Its owner is asked how it stands, or told that it is theirs."""
    if notice.over:
        return _closed(notice, notice.over)
    words, known, what = _words(notice), _known(notice), line(notice.what)
    blocks = [
        rich(paragraph(say(words)), quote(user_text(what, WHAT_TEXT) or say("–"))),
        context(known),
        actions(*_buttons(notice)),
    ]
    return Drawing(spoken(words, sentence(clip(what, WHAT_TEXT)), f"{known}."), blocks)


def _words(notice: Nudge) -> str:
    where = channel(notice.team)
    whose = "" if notice.taken else " Nobody has taken it, so you are asked, who placed it."
    match notice.matter:
        case "ask":
            return f"A request for data access in {where}: it was to be asked for. Asked?{whose}"
        case "there":
            return f"A request for data access in {where}: is it there?{whose}"
        case "yours":
            return f"A request for data access in {where} is yours from now on."


def _known(notice: Nudge) -> str:
    first = f"Asked on {say_day(notice.asked_on)}" if notice.asked_on else "Not asked yet"
    return f"{first} · expected {say_day(notice.expected)}" if notice.expected else first


def _buttons(notice: Nudge) -> list[Json]:
    there = button("It is there", THERE, notice.round, "primary" if notice.asked_on else None)
    if notice.asked_on:
        return [there, button("Not yet", NOT_YET, notice.round), _give_up(notice.round)]
    return [button("It is asked for", ASKED, notice.round, "primary"), there, _give_up(notice.round)]


def _give_up(here: RoundId) -> Json:
    sure = confirmation("Give it up?", "Nobody is asked about it any more.", "Give it up", "Go on", "danger")
    return button("Give up", GIVE_UP, here, "danger", confirm=sure)


def ask_lead(notice: AskLead) -> Drawing:
    """Who follows it now?"""
    who, what, where = name(notice.missing.owner), line(notice.what), channel(notice.team)
    gone = "is no longer in the team" if notice.missing.left else "is not at work in the next months"
    if notice.settled:
        return _settled(f"{who} {gone}. That is settled: “{clip(what, WHAT_TEXT)}” in {where}.")
    words = f"{who} {gone}. Who follows their request for data access in {where}?"
    blocks = [
        rich(paragraph(say(words)), quote(user_text(what, WHAT_TEXT) or say("–"))),
        actions(
            button("Take it", TAKE, notice.round, "primary"),
            button("Hand over", HAND_OVER, notice.round),
            _give_up(notice.round),
        ),
    ]
    return Drawing(spoken(words, sentence(clip(what, WHAT_TEXT))), blocks)


def _closed(notice: Nudge, over: Over) -> Drawing:
    """What became of it, in a line."""
    what = f"“{clip(line(notice.what), WHAT_TEXT)}” in {channel(notice.team)}"
    if over.ended:
        how = "It is there" if over.ended.how == "there" else "Given up"
        return _settled(f"{how}, says {name(over.ended.name)}: {what}.")
    return _settled(f"{name(over.now)} follows it now: {what}." if over.now else f"Past: {what}.")


def _settled(words: str) -> Drawing:
    return Drawing(spoken(words), [context(words)])
