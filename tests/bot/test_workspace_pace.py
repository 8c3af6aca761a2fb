"""How fast a workspace's messages go, whatever its Slack says: at its limit, in order, each once, nobody held up."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import Doubtful, Limited, NotDelivered, OutOfOrder, TokenRefused
from bot.ledger import Address, Ref
from bot.model import Notice, WorkspaceId
from handlers.slack.calls import ask
from playground.rates import PER_MINUTE, Rates
from tests import virtual
from tests.virtual import VirtualClock, World

Live = Callable[["Wire", World], Coroutine[Any, Any, None]]


@dataclass
class Wire:
    """A Slack with a latency, which counts as the playground does, and forbids and fails as it is told."""

    clock: VirtualClock
    latency: float = 0.2
    limits: dict[str, int] = field(default_factory=dict)
    failing: Callable[[str, str, float], Exception | None] = lambda _verb, _workspace, _at: None
    posts: list[tuple[float, str, str, str]] = field(default_factory=list)  #: when, workspace, channel, what
    calls: list[tuple[float, str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    limited: int = 0
    _rates: dict[str, Rates] = field(default_factory=dict)

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        await self._call("post", "chat.postMessage", to.workspace, to.target)
        assert key not in self.keys
        self.keys.add(key)
        self.posts.append((self.now(), to.workspace, to.target, str(getattr(notice, "team", ""))))
        await asyncio.sleep(self.latency / 2)
        return Ref(to.target, key)

    async def edit(self, workspace: WorkspaceId, ref: Ref, notice: Notice) -> None:
        del ref, notice
        await self._call("edit", "chat.update", workspace)
        await asyncio.sleep(self.latency / 2)

    async def find(self, to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        del since, until
        await self._call("find", "conversations.history", to.workspace)
        await asyncio.sleep(self.latency / 2)
        return Ref(to.target, key) if key in self.keys else None

    async def _call(self, verb: str, method: str, workspace: str, channel: str = "") -> None:
        await asyncio.sleep(self.latency / 2)
        self.calls.append((self.now(), verb, workspace))
        if error := self.failing(verb, workspace, self.now()):
            raise error
        if workspace not in self._rates:
            made = self._rates[workspace] = Rates(self.now)
            made.per_minute |= {
                "chat.postMessage": self.limits.get(workspace, PER_MINUTE["chat.postMessage"])
            }
        wait = self._rates[workspace].wait(method, channel)
        if wait is not None:
            self.limited += 1
            await self.refuse(wait)

    async def refuse(self, wait: int) -> None:
        raise Limited("rate limited", wait)


def live(folder: Path, work: Live, make: Callable[..., Wire] = Wire) -> Wire:
    """Live in virtual time until the work is done."""

    async def do() -> Wire:
        world = World(folder)
        wire = make(world.clock)
        world.start(wire)
        try:
            await work(wire, world)
        finally:
            await world.stop()
        return wire

    return virtual.run(do())


async def until(done: Callable[[], bool], seconds: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not done():
        assert loop.time() < end, "it takes too long"
        await asyncio.sleep(0.1)


def test_a_thousand_direct_messages_go_at_the_limit_and_never_over_it(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        await world.tell("W1", 1000)
        await until(lambda: len(wire.posts) == 1000, 130)

    wire = live(tmp_path, work)
    times = [at for at, *_ in wire.posts]
    assert wire.limited == 0
    assert 1000 / (times[-1] - times[0]) * 60 >= 0.95 * 525
    assert all(later - at >= 60 for at, later in zip(times, times[525:], strict=False))
    assert len({channel for _, _, channel, _ in wire.posts}) == 1000


def test_a_restart_with_much_to_do_does_not_wait_for_dead_leases(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        await world.tell("W1", 300)
        await until(lambda: len(wire.posts) >= 100, 30)
        await world.crew.stop(0)  # as a kill does: calls are cut off
        await asyncio.sleep(0.01)
        stopped, known = wire.now(), len(wire.posts)
        world.start(wire)
        await world.store.run(lambda ledger: ledger.outbox.free(world.clock.now()))
        await until(lambda: len(wire.posts) > known, 3)
        assert wire.now() - stopped < 3
        await until(lambda: len(wire.posts) == 300, 60)

    wire = live(tmp_path, work)
    assert len({channel for _, _, channel, _ in wire.posts}) == 300
    doubts = [at for at, verb, _ in wire.calls if verb == "find"]
    assert 0 < len(doubts) <= 16


class Odd(Wire):
    """Says how long to wait in every form that was ever seen, and in none."""

    forms = cycle(["seconds", "float", "date", "list", "none", "junk"])

    async def refuse(self, wait: int) -> None:
        headers = {
            "seconds": {"Retry-After": str(wait)},
            "float": {"retry-after": f"{wait}.0"},
            "date": {
                "Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=wait + 1), usegmt=True)
            },
            "list": {"Retry-After": f"['{wait}']"},
            "none": {},
            "junk": {"Retry-After": "soon"},
        }[next(self.forms)]
        await ask(_refusing(headers))


def _refusing(headers: dict[str, str]) -> Callable[..., Coroutine[Any, Any, Any]]:
    async def call() -> None:
        raise SlackApiError("no", _Response(headers))  # type: ignore[no-untyped-call] # the SDK's own

    return call


class _Response(dict[str, str]):
    status_code = 429

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(error="ratelimited")
        self.headers = headers
        self.data = dict(self)


def test_a_storm_of_429_loses_doubles_and_disorders_nothing_and_takes_no_longer_than_it_must(
    tmp_path: Path,
) -> None:
    """Five hundred channels, two messages each would be at most 60 a minute; another workspace has its own pace."""

    async def work(wire: Wire, world: World) -> None:
        wire.limits = {"W1": 60}
        await world.tell("W1", 500)
        await world.tell("W2", 40, times=3)
        await until(lambda: sum(each[1] == "W2" for each in wire.posts) == 120, 20)
        await world.tell("W1", 100)
        await until(lambda: len(wire.posts) == 720, 700)

    wire = live(tmp_path, work, Odd)
    ours = [each for each in wire.posts if each[1] == "W1"]
    assert len(ours) == 600
    optimum = (600 // 60 - 1) * 60
    assert ours[-1][0] <= optimum * 1.1
    assert wire.limited < 200
    for workspace in ("W1", "W2"):
        said = defaultdict(list)
        for _, where, channel, what in wire.posts:
            if where == workspace:
                said[channel].append(int(what.partition("/")[0]))
        assert all(numbers == sorted(set(numbers)) for numbers in said.values())


def test_a_slack_that_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        real = wire._call

        async def hang(verb: str, method: str, workspace: str, channel: str = "") -> None:
            if workspace == "W1":
                await asyncio.sleep(60)
            await real(verb, method, workspace, channel)

        wire._call = hang  # type: ignore[method-assign] # every call of one workspace
        await world.tell("W1", 300)
        await world.tell("W2", 30)
        await until(lambda: sum(each[1] == "W2" for each in wire.posts) == 30, 6)

    live(tmp_path, work)


@pytest.mark.parametrize("error", [NotDelivered("Slack cannot be reached"), OutOfOrder("status 503")])
def test_while_slack_is_away_one_message_at_a_time_goes_to_see_and_then_all_go_once(
    tmp_path: Path, error: Exception
) -> None:
    async def work(wire: Wire, world: World) -> None:
        wire.failing = lambda _verb, workspace, at: error if workspace == "W1" and at < 1800 else None
        await world.tell("W1", 200)
        await asyncio.sleep(60)
        tried = len(wire.calls)
        await world.tell("W2", 5)
        await until(lambda: len(wire.posts) == 5, 3)
        await asyncio.sleep(1700)
        assert len(wire.calls) - tried < 1700 / 15 * 1.3
        await until(lambda: len(wire.posts) == 205, 100)

    wire = live(tmp_path, work)
    back = min(at for at, where, *_ in wire.posts if where == "W1")
    assert back - 1800 < 17
    assert len({(where, channel) for _, where, channel, _ in wire.posts}) == 205
    first = [at for at, _, where in wire.calls if where == "W1"]
    assert sum(at < 60 for at in first) < 30
    assert sum(1 < at < 33 for at in first) >= 4, "often at first"


def test_a_refused_token_is_tried_once_a_minute_and_never_by_everybody(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        wire.failing = lambda *_: TokenRefused("token_revoked", 60)
        await world.tell("W1", 200)
        await asyncio.sleep(30)
        tried = len(wire.calls)
        assert tried <= 16
        await asyncio.sleep(600)
        assert 8 <= len(wire.calls) - tried <= 12
        wire.failing = lambda *_: None
        await world.store.run(lambda ledger: ledger.outbox.release(WorkspaceId("W1")))
        await until(lambda: len(wire.posts) == 200, 30)

    live(tmp_path, work)


def test_one_message_that_slack_chokes_on_does_not_hold_up_its_workspace(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        real = wire.post

        async def choke(to: Address, notice: Notice, key: str) -> Ref:
            if to.target == "U00000":
                raise OutOfOrder("status 500")
            return await real(to, notice, key)

        wire.post = choke  # type: ignore[method-assign]
        await world.tell("W1", 100)
        await until(lambda: len(wire.posts) == 99, 40)

    live(tmp_path, work)


def test_look_ups_after_a_storm_of_doubts_are_paced(tmp_path: Path) -> None:
    async def work(wire: Wire, world: World) -> None:
        real = wire.post

        async def unsure(to: Address, notice: Notice, key: str) -> Ref:
            await real(to, notice, key)
            raise Doubtful("reset")

        wire.post = unsure  # type: ignore[method-assign] # each arrives, and none is known to
        await world.tell("W1", 100)
        await until(lambda: sum(verb == "find" for _, verb, _ in wire.calls) >= 100, 400)
        await asyncio.sleep(5)

    wire = live(tmp_path, work)
    assert wire.limited == 0
    assert len(wire.posts) == 100
    finds = [at for at, verb, _ in wire.calls if verb == "find"]
    assert all(later - at >= 60 for at, later in zip(finds, finds[50:], strict=False))
    assert [at for at, later in pairwise(sorted(finds)) if later < at] == []
