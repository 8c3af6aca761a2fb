"""The small forms of a request: when it was asked for, when it is expected now, who follows it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.ceremonies.access import Access, Asked, HandOver, NotYet
from bot.ceremonies.access.state import WHAT_TEXT
from bot.errors import BadInput
from bot.model import MemberId, RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import clip, line

ASKED_FORM, NOT_YET_FORM, HAND_OVER_FORM = "access.was_asked", "access.later", "access.handed_over"
ASKED, EXPECTED, OWNER = "asked", "expected", "owner"


def asked_view(round_: RoundId, state: Access, today: date) -> Json:
    """When it was asked for."""
    ahead = state.expected if state.expected and state.expected > today else None
    hint = "You are asked on that morning; left empty, in a week."
    return _modal(
        ASKED_FORM,
        "Asked for",
        "Save",
        round_,
        state,
        inputs.datepicker(ASKED, "Asked on", today),
        inputs.datepicker(EXPECTED, "Expected on", ahead, hint, optional=True),
    )


def not_yet_view(round_: RoundId, state: Access, _: date) -> Json:
    """When it is expected now."""
    day = inputs.datepicker(EXPECTED, "Expected on", None, "You are asked again on that morning.")
    return _modal(NOT_YET_FORM, "Not yet there", "Save", round_, state, day)


def hand_over_view(round_: RoundId, state: Access, _: date) -> Json:
    """Who follows it from now on."""
    who = inputs.users_select(OWNER, "Who follows it?", (), "One person.")
    return _modal(HAND_OVER_FORM, "Hand over", "Hand over", round_, state, who)


def _modal(callback: str, title: str, submit: str, round_: RoundId, state: Access, *pieces: Json) -> Json:
    what = blocks.context(clip(line(state.what), WHAT_TEXT) or "–")
    return blocks.modal(
        callback, title, [what, *pieces], submit=submit, metadata=json.dumps({"round": round_})
    )


def read_asked(payload: Mapping[str, Any]) -> tuple[RoundId, Asked]:
    """Which, when, and when it is expected. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, on = RoundId(form.noted("round")), form.date(ASKED)
    if on is None:
        raise BadInput("Pick a date.", ASKED)
    return round_, Asked(on, form.date(EXPECTED))


def read_not_yet(payload: Mapping[str, Any]) -> tuple[RoundId, NotYet]:
    """Which, and when it is expected. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, expected = RoundId(form.noted("round")), form.date(EXPECTED)
    if expected is None:
        raise BadInput("Pick a date.", EXPECTED)
    return round_, NotYet(expected)


def read_hand_over(payload: Mapping[str, Any]) -> tuple[RoundId, HandOver]:
    """Which, and to whom. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, people = RoundId(form.noted("round")), form.people(OWNER)
    if len(people) != 1:
        raise BadInput("Name one person.", OWNER)
    return round_, HandOver(MemberId(people[0]))
