"""A spike in its box of time, driven by plain values."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.ceremonies.spike.beginning import begin
from bot.ceremonies.spike.notices import Card, Yours
from bot.ceremonies.spike.rules import advance
from bot.ceremonies.spike.shown import show
from bot.ceremonies.spike.state import About, Decide, Spike
from bot.model import Absence, Act, Book, Member, MemberChanged, Notice, Round, RoundId, StoryId, Tick, Turn
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

HOUR = timedelta(hours=1)
#: Friday at four, in London.
FRIDAY = "20 16:00"
ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
STORY = About(StoryId("S1"), 1, "Churn by region")


class Desk:
    """One spike, and what came of it. Ada owns it, Ben looks on, Lea leads."""

    def __init__(
        self,
        size: timedelta = 3 * HOUR,
        at: str = FRIDAY,
        *,
        members: tuple[Member, ...] = (ADA, BEN, LEA),
        about: About | None = STORY,
        hypothesis: str = "",
        owners: str = "Ada",
        starts: str = "",
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.at = utc(at)
        self.members = members
        self.absences = absences
        turn = begin(
            self.book,
            "Can we join the ledgers?",
            size,
            [member_id(each) for each in owners.split()],
            self.members[0],
            self.at,
            about=about,
            hypothesis=hypothesis,
            starts_at=utc(starts) if starts else None,
        )
        self.round: Round[Spike] = Round(
            RoundId("spike-1"),
            WORKSPACE,
            make_team().id,
            "spike",
            "1",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
        )
        self.turn: Turn[Spike] = turn

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Spike:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        self.turn = advance(self.round, act, who, self.at, self.book)
        self.round = replace(
            self.round, state=self.turn.state, wake_at=self.turn.wake_at, over=self.turn.over
        )

    def to(self, at: str) -> None:
        """Let the clock act at every moment until then."""
        goal = utc(at)
        while self.round.wake_at and self.round.wake_at <= goal:
            self.at = self.round.wake_at
            self.act(Tick())
        self.at = goal

    @property
    def card(self) -> Card:
        shown = self.shown()["card"]
        assert isinstance(shown, Card)
        return shown

    def shown(self) -> dict[str, Notice]:
        return show(self.round.id, self.state)

    def yours(self, who: str, number: int = 1) -> Yours:
        shown = self.shown()[f"yours:{member_id(who)}:{number}"]
        assert isinstance(shown, Yours)
        return shown

    def told(self) -> list[tuple[str, datetime]]:
        return [(each.stage, each.at) for each in self.state.told]

    def away(self, who: str, first: date, last: date, at: str) -> None:
        self.absences += (Absence(member_id(who), first, last),)
        self.act(MemberChanged(member_id(who)), at=at)

    def decide(
        self, decision: str = "answered", text: str = "By customer and day.", by: str = "Ada", **more: object
    ) -> None:
        self.act(Decide(decision, text, **more), by)  # type: ignore[arg-type] # one of the five, by name
