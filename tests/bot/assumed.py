"""A team of two over a real store, and what they take for true."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot import assumptions
from bot.assumptions import Made, Undone, Wish
from bot.ceremonies.assumption import Assumption, Draft, Hold
from bot.ceremonies.assumption.shown import Card
from bot.ceremonies.assumption.state import Verdict
from bot.ledger import Ledger
from bot.model import Dm, MemberId, Round, Team
from tests.factories import NEW_YORK, WORKSPACE, make_person, member_id
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")
DAY = date(2026, 12, 1)
WORK = ("Find another sign", "Label last year again")


class Log(House):
    """A team of two, and what they take for true. Ada leads; Ben works in New York."""

    async def record(
        self,
        text: str = "Customers log in weekly",
        owner: MemberId = BEN,
        by: MemberId = BEN,
        day: date | None = DAY,
        present: frozenset[MemberId] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Round[Assumption]:
        draft = Draft(text, owner, "They did last spring", WORK, day)
        wish = Wish(draft, **more)
        return await self.do(
            lambda ledger, team: assumptions.record(ledger, team, wish, by, self.now, present)
        )

    async def breaks(
        self, round_: Round[Any], *work: str, by: MemberId = BEN, what: str = "They stay logged in"
    ) -> Made:
        return await self.do(
            lambda ledger, _: assumptions.break_(ledger, WORKSPACE, round_.id, what, work, by, self.now)
        )

    async def undo(self, round_: Round[Any], how: Verdict = "broken", by: MemberId = BEN) -> Undone:
        return await self.do(
            lambda ledger, _: assumptions.undo(ledger, WORKSPACE, round_.id, how, by, self.now)
        )

    async def hold(self, round_: Round[Any], by: MemberId = BEN) -> None:
        act = Hold("Counted")
        await self.do(lambda ledger, _: assumptions.do(ledger, WORKSPACE, round_.id, act, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Assumption:
        return (await self.do(lambda ledger, _: assumptions.get(ledger, WORKSPACE, round_.id))).round.state

    async def backlog(self) -> list[tuple[int, str, str]]:
        found = await self.do(lambda ledger, team: ledger.backlog.of_team(team))
        return [(each.number, each.title, each.epic) for each in sorted(found, key=lambda its: its.number)]

    async def listed(self) -> list[tuple[int, str]]:
        found = await self.do(lambda ledger, team: assumptions.listed(ledger, team, 20))
        return [(each.round.state.number, each.round.state.standing) for each in found]

    async def touch(self, number: int, how: Callable[[Ledger, Team, Any], object]) -> None:
        def do(ledger: Ledger, team: Team) -> None:
            how(ledger, team, ledger.backlog.numbered(team, number))

        await self.do(do)

    def told(self, who: MemberId) -> list[str]:
        return [
            f"{getattr(each.notice, 'matter', '?')}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == Dm(who)
        ]

    def cards(self) -> list[tuple[int, tuple[int, ...]]]:
        return [
            (face.number, tuple(its.number for its in face.said.stories) if face.said else ())
            for each in self.shell.messenger.messages
            if isinstance(each.notice, Card)
            for face in [each.notice.face]
        ]


@pytest.fixture
async def log(shell: Shell) -> Log:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Log(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made
