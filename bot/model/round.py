"""What a round is, and what is done to it: acts and turns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

from bot.model.entry import Entry
from bot.model.team import MemberId, PlanId, RoundId, TeamId, WorkspaceId

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Act:
    """What a member, the clock, or a change elsewhere did to a round."""


@dataclass(frozen=True, slots=True)
class Tick(Act):
    """The clock's act: `at` says what time it is."""


@dataclass(frozen=True, slots=True)
class MemberChanged(Act):
    """A member's zone, days, absences, name or place in the team are not what they were."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class PlanChanged(Act):
    """The round's plan was edited, paused, resumed or deleted."""


@dataclass(frozen=True, slots=True)
class Tell:
    """An act that one round performs on another, in the same transaction."""

    round: RoundId
    act: Act


@dataclass(frozen=True, slots=True)
class Opening:
    """A round to start in the same transaction, once: `key` is its occurrence under the same plan."""

    kind: str
    key: str
    turn: "Turn[Any]"


@dataclass(frozen=True, slots=True)
class Turn(Generic[S]):
    """What an act came to. `wake_at` None: the clock need not act again; `over`: nobody need."""

    state: S
    wake_at: datetime | None = None
    entries: tuple[Entry, ...] = ()
    opens: tuple[Opening, ...] = ()
    tells: tuple[Tell, ...] = ()
    over: bool = False
    concerns: tuple[MemberId, ...] = ()  #: whose Home shows it


@dataclass(frozen=True, slots=True)
class Round(Generic[S]):
    """One held occurrence of a ceremony, or one started by hand."""

    id: RoundId
    workspace: WorkspaceId
    team: TeamId
    kind: str
    occurrence: str
    opened_at: datetime
    state: S
    plan: PlanId | None = None
    wake_at: datetime | None = None
    over: bool = False
    version: int = 1


_ROUNDS = UUID("6a1c1c0e-5f0b-4d1e-9a57-6d6f1f6a7e11")


def round_id(plan: PlanId, kind: str, key: str) -> RoundId:
    """The one round of a kind that may carry `key` under a plan: the same words always name the same round."""
    return RoundId(uuid5(_ROUNDS, f"{plan}/{kind}/{key}").hex)
