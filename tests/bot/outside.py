"""A team that tells people outside of it what it learnt: what happens in it, and what was read of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot import rounds
from bot.book.pasting import Draft
from bot.ceremonies import digest, epic, news, question
from bot.ceremonies.digest import Digest, Settings
from bot.ceremonies.digest.shown import Told
from bot.ceremonies.question import Question
from bot.ledger import Ledger
from bot.model import (
    Act,
    ChannelId,
    MemberId,
    Opening,
    Person,
    Plan,
    Round,
    SpikeDecision,
    SpikeEnded,
    Story,
    Team,
    Turn,
)
from bot.shell import digests, questions
from bot.shell.digests import Standing, Wish
from tests.factories import CHANNEL, WORKSPACE, member_id, utc
from tests.house import ADA, BEN, House, T
from tests.shell import Shell

LEADERS = ChannelId("C0LEAD")
_HOUR = timedelta(hours=1)
_PAST = datetime(2026, 1, 5, tzinfo=utc("23 12:00").tzinfo)


def settings(**more: Any) -> Settings:  # noqa: ANN401 — any setting
    return replace(Settings(LEADERS, "leadership", called="Data science"), **more)


class OutsideHouse(House):
    """A team that Ada leads, on a Monday noon."""

    async def set_up(self, wish: Settings | None = None, by: str = "Ada", at: str = "15:00") -> Standing:
        asked = Wish(wish or settings(), 4, time.fromisoformat(at))
        return await self.do(
            lambda ledger, _: digests.set_up(
                ledger, WORKSPACE, CHANNEL, "data", asked, member_id(by), self.now
            )
        )

    async def ended(
        self,
        what: str,
        at: datetime | None = None,
        finding: str = "Yes.",
        decision: SpikeDecision = "answered",
        story: Story | None = None,
    ) -> None:
        """A spike came to its end, then or now."""
        when = at or self.now

        def do(ledger: Ledger, team: Team) -> None:
            turn = Turn(epic.Crossing("", "", when.date(), late=False))
            round_ = rounds.start(ledger, team, None, Opening("epic", "", turn), _PAST)
            assert round_
            about = story.id if story else None
            entry = SpikeEnded(what, ADA, about, _HOUR, _HOUR, 0, decision, "", finding, (), when, when, ADA)
            ledger.history.write(round_, [entry])

        await self.do(do)

    async def story(self, title: str, **more: Any) -> Story:  # noqa: ANN401 — any field
        def do(ledger: Ledger, team: Team) -> Story:
            [added] = ledger.backlog.add(team, [Draft(title)], self.now)
            ledger.backlog.put(team, story := replace(added, **more))
            return story

        return await self.do(do)

    async def change(self, story: Story, **more: Any) -> None:  # noqa: ANN401 — any field
        await self.do(lambda ledger, team: ledger.backlog.put(team, replace(story, **more)))

    async def plan(self) -> Plan:
        return (await self.do(lambda ledger, _: digests.here(ledger, WORKSPACE, CHANNEL))).plan

    async def now_(self, by: MemberId = ADA) -> Round[Digest]:
        def do(ledger: Ledger, _: Team) -> Round[Digest]:
            return digests.post_now(ledger, digests.here(ledger, WORKSPACE, CHANNEL), by, self.now)

        return await self.do(do)

    async def last(self) -> Round[Digest]:
        found = await self.do(lambda ledger, team: ledger.rounds.latest(team, digest.KIND))
        assert found
        return found

    async def ask(self, text: str, by: str = "Sue", channel: str = LEADERS) -> Round[Question]:
        posted = await self.last()
        return await self.do(
            lambda ledger, _: questions.ask(
                ledger, WORKSPACE, posted.id, channel, text, member_id(by), self.now
            )
        )

    async def move(self, it: Round[Question], act: Act, by: str) -> None:
        await self.do(
            lambda ledger, _: questions.do(
                ledger, WORKSPACE, it.id, act, member_id(by), self.now, frozenset({ADA, member_id("Ben")})
            )
        )

    async def waiting(self) -> tuple[Round[Question], ...]:
        return await self.do(lambda ledger, team: ledger.rounds.open_of(team, (question.KIND,)))

    def read(self, kind: type[T]) -> list[T]:
        """What stands of a kind, everywhere."""
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]

    def posted(self, target: str = LEADERS) -> list[Told]:
        """The digests that were posted somewhere, without what goes on in their threads."""
        return [
            each.notice
            for each in self.shell.messenger.messages
            if each.to.target == target and isinstance(each.notice, Told) and each.notice.part == 1
        ]

    def learnt(self, target: str = LEADERS) -> list[list[str]]:
        """The questions of each digest, threads included."""
        found: list[list[str]] = []
        for each in self.shell.messenger.messages:
            if each.to.target == target and isinstance(each.notice, Told):
                here = [one.question for it in each.notice.page.chapters for one in it.findings]
                found = [*found, here] if each.notice.part == 1 else [*found[:-1], found[-1] + here]
        return found

    def news(self) -> list[str]:
        return [f"{each.what} {each.name}" for each in self.read(news.Story)]


@asynccontextmanager
async def outside(place: Path | str, *people: Person) -> AsyncIterator[OutsideHouse]:
    """Such a team on a Monday, with these people in the workspace; Ben is of it."""
    shell = Shell(place, utc("23 12:00"))
    await shell.people(*people)
    made = OutsideHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    yield made
    await shell.stop()


def stories(house: OutsideHouse) -> list[tuple[object, str, str]]:
    """What those who lead were told, and where."""
    return [(each.place, each.what, each.name) for each in house.read(news.Story)]
