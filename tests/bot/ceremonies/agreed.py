"""An action that Ada agreed to, driven by plain values."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.ceremonies.action import CEREMONY, Action, ActionStands, Draft, Source, begin
from bot.ceremonies.action.shown import Nudge, show
from bot.model import (
    Absence,
    Act,
    Book,
    Member,
    MemberChanged,
    Notice,
    PlanChanged,
    Round,
    RoundId,
    Tell,
    Tick,
    Turn,
)
from bot.rounds import woken_at
from storage import codec
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
#: The retro agreed on it on a Monday afternoon, in London.
AGREED = "23 15:00"
RETRO, NEXT = Source(RoundId("retro-1"), 2), Source(RoundId("retro-2"), 0)
FRIDAY = date(2026, 11, 27)


class Desk:
    """One action, and what came of it. Ada owns it, Ben looks on, Lea leads."""

    def __init__(
        self,
        due: date = FRIDAY,
        *,
        owner: Member = ADA,
        members: tuple[Member, ...] | None = None,
        absences: tuple[Absence, ...] = (),
        at: str | datetime = AGREED,
        source: Source | None = RETRO,
        sprint: Round[Any] | None = None,
    ) -> None:
        self.at = utc(at) if isinstance(at, str) else at
        self.members = (owner, BEN, LEA) if members is None else members
        self.absences, self.sprint = absences, sprint
        self.told_others: list[Tell] = []
        turn = begin(self.book, Draft("Split the job", owner.id, due), self.at, source)
        self.round: Round[Action] = Round(
            RoundId("action-1"),
            WORKSPACE,
            make_team().id,
            "action",
            "retro-1/2",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
        )

    @property
    def book(self) -> Book:
        return replace(make_book(*self.members, absences=self.absences), sprint=self.sprint)

    @property
    def state(self) -> Action:
        return self.round.state

    def act(self, act: Act, by: str = "Ada", at: str = "") -> Turn[Action]:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged | PlanChanged) else member_id(by)
        turn = CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        kept = codec.load(Action, codec.dump(Action, turn.state))
        self.round = replace(self.round, state=kept, wake_at=wake_at, over=turn.over)
        self.told_others += turn.tells
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
        return [(each.matter, each.to, each.at) for each in self.state.told]

    def reminders(self) -> list[tuple[str, datetime]]:
        return [(each.matter, each.at) for each in self.state.told]

    def shown(self) -> dict[str, Notice]:
        return show(self.round.id, self.state)

    def nudges(self) -> list[Nudge]:
        return [each for each in self.shown().values() if isinstance(each, Nudge)]

    def stands(self) -> list[ActionStands]:
        return [each.act for each in self.told_others if isinstance(each.act, ActionStands)]
