"""A trial by fire: the real process lives and is killed again and again while a crowd keeps it busy and Slack fails;
then all comes to rest, and the checker looks at what is there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from time import monotonic

from bot.rounds import LEASE
from playground import Playground
from playground.rates import Rates
from playground.shapes import Json
from tests.faults.crowd import Crowd
from tests.faults.doomed import POINTS
from tests.faults.evidence import Evidence
from tests.faults.history import Asked, Broken, Closed, check
from tests.faults.process import Bot
from tests.faults.rules import apply
from tests.faults.town import Town, build, settle_in

#: Posts that come of one person's being asked: the prompt, the answer, a blocker's card now and then.
POSTS_EACH = 1.9
#: Seconds that a life lasts once it is up, where it does not end before; and so many a start takes about.
SHORT, LONG, START = 0.1, 3.0, 1.0
#: Of those who are killed from outside so many are while they start.
STILLBORN = 0.2
#: Seconds after the last kill in which all must come to rest: a lease, a doubt, a minute's backing off.
REST = 150.0
#: Seconds that an outage lasts.
OUTAGE = 2.0
#: Looks in a row, half a second apart, at which nothing moved: then all is at rest.
CALM = 8
POST = "chat.postMessage"
#: What a bot says that comes up in an outage, and ends.
AWAY = "Slack does not accept"


def outages(seconds: float) -> list[tuple[float, float]]:
    """When Slack goes away and when it is back, twice a minute for so long."""
    return [(at, at + OUTAGE) for at in range(20, int(seconds), 30)]


def storm(seconds: float) -> list[Json]:
    """Slack on a bad day: a bit of all that can go wrong, and an outage now and then for so long."""
    after: Json = {"after": True}
    away: tuple[Json, Json] = ({"kind": "reset"}, {"kind": "status", "status": 503})
    plan: list[Json] = [
        {"method": "*", "since": since, "until": until, **away[number % 2]}
        for number, (since, until) in enumerate(outages(seconds))
    ]
    plan += [{"method": POST, "kind": kind, "chance": 0.01, **more} for kind, more in (
        ("reset", after), ("close", after), ("reset", {}), ("html", {"status": 502}), ("status", {"status": 500}),
        ("status", {"status": 503} | after), ("error", {"code": "fatal_error"} | after),
        ("malformed", after), ("malformed", {"body": ""} | after),
    )]  # fmt: skip
    plan += [
        {"method": POST, "kind": "ratelimited", "chance": 0.01, "retry_after": each}
        for each in ("1", 0.5, None, "Mon, 23 Nov 2026 12:00:00 GMT")
    ]
    plan += [
        {"method": "chat.update", "kind": "reset", "chance": 0.02, **after},
        {"method": "chat.update", "kind": "ratelimited", "chance": 0.02, "retry_after": 1},
        {"method": POST, "kind": "hang", "chance": 0.002, **after},
        {"method": POST, "kind": "latency", "chance": 0.05, "seconds": 0.3},
    ]
    return plan


class Watch(Rates):
    """Slack's own count of what it has taken, without its limits."""

    def __init__(self) -> None:
        super().__init__(monotonic)
        self.posts = 0
        self.first = 0.0  #: when the first post or edit of this life was taken
        self._heard = False  #: of this life: what comes before that was still on its way from the last one

    def again(self) -> None:
        """A new life begins."""
        self.first, self._heard = 0.0, False

    def wait(self, method: str, channel: str = "") -> int | None:
        """Never."""
        del channel
        self._heard = self._heard or method == "apps.connections.open"
        if method in {POST, "chat.update"}:
            self.posts += method == POST
            if self._heard and not self.first:
                self.first = monotonic()
        return None


@dataclass
class Verdict:
    """What came of it. `recoveries`: seconds from each start, or from the end of an outage that it fell into, to the
    first delivery; `doubts`: how long each lasted
    while the bot was up, from when it was last taken up by a life that ended so."""

    kills: int = 0
    posts: int = 0
    presses: int = 0
    recoveries: list[float] = field(default_factory=list)
    doubts: list[float] = field(default_factory=list)
    died_at: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    unrested: list[str] = field(default_factory=list)  #: what had not come to rest in time

    def count(self, heading: str) -> int:
        """How many things are lost, doubled or wrong."""
        return sum(each.heading == heading for each in self.broken)


@dataclass
class Trial:
    """So many kills while so many posts go out, on a database that is empty at first."""

    there: Playground
    bot: Bot
    database: str
    kills: int
    posts: int
    seed: int = 0
    size: int = 10
    soon: float = 20.0  #: seconds in which people make up their minds
    pause: float = START + (SHORT + LONG) / 2  #: how long a life lasts about, with its start

    async def run(self) -> Verdict:
        """All of it, up to the checker's word."""
        self.verdict, self.dice = Verdict(), Random(self.seed)  # noqa: S311 — the same luck every time
        self.evidence, self.closed = Evidence(self.database), list[Closed]()
        due = await self._settle_in()
        self.crowd = Crowd(self.there.slack, self.dice, soon=self.soon)
        watching = [asyncio.create_task(each) for each in (self.crowd.watch(), self._doubts())]
        try:
            await self._storm(watching)
            await self._rest(watching)
        finally:
            for each in watching:
                each.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            await self.crowd.rest()
        return self._judge(due)

    async def _settle_in(self) -> list[Asked]:
        teams = max(1, ceil(self.posts / POSTS_EACH / self.size))
        # The first is asked once the bot is up, the last when most of the kills have been.
        span = max(4.0, 0.8 * self.kills * self.pause - 10)
        town = Town(teams, self.size, _soon(4), timedelta(seconds=span / teams))
        self.last = town.at(teams) + town.later
        build(town, self.there)
        self.watch = self.there.slack.rates = Watch()
        return await settle_in(town, self.there.slack, self.database)

    async def _storm(self, watching: Sequence[asyncio.Task[None]]) -> None:
        """Life after life. Where a point is not reached in time, the kill comes from outside."""
        self.there.slack.faults.replace(storm(2 * self.kills * self.pause), self.seed)
        self._stormy_since = monotonic()
        while self.verdict.kills < self.kills or (self.watch.posts < self.posts and self._comes_more()):
            _raise(watching)
            await self._life()
        self.there.slack.faults.clear()

    def _comes_more(self) -> bool:
        return bool(self.crowd.busy) or self.verdict.kills < 2 * self.kills

    async def _life(self) -> None:
        point = self.dice.choice([*POINTS, *[""] * len(POINTS)])
        self.watch.again()
        await self.bot.spawn(FAULTPOINT=f"{point}:{self.dice.randrange(1, 8)}" if point else "")
        if not point and self.dice.random() < STILLBORN:
            by_itself = await self.bot.ended(self.dice.random() * START)
        else:
            await self.bot.up()
            by_itself = await self.bot.ended(LONG if point else SHORT + self.dice.random() * (LONG - SHORT))
        if by_itself and not self.bot.killed:  # as whoever watches over it would, we start it again
            assert AWAY in self.bot.said[-1], "\n".join(self.bot.said)
            self.verdict.died_at[AWAY] = self.verdict.died_at.get(AWAY, 0) + 1
            return
        await self.bot.kill()
        self._note(point if by_itself else "from outside")

    def _note(self, how: str) -> None:
        verdict = self.verdict
        verdict.kills += 1
        verdict.died_at[how] = verdict.died_at.get(how, 0) + 1
        if self.watch.first:
            verdict.recoveries.append(self.watch.first - self._could(self.bot.started, self.watch.first))
        if verdict.kills % 10 == 0:
            self.closed += [each for each in self.evidence.closed() if each not in self.closed]

    def _could(self, started: float, first: float) -> float:
        """From when on the first delivery could have been: nothing can while Slack is away."""
        for since, until in outages(first - self._stormy_since + 1):
            if self._stormy_since + since < first and self._stormy_since + until > started:
                started = self._stormy_since + until
        return started

    async def _rest(self, watching: Sequence[asyncio.Task[None]]) -> None:
        """Nobody is killed any more: until the crowd has done all it wanted, and nothing is owed."""
        await self.bot.start()
        workspace = f"slack:{self.there.slack.workspace.team.id}"
        end, calm = monotonic() + REST, 0
        while calm < CALM:
            _raise(watching)
            assert self.bot.alive, "\n".join(self.bot.said)
            if monotonic() > end:
                still = [f"{self.crowd.busy} people who press and press"] if self.crowd.busy else []
                self.verdict.unrested = still + self.evidence.unfinished(workspace)
                break
            moving = self.crowd.busy or self.evidence.owed(workspace) or self._is_due()
            calm = 0 if moving else calm + 1
            await asyncio.sleep(0.5)
        await self.bot.stop()

    def _is_due(self) -> bool:
        """Whether anything is due, or held by a lease of a life that is over."""
        now = datetime.now(UTC)
        return now < self.last or self.evidence.due(now + LEASE) > 0

    async def _doubts(self) -> None:
        """Watch for how long, while the bot is up, each message in doubt stays so. A lease that was taken up and lost
        to a kill begins anew."""
        ages: dict[int, float] = {}
        leases: dict[int, datetime | None] = {}
        kills, before = 0, monotonic()
        while True:
            now, leased = monotonic(), self.evidence.doubts()
            self.verdict.doubts += [ages.pop(slot) for slot in ages.keys() - leased.keys()]
            struck = kills != self.verdict.kills
            for slot, lease in leased.items():
                if slot not in ages or (struck and lease != leases.get(slot)):
                    ages[slot] = 0.0
                elif self.bot.is_up:
                    ages[slot] += now - before
            leases, kills, before = leased, self.verdict.kills, now
            await asyncio.sleep(0.25)

    def _judge(self, due: Sequence[Asked]) -> Verdict:
        history = self.evidence.history(self.there, self.crowd.presses, due, self.closed)
        self.verdict.broken = check(history, apply)
        self.verdict.posts, self.verdict.presses = self.watch.posts, len(self.crowd.presses)
        return self.verdict


def _soon(seconds: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)


def _raise(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Whatever a watcher failed with."""
    for each in tasks:
        if each.done():
            each.result()
