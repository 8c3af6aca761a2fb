"""One effect for each thing that comes in: what tells it from the next, however often Slack or somebody sends it.

A key says nothing of what it was made from, and is short whatever it was made from.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from handlers.slack.blocks import family

Json = dict[str, Any]


class Repeated(Exception):
    """It was taken in before: whatever it asks for is done."""


@dataclass(slots=True)
class Once:
    """The key of what came in, and whether it was kept on this occasion. What has no key is always new."""

    key: str = ""
    kept: bool = False
    unnamed: bool = False  #: what it is of is nobody's: its key says neither whose nor when but for the day


def event(body: Json) -> Once:
    """An event has an id, the same each time that Slack tells of it."""
    return _once("event", body.get("event_id"))


def press(body: Json, *, unnamed: bool = False) -> Once:
    """A press has no id: it is somebody's, of one button in one place, at one moment. Which of several beside each
    other is left out: a card is one of few, so that its vote could be guessed from the key; where it is
    `unnamed`, whose it is and when are, too."""
    action: Json = (body.get("actions") or [{}])[0]
    user, container, view = body.get("user") or {}, body.get("container") or {}, body.get("view") or {}
    where = container.get("message_ts") or container.get("view_id") or view.get("id")
    if unnamed:  # a moment can be guessed; what it was triggered by cannot
        return _once("press", body.get("trigger_id"), where)
    return _once(
        "press", user.get("id"), where, family(str(action.get("action_id") or "")), action.get("action_ts")
    )


def submission(body: Json) -> Once:
    """A modal keeps its id and hash while it stays open, so what stands in it counts too."""
    view: Json = body.get("view") or {}
    state = json.dumps(view.get("state"), sort_keys=True)
    return _once("submission", view.get("id"), f"{view.get('hash')} {state}")


def triggered(body: Json) -> Once:
    """A command, or a shortcut: each comes with a trigger of its own."""
    return _once("trigger", body.get("trigger_id"))


def _once(kind: str, *parts: object) -> Once:
    """Without one of its parts it cannot be told from the next: then all are new."""
    if not all(isinstance(part, str) and part for part in parts):
        return Once()
    whole = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return Once(f"{kind}:{sha256(whole).hexdigest()[:32]}")
