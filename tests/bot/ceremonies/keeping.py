"""A KPI that a team keeps in view, driven by plain values."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.ceremonies.kpi import CEREMONY, Kpi, Setup, Take, begin
from bot.ceremonies.kpi.shown import Card, Turned, show
from bot.ceremonies.kpi.state import USUAL
from bot.model import Act, Book, Round, RoundId, Tick, Turn
from bot.rounds import woken_at
from storage import codec
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben")
LEA = make_member("Lea", roles=("developer", "lead"))
GONE = make_member("Zoe", active=False)
#: A Monday noon in London.
NOON = utc("23 12:00")
HERE, SPRINT = RoundId("kpi-1"), RoundId("sprint-8")
DAY = timedelta(days=1)
FRESH = replace(USUAL["freshness"], budget=0.25)


class Desk:
    """One KPI that Ada set up, and what came of it. Ben is of the team, Lea leads."""

    def __init__(self, setup: Setup = FRESH, name: str = "freshness", *, planning: bool = True) -> None:
        self.at, self.planning = NOON, planning
        turn = begin(make_book(ADA, BEN, LEA, GONE), name, "", setup, ADA, NOON)
        self.round: Round[Kpi] = Round(
            HERE, WORKSPACE, make_team().id, "kpi", "1", NOON, turn.state, None, turn.wake_at, turn.over
        )

    @property
    def book(self) -> Book:
        sprint: Round[Any] | None = None
        if self.planning:
            sprint = Round(SPRINT, WORKSPACE, make_team().id, "sprint", "8", NOON, None)
        return replace(make_book(ADA, BEN, LEA, GONE), sprint=sprint)

    @property
    def state(self) -> Kpi:
        return self.round.state

    def act(self, act: Act, by: str = "", at: datetime | None = None) -> Turn[Kpi]:
        self.at = at or self.at
        turn = CEREMONY.advance(self.round, act, member_id(by) if by else None, self.at, self.book)
        kept = codec.load(Kpi, codec.dump(Kpi, turn.state))
        assert kept == turn.state
        self.round = replace(self.round, state=kept, wake_at=woken_at(self.round, act, turn), over=turn.over)
        return turn

    def read(self, *values: float, every: timedelta = timedelta(hours=1)) -> Turn[Kpi]:
        turn = Turn(self.state)
        for each in values:
            self.at += every
            turn = self.act(Take(each))
        return turn

    def to(self, goal: datetime) -> "Desk":
        """Let the clock act at every moment until then."""
        while not self.round.over and self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal
        return self

    def values(self) -> list[float]:
        return [each.value for each in self.state.readings]

    def turned(self) -> list[str]:
        shown = show(HERE, self.state).values()
        return [f"{each.turning.how}{' past' * each.moot}" for each in shown if isinstance(each, Turned)]

    def card(self) -> Card:
        card = show(HERE, self.state)["card"]
        assert isinstance(card, Card)
        return card
