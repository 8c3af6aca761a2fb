"""The form of an action that a retro agrees on."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.ceremonies.retro import Agree, Retro
from bot.model import RoundId
from handlers.slack import blocks
from handlers.slack.action import forms
from handlers.slack.blocks import Json, context
from handlers.slack.filled import filled
from handlers.slack.retro.words import theme_title
from handlers.slack.text import clip, count

CALLBACK = "retro.agree"


def view(round_: RoundId, state: Retro, theme: int, due: date) -> Json:
    """The form as a modal. `theme`: of which it comes; 0 of none."""
    about = next((each for each in state.themes if each.number == theme), None)
    left = max(0, state.settings.actions - len(state.own))
    words = clip(theme_title(about.title, about.hint), 150) if about else f"{count(left, 'action')} at most"
    note = json.dumps({"round": round_, "theme": theme})
    pieces = [context(words), *forms.pieces(due=due)]
    return blocks.modal(CALLBACK, "Agree on an action", pieces, submit="Agree", metadata=note)


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Agree]:
    """Which retro, and what is agreed. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), Agree(forms.read_draft(form), form.number("theme"))
