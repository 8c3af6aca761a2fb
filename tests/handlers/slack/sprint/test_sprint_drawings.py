"""What the planning of a sprint says of its team's pace."""

import pytest

from handlers.slack.draw import draw
from handlers.slack.examples import EXAMPLES
from tests.handlers.slack import limits


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("sprint, the first to be planned", "No pace yet: it shows once a sprint is closed."),
        (
            "sprint, to be planned after some in which nothing estimated was done",
            "No pace yet: nothing that was estimated has been done in the sprints so far.",
        ),
    ],
)
def test_a_team_without_a_pace_reads_why(example: str, words: str) -> None:
    drawing = draw(EXAMPLES[example])
    assert words in drawing.text
    assert words[:-1] in " ".join(limits.words(drawing.blocks))
