"""An experiment, the checkpoint of its sprint and who decides, driven by plain values: what one tells the other is done
at once, as in a transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.ceremonies.checkpoint import CEREMONY, Checkpoint, Judge
from bot.ceremonies.checkpoint.beginning import openings
from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.experiment import CEREMONY as EXPERIMENT
from bot.ceremonies.experiment import Experiment, Setup, TakeResult, begin
from bot.errors import NotFound, Refused
from bot.model import (
    WEEKDAYS,
    Absence,
    Act,
    Book,
    Measured,
    Member,
    MemberChanged,
    MemberId,
    Notice,
    Report,
    Round,
    RoundId,
    Tick,
)
from bot.rounds import woken_at
from storage import codec
from tests.bot.ceremonies.benched import SETUP
from tests.factories import NEW_YORK, WORKSPACE, make_book, make_member, make_team, member_id, utc

ADA, BEN = make_member("Ada"), make_member("Ben", NEW_YORK)
CAI, LEA = make_member("Cai"), make_member("Lea", roles=("developer", "lead"))
#: It is registered on a Monday; its sprint closes on the Friday of the next week, at night: by hand.
REGISTERED, SINCE, CLOSES = "2026-11-09 10:00", "2026-11-09 00:00", "2026-11-20 22:30"
DECIDED_BY_BEN = replace(SETUP, deciders=(member_id("Ben"),))
KINDS: dict[str, Any] = {"experiment": EXPERIMENT, "checkpoint": CEREMONY}
#: The worked example of the book.
WORKED = ((75.0, 10.0), (78.0, 8.0), (80.0, 5.0), (85.0, 20.0))
GO_ON, STOP = Judge("go on", "It still gains"), Judge("stop", "Costs more than it is worth")


class Desk:
    """An experiment of Ada's on which Ben decides, far away; Lea leads, Cai looks on."""

    def __init__(
        self,
        *results: tuple[float, float | None],
        setup: Setup = DECIDED_BY_BEN,
        members: tuple[Member, ...] = (ADA, BEN, CAI, LEA),
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.members, self.absences = members, absences
        self.at = utc(REGISTERED)
        self.rounds: dict[str, Round[Any]] = {}
        turn = begin(self.book, "churn-1", setup, members[0], self.at)
        self._keep(self._round("experiment", "churn-1", turn))
        self.sent = 0
        for number, (value, days) in enumerate(results):
            self.at = utc(f"2026-11-{10 + number} 12:00")
            self.report(value, days, sprint=12)
        self.at = utc(CLOSES)

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    def _round(self, kind: str, name: str, turn: Any) -> Round[Any]:  # noqa: ANN401
        return Round(
            RoundId(name),
            WORKSPACE,
            make_team().id,
            kind,
            name,
            self.at,
            turn.state,
            None,
            turn.wake_at,
            turn.over,
        )

    def _keep(self, round_: Round[Any]) -> None:
        kind = type(round_.state)
        kept = codec.load(kind, codec.dump(kind, round_.state))
        assert kept == round_.state
        self.rounds[round_.id] = round_

    def close(self, sprint: int = 12, at: str = CLOSES, since: str = SINCE) -> "Desk":
        """A sprint closes: its checkpoints are opened."""
        self.at = utc(at)
        book = replace(self.book, experiments=(self.rounds["churn-1"],))
        for each in openings(book, sprint, utc(since), WEEKDAYS, self.at):
            self._keep(self._round("checkpoint", f"check-{sprint}", each.turn))
        return self

    @property
    def experiment(self) -> Experiment:
        state = self.rounds["churn-1"].state
        assert isinstance(state, Experiment)
        return state

    def round(self, sprint: int = 12) -> Round[Checkpoint]:
        return self.rounds[f"check-{sprint}"]

    @property
    def state(self) -> Checkpoint:
        return self.round().state

    def act(self, act: Act, by: str = "Ben", at: str = "", on: str = "check-12") -> "Desk":
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged) or not by else member_id(by)
        before = dict(self.rounds)
        try:
            self._perform(on, act, who)
        except Exception:
            self.rounds = before
            raise
        return self

    def _perform(self, name: str, act: Act, by: MemberId | None) -> None:
        before = self.rounds[name]
        turn = KINDS[before.kind].advance(before, act, by, self.at, self.book)
        wake_at = woken_at(before, act, turn)
        self._keep(replace(before, state=turn.state, wake_at=wake_at, over=turn.over))
        for each in turn.tells:
            try:
                self._perform(each.round, each.act, by)
            except (Refused, NotFound):
                continue

    def report(
        self,
        value: float,
        days: float | None,
        by: str = "",
        sprint: int | None = None,
        *more: Measured,
    ) -> "Desk":
        """A result comes in from elsewhere."""
        self.sent += 1
        report = Report(f"k{self.sent}", (Measured("F1", value), *more), "churn-1", days)
        return self.act(TakeResult(report, sprint), by, on="churn-1")

    def changed(self, *members: Member) -> "Desk":
        """Members of the team are no longer what they were."""
        new = {each.id: each for each in members}
        self.members = tuple(new.get(each.id, each) for each in self.members)
        for name in [each for each in self.rounds if self.rounds[each].kind == "checkpoint"]:
            for member in new:
                self.act(MemberChanged(member), on=name)
        return self

    def to(self, at: str | datetime) -> "Desk":
        """Let the clock act at every moment until then."""
        goal = utc(at) if isinstance(at, str) else at
        while due := self._due(goal):
            self.at = max(self.at, due[0])
            self.act(Tick(), on=due[1])
        self.at = goal
        return self

    def _due(self, goal: datetime) -> tuple[datetime, str] | None:
        waiting = (
            (each.wake_at, name)
            for name, each in self.rounds.items()
            if not each.over and each.wake_at and each.wake_at <= goal
        )
        return min(waiting, default=None)

    def told(self) -> list[str]:
        """Whom was written to, why and when: "decide Ben 23 14:00"."""
        names = {each.id: each.name for each in self.members}
        return [f"{each.matter} {names[each.to]} {each.at:%d %H:%M}" for each in self.state.told]

    def shown(self, sprint: int = 12) -> dict[str, Notice]:
        return CEREMONY.show(self.round(sprint))


def worked() -> Desk:
    return Desk(*WORKED).close()


def card(desk: Desk) -> Card:
    found = desk.shown()["card"]
    assert isinstance(found, Card)
    return found


def ask(desk: Desk, slot: str) -> Ask:
    found = desk.shown()[slot]
    assert isinstance(found, Ask)
    return found


def going(desk: Desk) -> list[str]:
    """What the experiment knows to be decided."""
    return [each.going for each in desk.experiment.judged]
