"""The form in which a sprint is planned: its goal and its stories, with their sum as they are chosen."""

import json
from collections.abc import Mapping
from typing import Any

from bot.book.ranking import Ranked
from bot.ceremonies.sprint import Settle
from bot.ceremonies.sprint.state import GOAL_TEXT, MOST
from bot.errors import BadInput
from bot.model import RoundId, StoryId
from bot.sprinting import Choice as Choosing
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.sprint.drawings import capacity, contents, days_of, number, pace
from handlers.slack.text import clip, line, titled

CALLBACK, PICK = "sprint.settle", "sprint.pick"
GOAL, STORIES, DAYS = "goal", "stories", "days"


def view(choosing: Choosing) -> Json:
    """The form as a modal."""
    running = choosing.running.round
    state = running.state
    again = state.phase == "running"
    pieces = [
        blocks.context(f"Sprint {state.span.number} · {days_of(state.span)} · {capacity(choosing.outlook)}"),
        blocks.context(pace(choosing.outlook)),
        inputs.text_input(
            GOAL, "What is it for?", clip(line(state.goal), GOAL_TEXT), limit=GOAL_TEXT, optional=True
        ),
        inputs.multi_select(
            STORIES,
            "Stories, most value for the effort first",
            _choices(choosing),
            choosing.chosen,
            _hint(choosing),
            MOST,
            picked=PICK,
            optional=again,
        ),
        blocks.context(_sum(choosing)),
        *[blocks.context(each) for each in choosing.hints],
        inputs.text_input(
            DAYS, "Working days, if you know better", hint="A number, such as 34.", limit=8, optional=True
        ),
    ]
    note = json.dumps({"round": running.id, "seen": list(choosing.seen), "goal": state.goal})
    return blocks.modal(
        CALLBACK,
        "Change the sprint" if again else "Plan the sprint",
        pieces,
        submit="Save" if again else "Start",
        metadata=note,
    )


def _choices(choosing: Choosing) -> list[Choice]:
    """What is chosen comes first, so that it is there however long the backlog is."""
    chosen = set(choosing.chosen)
    first = sorted(choosing.stories, key=lambda each: each.story.id not in chosen)
    return [_choice(each) for each in first]


def _choice(each: Ranked) -> Choice:
    story = each.story
    size = f"{story.effort.points} points" if story.effort else "no estimate"
    worth = f" · value {story.value.points}" if story.value else ""
    epic = f" · {clip(line(story.epic), 30)}" if story.epic else ""
    return (story.id, clip(titled(story), inputs.OPTION_TEXT), f"{size}{worth}{epic} · {story.kind}")


def _hint(choosing: Choosing) -> str:
    more = len(choosing.stories) - inputs.OPTIONS
    return f"{more} more are not in this list: they rank below these." if more > 0 else ""


def _sum(choosing: Choosing) -> str:
    """The running sum, against the pace."""
    makeup, half, sure = choosing.makeup, choosing.outlook.half, choosing.outlook.sure
    said = contents(makeup)
    if half is None or sure is None:
        return said
    if makeup.points > half:
        return f"{said} · more than the {number(half)} that are even odds"
    if makeup.points > sure:
        return f"{said} · within even odds"
    return f"{said} · on the safe side"


def read_pick(payload: Mapping[str, Any]) -> tuple[RoundId, tuple[StoryId, ...]]:
    """Which sprint, and what is chosen just now. Raises NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), tuple(map(StoryId, form.choices(STORIES)))


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Settle]:
    """What was planned. Raises BadInput by field, NotFound for a stale form."""
    round_, stories = read_pick(payload)
    form = filled(payload)
    seen = tuple(map(StoryId, form.listed("seen")))
    goal = form.note.get("goal")
    return round_, Settle(
        form.text(GOAL), stories, _days(form.text(DAYS)), seen, goal if isinstance(goal, str) else None
    )


def _days(typed: str) -> float | None:
    if not typed.strip():
        return None
    try:
        return float(typed.strip().replace(",", "."))
    except ValueError:
        raise BadInput("Working days are a number, such as 34.", DAYS) from None
