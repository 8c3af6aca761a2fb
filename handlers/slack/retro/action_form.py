"""The form of an action that a retro agrees on."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.ceremonies.action import TEXT, Draft
from bot.ceremonies.action.state import LINK
from bot.ceremonies.retro import Agree, Retro
from bot.errors import BadInput
from bot.model import MemberId, RoundId
from handlers.slack import blocks
from handlers.slack.blocks import Json, context
from handlers.slack.filled import filled
from handlers.slack.retro.words import theme_title
from handlers.slack.text import clip, count, line

CALLBACK = "retro.agree"
WHAT, OWNER, DUE, URL = "text", "owner", "due", "link"


def view(round_: RoundId, state: Retro, theme: int, due: date) -> Json:
    """The form as a modal. `theme`: of which it comes; 0 of none."""
    about = next((each for each in state.themes if each.number == theme), None)
    own = [each for each in state.items if not each.carried and each.standing != "dropped"]
    left = max(0, state.settings.actions - len(own))
    pieces = [
        context(
            clip(theme_title(about.title, about.hint), 150) if about else f"{count(left, 'action')} at most"
        ),
        blocks.text_input(WHAT, "What is to be done?", placeholder="Ask for read access in time", limit=TEXT),
        blocks.users_select(OWNER, "Who does it?", (), "One person, who is reminded of it.", 1),
        blocks.datepicker(DUE, "By when?", due),
        blocks.text_input(URL, "A link", limit=LINK, placeholder="https://…", optional=True),
    ]
    note = json.dumps({"round": round_, "theme": theme})
    return blocks.modal(CALLBACK, "Agree on an action", pieces, submit="Agree", metadata=note)


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Agree]:
    """Which retro, and what is agreed. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    people, due = form.people(OWNER), form.date(DUE)
    if len(people) != 1:
        raise BadInput("Name one person.", OWNER)
    if due is None:
        raise BadInput("Pick the day by which it is to be done.", DUE)
    draft = Draft(line(form.text(WHAT)), MemberId(people[0]), due, form.text(URL))
    return RoundId(form.noted("round")), Agree(draft, form.number("theme"))
