"""Signatures over the raw bytes of a request. Nothing of a body is read before it is known whose it is."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

#: Seconds. Slack allows five minutes into the past; nobody's clock should be far ahead.
PAST, FUTURE = 300, 60
_DIGITS = 12  #: no moment has more, for thirty thousand years
_HEX = 64


@dataclass(frozen=True, slots=True)
class Scheme:
    """How somebody signs: the headers' names, what stands before the digest, and for how many seconds it is good."""

    stamp: str
    signature: str
    version: str
    past: int = PAST
    future: int = FUTURE

    def doubt(self, headers: Mapping[str, str], now: float) -> str:
        """Why the headers alone say that it is not genuine, or not of now; empty where the body decides."""
        stamp, signature = headers.get(self.stamp, ""), headers.get(self.signature, "")
        if not (stamp and signature):
            return "unsigned"
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS):
            return "bad timestamp"
        before = f"{self.version}="
        if not (
            signature.isascii() and signature.startswith(before) and len(signature) == len(before) + _HEX
        ):
            return "bad signature"
        age = now - int(stamp)
        return "stale" if age > self.past else "ahead of time" if age < -self.future else ""


SLACK = Scheme("X-Slack-Request-Timestamp", "X-Slack-Signature", "v0")
#: Of what machines report: their clocks may be off to both sides.
PITON = Scheme("Piton-Timestamp", "Piton-Signature", "v1", future=PAST)


class Signature:
    """What requests are signed with: an HMAC whose key only the sender and we know."""

    def __init__(self, secret: str, scheme: Scheme = SLACK) -> None:
        self._scheme = scheme
        self._keyed = hmac.new(secret.encode(), f"{scheme.version}:".encode(), sha256)

    def doubt(self, headers: Mapping[str, str], now: float) -> str:
        """Why the headers alone say that it is not theirs, or not of now; empty where the body decides."""
        return self._scheme.doubt(headers, now)

    def fits(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Whether it is the signature of these bytes, compared in constant time."""
        keyed = self._keyed.copy()
        keyed.update(headers[self._scheme.stamp].encode())
        keyed.update(b":")
        keyed.update(raw)
        return hmac.compare_digest(
            f"{self._scheme.version}={keyed.hexdigest()}", headers[self._scheme.signature]
        )
