"""The form in which a member answers: what they planned last time is there to keep, change or replace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.book.pasting import units
from bot.ceremonies import standup
from bot.ceremonies.survey import Answer, Question
from bot.dates import say_day
from bot.model import Obstacle, RoundId, Said
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, clip, line, say, user_text

CALLBACK = "standup.answer"
RESOLVED = "blockers.resolved"  # no question's key has a dot
PLANNED_TEXT = 500


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the form shows; `given` is the member's own answer so far, when they edit it."""

    round: RoundId
    title: str
    team: str
    day: date
    questions: tuple[Question, ...]
    given: Mapping[str, str]
    last: Said | None
    carried: tuple[Obstacle, ...]
    quoted: str = ""  #: a message that is added to the first field


def view(form: AnswerForm) -> Json:
    """The form as a modal."""
    planned = form.last.texts.get(standup.UNTIL.key, "") if form.last else ""
    fits = bool(form.questions) and form.questions[0].key == standup.SINCE.key
    prefilled = planned if fits and not form.given else ""
    pieces = [blocks.context(f"{channel(form.team)} · {say_day(form.day)}")]
    if form.last and planned and not prefilled:
        pieces.append(_planned(form.last.day, planned))
    hint = (
        f"From what you planned on {say_day(form.last.day)}: keep, change or replace it." if form.last else ""
    )
    for number, each in enumerate(form.questions):
        first = prefilled if number == 0 else ""
        pieces.append(
            inputs.text_input(
                each.key,
                line(each.text),
                _held(form.given.get(each.key, "") or first, form.quoted if number == 0 else ""),
                hint if first else "",
                multiline=True,
                optional=True,
            )
        )
    pieces += _carried(form.carried)
    note = json.dumps({"round": form.round})
    return blocks.modal(CALLBACK, line(form.title) or "Standup", pieces, submit="Send", metadata=note)


def _held(text: str, quoted: str) -> str:
    """What a field holds: what was there stays whole, and what is added gives way."""
    room = inputs.INPUT_TEXT - units(text) - 1
    added = clip(quoted, room, units) if quoted and room > 0 else ""
    return "\n".join(filter(None, (text, added)))


def _planned(day: date, planned: str) -> Json:
    return blocks.rich(
        blocks.paragraph(say(f"What you planned on {say_day(day)}", bold=True)),
        blocks.quote(user_text(planned, PLANNED_TEXT) or say("–")),
    )


def _carried(obstacles: tuple[Obstacle, ...]) -> list[Json]:
    if not obstacles:
        return []
    choices = [_choice(each) for each in obstacles[: inputs.CHECKBOXES]]
    more = len(obstacles) - len(choices)
    hint = f"{more} more stand in the channel's thread." if more > 0 else ""
    return [inputs.checkboxes(RESOLVED, "Resolved since?", choices, hint=hint)]


def _choice(each: Obstacle) -> Choice:
    """What is in the way has all the room that a box gives it; since when stands below."""
    return each.round, line(each.text) or "Blocker", f"Since {say_day(each.day)}"


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Answer]:
    """Which round is answered, and how. Raises NotFound for a stale form."""
    form = filled(payload)
    texts = {key: form.text(key) for key in form.values if key != RESOLVED}
    resolved = tuple(RoundId(each) for each in form.choices(RESOLVED))
    return RoundId(form.noted("round")), Answer(texts, resolved)
