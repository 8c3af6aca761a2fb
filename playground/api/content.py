"""What a message says: its text, blocks and metadata, as far as Slack takes them."""

import json
import re
from dataclasses import dataclass, field

from playground.api.call import Call
from playground.blocks import MESSAGE, accept
from playground.shapes import Json, SlackError

#: Of a new message, the rest is cut off.
LONGEST_TEXT = 40_000
#: Of an edited one, more is refused, blocks or not.
LONGEST_EDIT = 4_000
#: In bytes of JSON.
LARGEST_METADATA = 16 * 1024
_EVENT_TYPE = re.compile(r"[A-Za-z0-9_-]{1,255}")


@dataclass
class Content:
    text: str | None
    blocks: list[Json] | None
    metadata: Json | None
    #: What Slack took, but not as it was meant: its word for it, and its sentence.
    warnings: dict[str, str] = field(default_factory=dict)

    def more(self) -> Json:
        """What the answer says of the warnings."""
        if not self.warnings:
            return {}
        sentences = [f"[WARN] {sentence}" for sentence in self.warnings.values()]
        return {"response_metadata": {"warnings": list(self.warnings), "messages": sentences}}


def of_new(call: Call) -> Content:
    content = _read(call)
    if content.text is not None and len(content.text) > LONGEST_TEXT:
        content.text = content.text[:LONGEST_TEXT]
        content.warnings["message_truncated"] = (
            "Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."
        )
    return content


def of_edit(call: Call) -> Content:
    content = _read(call)
    if content.text is not None and len(content.text) > LONGEST_EDIT:
        raise SlackError("msg_too_long")
    return content


def _read(call: Call) -> Content:
    text = call.text("text")
    given = call.parsed("blocks", "invalid_blocks_format")
    blocks = None if given is None else accept(given, MESSAGE, call.slack.files)
    if not (text or "").strip() and not blocks:
        raise SlackError("no_text")
    content = Content(text, blocks, None)
    content.metadata = _metadata(call, content)
    return content


def _metadata(call: Call, content: Content) -> Json | None:
    """Flat, small, and with a name of letters, digits, `_` and `-`; under another name Slack drops it."""
    given = call.parsed("metadata", "invalid_metadata_format")
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if given.keys() - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    payload = given.get("event_payload")
    if not isinstance(payload, dict) or any(isinstance(value, dict | list) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(payload).encode()) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    if not _EVENT_TYPE.fullmatch(given["event_type"]):
        content.warnings["invalid_metadata_schema"] = "The metadata was ignored for its `event_type`."
        return None
    return {"event_type": given["event_type"], "event_payload": payload}
