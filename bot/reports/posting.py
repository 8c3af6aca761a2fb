"""Handing a report in: signed anew at each try, with one key for all of them, for two minutes at most."""

import hmac
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from hashlib import sha256
from http.client import HTTPException, HTTPMessage, InvalidURL
from typing import IO, Any

from pydantic import SecretStr

from bot.errors import BadInput

#: Seconds for all tries, and for one.
PATIENCE, ONE = 120.0, 20.0
#: Whoever answers so may take it later: a pace that is used up, a proxy without its server, a bot that starts.
LATER = frozenset({429, 502, 503, 504})
_PATH = "/hooks/results"
_LARGEST = 100_000
_LONGEST_WAIT = 30.0
#: What is wrong with an address now is wrong with it in a minute.
_FOR_GOOD = (ssl.SSLCertVerificationError, InvalidURL)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports, and where to."""

    url: str
    team: str
    secret: SecretStr


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try. `status` 0: nobody was reached, `said` tells why. `again`: seconds to wait, if it is told."""

    status: int
    said: Mapping[str, Any]
    again: float | None = None
    final: bool = False  #: trying again would be of no use


Post = Callable[[str, bytes, Mapping[str, str], float], Answer]


def hand_in(
    sender: Sender,
    key: str,
    raw: bytes,
    *,
    post: "Post | None" = None,
    now: Callable[[], float] = time.time,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """The last answer. Tried again where nobody was reached or it may be taken later; never anything else."""
    url = _address(sender.url)
    ends, wait = clock() + PATIENCE, 1.0
    while True:
        rest = max(1.0, min(ONE, ends - clock()))
        answer = (post or post_once)(url, raw, signed(sender, key, raw, now()), rest)
        if answer.final or (answer.status and answer.status not in LATER):
            return answer
        pause = wait if answer.again is None else max(answer.again, 1.0)
        if clock() + pause >= ends:
            return answer
        sleep(pause)
        wait = min(2 * wait, _LONGEST_WAIT)


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise BadInput("PITON_URL is where Piton answers, such as https://piton.example.org.", "--url")
    return url.rstrip("/").removesuffix(_PATH) + _PATH


def signed(sender: Sender, key: str, raw: bytes, now: float) -> dict[str, str]:
    """The headers that say whose it is."""
    stamp = str(int(now))
    digest = hmac.new(sender.secret.get_secret_value().encode(), f"v1:{stamp}:".encode() + raw, sha256)
    return {
        "Content-Type": "application/json",
        "User-Agent": "piton",
        "Piton-Team": sender.team,
        "Piton-Timestamp": stamp,
        "Piton-Signature": f"v1={digest.hexdigest()}",
        "Piton-Key": key,
    }


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the request into one that says nothing."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        del req, fp, code, msg, headers, newurl


def post_once(url: str, raw: bytes, headers: Mapping[str, str], timeout: float) -> Answer:
    """One try."""
    try:
        request = urllib.request.Request(url, raw, dict(headers), method="POST")  # noqa: S310 — http(s), as was looked at
        with urllib.request.build_opener(_Stay).open(request, timeout=timeout) as answer:
            return Answer(answer.status, _said(answer.read(_LARGEST)))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _said(error.read(_LARGEST)), _again(error.headers))
    except (OSError, HTTPException) as error:  # refused, no such host, no answer in time, no HTTP
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return Answer(0, {"sentence": f"{url}: {reason}"}, final=isinstance(reason, _FOR_GOOD))
    except ValueError:  # an address or a header that cannot be sent
        return Answer(
            0, {"sentence": "The address, the team's id or the key cannot be sent as it is."}, final=True
        )


def _said(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _again(headers: Message) -> float | None:
    told = headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) <= 9 else None  # noqa: PLR2004 — 30 years
