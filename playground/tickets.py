"""What lets the bot answer: trigger ids (once, within 3 s) and response URLs (5 times, within 30 min)."""

import secrets
from dataclasses import dataclass, field
from time import monotonic

from playground.shapes import SlackError

#: Real seconds, as in Slack; the workspace's clock has no say in them.
TRIGGER_LIFE = 3.0
FORGOTTEN = 10 * 60.0
RESPONSE_LIFE = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class _Trigger:
    user: str
    issued: float
    used: bool = False


class Triggers:
    def __init__(self) -> None:
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        for stale in [
            key for key, trigger in self._issued.items() if monotonic() - trigger.issued > FORGOTTEN
        ]:
            del self._issued[stale]
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**11)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = _Trigger(user, monotonic())
        return trigger_id

    def age(self, seconds: float) -> None:
        """Makes every trigger older, so that a test need not wait."""
        for trigger in self._issued.values():
            trigger.issued -= seconds

    def redeem(self, trigger_id: str) -> str:
        """The person whose interaction issued it. One that is unknown, older than 3 s or spent is refused."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if monotonic() - trigger.issued > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger.user


@dataclass
class ResponseUrl:
    """Where an answer goes: to `user` in `channel`, or over the message `ts` that was clicked."""

    channel: str
    user: str
    ts: str | None = None
    thread_ts: str | None = None
    issued: float = field(default_factory=monotonic)
    uses: int = 0

    def use(self) -> None:
        if monotonic() - self.issued > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if self.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        self.uses += 1
