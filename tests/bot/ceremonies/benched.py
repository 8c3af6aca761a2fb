"""An experiment on a bench: results come in, and its card is read."""

from dataclasses import replace
from datetime import timedelta

from bot.ceremonies.experiment import CEREMONY, Experiment, Guardrail, Metric, Setup, TakeResult, Worth, begin
from bot.ceremonies.experiment.shown import Card
from bot.model import Act, Measured, Report, Round, RoundId
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
F1 = Metric("F1", "points", "higher", 70.0, 85.0, 0.0, 100.0)
SETUP = Setup(
    "Recurrence in the calls tells churn",
    "Do we build the feature store for calls?",
    "the contracts team",
    F1,
    (Guardrail("recall", 60.0, subset="DE"), Guardrail("latency", 200.0, "lower")),
    Worth(500_000, "EUR"),
    "Build the feature store",
    "Drop the call logs",
)


class Bench:
    """One experiment of Ada's, and what is done to it."""

    def __init__(self, setup: Setup = SETUP) -> None:
        self.at = utc("23 10:00")
        self.book = make_book(ADA, BEN, LEA)
        turn = begin(self.book, "churn-1", setup, ADA, self.at)
        self.round: Round[Experiment] = Round(
            RoundId("x1"), WORKSPACE, make_team().id, "experiment", "churn-1", self.at, turn.state
        )
        self.sent = 0

    @property
    def state(self) -> Experiment:
        return self.round.state

    def act(self, act: Act, by: str = "Ada") -> None:
        who = member_id(by) if by else None
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        self.round = replace(self.round, state=turn.state, over=turn.over)

    def report(
        self,
        value: float,
        days: float | None = None,
        *more: Measured,
        key: str = "",
        by: str = "",
        note: str = "",
    ) -> None:
        self.sent += 1
        self.at += timedelta(hours=1)
        report = Report(key or f"k{self.sent}", (Measured("f1", value), *more), "churn-1", days, note=note)
        self.act(TakeResult(report), by)

    def card(self) -> Card:
        card = CEREMONY.show(self.round)["card"]
        assert isinstance(card, Card)
        return card


def worked() -> Bench:
    """The example of the book: 75 after 10 FTE-days, 78 after 8 more, 80 after 5, 85 after 20."""
    bench = Bench()
    for value, days in ((75, 10), (78, 8), (80, 5), (85, 20)):
        bench.report(value, days)
    return bench
