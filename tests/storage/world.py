"""A made-up ceremony and people, so that the rows are tried without any rule of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.ledger import Job, Ledger, Parcel, Ref, Wanted
from bot.model import (
    Act,
    Book,
    Ceremony,
    ChannelId,
    MemberId,
    Notice,
    Person,
    Plan,
    PlanId,
    Round,
    RoundId,
    Said,
    Schedule,
    Team,
    TeamId,
    Turn,
    Workspace,
    WorkspaceId,
)
from storage.ledger import LedgerRows

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 2)
LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

HERE = WorkspaceId("W1")
THERE = WorkspaceId("W2")
CHANNEL = ChannelId("C1")
ANN, BEN, CAT = MemberId("U1"), MemberId("U2"), MemberId("U3")


@dataclass(frozen=True, slots=True)
class Votes:
    """The state of a poll."""

    votes: Mapping[str, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The settings of a poll."""

    text: str = "Ready?"
    until: time = time(17)


@dataclass(frozen=True, slots=True)
class Vote(Act):
    """One member's vote."""

    value: int


def _advance(round_: Round[Votes], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Votes]:
    del act, by, at, book
    return Turn(round_.state)


def _show(round_: Round[Votes]) -> dict[str, Notice]:
    del round_
    return {}


POLL = Ceremony("poll", Votes, Question, _advance, _show)
DRAW = Ceremony("draw", Votes, Question, _advance, _show)
SPIKE = Ceremony("spike", Votes, Question, _advance, _show)  # a name that the book has a page for
ACTION = Ceremony("action", Votes, Question, _advance, _show)  # as well
EXPERIMENT = Ceremony("experiment", Votes, Question, _advance, _show)  # and this
CEREMONIES = {each.kind: each for each in (POLL, DRAW, SPIKE, ACTION, EXPERIMENT)}


def team(workspace: WorkspaceId = HERE, id_: str = "T1", channel: str = CHANNEL) -> Team:
    return Team(TeamId(id_), workspace, ChannelId(channel), f"team {id_}", "Europe/Berlin")


def person(id_: str, name: str, zone: str = "Europe/Berlin") -> Person:
    return Person(MemberId(id_), name, zone)


def plan(
    id_: str = "P1", of: Team | None = None, kind: str = "poll", wake_at: datetime | None = NINE
) -> Plan:
    of = of or team()
    when = Schedule((0, 2, 4), time(9, 30), DAY, every=2, zone="Asia/Tokyo", holidays=True)
    return Plan(
        PlanId(id_),
        of.workspace,
        of.id,
        kind,
        when,
        Question("Go?"),
        ANN,
        people=(ANN, BEN),
        since=NINE,
        next_day=DAY,
        wake_at=wake_at,
    )


def held(
    id_: str = "R1",
    of: Team | None = None,
    *,
    occurrence: str = "2026-11-02",
    under: str | None = "P1",
    wake_at: datetime | None = NINE,
    kind: str = "poll",
) -> Round[Votes]:
    """A round that has been opened."""
    of = of or team()
    return Round(
        RoundId(id_),
        of.workspace,
        of.id,
        kind,
        occurrence,
        NINE,
        Votes({"U1": 3}, ("yes",), NINE),
        PlanId(under) if under else None,
        wake_at,
    )


def said(round_: str, member: MemberId, day: date, text: str = "done") -> Said:
    return Said(RoundId(round_), member, day, {"y": text}, {"y": "Yesterday?"})


def settle(ledger: Ledger, workspace: WorkspaceId = HERE) -> Team:
    """A workspace with three people, of whom two sit in a team."""
    ledger.roster.put_workspace(Workspace(workspace, "slack", f"space {workspace}"), NINE)
    people = [person(ANN, "Ann"), person(BEN, "ben", "Asia/Tokyo"), person(CAT, "Cat")]
    ledger.roster.put_people(workspace, people)
    here = team(workspace)
    ledger.roster.put_team(here)
    ledger.roster.seat(here, BEN)
    ledger.roster.seat(here, ANN, ("lead", "developer"))
    return here


def send(ledger: Ledger, at: datetime = NINE, channel: str = CHANNEL) -> Parcel:
    """Take the next message of the channel, and have it shown as what it was to be."""
    parcel = ledger.outbox.take(HERE, channel, at)
    assert parcel is not None
    return arrive(ledger, parcel, at)


def arrive(ledger: Ledger, parcel: Parcel, at: datetime = NINE, print_: str = "1") -> Parcel:
    ref = parcel.ref or Ref(f"D-{parcel.address.target}", f"ts-{parcel.name}")
    ledger.outbox.shown(HERE, parcel, ref, print_, at + 3 * SECOND)
    return parcel


def anew(ledger: Ledger) -> LedgerRows:
    """The same rows, to a transaction that has read nothing yet."""
    assert isinstance(ledger, LedgerRows)
    ledger.finish()
    return LedgerRows(ledger._statements._connection, ledger.rounds._ceremonies)


def leased(
    ledger: Ledger,
    round_: Round[Any],
    channel: ChannelId,
    slots: Sequence[Wanted],
    at: datetime,
    lease: timedelta,
) -> list[Job]:
    """Let these slots show this; the channels that are leased for it."""
    assert isinstance(ledger, LedgerRows)
    ledger.outbox.want(round_, channel, slots, at, lease)
    return ledger.outbox.leased()
