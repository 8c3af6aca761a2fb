"""`POST /hooks/results`: what machines report. Its size, its signature and its pace are looked at before its words.

Every answer is JSON, with a sentence for whoever reads the log of a CI job. Of a body nothing is logged.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol

from aiohttp import web
from pydantic import SecretStr

from bot import metrics as counted
from bot import trace
from bot.errors import BadInput, BotError, Busy, NotFound
from bot.log import log
from bot.reports.intake import Reused, Taken
from bot.reports.reported import Malformed
from handlers.bodies import Unread, read
from handlers.signature import PITON, Signature

PATH = "/hooks/results"
TEAM, KEY = "Piton-Team", "Piton-Key"
#: Bytes of a body.
MOST = 64_000
#: Requests of a team in so many seconds, in this process: a fleet of n takes n times as many.
RATE, SPAN = 60, 60.0
#: Seconds after which whoever met a database that is held, or a bot that starts, may try again.
AGAIN = 5
_REASONS: Mapping[int, counted.Reason] = {401: "signature", 413: "size"}
_UNREAD: Mapping[int, str] = {413: f"A report is {MOST} bytes at most."}
_LONGEST_ID = 64
#: What is signed by nobody is compared all the same: a team that is not there takes no less time than another.
_NOBODY = Signature("nobody", PITON)
_UNSIGNED = {
    "stale": "The timestamp is more than five minutes old. Is the clock right?",
    "ahead of time": "The timestamp is more than five minutes ahead. Is the clock right?",
    "bad timestamp": "Piton-Timestamp is to be the seconds since 1970, in digits.",
}
_NOT_LET_IN = (
    'Sign with the team\'s secret: Piton-Signature is v1= and the HMAC-SHA256 of "v1:", Piton-Timestamp, ":" and the'
    " body as it is sent. A lead finds the team's id and makes a secret with /piton hooks."
)


class Intake(Protocol):
    """What takes reports in: `bot.intake.Intake`."""

    async def secrets(self, team: str) -> tuple[SecretStr, ...]: ...

    async def take(self, team: str, key: str, stamp: str, raw: bytes) -> tuple[bool, Taken]: ...


@dataclass
class Pace:
    """How often each team was heard of late. Only teams that signed are in it, so it stays small."""

    clock: Callable[[], float] = time.monotonic
    _heard: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, team: str) -> float:
        """Seconds until this team is heard again; 0 where it is heard now, which counts."""
        now, heard = self.clock(), self._heard.setdefault(team, deque())
        while heard and heard[0] <= now - SPAN:
            heard.popleft()
        if len(heard) >= RATE:
            return heard[0] + SPAN - now
        heard.append(now)
        return 0.0


class _Not(Exception):
    """The request is turned away with this."""

    def __init__(self, status: int, error: str, sentence: str, where: str = "", again: float = 0.0) -> None:
        super().__init__(error)
        self.status, self.error, self.sentence, self.field, self.again = status, error, sentence, where, again


class Hooks:
    """Answers whoever reports. `intake` gives what takes reports in, or None while the bot starts."""

    def __init__(
        self,
        intake: Callable[[], Intake | None],
        *,
        pace: Pace | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._intake, self._pace, self._now = intake, pace or Pace(), now

    async def answer(self, request: web.Request) -> web.Response:
        """Whatever comes, one of the statuses of docs/results.md."""
        with trace.begun():
            try:
                new, taken = await self._take(request)
            except _Not as refusal:
                return _refuse(refusal)
            except (BotError, TimeoutError) as refusal:
                return _refuse(_as_answer(refusal))
            except Exception:  # noqa: BLE001 — the one handler of this edge: the log has it by the id that is told
                log.exception("report failed")
                sentence = f"Piton made a mistake; its log has it as {trace.current()}."
                return _json(500, {"error": "failed", "sentence": sentence})
            log.info("report taken", new=new)
            return _json(201 if new else 200, asdict(taken))

    async def _take(self, request: web.Request) -> tuple[bool, Taken]:
        headers = request.headers
        if doubt := PITON.doubt(headers, self._now()):
            raise _Not(401, doubt, _UNSIGNED.get(doubt, _NOT_LET_IN))
        raw = await _read(request)
        intake = self._intake()
        if intake is None:
            raise _Not(503, "starting", "Piton is starting. Please try again.", again=AGAIN)
        team = headers.get(TEAM, "")
        if not await _signed(intake, team, headers, raw):
            raise _Not(401, "bad signature", _NOT_LET_IN)
        if wait := self._pace.wait(team):
            raise _Not(429, "too many", f"One team reports {RATE} times a minute at most.", again=wait)
        if (
            request.content_type != "application/json"
            or headers.get("Content-Encoding", "identity") != "identity"
        ):
            raise _Not(
                415, "not JSON", "Send Content-Type: application/json, not compressed.", "Content-Type"
            )
        return await intake.take(team, headers.get(KEY, ""), headers[PITON.stamp], raw)


async def _read(request: web.Request) -> bytes:
    try:
        return await read(request, MOST)
    except Unread as error:
        sentence = _UNREAD.get(error.status, "The body did not come whole.")
        raise _Not(error.status, str(error), sentence) from None


async def _signed(intake: Intake, team: str, headers: Mapping[str, str], raw: bytes) -> bool:
    """Whether one of the team's secrets signed it; each is tried, so that the time does not tell which."""
    known = team.isascii() and team.isprintable() and 0 < len(team) <= _LONGEST_ID
    secrets = await intake.secrets(team) if known else ()
    fits = [Signature(each.get_secret_value(), PITON).fits(headers, raw) for each in secrets]
    return any(fits) if fits else _NOBODY.fits(headers, raw) and False


def _as_answer(refusal: BotError | TimeoutError) -> _Not:
    match refusal:
        case Malformed():
            return _Not(400, "malformed", refusal.sentence, refusal.field)
        case BadInput():
            return _Not(422, "does not fit", refusal.sentence, refusal.field)
        case NotFound():
            return _Not(404, "not found", refusal.sentence)
        case Reused():
            return _Not(409, "key reused", refusal.sentence, KEY)
        case Busy() | TimeoutError():
            return _Not(503, "busy", Busy().sentence, again=AGAIN)
        case _:
            return _Not(422, "refused", refusal.sentence)


def _refuse(refusal: _Not) -> web.Response:
    """It is turned away, and what else was sent on its connection where that may be anybody's."""
    counted.refused(_REASONS.get(refusal.status, "shape"))
    log.info("report refused", status=refusal.status, why=refusal.error)
    said = {"error": refusal.error, "sentence": refusal.sentence, "field": refusal.field}
    response = _json(refusal.status, said)
    if refusal.again:
        response.headers["Retry-After"] = str(max(1, -int(-refusal.again // 1)))
    if refusal.status in {400, 401, 413}:
        response.force_close()
    return response


def _json(status: int, said: Mapping[str, str]) -> web.Response:
    return web.json_response({name: value for name, value in said.items() if value}, status=status)
