"""Values to JSON text and back, through pydantic and the frozen dataclasses themselves; text that no database
takes is made harmless here, on its way in."""

import json
import re
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

T = TypeVar("T")

_LONE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses, and with U+FFFD for lone surrogates, which have no UTF-8."""
    if text.isascii():
        return text.replace("\0", "")
    return _LONE.sub("\ufffd", text.replace("\0", ""))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 — any type, or form of a type
    return TypeAdapter(kind)


def dump(kind: object, value: object) -> str:
    """JSON of a value of this type. Raises PydanticSerializationError where the value is not of the type: better now,
    to its writer, than at every later reading."""
    return faithful(kind, value)[0]


def faithful(kind: object, value: object) -> tuple[str, bool]:
    """What `dump` gives, and whether all of the value is in it: else it had to be cleaned."""
    adapter = _adapter(cast(Any, kind))
    try:
        raw = adapter.dump_json(value, warnings="error")
    except PydanticSerializationError:
        return _dump_slowly(adapter, value), False
    if b"\\u0000" in raw:
        return _dump_slowly(adapter, value), False
    return raw.decode(), True


def load(kind: type[T], raw: str) -> T:
    """The value that `dump` wrote. Raises ValueError where the JSON does not fit the type (any more)."""
    try:
        return cast(T, _adapter(cast(Any, kind)).validate_json(raw))
    except ValidationError as error:
        # pydantic's own text quotes what people typed, and this one goes to the log.
        where = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
        raise ValueError(f"A stored {kind} does not fit at {where}") from None


def _dump_slowly(adapter: TypeAdapter[Any], value: object) -> str:
    """For hostile text only: pydantic's fast path cannot write lone surrogates and would keep NUL."""
    tree = adapter.dump_python(value, mode="json", warnings="error")
    return json.dumps(_scrub(tree), ensure_ascii=False, separators=(",", ":"))


def _scrub(tree: object) -> object:
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, list):
        return [_scrub(one) for one in tree]
    if isinstance(tree, dict):
        return {_scrub(key): _scrub(one) for key, one in tree.items()}
    return tree
