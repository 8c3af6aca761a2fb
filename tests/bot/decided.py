"""A team of two over a real store, and what they decided."""

from datetime import date
from typing import Any

import pytest

from bot import decisions
from bot.ceremonies.decision import Decision, Draft
from bot.ceremonies.decision.shown import Card
from bot.decisions import Wish
from bot.home import gather
from bot.model import Act, Dm, MemberId, Round
from tests.factories import NEW_YORK, WORKSPACE, make_person, member_id
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")
DAY = date(2026, 12, 1)


class Log(House):
    """A team of two, and what they decided. Ada leads; Ben works in New York."""

    async def record(
        self,
        text: str = "Features by day",
        *deciders: MemberId,
        by: MemberId = BEN,
        day: date | None = DAY,
        present: frozenset[MemberId] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Round[Decision]:
        draft = Draft(text, "Two stores drift apart", deciders or (BEN,), sign="It takes a night", day=day)
        return await self.do(
            lambda ledger, team: decisions.record(ledger, team, Wish(draft, **more), by, self.now, present)
        )

    async def act(self, round_: Round[Any], act: Act, by: MemberId = BEN) -> Round[Decision]:
        return await self.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, round_.id, act, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Decision:
        return (await self.do(lambda ledger, _: decisions.get(ledger, WORKSPACE, round_.id))).round.state

    async def listed(self) -> list[int]:
        found = await self.do(lambda ledger, team: decisions.listed(ledger, team, 20))
        return [each.round.state.number for each in found]

    async def home(self, who: MemberId = BEN) -> list[tuple[int, bool]]:
        view = await self.do(lambda ledger, _: gather(ledger, WORKSPACE, who, self.now))
        assert view
        return [(each.number, each.overdue) for each in view.home.decided]

    def told(self, who: MemberId) -> list[str]:
        return [
            f"{getattr(each.notice, 'matter', '?')}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == Dm(who)
        ]

    def cards(self) -> list[tuple[int, str]]:
        return [
            (each.notice.face.number, each.notice.face.ended.how if each.notice.face.ended else "stands")
            for each in self.shell.messenger.messages
            if isinstance(each.notice, Card)
        ]


@pytest.fixture
async def log(shell: Shell) -> Log:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Log(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made
