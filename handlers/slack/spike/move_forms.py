"""The small forms that move a spike on: why it pauses, how much longer it takes, who goes on with it."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.spike import HandOver, Spike
from bot.ceremonies.spike.rules import require_extensible, require_pausable
from bot.ceremonies.spike.state import MOST_EXTENSIONS, QUESTION_TEXT, REASON_TEXT
from bot.durations import read_span
from bot.errors import BadInput
from bot.model import MemberId, RoundId
from bot.spiking import More
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import clip, line

PAUSE, EXTEND, HAND_OVER = "spike.paused", "spike.extended", "spike.handed_over"
_SPAN_TEXT = 40  #: characters
REASON, BOX, OWNER, WHICH = "reason", "box", "owner", "which"


def pause_view(round_: RoundId, state: Spike, by: MemberId) -> Json:
    """Why it stands still. Raises Settled and Refused for one that cannot be paused."""
    require_pausable(state, by)
    return _modal(PAUSE, "Pause the spike", "Pause", round_, state, _reason("Why does it wait?"))


def pause_one_view(every: Mapping[RoundId, str], reason: str) -> Json:
    """Which of several stands still, where the reason is known."""
    choices = [(each, clip(line(title), inputs.OPTION_TEXT) or "–") for each, title in every.items()]
    pieces = [inputs.select(WHICH, "Which one?", choices), _reason("Why does it wait?", reason)]
    return blocks.modal(PAUSE, "Pause a spike", pieces, submit="Pause", metadata=json.dumps({"round": ""}))


def extend_view(round_: RoundId, state: Spike, _: MemberId, more: str = "1 h") -> Json:
    """How much more, and why. `more`: as it was typed. Raises Refused before anybody fills it in in vain."""
    require_extensible(state)
    left = MOST_EXTENSIONS - len(state.grown)
    hint = "30 minutes to 5 working days." + (" It cannot be extended again after this." if left == 1 else "")
    asked = inputs.text_input(
        BOX, "How much more time?", clip(line(more), _SPAN_TEXT), hint, limit=_SPAN_TEXT
    )
    return _modal(
        EXTEND, "Extend the spike", "Extend", round_, state, asked, _reason("What takes longer than thought?")
    )


def hand_over_view(round_: RoundId, state: Spike, _: MemberId) -> Json:
    """Who goes on with what is left."""
    who = inputs.users_select(
        OWNER, "Who goes on with it?", (), "One person. What is left of the box is theirs."
    )
    return _modal(HAND_OVER, "Hand over", "Hand over", round_, state, who)


def _reason(label: str, reason: str = "") -> Json:
    return inputs.text_input(
        REASON, label, clip(reason, REASON_TEXT), limit=REASON_TEXT, hint="Shown on the card."
    )


def _modal(callback: str, title: str, submit: str, round_: RoundId, state: Spike, *pieces: Json) -> Json:
    asked = blocks.context(clip(line(state.question), QUESTION_TEXT))
    note = json.dumps({"round": round_, "grown": len(state.grown), "owner": state.owner.id})
    return blocks.modal(callback, title, [asked, *pieces], submit=submit, metadata=note)


def read_pause(payload: Mapping[str, Any]) -> tuple[RoundId, str]:
    """Which, and why. Raises NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.choice(WHICH) or form.noted("round")), form.text(REASON)


def read_extend(payload: Mapping[str, Any]) -> tuple[RoundId, More]:
    """Which, how much more, and why. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    wish = More(read_span(form.text(BOX), BOX), form.text(REASON), form.number("grown"))
    return RoundId(form.noted("round")), wish


def read_hand_over(payload: Mapping[str, Any]) -> tuple[RoundId, HandOver]:
    """Which, and to whom. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, people = RoundId(form.noted("round")), form.people(OWNER)
    if len(people) != 1:
        raise BadInput("Name one person.", OWNER)
    return round_, HandOver(MemberId(people[0]), MemberId(form.noted("owner")))
