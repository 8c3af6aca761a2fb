"""A guardrail that is broken is said wherever somebody decides whether an experiment goes on."""

from dataclasses import replace

import pytest

from bot.ceremonies.checkpoint.state import Facts
from bot.ceremonies.experiment import Guardrail
from bot.ceremonies.experiment.shown import Watched
from handlers.slack.checkpoint import words
from handlers.slack.checkpoint.examples import MODALS, NOTICES
from handlers.slack.draw import draw
from tests.handlers.slack import limits

SAID = "Guardrail broken: recall of de is 0.6, to be ≥ 0.7"


@pytest.mark.parametrize(
    "example", ["checkpoint, a guardrail broken", "checkpoint, to who decides, a guardrail broken"]
)
def test_the_question_says_it_before_what_was_gained(example: str) -> None:
    drawing = draw(NOTICES[example])
    assert f": a day still gains about what it used to. {SAID}. " in drawing.text or (
        f"another sprint is likely worth more than it costs. {SAID}. " in drawing.text
    )
    assert SAID in " ".join(limits.words(drawing.blocks))


def test_so_does_the_form_in_which_it_is_decided() -> None:
    assert SAID in str(MODALS["checkpoint, go on, a guardrail broken"])
    assert "Guardrail" not in str(MODALS["checkpoint, go on"])


def test_several_are_one_line() -> None:
    facts: Facts = getattr(NOTICES["checkpoint, a guardrail broken"], "facts")  # noqa: B009 — of its kind
    other = Watched(Guardrail("latency", 200.0, "lower"), 250.0, 4)
    assert [*words.broken(replace(facts, broken=(*facts.broken, other)))] == [
        "2 guardrails broken: recall of de is 0.6, to be ≥ 0.7; latency is 250, to be ≤ 200"
    ]
