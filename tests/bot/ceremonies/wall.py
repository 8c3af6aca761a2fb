"""People before a wall of notes: a retro driven by plain values. Ada facilitates, Lea leads, Ben and Cai are there."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from bot.ceremonies import retro
from bot.ceremonies.action import Draft
from bot.ceremonies.retro import AddNote, Agree, Begin, GoOn, Retro, Settings, TakeBack, Vote
from bot.ceremonies.retro.seal import seal
from bot.ceremonies.retro.state import UNDO
from bot.model import Act, Book, Member, Notice, Opening, Plan, Round, RoundId, Tell, Tick
from bot.rounds import woken_at
from tests.factories import (
    LONDON,
    WORKSPACE,
    make_book,
    make_member,
    make_plan,
    make_schedule,
    make_team,
    member_id,
    utc,
)

#: Monday morning in London.
MORNING = "23 10:00"
ADA, BEN, CAI = make_member("Ada"), make_member("Ben"), make_member("Cai")
LEA = make_member("Lea", roles=("developer", "lead"))
WEDNESDAY = date(2026, 11, 25)
#: Every Wednesday; it asks at ten, and meets two working days later.
PLAN = replace(
    make_plan(make_schedule("10:00", (2,), zone=LONDON)),
    kind="retro",
    settings=Settings(after=2, meets=time(14)),
)


class Wall:
    """One retro, what it told others and what it opened."""

    def __init__(self, settings: Settings | None = None, *, begun: bool = True) -> None:
        self.at = utc(MORNING)
        self.members: tuple[Member, ...] = (ADA, BEN, CAI, LEA)
        self.actions: tuple[Round[Any], ...] = ()
        self.retros: tuple[Round[Any], ...] = ()
        self.plan: Plan | None = None
        self.tells: list[Tell] = []
        self.opens: list[Opening] = []
        turn = retro.gathering(make_team(), self.at)
        self.round: Round[Retro] = Round(
            RoundId("retro-1"),
            WORKSPACE,
            make_team().id,
            retro.KIND,
            "1",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
        )
        self.written = 0
        if begun:
            self.begin(settings or Settings())

    @property
    def book(self) -> Book:
        return replace(make_book(*self.members), actions=self.actions, retros=self.retros, plan=self.plan)

    @property
    def state(self) -> Retro:
        return self.round.state

    def act(self, act: Act, by: str = "") -> None:
        who = member_id(by) if by else None
        turn = retro.CEREMONY.advance(self.round, act, who, self.at, self.book)
        self.tells += turn.tells
        self.opens += turn.opens
        wake_at = woken_at(self.round, act, turn)
        self.round = replace(self.round, state=turn.state, wake_at=wake_at, over=turn.over)

    def begin(self, settings: Settings, meets_at: datetime | None = None, by: str = "Ada") -> None:
        self.act(Begin(settings, meets_at), by)

    def note(self, text: str, by: str = "Ben", column: str = "start") -> str:
        """Its id, drawn by no lot here: the later the smaller, so that an order by age would show."""
        self.written += 1
        name = f"{999 - self.written:03d}"
        self.act(AddNote(name, column, text, f"key-{self.written}", signed=True), by)
        return name

    def take_back(self, note: str, by: str = "Ben", until: datetime | None = None, shown: str = "") -> None:
        until = until or self.at + UNDO
        self.act(TakeBack(note, until, shown or seal(self.state.secret.key, note, until)), by)

    def go_on(self, by: str = "Ada") -> None:
        self.act(GoOn(self.state.phase), by)

    def to_phase(self, phase: str) -> None:
        while self.state.phase != phase:
            self.go_on()

    def vote(self, by: str, *dots: int) -> None:
        self.act(Vote(dots, f"fresh-{by}"), by)

    def agree(
        self, text: str = "Ask for the tables", by: str = "Ben", owner: str = "Ben", theme: int = 0
    ) -> None:
        self.act(Agree(Draft(text, member_id(owner), self.at.date()), theme), by)

    def to(self, at: str | datetime) -> None:
        """Let the clock act whenever it is woken until then."""
        goal = utc(at) if isinstance(at, str) else at
        while self.round.wake_at and self.round.wake_at <= goal and not self.round.over:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal

    def shown(self) -> dict[str, Notice]:
        return retro.CEREMONY.show(self.round)

    def number(self, title: str) -> int:
        """Of the theme whose title begins so."""
        return next(each.number for each in self.state.themes if each.title.startswith(title))


def grouped(*texts: str) -> Wall:
    """One whose notes are put together."""
    wall = Wall()
    for each in texts:
        wall.note(each)
    wall.go_on()
    return wall


def voting(*texts: str) -> Wall:
    """One whose notes are voted on."""
    wall = grouped(*texts)
    wall.go_on()
    return wall
