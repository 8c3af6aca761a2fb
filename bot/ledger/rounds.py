"""The standing appointments, the rounds, and what was written in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot.ledger.jobs import Job
from bot.model import (
    Act,
    Book,
    Entry,
    MemberId,
    Obstacle,
    Page,
    Plan,
    PlanId,
    Round,
    RoundId,
    Said,
    Team,
    WorkspaceId,
)


class Plans(Protocol):
    """The standing appointments."""

    def put(self, plan: Plan) -> None:
        """Add or replace. One living plan of a kind for each team: raises Settled for a second."""
        ...

    def get(self, workspace: WorkspaceId, plan: PlanId) -> Plan | None: ...

    def of(self, team: Team, kind: str) -> Plan | None:
        """The team's plan of this kind that is not deleted."""
        ...

    def of_team(self, team: Team) -> tuple[Plan, ...]: ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Plans that are due, each pushed on by the lease."""
        ...

    def free(self, at: datetime) -> None:
        """The one process that there is begins: what another held, when it died, is due now."""
        ...

    def spare(self, job: Job, again: datetime) -> None:
        """Whoever took it lives, whatever came of it: it does not count as one that crashed its taker, and is due
        `again` at the latest."""
        ...


class Rounds(Protocol):
    """The rounds and the history of what was done to them."""

    def add(self, round_: Round[Any]) -> bool:
        """Insert; False where a round of this plan, kind and occurrence is there already."""
        ...

    def get(self, workspace: WorkspaceId, round_: RoundId) -> Round[Any] | None:
        """The round, locked until the transaction ends."""
        ...

    def save(self, round_: Round[Any], *, by_clock: bool = False) -> None:
        """`by_clock`: its clock's work ended well. Whatever else is saved leaves a round alone that is left alone."""
        ...

    def open_of(self, team: Team, kinds: Sequence[str] = ()) -> tuple[Round[Any], ...]:
        """The team's rounds that are not over, newest occurrence last."""
        ...

    def latest(self, team: Team, kind: str) -> Round[Any] | None:
        """The team's last round of this kind, over or not."""

    def recent(self, team: Team, kind: str, most: int) -> tuple[Round[Any], ...]:
        """The team's last rounds of this kind, over or not, newest first."""
        ...

    def called(self, team: Team, kind: str, occurrence: str) -> Round[Any] | None:
        """The team's round of this kind that is called so, over or not."""
        ...

    def of_plan(self, workspace: WorkspaceId, plan: PlanId, occurrence: str) -> Round[Any] | None: ...

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        """Rounds that are due, each pushed on by the lease."""
        ...

    def free(self, at: datetime) -> None:
        """The one process that there is begins: what another held, when it died, is due now."""
        ...

    def spare(self, job: Job, again: datetime) -> None:
        """Whoever took it lives, whatever came of it: it does not count as one that crashed its taker, and is due
        `again` at the latest."""
        ...

    def note(self, round_: Round[Any], act: Act, by: MemberId | None, at: datetime, *, keep: bool) -> None:
        """Write the act into the history; its payload only where `keep`."""
        ...


class History(Protocol):
    """The book's pages, and what is written into them."""

    def book(
        self,
        team: Team,
        plan: PlanId | None,
        pages: Iterable[Page],
        but: RoundId | None = None,
        at: datetime | None = None,
    ) -> Book:
        """The named pages; answers of the round `but` are left out of what was said. The page "past" ends at `at`:
        raises ValueError where that is not told."""
        ...

    def write(self, round_: Round[Any], entries: Iterable[Entry]) -> None: ...

    def said(
        self, team: Team, since: date, member: MemberId | None = None, kind: str | None = None
    ) -> tuple[Said, ...]:
        """Answers from `since` on, newest day first."""
        ...

    def blockers(self, team: Team) -> tuple[Obstacle, ...]:
        """Those that are not resolved."""
        ...

    def kept(self, workspace: WorkspaceId, member: MemberId) -> tuple[int, date | None]:
        """How many answers of a member are kept, in whatever team, and from which day on."""
        ...
