"""What stands beside the curve of an experiment."""

from bot.model import Result, Returns
from handlers import returns


def figures(*results: Result) -> list[str]:
    """What stands beside the dots of a curve."""
    from matplotlib.figure import Figure

    axes = Figure(figsize=(8, 5), dpi=120).subplots()
    returns.line(axes, Returns("churn-1: F1", "", "higher", results))
    return [each.get_text() for each in axes.texts]


def test_of_figures_that_would_lie_over_each_other_the_latest_are_drawn() -> None:
    early = Result(10, 0.5)
    close = (Result(30, 0.81, per_day=0.015), Result(30.5, 0.82, per_day=0.02))
    assert figures(early, *close) == ["0.5", "0.82\n+0.02 a day"]
    assert figures(early, Result(20, 0.81), Result(30.5, 0.82)) == ["0.5", "0.81", "0.82"]
    assert figures(Result(30, 0.5), Result(30.5, 0.82)) == ["0.5", "0.82"], "one below the other"
