"""People around a table of cards: an estimation driven by plain values, on a Monday in November."""

from dataclasses import replace
from datetime import date, datetime

from bot.book.deck import DEFAULT, Deck
from bot.ceremonies import estimation
from bot.ceremonies.estimation import Again, Cast, Close, End, Estimation, Laid, Topic
from bot.ceremonies.estimation.notices import Card
from bot.ceremonies.estimation.state import Matter
from bot.model import (
    Absence,
    Act,
    Ballot,
    Book,
    Estimated,
    Member,
    MemberId,
    Notice,
    Round,
    RoundId,
    StoryId,
    Tick,
)
from bot.rounds import woken_at
from tests.factories import WORKSPACE, make_book, make_member, make_team, member_id, utc

#: Monday noon in London.
NOON = "23 12:00"


def make_topic(number: int = 1) -> Topic:
    return Topic(StoryId(f"S{number}"), number, f"Story {number}")


class Table:
    """One estimation and what was entered into the book. The facilitator is the first of the members."""

    def __init__(
        self,
        *members: Member,
        stories: int = 1,
        effort: str = "Ada Ben Cai",
        value: str = "",
        deck: Deck = DEFAULT,
        at: str = NOON,
        day: date | None = None,
        absences: tuple[Absence, ...] = (),
    ) -> None:
        self.at = utc(at)
        self.members = members or tuple(
            make_member(name) for name in ("Ada", "Ben", "Cai", "Sue", "Tom", "Obi")
        )
        self.absences = absences
        topics = [make_topic(number) for number in range(1, stories + 1)]
        turn = estimation.begin(
            self.book, topics, electorate(effort, value), deck, self.members[0], self.at, day
        )
        self.round: Round[Estimation] = Round(
            RoundId("round-1"),
            WORKSPACE,
            make_team().id,
            estimation.KIND,
            "1",
            self.at,
            turn.state,
            wake_at=turn.wake_at,
            over=turn.over,
        )
        self.entries: list[Estimated] = []

    @property
    def book(self) -> Book:
        return make_book(*self.members, absences=self.absences)

    @property
    def state(self) -> Estimation:
        return self.round.state

    def act(self, act: Act, by: str = "") -> None:
        who = member_id(by) if by else None
        turn = estimation.CEREMONY.advance(self.round, act, who, self.at, self.book)
        wake_at = woken_at(self.round, act, turn)
        self.round = replace(self.round, state=turn.state, wake_at=wake_at, over=turn.over)
        self.entries += [each for each in turn.entries if isinstance(each, Estimated)]

    def lay(
        self,
        by: str,
        card: str,
        reason: str = "",
        *,
        story: int = 1,
        ballot: Ballot = "effort",
        sent: bool = True,
        poll: int = 0,
    ) -> None:
        """Lay a card on a story; `sent` as by its form, otherwise as a mere pick."""
        here = StoryId(f"S{story}")
        laid = Laid(ballot, {here: card}, {here: reason} if reason else {})
        self.act(Cast(poll or self.state.poll, (laid,), sent=sent), by)

    def close(self, by: str = "Ada") -> None:
        self.act(Close(self.state.poll), by)

    def again(self, by: str = "Ada") -> None:
        self.act(Again(self.state.poll), by)

    def end(self, by: str = "Ada") -> None:
        self.act(End(self.state.poll), by)

    def to(self, at: str | datetime) -> None:
        """Let the clock act whenever it is woken until then."""
        goal = utc(at) if isinstance(at, str) else at
        while self.round.wake_at and self.round.wake_at <= goal:
            self.at = max(self.at, self.round.wake_at)
            self.act(Tick())
        self.at = goal

    def matter(self, story: int = 1, ballot: Ballot = "effort") -> Matter:
        return next(m for m in self.state.matters if (m.story, m.ballot) == (f"S{story}", ballot))

    def shown(self) -> dict[str, Notice]:
        return estimation.CEREMONY.show(self.round)

    def card(self) -> Card:
        poll = self.state.poll
        card = self.shown()["card" if poll == 1 else f"card:{poll}"]
        assert isinstance(card, Card)
        return card


def electorate(effort: str, value: str) -> dict[MemberId, tuple[Ballot, ...]]:
    """Names, with spaces between."""
    developers, stakeholders = effort.split(), value.split()
    return {
        member_id(name): (
            *(("effort",) if name in developers else ()),
            *(("value",) if name in stakeholders else ()),
        )
        for name in (*developers, *stakeholders)
    }


def voted(**laid: str) -> Table:
    """A story on which these cards were laid and counted."""
    table = Table(effort=" ".join(laid))
    for name, card in laid.items():
        table.lay(name, card, f"{name} says {card}")
    return table
