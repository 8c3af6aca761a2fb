"""Error budgets on the card of planning: what is spent, what was decided about it, and the form that asks why."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.book.budget import percent
from bot.ceremonies.decision.state import WHY
from bot.ceremonies.sprint.budgets import COURSES, decided, unsettled
from bot.ceremonies.sprint.notices import Plan
from bot.ceremonies.sprint.state import Course, Spent, Steered
from bot.errors import NotFound
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json, actions, button, context, paragraph, rich
from handlers.slack.filled import STALE, filled
from handlers.slack.text import clip, line, name, say

REPAIR, FEATURES, STEERED = "sprint.repair", "sprint.features", "sprint.steered"
WHY_FIELD = "why"
_NAME, _NAMED = 150, 3
#: So many decisions are told at most, the latest.
_TOLD = 5
_YIELD = "Feature work should yield to repair."


def told(notice: Plan) -> tuple[str, ...]:
    """Which budgets are spent, those first that nothing is decided about; and what was decided."""
    return tuple(filter(None, (_spent(notice)[0], *_decided(notice))))


def _spent(notice: Plan) -> tuple[str, bool]:
    """Which budgets are spent, as it matters while it is to be planned, and whether that is to be decided."""
    if not notice.spent or notice.phase != "planning":
        return "", False
    if open_ := unsettled(notice.spent, decided(notice)):
        return f"{spoken_of(open_)} {_YIELD}", True
    return spoken_of(notice.spent), False


def _decided(notice: Plan) -> list[str]:
    """ "Decision #7, about availability: repair first, says Priya Nair", the latest first."""
    return [
        f"Decision #{each.number}{_about(each)}: {COURSES[each.course]}, says {name(each.by_name)}"
        for each in reversed(decided(notice)[-_TOLD:])
    ]


def _about(its: Steered) -> str:
    called = [clip(line(each.name), _NAME) or "–" for each in its.about]
    more = f" and {len(called) - _NAMED} more" if len(called) > _NAMED else ""
    return f", about {', '.join(called[:_NAMED])}{more}" if called else ""


def spoken_of(spent: Sequence[Spent]) -> str:
    """The error budget of availability is spent (132 %)."""
    names = [f"{clip(line(each.name), _NAME) or '–'} ({percent(each.percent)})" for each in spent]
    if len(names) == 1:
        first = spent[0]
        return (
            f"The error budget of {clip(line(first.name), _NAME) or '–'} is spent ({percent(first.percent)})."
        )
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"These error budgets are spent: {', '.join(names[:_NAMED])}{more}."


def drawn(notice: Plan) -> list[Json]:
    """The same, with the buttons where something is to be decided."""
    said, asks = _spent(notice)
    pieces = [rich(paragraph(say(said, bold=True)))] if said else []
    if asks:
        choices = [
            button("Repair first", REPAIR, notice.round),
            button("Features anyway", FEATURES, notice.round),
        ]
        pieces.append(actions(*choices))
    return [*pieces, *map(context, _decided(notice))]


def why_view(round_: RoundId, spent: Sequence[Spent], course: Course) -> Json:
    """Why so, before it is recorded. `spent`: the budgets that it is about."""
    pieces = [
        context(spoken_of(spent)),
        inputs.text_input(
            WHY_FIELD, "Why so?", hint="It is recorded as a decision.", limit=WHY, multiline=True
        ),
    ]
    about = " ".join(each.kpi for each in spent)
    note = json.dumps({"round": round_, "course": course, "about": about})
    title = {"repair": "Repair first", "features": "Features anyway"}[course]
    return blocks.modal(STEERED, title, pieces, submit="Record", metadata=note)


def read_why(payload: Mapping[str, Any]) -> tuple[RoundId, Course, str, tuple[str, ...] | None]:
    """Of which sprint, what comes first, why, and which KPIs it is about. Raises NotFound for a stale form."""
    form = filled(payload)
    course = next((each for each in COURSES if each == form.noted("course")), None)
    if course is None:
        raise NotFound(STALE)
    noted = form.note.get("about")
    about = noted if isinstance(noted, str) else ""  # of before it was noted: all of them
    return RoundId(form.noted("round")), course, form.text(WHY_FIELD), tuple(about.split()) or None
