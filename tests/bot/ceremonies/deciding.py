"""A decision that Ada took, driven by plain values."""

from dataclasses import replace
from datetime import date, datetime

from bot.ceremonies.decision import CEREMONY, Decision, Draft, begin
from bot.ceremonies.decision.shown import Ask, show
from bot.model import Absence, Act, Book, Member, MemberChanged, Round, RoundId, Tick, Turn
from bot.rounds import woken_at
from storage import codec
from tests.factories import NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben", NEW_YORK)
CAI, LEA = make_member("Cai"), make_member("Lea", roles=("developer", "lead"))
#: A Monday afternoon in London; the day on which it is revisited is a Tuesday.
RECORDED, DAY = "23 15:00", date(2026, 12, 1)
HERE, OTHER = RoundId("decision-3"), RoundId("decision-7")
DRAFT = Draft("Features by day", "Two stores drift apart", (ADA.id,), sign="A rebuild takes a night", day=DAY)


class Desk:
    """One decision, and what came of it. Ada decided it, Cai wrote it down, Lea leads, Ben looks on."""

    def __init__(
        self,
        *deciders: Member,
        day: date | None = DAY,
        members: tuple[Member, ...] = (ADA, BEN, CAI, LEA),
        absences: tuple[Absence, ...] = (),
        at: str = RECORDED,
    ) -> None:
        self.at, self.members, self.absences = utc(at), members, absences
        draft = replace(DRAFT, deciders=tuple(each.id for each in deciders or (ADA,)), day=day)
        turn = begin(self.book, draft, 3, CAI.id, self.at)
        self.round: Round[Decision] = Round(
            HERE,
            WORKSPACE,
            make_team().id,
            "decision",
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
    def state(self) -> Decision:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Decision]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Decision, codec.dump(Decision, turn.state))
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

    def change(self, *members: Member, absences: tuple[Absence, ...] = ()) -> "Desk":
        """People, or their days, are not what they were."""
        known = {each.id: each for each in (*self.members, *members)}
        self.members, self.absences = tuple(known.values()), absences
        for each in known:
            self.act(MemberChanged(each))
        return self
