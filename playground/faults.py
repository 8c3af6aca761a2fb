"""What shall go wrong: a plan of faults, each met by the calls that fit it and then used up."""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from socket import SO_LINGER, SOL_SOCKET
from typing import Literal, get_args

from aiohttp import web

from playground.rates import PER_MINUTE
from playground.shapes import Json, ScriptError

#: error: Slack's own answer with `code`; ratelimited: 429; status: an HTTP status with a few words; html: the same
#: with a page, as a proxy would send it; hang: silence; close and reset: the connection ends without an answer.
Kind = Literal["error", "ratelimited", "status", "html", "hang", "close", "reset"]
EVERY = "*"
HTML = "<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Server Error</h1></body></html>"


@dataclass
class Fault:
    method: str
    kind: Kind
    #: Whether Slack did as it was told before it went wrong.
    after: bool = False
    #: How many calls meet it; None for all, until the plan is cleared.
    times: int | None = 1
    #: Only calls about this channel or person.
    target: str | None = None
    code: str = "internal_error"
    status: int = 500
    #: As it is sent: seconds in any form, an HTTP date, or None for no header at all.
    retry_after: str | float | None = 1
    #: How long a hang lasts before the answer comes after all; None: until the caller is gone.
    seconds: float | None = None


_NOTHING = type(None)
_KINDS: dict[str, tuple[type, ...]] = {
    "after": (bool,),
    "times": (int, _NOTHING),
    "target": (str, _NOTHING),
    "code": (str,),
    "status": (int,),
    "retry_after": (int, float, str, _NOTHING),
    "seconds": (int, float, _NOTHING),
}


class Faults:
    def __init__(self) -> None:
        self.plan: list[Fault] = []
        #: What was met, in order: the method and the kind.
        self.met: list[tuple[str, Kind]] = []

    def add(self, method: str, kind: Kind, **more: object) -> Fault:
        """The next calls of this method, or of any by `*`, meet this. Faults of one method come in order."""
        return self.include({"method": method, "kind": kind} | more)

    def include(self, given: Json) -> Fault:
        """As a script writes it. Raises ScriptError where it would never be met or cannot be understood."""
        if given.get("method") != EVERY and given.get("method") not in PER_MINUTE:
            raise ScriptError(
                f"No call is ever made to method {given.get('method')!r}.", [EVERY, *PER_MINUTE]
            )
        if given.get("kind") not in get_args(Kind):
            raise ScriptError(f"There is no kind of fault {given.get('kind')!r}.", get_args(Kind))
        if unknown := sorted(given.keys() - Fault.__dataclass_fields__.keys()):
            raise ScriptError(f"A fault has no {unknown[0]!r}.", list(Fault.__dataclass_fields__))
        for name, kinds in _KINDS.items():
            if not isinstance(given.get(name, getattr(Fault, name, None)), kinds):
                known = [kind.__name__ for kind in kinds]
                raise ScriptError(f"The {name} of a fault is not {given[name]!r}.", known)
        fault = Fault(**given)
        self.plan.append(fault)
        return fault

    def clear(self) -> None:
        self.plan.clear()

    def take(self, method: str, about: Collection[str]) -> Fault | None:
        """The first that this call meets, which is then met once less."""
        for fault in self.plan:
            if fault.method not in (EVERY, method) or (fault.target and fault.target not in about):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.plan.remove(fault)
            self.met.append((method, fault.kind))
            return fault
        return None


async def strike(
    fault: Fault, request: web.Request, effect: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What the caller gets instead of the answer; `effect` is the call itself."""
    done = await effect() if fault.after else None
    if fault.kind == "hang":
        await _silence(request, fault.seconds)
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
    if fault.kind == "html":
        return web.Response(status=fault.status, text=HTML, content_type="text/html")
    return web.Response(status=fault.status, text="upstream connect error or disconnect")


async def _silence(request: web.Request, seconds: float | None) -> None:
    """Waits so long, or until the caller has hung up, which also ends a call that waits for ever."""
    left = seconds if seconds is not None else float("inf")
    while left > 0:
        if request.transport is None or request.transport.is_closing():
            raise ConnectionResetError
        await asyncio.sleep(min(0.02, left))
        left -= 0.02


def _cut(request: web.Request, *, reset: bool) -> None:
    if request.transport is None:
        return
    if reset:  # to linger for no time at all makes the system send RST in place of FIN
        held = request.transport.get_extra_info("socket")
        held.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
