"""What is read of a decision that somebody else took back."""

import pytest

from bot.ceremonies.checkpoint.shown import Ask
from handlers.slack.checkpoint.drawings import ask
from handlers.slack.checkpoint.examples import NOTICES


@pytest.mark.parametrize(
    ("example", "reads"),
    [
        (
            "checkpoint, taken back, to who decided",
            (
                "You decided after sprint 12 that churn-1 goes on; Priya Nair has taken that back."
                " The question is open again in #data-science."
            ),
        ),
        (
            "checkpoint, taken back, decided by somebody else",
            (
                "You decided after sprint 12 that churn-1 goes on; Priya Nair has taken that back."
                " Priya Nair has decided: churn-1 stops."
            ),
        ),
        (
            "checkpoint, taken back, and outdated",
            "You decided after sprint 12 that churn-1 goes on; Priya Nair has taken that back.",
        ),
        (
            "checkpoint, verdict, taken back",
            "Priya Nair has taken that back: churn-1 does not stop after all, in #data-science.",
        ),
    ],
)
def test_who_took_it_back_is_named_and_how_it_stands_now(example: str, reads: str) -> None:
    notice = NOTICES[example]
    assert isinstance(notice, Ask)
    assert ask(notice).text == reads
