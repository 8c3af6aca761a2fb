"""HTTP mode: signed requests to the app's Request URL, and what Slack makes of the answers."""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from urllib.parse import urlencode

import aiohttp

from playground.shapes import VERIFICATION, Json, ScriptError
from playground.silence import SilenceError

FORM = "application/x-www-form-urlencoded"
#: aiohttp gives up at this redirect; Slack follows two.
ONE_REDIRECT_TOO_MANY = 3
_FINE = range(200, 300)


@dataclass(frozen=True)
class Letter:
    """A signed request, which can be sent again as it was."""

    kind: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    text: str
    final: bool = False


class RequestUrl:
    def __init__(self, secret: str) -> None:
        #: Empty while the app uses Socket Mode.
        self.address = ""
        self.secret = secret

    def letter(self, kind: str, payload: Json, retry: Mapping[str, object] | None = None) -> Letter:
        """Commands travel as form fields, interactions as JSON in one field, events as JSON."""
        match kind:
            case "slash_commands":
                body, content_type = urlencode(payload), FORM
            case "interactive":
                body, content_type = urlencode({"payload": json.dumps(payload)}), FORM
            case _:
                body, content_type = json.dumps(payload), "application/json"
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        headers |= self._signed(body.encode())
        if retry and retry.get("retry_attempt"):
            headers["X-Slack-Retry-Num"] = str(retry["retry_attempt"])
            headers["X-Slack-Retry-Reason"] = str(retry["retry_reason"])
        return Letter(kind, body.encode(), headers)

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time()))
        base = b":".join((b"v0", stamp.encode(), body))
        digest = hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def post(self, letter: Letter, deadline: float) -> Json | None:
        """The app's answer, if it says anything. Raises `SilenceError` where Slack counts a failure."""
        answer = await self._exchange(letter, deadline)
        if answer.status not in _FINE:
            raise SilenceError("http_error", answer.status, final=answer.final)
        if letter.kind == "events_api" or not answer.text.strip():
            return None
        if "json" in answer.content_type:
            return _object(answer.text)
        return {"text": answer.text} if letter.kind == "slash_commands" else None

    async def _exchange(self, letter: Letter, deadline: float) -> Answer:
        if not self.address.startswith(("http://", "https://")):
            raise SilenceError("connection_failed")
        try:
            async with asyncio.timeout(deadline), aiohttp.ClientSession() as http:
                sent = http.post(
                    self.address,
                    data=letter.body,
                    headers=letter.headers,
                    max_redirects=ONE_REDIRECT_TOO_MANY,
                )
                async with sent as given:
                    final = given.headers.get("X-Slack-No-Retry") == "1"
                    text = (await given.read()).decode(errors="replace")
                    return Answer(given.status, given.content_type, text, final)
        except TimeoutError:
            raise SilenceError("http_timeout") from None
        except aiohttp.TooManyRedirects:
            raise SilenceError("too_many_redirects") from None
        except aiohttp.ClientSSLError:
            raise SilenceError("ssl_error") from None
        except (aiohttp.ClientConnectionError, aiohttp.InvalidURL):
            raise SilenceError("connection_failed") from None
        except aiohttp.ClientError:
            raise SilenceError("unknown_error") from None

    async def save(self, address: str, deadline: float) -> None:
        """Takes the address as Slack does: only if what listens there answers the challenge."""
        before, self.address = self.address, address
        challenge = secrets.token_urlsafe(32)
        question = {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}
        try:
            answer = await self._exchange(self.letter("url_verification", question), deadline)
        except SilenceError as silence:
            self.address = before
            raise ScriptError(f"Your URL could not be reached: {silence.reason}.") from None
        if answer.status not in _FINE or not _repeats(answer, challenge):
            self.address = before
            sentence = "Your URL didn't respond with the value of the challenge parameter."
            raise ScriptError(f"{sentence} It answered {answer.status}.")

    async def ssl_check(self, deadline: float) -> Json:
        """Slack now and then asks a command's address for its certificate, with a form of its own."""
        letter = self.letter("slash_commands", {"ssl_check": "1", "token": VERIFICATION})
        answer = await self._exchange(letter, deadline)
        return {"status": answer.status}


def _repeats(answer: Answer, challenge: str) -> bool:
    if "json" in answer.content_type:
        return (_object(answer.text) or {}).get("challenge") == challenge
    return answer.text.strip().removeprefix("challenge=") == challenge


def _object(text: str) -> Json | None:
    """An object in JSON. Anything else is no answer to Slack."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and found else None
