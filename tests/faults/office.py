"""One small team, its standup due in a moment, and the real process beside it: for one fault at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playground import Playground, pressing, submitting
from playground.outcome import Outcome
from playground.people import Channel
from playground.pressing import Aim
from playground.shapes import Json
from tests.faults.crowd import offered
from tests.faults.evidence import Evidence
from tests.faults.history import Asked, Broken, Press, check
from tests.faults.process import Bot, world
from tests.faults.rules import apply
from tests.faults.town import Town, build, settle_in


@dataclass
class Office:
    """`due`: whom the standup asks. What was pressed is kept for the checker."""

    there: Playground
    bot: Bot
    town: Town
    database: str
    due: list[Asked]
    presses: list[Press]

    async def wait_until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))

    async def until(self, true: Callable[[], bool], seconds: float = 30) -> None:
        """Wait for what comes by itself."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 — what happens in the other process tells nobody
                await asyncio.sleep(0.05)

    def prompts(self) -> list[tuple[str, Channel, Json]]:
        """The prompts that stand: whose, where and what."""
        return [
            (channel.members[0], channel, message)
            for channel in self.there.slack.workspace.channels.values()
            if channel.is_im
            for message in channel.messages
            if any(action == "standup.answer" for action, _ in offered(message))
        ]

    async def open_form(self, who: str) -> None:
        """Press Answer."""
        for whose, channel, message in self.prompts():
            if whose == who:
                aim = Aim("standup.answer")
                assert not (
                    await pressing.in_message(self.there.slack, who, channel, message["ts"], aim)
                ).error

    async def submit(self, who: str, text: str) -> Outcome:
        """Send the form that is open, and write down what was pressed."""
        modal = submitting.top(self.there.slack.workspace, who, None)
        round_ = next(value for whose, _, m in self.prompts() if whose == who for _, value in offered(m))
        outcome = await submitting.submit(self.there.slack, who, modal, {"until": text})
        on = (f"slack:{self.there.slack.workspace.team.id}", round_, who)
        if outcome.error or not outcome.errors:
            self.presses.append(Press(on, who, "Answer", text, certain=not outcome.error))
        return outcome

    async def rest(self) -> list[Broken]:
        """Let everything settle; what is broken then."""
        evidence = Evidence(self.database)
        await self.until(lambda: not evidence.owed(f"slack:{self.there.slack.workspace.team.id}"), 60)
        return check(evidence.history(self.there, self.presses, self.due, []), apply)


@asynccontextmanager
async def office(folder: Path, due_in: float, later: float = 600.0) -> AsyncIterator[Office]:
    """Three people who are asked in so many seconds, and their digest so many after that; the bot is not started."""
    database = f"sqlite:///{folder / 'piton.db'}"
    async with world(folder, QUICK="1") as (bot, there):
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=due_in)
        town = Town(1, 3, start, timedelta(0), timedelta(seconds=later))
        build(town, there)
        due = await settle_in(town, there.slack, database)
        yield Office(there, bot, town, database, due, [])
