"""The bot's shell in one process by a clock that jumps to wherever something is due, and teams to serve."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from bot import opening, people, rounds
from bot.ceremonies import CEREMONIES
from bot.crew import LocalCrew
from bot.delivery import Delivery
from bot.errors import Refused
from bot.ledger import Job, Ledger, Task
from bot.model import WEEKDAYS, Absence, Schedule
from bot.ticker import Ticker
from storage.sqlite import SqliteStore
from tests.bench import seeds
from tests.bench.crowd import Crowd, Deed

ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "America/Los_Angeles")
AT = time(9, 30)
HOLIDAY = 14  #: days, once for everybody
_NONE = timedelta(0)
_DAY = timedelta(days=1)


class StoodClock:
    """Stands where it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Where it was set."""
        return self.at


class Office:
    """Teams of ten and the bot that serves them."""

    def __init__(self, url: str, teams: int, start: datetime) -> None:
        self.clock = StoodClock(start)
        self.crowd = Crowd(seeds.HERE, self.clock)
        self._teams = seeds.people(teams, ZONES)
        self._start = start.date()
        self._away: dict[str, Absence] = {}
        self._store = SqliteStore(url, CEREMONIES, self._begin)
        delivery = Delivery(self._store, self.crowd, self.clock, pace=_NONE, edit_pace=_NONE)
        self._crew = LocalCrew(
            {
                "open": partial(self._each, opening.open_due),
                "wake": partial(self._each, rounds.wake),
                "deliver": delivery.deliver,
                "refresh": self._refresh,
            }
        )
        self._ticker = Ticker(self._store, self.clock, self._crew)

    def _begin(self, task: Task, jobs: Sequence[Job]) -> None:
        self._crew.begin(task, jobs)

    async def _each(self, act: Callable[[Ledger, Job, datetime], None], jobs: Sequence[Job]) -> None:
        now = self.clock.now()
        await asyncio.gather(*(self._store.run(partial(_on_job, act, job, now)) for job in jobs))

    async def _refresh(self, jobs: Sequence[Job]) -> None:
        """Nobody's profile changes here."""
        del jobs
        tomorrow = self.clock.now() + people.REFRESH
        await self._store.run(lambda ledger: ledger.roster.refreshed(seeds.HERE, tomorrow))

    async def open(self) -> None:
        """Everybody takes a seat, and says when they will be away."""
        now, dice = self.clock.now(), Random(2)  # noqa: S311 — the same year every time
        when = Schedule(WEEKDAYS, AT, self._start)
        await self._store.run(lambda ledger: seeds.seat(ledger, self._teams, when, now))
        for person in (each for team in self._teams for each in team):
            first = self._start + dice.randrange(7, 350) * _DAY
            absence = self._away[person.id] = Absence(person.id, first, first + (HOLIDAY - 1) * _DAY)
            await self._store.run(partial(_be_away, absence, now))

    async def close(self) -> None:
        """Finish what is in hand."""
        await self._crew.drain()
        await self._store.close()

    async def live_until(self, end: datetime) -> None:
        """Jump from one moment at which something is due to the next."""
        while True:
            await self._settle()
            due = await self._store.read(lambda ledger: ledger.next_due())
            moments = [moment for moment in (due, self.crowd.next_at()) if moment]
            if not moments or min(moments) > end:
                return
            self.clock.at = max(self.clock.at, min(moments))
            await self._act(self.crowd.due())

    async def _settle(self) -> None:
        """Tick until nothing is due any more."""
        await self._crew.drain()
        while await self._ticker.tick():
            await self._crew.drain()

    async def _act(self, deeds: Sequence[Deed]) -> None:
        """People act, all at once; a refusal is theirs to read."""
        now = self.clock.now()
        work = (self._store.run(partial(_do, deed, now)) for deed in deeds)
        for error in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(error, BaseException) and not isinstance(error, Refused):
                raise error

    def due(self, last: date) -> set[tuple[str, date]]:
        """Who had to be prompted for which day up to the last: counted without the bot's own rules."""
        days = [self._start + n * _DAY for n in range((last - self._start).days + 1)]
        return {
            (person.id, day)
            for team in self._teams
            for person in team
            for day in days
            if day.weekday() in WEEKDAYS
            and not self._away[person.id].first <= day <= self._away[person.id].last
        }


def _on_job(act: Callable[[Ledger, Job, datetime], None], job: Job, at: datetime, ledger: Ledger) -> None:
    act(ledger, job, at)


def _do(deed: Deed, at: datetime, ledger: Ledger) -> None:
    deed(ledger, at)


def _be_away(absence: Absence, at: datetime, ledger: Ledger) -> None:
    people.be_away(ledger, seeds.HERE, absence, at)
