"""A team over a real store, and what it keeps in view."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot import kpis, sprinting
from bot.ceremonies.kpi import Kpi, Setup
from bot.ceremonies.kpi.state import USUAL
from bot.ceremonies.sprint import Sprint
from bot.intake import Taken
from bot.model import Measured, MemberId, Report, Round, RoundId
from tests.factories import WORKSPACE, make_person
from tests.house import ADA, BEN, House
from tests.shell import Shell

#: Half of the readings may be late.
FRESH = replace(USUAL["freshness"], budget=0.5)


class View(House):
    """A team that Ada leads and Ben is of, and what it keeps in view."""

    async def keep(
        self, name: str = "freshness", subset: str = "", setup: Setup = FRESH, by: MemberId = BEN
    ) -> Round[Kpi]:
        return await self.do(
            lambda ledger, team: kpis.create(ledger, team, name, subset, setup, by, self.now)
        )

    async def report(self, *measured: Measured, **more: Any) -> Taken:  # noqa: ANN401
        report = Report("key", measured, **more)
        return await self.do(lambda ledger, team: kpis.taker()(ledger, team, report, self.now))

    async def reported(self, *values: float, name: str = "freshness") -> None:
        for each in values:
            self.shell.clock.moment += timedelta(minutes=1)
            await self.report(Measured(name, each))

    async def values(self, name: str = "freshness") -> list[float]:
        found = await self.do(lambda ledger, team: kpis.named(ledger, [team], name))
        return [each.value for each in found.round.state.readings]

    async def names(self) -> list[str]:
        found = await self.do(kpis.of_team)
        return [each.name for each in found]

    async def act(self, round_: RoundId, act: Any, by: MemberId = ADA) -> Round[Kpi]:  # noqa: ANN401
        return await self.do(lambda ledger, _: kpis.do(ledger, WORKSPACE, round_, act, by, self.now))

    async def plan(self) -> Round[Sprint]:
        """Sprints whose first is to be planned today."""
        wish = sprinting.Wish(2, date(2026, 11, 23))
        return await self.do(lambda ledger, team: sprinting.start(ledger, team, wish, ADA, self.now))

    async def steer(self, round_: RoundId, by: MemberId = ADA, why: str = "It fell over") -> Round[Sprint]:
        return await self.do(
            lambda ledger, _: kpis.steer(ledger, WORKSPACE, round_, "repair", why, by, self.now)
        )

    def posted(self, kind: type[Any]) -> list[Any]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]


@pytest.fixture
async def view(shell: Shell) -> View:
    await shell.people(make_person("Ada"), make_person("Ben"), make_person("Zoe"))
    made = View(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made
