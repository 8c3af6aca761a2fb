"""The ballot of a retro: a theme for each dot."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.retro import Retro
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json, context
from handlers.slack.filled import filled
from handlers.slack.inputs import OPTIONS
from handlers.slack.retro.group_form import choice
from handlers.slack.text import count

CALLBACK = "retro.vote"
DOT = "dot"


def view(round_: RoundId, state: Retro) -> Json:
    """The form as a modal. It never shows what somebody chose before: it may be open on a screen that others see."""
    dots = state.settings.dots
    choices = [choice(each) for each in state.themes]
    pieces = [
        context(
            f"{count(dots, 'dot')} for you, on what you want to talk about. A theme may get several."
            " No name stands with them; what you gave before is not shown here, and this takes its place."
        )
    ]
    for number in range(1, dots + 1):
        for start in range(0, len(choices), OPTIONS):
            some = choices[start : start + OPTIONS]
            label = f"Dot {number}"
            if len(choices) > OPTIONS:
                label += f" ({some[0][0]} to {some[-1][0]})"
            name = f"{DOT}{number}" + (f".{start // OPTIONS}" if start else "")
            pieces.append(inputs.select(name, label, some, optional=True))
    note = json.dumps({"round": round_})
    return blocks.modal(CALLBACK, "Your dots", pieces, submit="Vote", metadata=note)


def read(payload: Mapping[str, Any]) -> tuple[RoundId, tuple[int, ...]]:
    """Which retro, and a theme for each dot; none takes back what was given. Raises NotFound for a stale form."""
    form = filled(payload)
    chosen = [form.choice(field) for field in form.values if field.startswith(DOT)]
    dots = tuple(int(each) for each in chosen if each.isascii() and each.isdecimal() and len(each) < 5)  # noqa: PLR2004 — no such theme
    return RoundId(form.noted("round")), dots
