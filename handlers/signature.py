"""Slack's signature over the raw bytes of a request. Nothing of a body is read before it is known to be Slack's."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

#: Seconds. Slack allows five minutes into the past; nobody's clock should be far ahead.
PAST, FUTURE = 300, 60
_STAMP, _SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
_DIGITS = 12  #: no moment has more, for thirty thousand years
_HEX = 64


class Signature:
    """What Slack signs its requests with: an HMAC whose key only Slack and we know."""

    def __init__(self, secret: str) -> None:
        self._keyed = hmac.new(secret.encode(), b"v0:", sha256)

    def doubt(self, headers: Mapping[str, str], now: float) -> str:
        """Why the headers alone say that it is not Slack's, or not of now; empty where the body decides."""
        stamp, signature = headers.get(_STAMP, ""), headers.get(_SIGNATURE, "")
        if not (stamp and signature):
            return "unsigned"
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS):
            return "bad timestamp"
        if not (signature.isascii() and signature.startswith("v0=") and len(signature) == len("v0=") + _HEX):
            return "bad signature"
        age = now - int(stamp)
        return "stale" if age > PAST else "ahead of time" if age < -FUTURE else ""

    def fits(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Whether it is the signature of these bytes, compared in constant time."""
        keyed = self._keyed.copy()
        keyed.update(headers[_STAMP].encode())
        keyed.update(b":")
        keyed.update(raw)
        return hmac.compare_digest(f"v0={keyed.hexdigest()}", headers[_SIGNATURE])
