"""What shall go wrong: a plan of faults, each met by the calls that fit it and then used up."""

import asyncio
import struct
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from random import Random
from socket import SO_LINGER, SOL_SOCKET
from time import monotonic
from typing import Literal, get_args

from aiohttp import web

from playground.rates import PER_MINUTE
from playground.shapes import Json, ScriptError

#: error: Slack's own answer with `code`; ratelimited: 429; status: an HTTP status with a few words; html: the same
#: with a page, as a proxy would send it; malformed: `body` where JSON should be; hang: silence; latency: the answer as
#: it is, later; close and reset: the connection ends without an answer.
Kind = Literal["error", "ratelimited", "status", "html", "malformed", "hang", "latency", "close", "reset"]
EVERY = "*"
HTML = "<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Server Error</h1></body></html>"


@dataclass
class Fault:
    method: str
    kind: Kind
    #: Whether Slack did as it was told before it went wrong.
    after: bool = False
    #: How many calls meet it; None for all, until the plan is cleared or its time is over.
    times: int | None = 1
    #: Only calls about this channel or person.
    target: str | None = None
    code: str = "internal_error"
    #: 500 where none is given, 200 for what is malformed.
    status: int | None = None
    #: What is sent in place of JSON: half of it, or anything else.
    body: str = '{"ok": tru'
    #: As it is sent: seconds in any form, an HTTP date, or None for no header at all.
    retry_after: str | float | None = 1
    #: How long a hang lasts before the answer comes after all; None: until the caller is gone. How long a latency is.
    seconds: float | None = None
    #: Of the calls that would meet it so many do, by dice that fall the same way every time.
    chance: float = 1.0
    #: It is met from so many seconds after it was planned, and until so many: real time.
    since: float = 0.0
    until: float | None = None
    planned_at: float = field(default_factory=monotonic)

    def told(self) -> Json:
        """As a script would write it."""
        return {name: value for name, value in asdict(self).items() if name != "planned_at"}


_NOTHING = type(None)
_KINDS: dict[str, tuple[type, ...]] = {
    "after": (bool,),
    "times": (int, _NOTHING),
    "target": (str, _NOTHING),
    "code": (str,),
    "status": (int, _NOTHING),
    "body": (str,),
    "retry_after": (int, float, str, _NOTHING),
    "seconds": (int, float, _NOTHING),
    "chance": (int, float),
    "since": (int, float),
    "until": (int, float, _NOTHING),
}
_WRITTEN = [name for name in Fault.__dataclass_fields__ if name != "planned_at"]


class Faults:
    def __init__(self) -> None:
        self.plan: list[Fault] = []
        #: What was met, in order: the method and the kind.
        self.met: list[tuple[str, Kind]] = []
        self._dice = Random(0)  # noqa: S311 — the same luck every time

    def add(self, method: str, kind: Kind, **more: object) -> Fault:
        """The next calls of this method, or of any by `*`, meet this. Faults of one method come in order."""
        return self.include({"method": method, "kind": kind} | more)

    def include(self, given: Json) -> Fault:
        """As a script writes it. Raises ScriptError where it would never be met or cannot be understood."""
        fault = _read(given)
        self.plan.append(fault)
        return fault

    def replace(self, plan: Iterable[Json], seed: int = 0) -> None:
        """A whole plan in place of the one before, and what is met counts anew. Raises ScriptError; then the one
        before stands."""
        self.plan = [_read(given) for given in plan]
        self.met = []
        self._dice = Random(seed)  # noqa: S311 — the same luck every time

    def counted(self) -> list[Json]:
        """How often which kind was met by which method."""
        return [
            {"method": method, "kind": kind, "times": n} for (method, kind), n in Counter(self.met).items()
        ]

    def clear(self) -> None:
        self.plan.clear()

    def take(self, method: str, about: Collection[str]) -> Fault | None:
        """The first that this call meets, which is then met once less."""
        now = monotonic()
        self.plan = [each for each in self.plan if each.until is None or now < each.planned_at + each.until]
        for fault in self.plan:
            if not self._meets(fault, method, about, now):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.plan.remove(fault)
            self.met.append((method, fault.kind))
            return fault
        return None

    def _meets(self, fault: Fault, method: str, about: Collection[str], now: float) -> bool:
        if fault.method not in (EVERY, method) or (fault.target and fault.target not in about):
            return False
        return now >= fault.planned_at + fault.since and self._dice.random() < fault.chance


def _read(given: Json) -> Fault:
    if not isinstance(given, dict):
        raise ScriptError(f"A fault is an object, not {given!r}.", _WRITTEN)
    if given.get("method") != EVERY and given.get("method") not in PER_MINUTE:
        raise ScriptError(f"No call is ever made to method {given.get('method')!r}.", [EVERY, *PER_MINUTE])
    if given.get("kind") not in get_args(Kind):
        raise ScriptError(f"There is no kind of fault {given.get('kind')!r}.", get_args(Kind))
    if unknown := sorted(given.keys() - set(_WRITTEN)):
        raise ScriptError(f"A fault has no {unknown[0]!r}.", _WRITTEN)
    for name, kinds in _KINDS.items():
        if name in given and not isinstance(given[name], kinds):
            known = [kind.__name__ for kind in kinds]
            raise ScriptError(f"The {name} of a fault is not {given[name]!r}.", known)
    if given["kind"] == "latency" and given.get("seconds") is None:
        raise ScriptError("A latency needs its seconds.")
    # One that is met by chance, or for a while, is met by as many calls as come.
    often: Json = {"times": None} if given.keys() & {"chance", "until"} else {}
    return Fault(**(often | given))


async def strike(
    fault: Fault, request: web.Request, effect: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What the caller gets instead of the answer; `effect` is the call itself."""
    if fault.kind == "latency":
        await asyncio.sleep(fault.seconds or 0)
        return await effect()
    done = await effect() if fault.after else None
    if fault.kind == "hang":
        if await _outlasted(request, fault.seconds):
            return web.Response()  # to nobody
        return done or await effect()
    if fault.kind in ("close", "reset"):
        _cut(request, reset=fault.kind == "reset")
        return web.Response()
    return _answer(fault)


def _answer(fault: Fault) -> web.Response:
    if fault.kind == "ratelimited":
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind == "error":
        return web.json_response({"ok": False, "error": fault.code})
    if fault.kind == "malformed":
        return web.Response(status=fault.status or 200, text=fault.body, content_type="application/json")
    if fault.kind == "html":
        return web.Response(status=fault.status or 500, text=HTML, content_type="text/html")
    return web.Response(status=fault.status or 500, text="upstream connect error or disconnect")


async def _outlasted(request: web.Request, seconds: float | None) -> bool:
    """Waits so long, or until the caller has hung up; whether they have."""
    left = seconds if seconds is not None else float("inf")
    while left > 0:
        if request.transport is None or request.transport.is_closing():
            return True
        await asyncio.sleep(min(0.02, left))
        left -= 0.02
    return False


def _cut(request: web.Request, *, reset: bool) -> None:
    if request.transport is None:
        return
    if reset:  # to linger for no time at all makes the system send RST in place of FIN
        held = request.transport.get_extra_info("socket")
        held.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
