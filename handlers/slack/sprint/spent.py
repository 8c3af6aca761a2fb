"""Error budgets on the card of planning: what is spent, what was decided about it, and the form that asks why."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.ceremonies.decision.state import WHY
from bot.ceremonies.sprint.budgets import COURSES
from bot.ceremonies.sprint.notices import Plan
from bot.ceremonies.sprint.state import Course, Spent, Sprint
from bot.errors import NotFound
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json, actions, button, context, paragraph, rich
from handlers.slack.filled import STALE, filled
from handlers.slack.text import clip, line, name, say

REPAIR, FEATURES, STEERED = "sprint.repair", "sprint.features", "sprint.steered"
WHY_FIELD = "why"
_NAME, _NAMED = 150, 3
_YIELD = "Feature work should yield to repair."


def told(notice: Plan) -> tuple[str, str]:
    """Which budgets are spent, and what was decided about that; each may be empty."""
    if notice.steered is None:
        said = f"{spoken_of(notice.spent)} {_YIELD}" if notice.spent and notice.phase == "planning" else ""
        return said, ""
    its = notice.steered
    decided = f"Decision #{its.number}: {COURSES[its.course]}, says {name(its.by_name)}"
    return (spoken_of(notice.spent) if notice.spent and notice.phase == "planning" else ""), decided


def spoken_of(spent: Sequence[Spent]) -> str:
    """The error budget of availability is spent (132 %)."""
    names = [f"{clip(line(each.name), _NAME) or '–'} ({each.percent} %)" for each in spent]
    if len(names) == 1:
        first = spent[0]
        return f"The error budget of {clip(line(first.name), _NAME) or '–'} is spent ({first.percent} %)."
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"These error budgets are spent: {', '.join(names[:_NAMED])}{more}."


def drawn(notice: Plan) -> list[Json]:
    """The same with the buttons, once nothing is decided."""
    said, decided = told(notice)
    pieces = [rich(paragraph(say(said, bold=True)))] if said else []
    if decided:
        return [*pieces, context(decided)]
    if not said:
        return []
    choices = [
        button("Repair first", REPAIR, notice.round),
        button("Features anyway", FEATURES, notice.round),
    ]
    return [*pieces, actions(*choices)]


def why_view(round_: RoundId, state: Sprint, course: Course) -> Json:
    """Why so, before it is recorded."""
    pieces = [
        context(spoken_of(state.spent)),
        inputs.text_input(
            WHY_FIELD, "Why so?", hint="It is recorded as a decision.", limit=WHY, multiline=True
        ),
    ]
    note = json.dumps({"round": round_, "course": course})
    title = {"repair": "Repair first", "features": "Features anyway"}[course]
    return blocks.modal(STEERED, title, pieces, submit="Record", metadata=note)


def read_why(payload: Mapping[str, Any]) -> tuple[RoundId, Course, str]:
    """Of which sprint, what comes first, and why. Raises NotFound for a stale form."""
    form = filled(payload)
    course = next((each for each in COURSES if each == form.noted("course")), None)
    if course is None:
        raise NotFound(STALE)
    return RoundId(form.noted("round")), course, form.text(WHY_FIELD)
