"""What a person put into a modal, read from the payload of its submission and trusted in nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.errors import BadInput, NotFound
from handlers.slack.text import clean

STALE = "This form is no longer valid: nothing was saved. Please close it and open it again."


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of a submitted view, by block. Raises BadInput for what does not fit, NotFound for a form that
    is not ours (any more)."""

    values: Mapping[str, Mapping[str, Any]]
    note: Mapping[str, Any]  #: what we put into private_metadata

    def text(self, block_id: str) -> str:
        """What was typed, cleaned; empty where nothing was."""
        held = self._held(block_id).get("value")
        return clean(held) if isinstance(held, str) else ""

    def lines(self, block_id: str) -> str:
        """What was typed, each line of it cleaned, so that they count as they did to whoever typed them."""
        held = self._held(block_id).get("value")
        return "\n".join(map(clean, held.splitlines())) if isinstance(held, str) else ""

    def choice(self, block_id: str) -> str:
        """The value that was chosen, or an empty string."""
        return _value(self._held(block_id).get("selected_option"))

    def choices(self, block_id: str) -> tuple[str, ...]:
        """The values that were chosen or ticked."""
        held = self._held(block_id).get("selected_options")
        return tuple(filter(None, map(_value, held))) if isinstance(held, list) else ()

    def people(self, block_id: str) -> tuple[str, ...]:
        """The ids of the people who were chosen, each once."""
        held = self._held(block_id).get("selected_users")
        return tuple(dict.fromkeys(map(str, held))) if isinstance(held, list) else ()

    def channel(self, block_id: str) -> str:
        """The id of the channel that was picked, or an empty string."""
        held = self._held(block_id).get("selected_conversation")
        return held if isinstance(held, str) else ""

    def time(self, block_id: str) -> time:
        """The time that was picked."""
        try:
            return time.fromisoformat(self._held(block_id).get("selected_time") or "").replace(tzinfo=None)
        except (ValueError, TypeError):
            raise BadInput("Pick a time, such as 09:30.", field=block_id) from None

    def date(self, block_id: str) -> date | None:
        """The date that was picked, if one was."""
        held = self._held(block_id).get("selected_date")
        try:
            return date.fromisoformat(held) if held else None
        except (ValueError, TypeError):
            raise BadInput("Pick a date.", field=block_id) from None

    def noted(self, key: str) -> str:
        """A text that the form was opened with. Raises NotFound where it is missing."""
        held = self.note.get(key)
        if not isinstance(held, str) or not held:
            raise NotFound(STALE)
        return held

    def number(self, key: str) -> int:
        """A number that the form was opened with. Raises NotFound where it is missing."""
        held = self.note.get(key)
        if not isinstance(held, int):
            raise NotFound(STALE)
        return held

    def listed(self, key: str) -> tuple[str, ...]:
        """Texts that the form was opened with; none where they are missing."""
        held = self.note.get(key)
        return tuple(each for each in held if isinstance(each, str)) if isinstance(held, list) else ()

    def _held(self, block_id: str) -> Mapping[str, Any]:
        return self.values.get(block_id, {})


def filled(view: Mapping[str, Any]) -> Filled:
    """The values of a view as it comes with `view_submission`. Raises NotFound when it is none of ours."""
    try:
        note = json.loads(view.get("private_metadata") or "{}")
        blocks = view["state"]["values"]
        values: dict[str, Any] = {
            block_id: next(iter(held.values()), {}) for block_id, held in blocks.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotFound(STALE) from None
    if not isinstance(note, dict) or not all(isinstance(each, dict) for each in values.values()):
        raise NotFound(STALE)
    return Filled(values, note)


def _value(option: object) -> str:
    value = option.get("value") if isinstance(option, dict) else None
    return value if isinstance(value, str) else ""
