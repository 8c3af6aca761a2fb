"""An assumption that Ada owns, driven by plain values."""

from dataclasses import replace
from datetime import date, datetime

from bot.ceremonies.assumption import CEREMONY, Assumption, Draft, Written, begin
from bot.ceremonies.assumption.shown import Ask, show
from bot.model import Absence, Act, Book, Member, MemberChanged, Round, RoundId, StoryId, Tick, Turn
from bot.rounds import woken_at
from storage import codec
from tests.factories import NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben", NEW_YORK)
CAI, LEA = make_member("Cai"), make_member("Lea", roles=("developer", "lead"))
#: A Monday afternoon in London; the day on which it is checked is a Tuesday.
WROTE, DAY = "23 15:00", date(2026, 12, 1)
DRAFT = Draft("Customers log in weekly", ADA.id, "They did", ("Another sign", "Label again"), DAY)
ONE, TWO = Written(StoryId("s1"), 31, "Another sign"), Written(StoryId("s2"), 32, "Label again")


class Desk:
    """One assumption, and what came of it. Ada owns it, Cai wrote it down, Lea leads, Ben looks on."""

    def __init__(
        self,
        owner: Member = ADA,
        *,
        day: date | None = DAY,
        members: tuple[Member, ...] = (ADA, BEN, CAI, LEA),
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.at, self.members, self.absences = utc(WROTE), members, absences
        turn = begin(self.book, replace(DRAFT, owner=owner.id, day=day), 3, CAI.id, self.at)
        self.round: Round[Assumption] = Round(
            RoundId("a3"),
            WORKSPACE,
            make_team().id,
            "assumption",
            "3",
            self.at,
            turn.state,
            None,
            turn.wake_at,
            turn.over,
        )

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Assumption:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Assumption]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Assumption, codec.dump(Assumption, turn.state))
        assert kept == turn.state
        self.round = replace(self.round, state=kept, wake_at=wake_at, over=turn.over)
        return turn

    def to(self, at: str | datetime) -> "Desk":
        """Let the clock act at every moment until then."""
        goal = utc(at) if isinstance(at, str) else at
        while not self.round.over and self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal
        return self

    def told(self) -> list[tuple[str, str, datetime]]:
        return [(each.matter, each.to or "all", each.at) for each in self.state.told]

    def asks(self) -> list[Ask]:
        return [each for each in show(self.round).values() if isinstance(each, Ask)]

    def change(self, *members: Member) -> "Desk":
        known = {each.id: each for each in (*self.members, *members)}
        self.members = tuple(known.values())
        for each in known:
            self.act(MemberChanged(each))
        return self


NEW = Draft("They log in monthly", BEN.id, "Asked", ("Third",), date(2026, 12, 8))
