"""The form of a spike's end: the decision, and what goes with each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.book import pasting
from bot.book.pasting import is_link
from bot.ceremonies.spike import Spike
from bot.ceremonies.spike.state import LONG_TEXT, QUESTION_TEXT
from bot.errors import BadInput
from bot.model import RoundId, SpikeDecision, Verdict
from bot.spiking import Outcome
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.estimation.call_form import require_all_taken
from handlers.slack.filled import Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.spike.drawings import DECISIONS, VERDICTS
from handlers.slack.text import clip, line

CALLBACK, PICK = "spike.decide", "spike.decision"
DECISION, TEXT, NEXT, LINKS = "decision", "text", "next", "links"
VERDICT, STORIES, ALSO = "verdict", "stories", "also"
_DROP = "story"
_MOST_LINKS, _LINKS_TEXT = 10, 2000
_ASKS: Mapping[SpikeDecision, str] = {
    "answered": "What did you find?",
    "estimable": "What did you find? Those who estimate read it.",
    "split": "What did you find?",
    "another": "What did you find so far?",
    "drop": "Why is it dropped?",
}
_SAYS: Mapping[SpikeDecision, str] = {
    "answered": "the question has its answer",
    "estimable": "its story goes to the vote now",
    "split": "its story becomes several",
    "another": "with the next question",
    "drop": "it is not worth more time",
}


def view(round_: RoundId, state: Spike, decision: SpikeDecision = "answered") -> Json:
    """The form as a modal, as this decision needs it."""
    about = state.about
    pieces = [
        blocks.rich(
            blocks.paragraph([{"type": "text", "text": clip(line(state.question), QUESTION_TEXT) or "–"}])
        ),
        inputs.select(DECISION, "What do you decide?", _choices(state), decision, picked=PICK),
        inputs.text_input(
            TEXT,
            _ASKS[decision],
            limit=LONG_TEXT,
            multiline=True,
        ),
    ]
    if decision == "another":
        hint = "A new box of the same size begins now, for the same people."
        pieces.append(inputs.text_input(NEXT, "What is the next question?", hint=hint, limit=QUESTION_TEXT))
    if decision == "split" and about:
        hint = f"#{about.number} leaves the backlog for them; /story restore #{about.number} has it back."
        pieces.append(inputs.text_input(STORIES, "The stories, one a line", hint=hint, multiline=True))
    if decision == "drop" and about:
        choice = [(_DROP, f"Take #{about.number} out of the backlog too")]
        pieces.append(inputs.checkboxes(ALSO, "And its story?", choice))
    if decision != "drop":
        pieces.append(
            inputs.text_input(LINKS, "Links, one a line", limit=_LINKS_TEXT, multiline=True, optional=True)
        )
    if state.hypothesis:
        pieces.append(blocks.context(f"Hypothesis: {clip(line(state.hypothesis), 300)}"))
        verdicts = [(each, words.capitalize()) for each, words in VERDICTS.items() if each]
        hint = "Disproved is as good a result as proved."
        pieces.append(inputs.select(VERDICT, "The hypothesis is", verdicts, "open", hint))
    note = json.dumps({"round": round_})
    return blocks.modal(CALLBACK, "Finish the spike", pieces, submit="Decide", metadata=note)


def _choices(state: Spike) -> Sequence[Choice]:
    with_story = {"estimable", "split"}
    return [
        (each, words, _SAYS[each])
        for each, words in DECISIONS.items()
        if state.about or each not in with_story
    ]


def decision_of(value: str) -> SpikeDecision:
    """Raises BadInput for what is none."""
    found = next((each for each in DECISIONS if each == value), None)
    if found is None:
        raise BadInput("Choose what you decide.", DECISION)
    return found


def read_pick(payload: Mapping[str, Any]) -> RoundId:
    """Which spike the form is about. Raises NotFound for a stale form."""
    return RoundId(filled(payload).noted("round"))


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Outcome]:
    """What was decided. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    round_, decision = RoundId(form.noted("round")), decision_of(form.choice(DECISION))
    verdict: Verdict = next((each for each in VERDICTS if each == form.choice(VERDICT)), "")
    parts = pasting.read(form.lines(STORIES)) if decision == "split" else pasting.read("")
    require_all_taken(parts, STORIES)
    return round_, Outcome(
        decision,
        form.text(TEXT),
        _links(form),
        verdict,
        parts.drafts,
        drop_story=_DROP in form.choices(ALSO),
        next=line(form.text(NEXT)) if decision == "another" else "",
    )


def _links(form: Filled) -> tuple[str, ...]:
    found = tuple(form.text(LINKS).split())
    odd = next((each for each in found if not is_link(each)), None)
    if odd:
        raise BadInput(f"“{clip(odd, 60)}” is no link: one begins with http:// or https://.", LINKS)
    if len(found) > _MOST_LINKS:
        raise BadInput(f"{_MOST_LINKS} links at most.", LINKS)
    return found
