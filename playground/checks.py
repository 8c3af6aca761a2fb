"""Single rules of Slack's that blocks, elements and views share: how long, how many, which fields."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playground import fields
from playground.shapes import Json

LONGEST_URL = 3000


class LimitError(Exception):
    """What is wrong, and the JSON pointer to it."""

    def __init__(self, sentence: str, pointer: str) -> None:
        super().__init__(f"{sentence} [json-pointer:{pointer}]")


def text(held: Json, name: str, most: int, at: str, *, needed: bool = True, markdown: bool = True) -> None:
    """A text object under `name`: of a kind that may stand there, neither empty nor too long."""
    value, here = held.get(name), f"{at}/{name}"
    if value is None:
        if needed:
            raise LimitError(f"missing required field: {name}", at)
        return
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise LimitError("must be a text object", here)
    kinds = ("plain_text", "mrkdwn") if markdown else ("plain_text",)
    if value.get("type") not in kinds:
        raise LimitError(f"must be one of {', '.join(kinds)}", f"{here}/type")
    known(value, fields.of_text(value), here)
    if not value["text"]:
        raise LimitError("must be more than 0 characters", f"{here}/text")
    if len(value["text"]) > most:
        raise LimitError(f"must be less than {most + 1} characters", f"{here}/text")


def short(held: Json, name: str, most: int, at: str) -> None:
    value = held.get(name)
    if value is not None and (not isinstance(value, str) or len(value) > most):
        raise LimitError(f"must be a string of less than {most + 1} characters", f"{at}/{name}")


def several(held: Json, name: str, most: int, at: str, *, least: int = 1) -> Sequence[Json]:
    value = held.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise LimitError(f"missing required field: {name}", at)
    if len(value) < least:
        raise LimitError(f"no fewer than {least} items allowed", f"{at}/{name}")
    if len(value) > most:
        raise LimitError(f"no more than {most} items allowed", f"{at}/{name}")
    return value


def known(held: Json, allowed: set[str], at: str) -> None:
    stranger = fields.stranger(held, allowed)
    if stranger is not None:
        raise LimitError(f"invalid additional property: {stranger}", at)


def one_of(held: Json, name: str, allowed: Sequence[str], at: str) -> None:
    """Nothing, or one of these words."""
    if held.get(name) is not None and held[name] not in allowed:
        raise LimitError(f"must be one of {', '.join(allowed)}", f"{at}/{name}")


def flag(held: Json, name: str, at: str) -> None:
    if held.get(name) is not None and not isinstance(held[name], bool):
        raise LimitError("must be a boolean", f"{at}/{name}")


def whole(held: Json, name: str, least: int, most: int, at: str) -> None:
    """Nothing, or a whole number within these bounds."""
    value = held.get(name)
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise LimitError(f"must be a whole number between {least} and {most}", f"{at}/{name}")


def address(held: Json, name: str, at: str) -> None:
    """Nothing, or something that a browser could open."""
    value = held.get(name)
    if value is None:
        return
    short(held, name, LONGEST_URL, at)
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if not scheme:
        raise LimitError("must be a valid URL", f"{at}/{name}")
