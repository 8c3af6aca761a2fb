"""What is said to somebody who writes to the bot, or mentions it: what they asked for, or what waits for them."""

import re
from collections.abc import Mapping
from typing import Any

from bot.errors import NothingOpen
from handlers.slack.blocks import actions, button, section
from handlers.slack.commands import helped
from handlers.slack.desk import Command, Desk, Heard, OnCommand, Reply
from handlers.slack.meant import did_you_mean, do, nearest
from handlers.slack.settings_words import CHANGE
from handlers.slack.standup import absence, answering, leading, report
from handlers.slack.text import unmarked

_MENTION = re.compile(r"^\s*<@\w+(?:\|[^>]*)?>[\s,:]*")
#: Words with which a sentence may go on; what others would notice is done only where it is all that was said.
_OPEN: Mapping[str, OnCommand] = {"away": absence.away, "report": report.look_back}
_WHOLE: Mapping[str, OnCommand] = {
    "help": helped,
    "skip": answering.skip_now,
    "pause": leading.pause,
    "resume": leading.resume,
}
#: In a talk a word is taken for a command only where it is nearly that: "hello" is no "help".
ALIKE = 0.75
_ASKING = ("what can you", "what do you do", "how do i", "how does", "who are you", "what is this")
_FORMS = {"setup": "setup", "set up": "setup", "edit": "edit"}


async def spoken_to(desk: Desk, heard: Heard) -> Reply | None:
    """A direct message, or a mention; never a bot's."""
    event = heard.event
    if event.get("bot_id") or event.get("subtype") or not heard.envelope.user:
        return None
    said = _MENTION.sub("", str(event.get("text") or ""), count=1)
    whole = " ".join(unmarked(said).casefold().split()).rstrip(".!? ")
    word, rest = [*said.split(maxsplit=1), "", ""][:2]
    word = word.casefold()
    command = Command(
        heard.envelope, "standup", word, rest if word == "report" else unmarked(rest).strip(), ""
    )
    if whole in _WHOLE:
        return await _WHOLE[whole](desk, command)
    if word in _OPEN:
        return await _OPEN[word](desk, command)
    return _meant(whole) or await _what_waits(desk, command, event, asks=whole.startswith(_ASKING))


def _meant(whole: str) -> Reply | None:
    """A form, or the nearest of what there is to a single word."""
    near = nearest(whole, (*_WHOLE, *_OPEN, *_FORMS, "settings"), ALIKE) if " " not in whole else whole
    if near == "settings":
        return opens_settings()
    if whole in _FORMS:
        return opens_setup(_FORMS[whole])
    return did_you_mean("", _FORMS.get(near, near), "") if near in {*_WHOLE, *_OPEN, *_FORMS} else None


def opens_setup(word: str = "setup") -> Reply:
    """The way to the form of a standup."""
    return _opens("The standup's form opens by this button:", do(word, ""))


def opens_settings() -> Reply:
    """The way to one's own settings."""
    return _opens("Your settings open by this button:", button("Open settings", CHANGE, "change", "primary"))


def _opens(text: str, button_: dict[str, Any]) -> Reply:
    """A form opens by a button only: a message gives no trigger."""
    return Reply(text, [section(text), actions(button_)])


async def _what_waits(desk: Desk, command: Command, event: Mapping[str, Any], *, asks: bool) -> Reply | None:
    if asks:
        return await helped(desk, command)
    try:
        return answering.choice(await answering.waiting(desk, command.envelope))
    except NothingOpen:
        if event.get("type") == "app_mention" or not command.word:
            return await helped(desk, command)
        raise
