"""What is read of an experiment that stopped and was reopened since."""

from handlers.slack.checkpoint.examples import NOTICES
from handlers.slack.draw import draw


def test_its_card_says_so_and_offers_no_verdict() -> None:
    drawing = draw(NOTICES["checkpoint, it stopped and was reopened"])
    assert "Oliver Grant has decided: churn-1 stops." in drawing.text
    assert drawing.text.endswith("It was reopened since, and goes on.")
    assert "verdict" not in str(drawing)


def test_whoever_was_asked_for_the_verdict_reads_it_too() -> None:
    drawing = draw(NOTICES["checkpoint, verdict, reopened"])
    assert drawing.text == "churn-1 was reopened since, and goes on, in #data-science."
