"""How often the bot may call: Slack's tier of each method, and the pace of its posts in a channel."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

#: Calls a minute that each tier allows, for one method in one workspace (docs.slack.dev, "Rate limits").
TIER = {1: 1, 2: 20, 3: 50, 4: 100}
#: Slack says "hundreds per minute" of these, and no more.
HUNDREDS = 300
#: Slack publishes no number for all posts in a workspace; this is what Moveworks keeps to in production.
POSTS = 525
MINUTE = 60.0

#: By the methods' own pages.
PER_MINUTE = {
    "api.test": TIER[4],
    "apps.connections.open": TIER[3],
    "auth.test": HUNDREDS,
    "bots.info": TIER[3],
    "chat.delete": TIER[3],
    "chat.getPermalink": HUNDREDS,
    "chat.postEphemeral": TIER[4],
    "chat.postMessage": POSTS,
    "chat.update": TIER[3],
    "conversations.history": TIER[3],
    "conversations.info": TIER[3],
    "conversations.invite": TIER[3],
    "conversations.join": TIER[3],
    "conversations.leave": TIER[3],
    "conversations.list": TIER[2],
    "conversations.members": TIER[4],
    "conversations.open": TIER[3],
    "conversations.replies": TIER[3],
    "files.completeUploadExternal": TIER[4],
    "files.delete": TIER[3],
    "files.getUploadURLExternal": TIER[4],
    "files.info": TIER[4],
    "users.conversations": TIER[3],
    "users.info": TIER[4],
    "users.list": TIER[2],
    "views.open": TIER[4],
    "views.publish": TIER[4],
    "views.push": TIER[4],
    "views.update": TIER[4],
}
#: The method that is also paced channel by channel.
PACED = "chat.postMessage"


@dataclass
class _Bucket:
    left: float
    at: float


class Rates:
    """`time` tells seconds. The playground's own clock does: it runs as real time does, and when it is moved,
    a bot that moves with it has waited for as long.
    """

    def __init__(self, time: Callable[[], float]) -> None:
        self.time = time
        self.enabled = True
        self.per_minute = dict(PER_MINUTE)
        #: Posts that a quiet channel takes at once, before it takes one a second. Slack says "short bursts".
        self.burst = 5
        #: Seconds between posts in a channel.
        self.pace = 1.0
        self._calls: dict[str, deque[float]] = {}
        self._channels: dict[str, _Bucket] = {}

    def wait(self, method: str, channel: str = "") -> int | None:
        """Counts a call. One too many is not counted: then the whole seconds until it may be tried again."""
        if not self.enabled:
            return None
        now = self.time()
        calls, bucket = self._recent(method, now), self._bucket(channel, now)
        paced = method == PACED
        most = self.per_minute.get(method)
        full = calls[0] + MINUTE - now if most is not None and len(calls) >= most else 0.0
        quick = (1 - bucket.left) * self.pace if paced and bucket.left < 1 else 0.0
        if full > 0 or quick > 0:
            return max(1, ceil(max(full, quick)))
        calls.append(now)
        if paced:
            bucket.left -= 1
        return None

    def _recent(self, method: str, now: float) -> deque[float]:
        """The calls of the last minute. Those of a future that was taken back never were."""
        calls = self._calls.setdefault(method, deque())
        while calls and calls[-1] > now:
            calls.pop()
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        return calls

    def _bucket(self, channel: str, now: float) -> _Bucket:
        bucket = self._channels.setdefault(channel, _Bucket(self.burst, now))
        gained = (now - bucket.at) / self.pace if now >= bucket.at else self.burst
        bucket.left, bucket.at = min(self.burst, bucket.left + gained), now
        return bucket
