"""The form that starts a spike: the question, whose it is, how long, and what would count as an answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.ceremonies.spike.state import LONG_TEXT, QUESTION_TEXT
from bot.durations import Span, read_span
from bot.errors import BadInput
from bot.model import ChannelId, MemberId, Story, StoryId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import channel, clip, line, titled

CALLBACK = "spike.start"
QUESTION, OWNERS, BOX, ANSWER, HYPOTHESIS = "question", "owner", "box", "answer", "hypothesis"
STORY, DAY, HOUR = "story", "start", "hour"
USUAL = "3 h"
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class StartForm:
    """What the form shows."""

    channel: ChannelId
    channel_name: str
    owner: MemberId
    stories: tuple[Story, ...] = ()
    story: StoryId | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What was asked for; `day` None: it begins now."""

    channel: ChannelId
    channel_name: str
    question: str
    owners: tuple[MemberId, ...]
    box: Span
    answer: str
    hypothesis: str
    story: StoryId | None
    day: date | None
    hour: time


def view(form: StartForm) -> Json:
    """The form as a modal."""
    pieces = [
        blocks.context(f"{channel(form.channel_name)} · a fixed box of time, and a decision at its end"),
        inputs.text_input(
            QUESTION,
            "What do you want to find out?",
            clip(line(form.question), QUESTION_TEXT),
            placeholder="Do late partitions explain the drop in recall?",
            limit=QUESTION_TEXT,
        ),
        *_story(form.stories, form.story),
        inputs.users_select(
            OWNERS, "Who?", (form.owner,), "The first works by the box: their days and hours count."
        ),
        inputs.text_input(
            BOX, "How long?", USUAL, "30 minutes to 5 working days, as in 3 h, 90 min or 2 days.", limit=40
        ),
        inputs.text_input(
            ANSWER, "What would count as an answer?", limit=LONG_TEXT, multiline=True, optional=True
        ),
        inputs.text_input(
            HYPOTHESIS,
            "A hypothesis?",
            hint="To disprove it is a full result.",
            limit=LONG_TEXT,
            optional=True,
        ),
        inputs.datepicker(DAY, "Begins on", None, "Left empty, it begins now.", optional=True),
        inputs.timepicker(HOUR, "At", _MORNING, "Counts only with a day above. By your own clock."),
    ]
    note = json.dumps({"channel": form.channel, "name": form.channel_name})
    return blocks.modal(CALLBACK, "Start a spike", pieces, submit="Start", metadata=note)


def _story(stories: Sequence[Story], chosen: StoryId | None) -> list[Json]:
    if not stories:
        return []
    first = sorted(stories, key=lambda each: (each.id != chosen, not each.unclear, -each.number))
    choices = [(each.id, clip(titled(each), inputs.OPTION_TEXT)) for each in first]
    hint = "What is found then stands with it."
    return [inputs.select(STORY, "For a story?", choices, chosen, hint, optional=True)]


def read(payload: Mapping[str, Any]) -> Made:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    question = line(form.text(QUESTION))
    if not question:
        raise BadInput("Say in a sentence what you want to find out.", QUESTION)
    story = form.choice(STORY)
    return Made(
        ChannelId(form.noted("channel")),
        form.noted("name"),
        question,
        tuple(map(MemberId, form.people(OWNERS))),
        read_span(form.text(BOX), BOX),
        form.text(ANSWER),
        form.text(HYPOTHESIS),
        StoryId(story) if story else None,
        form.date(DAY),
        form.time(HOUR),
    )
