"""The form that sets a team's sprints up, or changes those that follow."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.cadence import MOST_WEEKS, NAME_TEXT, Cadence, Stage
from bot.ceremonies.sprint import Hours
from bot.errors import BadInput
from bot.model import ChannelId
from bot.sprinting import Wish
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import channel, count, line

CALLBACK = "sprint.setup"
WEEKS, FIRST, STAGES, AT, UNTIL = "weeks", "first", "stages", "at", "until"
USUAL = 2
_STAGE = re.compile(r"(.*\w.*?)(?:\s*[:·–-]\s*|\s+)(\d{1,2})\s*(?:w|weeks?)?")


@dataclass(frozen=True, slots=True)
class Made:
    """What was asked for; `change`: of sprints that there are."""

    channel: ChannelId
    channel_name: str
    wish: Wish
    change: bool


def view(
    where: ChannelId, name: str, first: date, now: Cadence | None = None, hours: Hours | None = None
) -> Json:
    """The form as a modal. `now`: how the team's sprints go, where there are any: those that follow may change."""
    hours = hours or Hours()
    weeks = now.weeks if now else USUAL
    lines = "\n".join(f"{line(each.name)}: {each.weeks}" for each in now.stages) if now else ""
    choices = [(str(each), count(each, "week")) for each in range(1, MOST_WEEKS + 1)]
    pieces = [
        blocks.context(
            f"{channel(name)} · holds from the next sprint on that is not planned yet"
            if now
            else f"{channel(name)} · planning on the first day, lookahead in the off week"
        ),
        inputs.select(WEEKS, "How long is a sprint?", choices, str(weeks)),
        *([] if now else [inputs.datepicker(FIRST, "The first one begins on", first)]),
        inputs.text_input(
            STAGES,
            "Stages, one a line, with their weeks",
            lines,
            hint="Only if yours have some. Together they fill the sprint.",
            placeholder="Look at the data, plan the rest: 1",
            limit=500,
            multiline=True,
            optional=True,
        ),
        inputs.timepicker(AT, "Planning and lookahead at", hours.at, "By the team's clock."),
        inputs.timepicker(UNTIL, "It closes on its last day at", hours.until),
    ]
    note = json.dumps({"channel": where, "name": name, "mode": "change" if now else "start"})
    title = "Change the sprints" if now else "Set up sprints"
    return blocks.modal(CALLBACK, title, pieces, submit="Save" if now else "Set up", metadata=note)


def read(payload: Mapping[str, Any], today: date) -> Made:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    weeks = form.choice(WEEKS)
    if not weeks.isdecimal():
        raise BadInput("Choose how long a sprint is.", WEEKS)
    wish = Wish(
        int(weeks),
        form.date(FIRST) or today,
        read_stages(form.lines(STAGES)),
        form.time(AT),
        form.time(UNTIL),
    )
    if wish.until <= wish.at:
        raise BadInput("It closes later on its last day than the hour of planning.", UNTIL)
    change = form.noted("mode") == "change"
    return Made(ChannelId(form.noted("channel")), form.noted("name"), wish, change)


def read_stages(typed: str) -> tuple[Stage, ...]:
    """ "Look at the data: 1", one a line. Raises BadInput."""
    return tuple(_stage(each) for each in typed.splitlines() if each.strip())


def _stage(typed: str) -> Stage:
    found = _STAGE.fullmatch(line(typed).strip())
    if not found:
        raise BadInput(
            f"A line is a name and its weeks, as in “Look at the data: 1”. At most {NAME_TEXT} characters.",
            STAGES,
        )
    return Stage(found[1].strip(), int(found[2]))
