"""The forms in which a result is added by hand, and in which one is put right."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.ceremonies.experiment import Correct, Experiment, Guardrail, Setup, TakeOut
from bot.ceremonies.experiment.doubting import far_from, same_again
from bot.ceremonies.experiment.state import NOTE_TEXT, Result, of_name
from bot.ceremonies.experiment.taking import checked
from bot.errors import BadInput
from bot.model import Act, Measured, Report, RoundId, measures
from handlers.slack import blocks, figures, inputs
from handlers.slack.blocks import Json
from handlers.slack.experiment import spelling, words
from handlers.slack.filled import Filled, filled
from handlers.slack.text import clip, line, name

ADDED, CORRECTED, PICK = "experiment.added", "experiment.corrected", "experiment.picked"
VALUE, DAYS, INTERVAL, COMMIT, DATA, NOTE = "value", "days", "interval", "commit", "data", "note"
NUMBER, OUT, WATCHED, SURE, METRIC = "number", "out", "watched", "sure", "metric"
_OUT = "out"
_FIGURE, _INTERVAL = 30, 60
#: Of the results, the last so many can be put right.
_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed after the command, before the form."""

    value: str = ""
    days: str = ""


def typed_of(words: Sequence[str]) -> Typed:
    """ "86 % 5 days", "0.8 5". What follows the value are the days: what are none is refused with the form."""
    if not words:
        return Typed()
    signed = words[1:2] == ["%"]
    return Typed(f"{words[0]} %" if signed else words[0], " ".join(words[1 + signed :]))


def typed_in(payload: Mapping[str, Any]) -> Typed:
    """What stands in the form just now."""
    form = filled(payload)
    return Typed(form.text(VALUE), form.text(DAYS))


def add_view(round_: RoundId, state: Experiment, typed: Typed | None = None, doubt: str = "") -> Json:
    """What came out, after how many FTE-days. `doubt`: why it looks like a slip, to be confirmed."""
    setup, typed = state.setup, typed or Typed()
    example = spelling.example(setup.metric)
    asked = [blocks.section(doubt), inputs.checkboxes(SURE, "Is it right?", [(SURE, "Yes, add it as it is")])]
    unit = f" ({clip(line(setup.metric.unit), 20)})" if setup.metric.unit else ""
    pieces = [
        blocks.context(f"{state.key} · {words.target(setup.metric)}{_last(state)}"),
        *(asked if doubt else ()),
        inputs.text_input(
            VALUE, f"{words.metric_of(setup)}{unit}", typed.value, placeholder=example, limit=_FIGURE
        ),
        inputs.text_input(
            DAYS,
            "How many FTE-days went in since the last result?",
            typed.days,
            "Working days of one person, all people together. Left empty, they come to the next result.",
            placeholder="5",
            limit=_FIGURE,
            optional=True,
        ),
        inputs.text_input(
            INTERVAL, "Its interval", placeholder="0.78 to 0.82", limit=_INTERVAL, optional=True
        ),
        *(
            inputs.text_input(watched(each), words.guardrail(each), limit=_FIGURE, optional=True)
            for each in setup.guardrails
        ),
        inputs.text_input(COMMIT, "Commit or run", limit=NOTE_TEXT, optional=True),
        inputs.text_input(
            DATA,
            "Data",
            hint="Where it is another than the last one's, the step counts as new data, not as work.",
            limit=NOTE_TEXT,
            optional=True,
        ),
        inputs.text_input(NOTE, "Note", limit=NOTE_TEXT, multiline=True, optional=True),
    ]
    note = json.dumps({"round": round_, METRIC: sign_of(setup)})
    return blocks.modal(ADDED, "Add a result", pieces, submit="Add", metadata=note)


def watched(guardrail: Guardrail) -> str:
    """The name of its field: what is measured tells it, since by the time it is sent others may be watched."""
    return f"{WATCHED}.{_sign(measures(guardrail.metric, guardrail.subset))}"


def sign_of(setup: Setup) -> str:
    """What a form notes of the metric that it asks for."""
    return _sign(of_name(setup.metric.name))


def require_same(form: Filled, setup: Setup, field: str) -> None:
    """Raises BadInput on `field` where the metric got another name while the form was open: what was typed is not what
    is measured now."""
    if form.note.get(METRIC, now := sign_of(setup)) != now:
        raise BadInput(f"It is called {words.metric_of(setup)} by now. Close this and open it again.", field)


def _sign(measured: tuple[str, str]) -> str:
    """A hash of what is measured: short, however long its name is."""
    return sha256("@".join(measured).encode("utf-8", "replace")).hexdigest()[:16]


def _last(state: Experiment) -> str:
    if not state.results:
        return ""
    return f" · the last was {words.value(state.setup.metric, state.results[-1].value)}"


def round_of(payload: Mapping[str, Any]) -> RoundId:
    """Which experiment the form is about. Raises NotFound for a stale form."""
    return RoundId(filled(payload).noted("round"))


def read_added(payload: Mapping[str, Any], state: Experiment) -> Report:
    """The result, as a report of what the experiment measures; a person's has no key. Raises BadInput by field."""
    form, metric = filled(payload), state.setup.metric
    require_same(form, state.setup, VALUE)
    low, high = spelling.read_interval(form.text(INTERVAL), metric, INTERVAL)
    main = Measured(metric.name, spelling.read_value(form.text(VALUE), metric, VALUE), low, high)
    fields = {watched(each): each for each in state.setup.guardrails}
    if any(form.text(each) for each in form.values if each.startswith(WATCHED) and each not in fields):
        raise BadInput("What is watched was changed meanwhile. Close this and open it again.", VALUE)
    found = ((each, spelling.read_watched(form.text(name), each, name)) for name, each in fields.items())
    return Report(
        "",
        (main, *(Measured(each.metric, has, subset=each.subset) for each, has in found if has is not None)),
        state.key,
        spelling.read_optional_days(form.text(DAYS), DAYS),
        commit=form.text(COMMIT),
        data=form.text(DATA),
        note=form.text(NOTE),
    )


def doubt_of(payload: Mapping[str, Any], state: Experiment, report: Report, at: datetime) -> str:
    """Why it looks like a slip, unless they have said that it is none. Raises BadInput for what there cannot be."""
    if SURE in filled(payload).choices(SURE):
        return ""
    metric, value = state.setup.metric, report.measured[0].value
    checked(metric, value)  # what there cannot be is no slip in the unit
    far, again = far_from(state, value), same_again(state, value, report.days, at)
    if far is not None:
        return (
            f"{words.value(metric, value)} is far from {words.value(metric, far)}. Another unit, or a slip?"
        )
    if again:
        return f"{name(again.by_name)} has added the same just now. Add it again?"
    return ""


def correct_view(
    round_: RoundId, state: Experiment, theirs: Sequence[Result], number: int | None = None
) -> Json:
    """One of the latest results that are theirs to put right, which reads otherwise or counts no more; the last where
    none is chosen."""
    some = theirs[: -_CHOICES - 1 : -1]
    chosen = next((each for each in some if each.number == number), some[0])
    choices = [
        (str(each.number), f"Result {each.number}: {words.value(state.setup.metric, each.value)}")
        for each in some
    ]
    pieces = [
        inputs.select(NUMBER, "Which result?", choices, str(chosen.number), picked=PICK),
        # what Slack holds of a field by its name would stand beside another result
        inputs.text_input(
            f"{VALUE}{chosen.number}",
            words.metric_of(state.setup),
            figures.figure(chosen.value),
            limit=_FIGURE,
        ),
        inputs.text_input(
            f"{DAYS}{chosen.number}",
            "FTE-days since the one before",
            figures.figure(chosen.days),
            limit=_FIGURE,
            optional=True,
        ),
        inputs.checkboxes(OUT, "Or", [(_OUT, "Take it out: it does not count")]),
    ]
    note = json.dumps({"round": round_})
    return blocks.modal(CORRECTED, "Put a result right", pieces, submit="Save", metadata=note)


def read_correct(payload: Mapping[str, Any], state: Experiment) -> tuple[RoundId, Act]:
    """What was put right. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    number = _number(form)
    round_ = RoundId(form.noted("round"))
    if _OUT in form.choices(OUT):
        return round_, TakeOut(number)
    field, days = f"{VALUE}{number}", f"{DAYS}{number}"
    value = spelling.read_value(form.text(field), state.setup.metric, field)
    return round_, Correct(number, value, spelling.read_optional_days(form.text(days), days))


def _number(form: Filled) -> int:
    """Slack keeps a choice that tells of each pick by the action's name."""
    typed = form.choice(NUMBER)
    if not typed.isdecimal():
        raise BadInput("Choose a result.", NUMBER)
    return int(typed)


#: What the rules call a field of a result, and its name in the form in which one is added.
FIELDS: Mapping[str, str] = {"value": VALUE, "days": DAYS, "metric": VALUE, "at": VALUE}
