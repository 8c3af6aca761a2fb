"""The form in which the facilitator settles what the votes did not."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.estimation import Settle
from bot.ceremonies.estimation.shown import side
from bot.ceremonies.estimation.state import NOTE_TEXT, Estimation
from bot.errors import BadInput, Settled
from bot.model import BALLOTS, RoundId, StoryId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.estimation.results import side_words
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.text import titled

CALLBACK = "estimation.settled"
WHAT, CARD, NOTE = "what", "card", "note"


def view(round_: RoundId, state: Estimation) -> Json:
    """The form as a modal. Raises Settled where nothing is left to settle."""
    choices = _choices(state)
    if not choices:
        raise Settled("Everything is settled already, or voted on once more.")
    pieces = [
        inputs.select(WHAT, "What do you settle?", choices, choices[0][0]),
        inputs.select(CARD, "At", [(str(each), str(each)) for each in state.deck]),
        inputs.text_input(
            NOTE, "Why?", limit=NOTE_TEXT, hint="Everyone reads it, beside the estimate.", multiline=True
        ),
    ]
    note = json.dumps({"round": round_, "poll": state.poll})
    return blocks.modal(CALLBACK, "Settle an estimate", pieces, submit="Settle", metadata=note)


def _choices(state: Estimation) -> list[Choice]:
    titles = {each.story: titled(each) for each in state.topics}
    return [
        (f"{each.ballot}:{each.story}", titles[each.story], side_words(side(each)))
        for each in state.unsettled
    ]


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Settle]:
    """What is settled, and how. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_ = RoundId(form.noted("round"))
    name, _, story = form.choice(WHAT).partition(":")
    ballot = next((each for each in BALLOTS if each == name), None)
    if ballot is None:
        raise BadInput("Choose what you settle.", WHAT)
    return round_, Settle(form.number("poll"), StoryId(story), ballot, form.choice(CARD), form.text(NOTE))
