"""The forms of a checkpoint: what the sprint came to, and why it goes on or stops."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.checkpoint import Answer, Checkpoint, Judge
from bot.ceremonies.checkpoint.state import REASON
from bot.ceremonies.experiment import Going, Setup
from bot.errors import BadInput, NotFound
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.checkpoint import words
from handlers.slack.experiment import spelling
from handlers.slack.experiment.result_form import METRIC, require_same, sign_of
from handlers.slack.experiment.words import metric_of, target, value
from handlers.slack.filled import STALE, filled
from handlers.slack.text import clip, line, say, sentence

ANSWERED, JUDGED = "checkpoint.answered", "checkpoint.judged"
HOW, VALUE, DAYS, REASON_FIELD = "how", "value", "days", "reason"
RESULT, NOTHING, NOT = "result", "nothing", "not"
_FIGURE, _UNIT, _CALLED = 30, 20, 60
_GOING: Mapping[str, Going] = {"go on": "go on", "stop": "stop"}


def answer_view(round_: RoundId, state: Checkpoint) -> Json:
    """What the sprint came to; where only the FTE-days are missing, these."""
    setup, of = state.facts.setup, state.daysless
    noted = {"round": round_, "lack": state.lack, METRIC: sign_of(setup)}
    note = json.dumps({**noted, **({"number": of.number} if of else {})})
    first = blocks.context(
        f"{state.facts.key} · sprint {state.sprint} · {target(setup.metric)}{_last(state)}"
    )
    if of:
        pieces = [first, _days("How many FTE-days did this result take?", optional=False)]
        return blocks.modal(ANSWERED, "FTE-days", pieces, submit="Save", metadata=note)
    unit = clip(line(setup.metric.unit), _UNIT)
    choices = [
        (RESULT, "There is a result"),
        (NOTHING, "Nothing new: only FTE-days went in"),
        (NOT, "It was not worked on"),
    ]
    pieces = [
        first,
        inputs.select(HOW, "What did the sprint come to?", choices, RESULT),
        inputs.text_input(
            VALUE,
            f"{metric_of(setup)}{f' ({unit})' if unit else ''}",
            hint="Of a result.",
            placeholder="0.8",
            limit=_FIGURE,
            optional=True,
        ),
        _days("How many FTE-days went in?", optional=True),
    ]
    return blocks.modal(ANSWERED, "What it came to", pieces, submit="Save", metadata=note)


def _last(state: Checkpoint) -> str:
    of, metric = state.daysless, state.facts.setup.metric
    if of:
        return f" · its result is {value(metric, of.value)}"
    latest, called = state.facts.latest, state.facts.called
    as_ = f", measured as {clip(line(called), _CALLED)}" if called else ""
    return "" if latest is None else f" · the last was {value(metric, latest)}{as_}"


def _days(label: str, *, optional: bool) -> Json:
    hint = "Working days of one person, all people together, since the last result."
    return inputs.text_input(DAYS, label, hint=hint, placeholder="5", limit=_FIGURE, optional=optional)


def round_of(payload: Mapping[str, Any]) -> RoundId:
    """Which checkpoint the form is about. Raises NotFound for a stale form."""
    return RoundId(filled(payload).noted("round"))


def read_answer(payload: Mapping[str, Any], setup: Setup) -> Answer:
    """What it came to, of the experiment as it is set up now. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    days, typed = form.text(DAYS), form.text(VALUE)
    if form.note.get("lack") == "days":
        return Answer(None, spelling.read_days(days, DAYS), _number(form.note.get("number")))
    match form.choice(HOW):
        case "result":
            require_same(form, setup, VALUE)
            return Answer(spelling.read_value(typed, setup.metric, VALUE), spelling.read_days(days, DAYS))
        case "nothing":
            _require_empty(typed, VALUE, "That is a result. Choose so above, or leave it empty.")
            return Answer(None, spelling.read_days(days, DAYS))
        case "not":
            _require_empty(typed, VALUE, "It was not worked on: leave this empty.")
            _require_empty(days, DAYS, "It was not worked on: leave this empty.")
            return Answer(None, None)
        case _:
            raise BadInput("Choose what it came to.", HOW)


def _number(noted: object) -> int:
    if not isinstance(noted, int):
        raise NotFound(STALE)
    return noted


def _require_empty(typed: str, field: str, sentence_: str) -> None:
    if typed:
        raise BadInput(sentence_, field)


def judge_view(round_: RoundId, state: Checkpoint, going: Going) -> Json:
    """Why it goes on, or stops."""
    key = state.facts.key
    title, submit = ("Go on", "Go on") if going == "go on" else ("Stop", "Stop")
    asked = f"Why does {key} go on?" if going == "go on" else f"Why does {key} stop?"
    hint = "One line. It stands in the channel" + (
        "." if going == "go on" else ", and a verdict is asked for."
    )
    pieces = [
        blocks.context(f"{key} · sprint {state.sprint}", sentence(words.advised(state.facts))),
        *(blocks.rich(blocks.paragraph(say(each, bold=True))) for each in words.broken(state.facts)),
        inputs.text_input(REASON_FIELD, asked, hint=hint, limit=REASON),
    ]
    note = json.dumps({"round": round_, "going": going})
    return blocks.modal(JUDGED, title, pieces, submit=submit, metadata=note)


def read_judge(payload: Mapping[str, Any]) -> tuple[RoundId, Judge]:
    """Which, whether it goes on, and why. Raises NotFound for a stale form."""
    form = filled(payload)
    going = _GOING.get(form.noted("going"))
    if going is None:
        raise NotFound(STALE)
    return RoundId(form.noted("round")), Judge(going, form.text(REASON_FIELD))
