"""Sprints of a team that Lea leads, driven by plain values."""

from dataclasses import replace
from datetime import date, datetime

from bot.cadence import Cadence, Stage
from bot.ceremonies.estimation import StoryChanged, Topic
from bot.ceremonies.sprint import Hours, Settle, Sprint, begin
from bot.ceremonies.sprint.rules import advance
from bot.ceremonies.sprint.shown import show
from bot.model import (
    Absence,
    Act,
    Book,
    Claim,
    Estimate,
    Member,
    MemberChanged,
    Notice,
    Opening,
    Round,
    RoundId,
    SprintPast,
    SprintStands,
    Story,
    StoryId,
    Tick,
    Turn,
)
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("developer", "lead"))
MONDAY = date(2027, 1, 4)


def utc(text: str) -> datetime:
    """ "04 10:00" of January 2027; London has UTC then."""
    return datetime.fromisoformat(f"2027-01-{text}+00:00")


def story(number: int, effort: int | None = 3, value: int = 5, **more: str) -> Story:
    points = Estimate(effort, effort, effort, 2) if effort else None
    return Story(
        StoryId(f"S{number}"),
        number,
        f"Story {number}",
        effort=points,
        value=Estimate(value, value, value, 2),
        **more,  # type: ignore[arg-type] # an epic, or a kind
    )


def past(number: int, *claims: Claim, first: date = date(2026, 12, 7)) -> SprintPast:
    stands = SprintStands(
        number, "", first, date(2026, 12, 20), 20.0, claims, datetime.fromisoformat("2026-12-18T17:00+00:00")
    )
    return SprintPast(RoundId(f"R{number}"), stands)


def claim(number: int, points: int = 3, **more: object) -> Claim:
    return Claim(StoryId(f"S{number}"), number, f"Story {number}", points=points, **more)  # type: ignore[arg-type]


class Desk:
    """One sprint, and what came of it. Lea set it up and leads; Ada and Ben work in it."""

    def __init__(
        self,
        *,
        at: str = "04 09:00",
        weeks: int = 2,
        stages: tuple[Stage, ...] = (),
        stories: tuple[Story, ...] = (story(1), story(2, 8, 8), story(3, None)),
        pasts: tuple[SprintPast, ...] = (),
    ) -> None:
        self.at = utc(at)
        self.members: tuple[Member, ...] = (ADA, BEN, LEA)
        self.stories, self.pasts = stories, pasts
        self.absences: tuple[Absence, ...] = ()
        cadence = Cadence(weeks, MONDAY, stages)
        self.turn: Turn[Sprint] = begin(self.book, cadence, Hours(), LEA, self.at)
        self.written: list[SprintStands] = []
        self.opened = list(self.turn.opens)  #: lookaheads too
        self.round: Round[Sprint] = Round(
            RoundId("sprint-1"),
            WORKSPACE,
            make_team().id,
            "sprint",
            "1",
            self.at,
            self.turn.state,
            wake_at=self.turn.wake_at,
        )

    @property
    def book(self) -> Book:
        made = make_book(*self.members, absences=self.absences)
        still = tuple(each for each in self.stories if each.state == "open")
        return replace(made, backlog=still, stories=self.stories, sprints=self.pasts)

    @property
    def state(self) -> Sprint:
        return self.round.state

    def act(self, act: Act, by: str = "Lea", at: str = "") -> None:
        self.at = utc(at) if at else self.at
        who = None if isinstance(act, Tick | MemberChanged | StoryChanged) else member_id(by)
        self.turn = advance(self.round, act, who, self.at, self.book)
        self.opened += self.turn.opens
        self.written += [each for each in self.turn.entries if isinstance(each, SprintStands)]
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

    def planned(self, *stories: str) -> None:
        self.to("04 10:00")
        self.act(Settle("Recall", tuple(map(StoryId, stories or ("S1", "S2")))))

    @property
    def next(self) -> list[Opening]:
        """The sprints that were opened."""
        return [each for each in self.opened if each.kind == "sprint"]

    def done(self, number: int) -> None:
        self.act(StoryChanged(Topic(StoryId(f"S{number}"), number, f"Story {number}"), done=True))

    def shown(self) -> dict[str, Notice]:
        return show(self.round)
