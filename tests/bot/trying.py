"""A team that tries something, and works that are done at once."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.book.pasting import Draft
from bot.ceremonies.experiment import Experiment, Metric, Setup
from bot.ledger import Ledger, Store
from bot.model import Measured, MemberId, Report, Round, Team
from bot.reports.intake import Taken
from bot.shell import experiments, results, verdicts
from bot.shell.experiments import Wish
from bot.shell.verdicts import Outcome
from tests.doubles import open_store
from tests.factories import WORKSPACE, member_id
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")


SETUP = Setup(
    "Usage tells who leaves", "Do we call?", "Sales", Metric("f1", "", "higher", 0.7, 0.85, 0.0, 1.0)
)


class Lab(House):
    """A team of two, and what they try. Ada leads; Ben works in New York."""

    async def register(self, key: str = "churn-1", by: MemberId = BEN, **more: Any) -> Round[Experiment]:  # noqa: ANN401
        setup, present = more.pop("setup", SETUP), more.pop("present", None)

        def do(ledger: Ledger, team: Team) -> Round[Experiment]:
            return experiments.register(ledger, team, Wish(setup, key, **more), by, self.now, present).round

        return await self.do(do)

    async def take(self, value: float, key: str, days: float | None = 5, **more: Any) -> Taken:  # noqa: ANN401
        report = Report(key, (Measured("F1", value),), "churn-1", days, **more)
        return await self.do(lambda ledger, team: results.take(ledger, team, report, self.now))

    async def decide(
        self, round_: Round[Any], *stories: str, by: MemberId = BEN, decision: str = "We call"
    ) -> None:
        outcome = Outcome("proved", decision, tuple(map(Draft, stories)))
        await self.do(lambda ledger, _: verdicts.decide(ledger, WORKSPACE, round_.id, outcome, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Experiment:
        return (await self.do(lambda ledger, _: experiments.get(ledger, WORKSPACE, round_.id))).state

    async def backlog(self) -> list[tuple[int, str, str]]:
        found = await self.do(lambda ledger, team: ledger.backlog.of_team(team))
        return [(each.number, each.title, each.epic) for each in found]

    def told(self, kind: type[Any]) -> list[Any]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]


async def at_once(shell: Shell, *works: Callable[[Ledger], Any]) -> list[Any]:
    """Each by a process of its own, at the same time: what came of it, or the refusal."""
    stores: list[Store] = [open_store(shell.place) for _ in works]
    try:
        return await asyncio.gather(
            *(s.run(w) for s, w in zip(stores, works, strict=True)), return_exceptions=True
        )
    finally:
        for each in stores:
            await each.close()
