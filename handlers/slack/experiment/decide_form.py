"""The form of an experiment's end: the verdict with its decision and what follows, or that it is given up."""

import json
from collections.abc import Mapping
from typing import Any

from bot.book import pasting
from bot.ceremonies.experiment import Drop, Experiment
from bot.ceremonies.experiment.curve import metric_of
from bot.ceremonies.experiment.shown import broken_now
from bot.ceremonies.experiment.state import TEXT, Verdict
from bot.errors import BadInput
from bot.model import RoundId
from bot.shell.verdicts import MOST_STORIES, Outcome
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.estimation.call_form import require_all_taken
from handlers.slack.experiment import words
from handlers.slack.filled import Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.text import clip, line, say

CALLBACK, PICK = "experiment.decided", "experiment.verdict"
VERDICT, DECISION, STORIES = "verdict", "decision", "stories"
_DROPPED = "dropped"
_CHOICES: tuple[Choice, ...] = (
    ("proved", "Proved"),
    ("disproved", "Disproved", "as good a result as proved"),
    ("inconclusive", "Inconclusive", "the results decide nothing"),
    (_DROPPED, "Given up", "without a verdict"),
)


def view(round_: RoundId, state: Experiment, chosen: str = "") -> Json:
    """The form, as this verdict needs it; where none is chosen, as the last result speaks."""
    setup = state.setup
    chosen = chosen or proposed(state)
    dropped = chosen == _DROPPED
    pieces = [
        blocks.section(clip(line(setup.question), TEXT) or "–"),
        blocks.context(f"{clip(line(setup.hypothesis), TEXT) or '–'} · {_last(state)}"),
        *(blocks.rich(blocks.paragraph(say(each, bold=True))) for each in words.breaks(broken_now(state))),
        inputs.select(VERDICT, "What came of it?", _CHOICES, chosen or None, picked=PICK),
        inputs.text_input(
            DECISION,
            "Why is it given up?" if dropped else "What is decided?",
            limit=TEXT,
            multiline=True,
        ),
    ]
    if not dropped:
        follow = {"proved": setup.if_proved, "disproved": setup.if_disproved}.get(chosen, "")
        pieces.append(
            inputs.text_input(
                stories_of(
                    chosen
                ),  # what Slack holds of a field by its name would stand beside another verdict
                "What follows, for the backlog?",
                follow,
                f"A line is a story, {MOST_STORIES} at most.",
                multiline=True,
                optional=True,
            )
        )
    note = json.dumps({"round": round_})
    return blocks.modal(
        CALLBACK, clip(f"Decide {state.key}", blocks.VIEW_TITLE), pieces, submit="Decide", metadata=note
    )


def proposed(state: Experiment) -> Verdict | str:
    """Proved, where the last result reaches the target and no guardrail is broken; else people say."""
    if state.results and metric_of(state).reached(state.results[-1].value) and not broken_now(state):
        return "proved"
    return ""


def stories_of(verdict: str) -> str:
    """The name of the field with what follows of a verdict."""
    return f"{STORIES}.{verdict}" if verdict else STORIES


def _last(state: Experiment) -> str:
    metric = state.setup.metric
    known = words.measured(state.setup, state.results[-1]) if state.results else ""
    return f"{known or f'{words.metric_of(state.setup)} has no result yet'}, {words.target(metric)}"


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Outcome | Drop]:
    """What was decided. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, chosen, decision = RoundId(form.noted("round")), form.choice(VERDICT), form.text(DECISION)
    if chosen == _DROPPED:
        return round_, Drop(decision)
    field = _stories_in(form, chosen)
    parts = pasting.read(form.lines(field))
    require_all_taken(parts, field)
    return round_, Outcome(verdict_of(chosen), decision, parts.drafts)


def verdict_of(chosen: str) -> Verdict:
    """Raises BadInput for what is none."""
    match chosen:
        case "proved" | "disproved" | "inconclusive":
            return chosen
        case _:
            raise BadInput("Choose what came of it.", VERDICT)


def _stories_in(form: Filled, chosen: str) -> str:
    """What follows of a verdict stands in a field of its own, or in the one that was there before any was chosen."""
    return next((each for each in (stories_of(chosen), STORIES) if each in form.values), STORIES)


def field_of(refused: str, outcome: Outcome | Drop, payload: Mapping[str, Any]) -> str:
    """What the rules call a field, as it is named in the form; what is of none is of the stories, where there are any,
    since only they are written elsewhere too."""
    if refused in {"decision", "why"}:
        return DECISION
    if isinstance(outcome, Outcome) and outcome.stories:
        return _stories_in(filled(payload), outcome.verdict)
    return VERDICT
