"""What a blocker looks like on Slack: a card in the thread of each digest that speaks of it."""

from typing import assert_never

from bot.ceremonies import blocker
from bot.dates import say_day
from handlers.slack.blocks import Json, actions, button, context, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import clean, clip, emoji, name, say, spoken, user_text

TEXT = 3_000

HELP, HAND_BACK = "blocker.acknowledge", "blocker.hand_back"
RESOLVE, REOPEN = "blocker.resolve", "blocker.reopen"


def card(notice: blocker.Card) -> Drawing:
    """A blocker with the buttons that move it on."""
    who, helper = name(notice.name), name(notice.helper)
    since = f"since {say_day(notice.day)}"
    said = f"{who} is blocked: {clip(clean(notice.text), TEXT)}"
    match notice.standing:
        case "open":
            blocks = [
                _blocked(notice),
                context(f"Since {say_day(notice.day)}"),
                actions(_help(notice), _resolve(notice)),
            ]
            return Drawing(spoken(said, f"({since})"), blocks)
        case "acknowledged":
            on_it = f"{helper} is on it"
            blocks = [
                _blocked(notice),
                context(f"{on_it} · {since}"),
                actions(_resolve(notice), _hand_back(notice)),
            ]
            return Drawing(spoken(f"{on_it}.", said, f"({since})"), blocks)
        case "resolved":
            return Drawing(spoken(f"Resolved by {helper}.", said), _resolved(notice))
        case "withdrawn":
            words = f"{who} has taken this blocker back."  # and perhaps meant its words not to be read
            return Drawing(spoken(words), [context(words)])
        case _:
            assert_never(notice.standing)


def _blocked(notice: blocker.Card) -> Json:
    who = say(name(notice.name), bold=True)
    text = user_text(notice.text, TEXT) or say("–")
    return rich(paragraph(emoji("construction"), who, say(" is blocked: "), text))


def _resolved(notice: blocker.Card) -> list[Json]:
    who = say(name(notice.name), bold=True)
    text = user_text(notice.text, TEXT, strike=True) or say("–")
    done = f"Resolved by {name(notice.helper)}"
    reopen = button("Reopen", REOPEN, notice.round)
    return [rich(paragraph(emoji("white_check_mark"), who, say(": "), text)), context(done), actions(reopen)]


def _help(notice: blocker.Card) -> Json:
    return button("I'm on it", HELP, notice.round)


def _hand_back(notice: blocker.Card) -> Json:
    """The way back from "I'm on it"."""
    return button("Hand back", HAND_BACK, notice.round)


def _resolve(notice: blocker.Card) -> Json:
    return button("Resolve", RESOLVE, notice.round)
