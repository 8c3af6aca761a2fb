"""The small forms of an action: why it is still open or dropped, who does it, and how it reads."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.ceremonies.action import Action, Change, Draft, Drop, HandOver, Keep
from bot.ceremonies.action.state import LINK, TEXT, WHY
from bot.errors import BadInput
from bot.model import MemberId, RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.text import clip, line

KEPT, DROPPED, HANDED, CHANGED = "action.kept", "action.dropped", "action.handed", "action.changed"
TEXT_FIELD, OWNER, DUE, LINK_FIELD, WHY_FIELD = "text", "owner", "due", "link", "why"


def keep_view(round_: RoundId, state: Action, today: date) -> Json:
    """Still open: until when, and why."""
    ahead = state.due if state.due >= today else None
    hint = "You are reminded for another day anew. Left empty, the next retro asks."
    day = inputs.datepicker(DUE, "Due on", ahead, hint, optional=True)
    why = inputs.text_input(
        WHY_FIELD, "What keeps it open?", hint="The team reads it in the retro.", limit=WHY, optional=True
    )
    return _modal(KEPT, "Still open", "Save", round_, [_what(state), day, why])


def drop_view(round_: RoundId, state: Action, _: date) -> Json:
    """Why it will not be done."""
    why = inputs.text_input(WHY_FIELD, "Why?", hint="The next retro shows it.", limit=WHY)
    return _modal(DROPPED, "Drop an action", "Drop", round_, [_what(state), why])


def hand_over_view(round_: RoundId, state: Action, _: date) -> Json:
    """Who does it from now on."""
    who = inputs.users_select(OWNER, "Who does it?", (), "One person.", 1)
    return _modal(HANDED, "Hand over", "Hand over", round_, [_what(state), who])


def change_view(round_: RoundId, state: Action, _: date) -> Json:
    """How it reads."""
    draft = Draft(state.text, state.owner.id, state.due, state.link)
    return _modal(CHANGED, "Change an action", "Save", round_, pieces(draft))


def pieces(draft: Draft | None = None, due: date | None = None) -> list[Json]:
    """The inputs of an action, empty or filled in; `due` is proposed for one that is new."""
    text, link = (draft.text, draft.link) if draft else ("", "")
    owner, due = ((draft.owner,), draft.due) if draft else ((), due)
    return [
        inputs.text_input(TEXT_FIELD, "What is to be done?", text, limit=TEXT),
        inputs.users_select(OWNER, "Who does it?", owner, "One person.", 1),
        inputs.datepicker(DUE, "Due on", due, "They are reminded once midway, and on that morning."),
        inputs.text_input(LINK_FIELD, "Link", link, placeholder="https://…", limit=LINK, optional=True),
    ]


def read_draft(form: Filled) -> Draft:
    """What was filled in there. Raises BadInput by field."""
    due = form.date(DUE)
    if due is None:
        raise BadInput("Pick a date.", DUE)
    return Draft(line(form.text(TEXT_FIELD)), _one(form), due, form.text(LINK_FIELD))


def _what(state: Action) -> Json:
    return blocks.context(clip(line(state.text), TEXT) or "–")


def _modal(callback: str, title: str, submit: str, round_: RoundId, pieces: Sequence[Json]) -> Json:
    return blocks.modal(callback, title, pieces, submit=submit, metadata=json.dumps({"round": round_}))


def _one(form: Filled) -> MemberId:
    people = form.people(OWNER)
    if len(people) != 1:
        raise BadInput("Name one person.", OWNER)
    return MemberId(people[0])


def read_keep(payload: Mapping[str, Any]) -> tuple[RoundId, Keep]:
    """Which, until when, and why. Raises BadInput by field, NotFound for a stale form; so do the others."""
    form = filled(payload)
    return RoundId(form.noted("round")), Keep(form.date(DUE), line(form.text(WHY_FIELD)))


def read_drop(payload: Mapping[str, Any]) -> tuple[RoundId, Drop]:
    """Which, and why."""
    form = filled(payload)
    return RoundId(form.noted("round")), Drop(line(form.text(WHY_FIELD)))


def read_hand_over(payload: Mapping[str, Any]) -> tuple[RoundId, HandOver]:
    """Which, and to whom."""
    form = filled(payload)
    return RoundId(form.noted("round")), HandOver(_one(form))


def read_change(payload: Mapping[str, Any]) -> tuple[RoundId, Change]:
    """Which, and how it reads."""
    form = filled(payload)
    return RoundId(form.noted("round")), Change(read_draft(form))
