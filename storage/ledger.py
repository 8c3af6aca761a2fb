"""What a transaction can do: the parts on one connection, and what is submitted when it commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, func, not_, select

from bot.ledger import Job, Task
from bot.model import Ceremony
from storage.archive import ArchiveRows
from storage.backlog import BacklogRows
from storage.checks import CheckRows
from storage.depth import DepthRows
from storage.epics import EpicRows
from storage.erasures import ErasureRows
from storage.history import HistoryRows
from storage.homes import HomeRows
from storage.hooks import HookRows
from storage.inbox import InboxRows
from storage.locks import TeamLocks
from storage.mending import Mending
from storage.outbox import OutboxRows
from storage.plans import PlanRows
from storage.reports import ReportRows
from storage.roster import RosterRows
from storage.rounds import RoundRows
from storage.spikes import SpikeRows
from storage.sprints import SprintRows
from storage.statements import Statements
from storage.tables import RUNS, checks, erasures, homes, plans, rounds, workspaces

_NEXT_DUE = select(
    select(func.min(plans.c.wake_at)).where(RUNS, plans.c.wake_at.is_not(None)).scalar_subquery(),
    select(func.min(rounds.c.wake_at))
    .where(not_(rounds.c.over), rounds.c.wake_at.is_not(None))  # in the words of the index
    .scalar_subquery(),
    select(func.min(workspaces.c.refresh_at)).scalar_subquery(),
    select(func.min(checks.c.due_at)).scalar_subquery(),
    select(func.min(homes.c.due_at)).scalar_subquery(),
    select(func.min(erasures.c.due_at)).scalar_subquery(),
)


#: What to hand to the crew after the commit.
Submitted = tuple[Task, Sequence[Job]]


def gather(submitted: Iterable[Submitted]) -> dict[Task, list[Job]]:
    """By task, each job once, in the order in which they came."""
    found: dict[Task, dict[Job, None]] = {}
    for task, jobs in submitted:
        found.setdefault(task, {}).update(dict.fromkeys(jobs))
    return {task: list(jobs) for task, jobs in found.items()}


class LedgerRows:
    """Implements `bot.ledger.Ledger` for one run of one transaction."""

    def __init__(
        self, connection: Connection, ceremonies: Mapping[str, Ceremony[Any]], *, locking: bool = True
    ) -> None:
        statements = self._statements = Statements(connection)
        locks = TeamLocks(statements, locking=locking)
        self.roster = RosterRows(statements, locks)
        self.plans = PlanRows(statements, ceremonies, locks)
        self.rounds = RoundRows(statements, ceremonies, locks, locking=locking)
        self.outbox = OutboxRows(statements, self.rounds)
        self.backlog = BacklogRows(statements, locks)
        self.spikes = SpikeRows(statements)
        self.sprints = SprintRows(statements)
        self.epics = EpicRows(statements)
        self.history = HistoryRows(
            statements,
            self.roster,
            self.plans,
            self.rounds,
            self.backlog,
            self.spikes,
            self.sprints,
            self.epics,
        )
        self.checks = CheckRows(statements)
        self.homes = HomeRows(statements)
        self.inbox = InboxRows(statements)
        self.hooks = HookRows(statements)
        self.reports = ReportRows(statements)
        self.archive = ArchiveRows(statements, self.rounds, ceremonies)
        self.erasures = ErasureRows(statements)
        self.mending = Mending(statements)
        self.depths = DepthRows(statements)
        self.submitted: list[Submitted] = []

    def submit(self, task: Task, jobs: Sequence[Job]) -> None:
        if jobs:
            self.submitted.append((task, jobs))

    def finish(self) -> None:
        """Write what waits still, and hand on what is wanted. Call it before the commit."""
        self._statements.flush()
        self.submit("deliver", self.outbox.leased())

    def next_due(self) -> datetime | None:
        row = self._statements.execute(_NEXT_DUE).one()
        return min((cast(datetime, moment) for moment in row if moment is not None), default=None)
