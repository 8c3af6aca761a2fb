"""The form that sets up a digest for people outside of the team."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.ceremonies.digest import MOST_PEOPLE, SECTIONS, Quiet, Section, Settings
from bot.digests import Wish
from bot.errors import BadInput
from bot.model import ChannelId, MemberId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, line

CALLBACK = "digest.setup"
DAY, TIME, CHANNEL, PEOPLE, CALLED, TELLS, QUIET = (
    "day",
    "time",
    "channel",
    "people",
    "called",
    "sections",
    "quiet",
)
CALLED_TEXT = 60
NAMES_NOBODY = (
    "It names nobody by itself; what people wrote is shown as they wrote it: look at `/digest` first."
)
_SECTIONS: Mapping[Section, str] = {
    "learnt": "What was learnt",
    "worth": "What was done, and what it is worth",
    "decided": "What was decided",
    "needed": "What you need of them",
}
_QUIET: Mapping[Quiet, str] = {"silence": "No message", "line": "One line that says so"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was asked for, for which channel's team."""

    channel: ChannelId
    channel_name: str
    wish: Wish


def view(where: ChannelId, name: str, wish: Wish, zone: str, *, new: bool) -> Json:
    """The form as a modal."""
    settings = wish.settings
    pieces = [
        blocks.context(f"{channel(name)} · once a week, for people outside of the team. {NAMES_NOBODY}"),
        inputs.select(DAY, "Day", inputs.WEEKDAYS, str(wish.day)),
        inputs.timepicker(TIME, "Time", wish.at, f"By the team's clock: {zone}."),
        inputs.channel_select(CHANNEL, "Post it in", settings.channel, "Any channel.", optional=True),
        inputs.users_select(
            PEOPLE,
            "Send it to",
            settings.people,
            "Each gets a direct message, at work.",
            MOST_PEOPLE,
            optional=True,
        ),
        inputs.text_input(
            CALLED,
            "What it calls your team",
            settings.called,
            "This name is read outside. Left empty, it says “the team”.",
            "Data science",
            CALLED_TEXT,
            optional=True,
        ),
        inputs.checkboxes(TELLS, "It tells", _choices(_SECTIONS), settings.sections),
        inputs.select(QUIET, "With nothing to say", _choices(_QUIET), settings.quiet),
    ]
    note = json.dumps({"channel": where, "name": name})
    title, submit = ("Set up a digest", "Set up") if new else ("Change the digest", "Save")
    return blocks.modal(CALLBACK, title, pieces, submit=submit, metadata=note)


def _choices(words: Mapping[Any, str]) -> list[Choice]:
    return [(str(value), said) for value, said in words.items()]


def read(payload: Mapping[str, Any]) -> Made:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    day = form.choice(DAY)
    if day not in {value for value, *_ in inputs.WEEKDAYS}:
        raise BadInput("Choose a day.", DAY)
    called = line(form.text(CALLED))
    if len(called) > CALLED_TEXT:
        raise BadInput(f"{CALLED_TEXT} characters at most; yours has {len(called)}.", CALLED)
    ticked = form.choices(TELLS)
    settings = Settings(
        ChannelId(form.channel(CHANNEL)) if form.channel(CHANNEL) else None,
        people=tuple(map(MemberId, form.people(PEOPLE))),
        called=called,
        sections=tuple(each for each in SECTIONS if each in ticked),
        quiet="line" if form.choice(QUIET) == "line" else "silence",
    )
    at: time = form.time(TIME)
    return Made(ChannelId(form.noted("channel")), form.noted("name"), Wish(settings, int(day), at))
