"""Values to JSON text and back, through pydantic and the frozen dataclasses themselves; text that no database
takes is made harmless here, on its way in."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

T = TypeVar("T")


class Piece(NamedTuple):
    """A part of a value, its JSON, and its own parts where it is a row of values."""

    value: object
    raw: bytes
    parts: tuple["Piece", ...] = ()


#: A dataclass's value, field by field.
Pieces = Mapping[str, Piece]


class Written(NamedTuple):
    """JSON of a value. `whole`: all of the value is in it, else it had to be cleaned; `pieces` are there then."""

    raw: str
    whole: bool
    pieces: Pieces


_LONE = re.compile("[\ud800-\udfff]")
_NUL = b"\\u0000"


def clean(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses, and with U+FFFD for lone surrogates, which have no UTF-8."""
    if text.isascii():
        return text.replace("\0", "")
    return _LONE.sub("\ufffd", text.replace("\0", ""))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 — any type, or form of a type
    return TypeAdapter(kind)


class _Form(NamedTuple):
    """How a field is written, or each of its values where they are a row of them."""

    adapter: TypeAdapter[Any]
    row: bool

    def write(self, value: object, last: Piece | None) -> Piece:
        """Raises PydanticSerializationError."""
        if last is not None and last.value is value:
            return last
        if not self.row:
            return self._piece(value)
        known = {id(each.value): each for each in last.parts} if last else {}
        parts = tuple(known.get(id(each)) or self._piece(each) for each in cast(Iterable[object], value))
        return Piece(value, b"[%b]" % b",".join(each.raw for each in parts), parts)

    def _piece(self, value: object) -> Piece:
        return Piece(value, self.adapter.dump_json(value, warnings="error"))


@cache
def _forms(kind: Any) -> Mapping[str, _Form]:  # noqa: ANN401 — a dataclass
    hints = get_type_hints(kind, include_extras=True)
    return {each.name: _form(hints[each.name]) for each in fields(kind)}


def _form(hint: Any) -> _Form:  # noqa: ANN401 — a form of a type
    of = get_args(hint)
    row = get_origin(hint) is tuple and of[1:] == (...,) and is_dataclass(of[0])
    return _Form(TypeAdapter(of[0] if row else hint), row)


def dump(kind: object, value: object) -> str:
    """JSON of a value of this type. Raises PydanticSerializationError where the value is not of the type: better now,
    to its writer, than at every later reading."""
    adapter = _adapter(cast(Any, kind))
    try:
        raw = adapter.dump_json(value, warnings="error")
    except PydanticSerializationError:
        return _dump_slowly(adapter, value)
    return _dump_slowly(adapter, value) if _NUL in raw else raw.decode()


def write(kind: type[Any], value: object, last: Pieces) -> Written:
    """What `dump` gives for a dataclass; where the very same frozen value stands as the last time, it is not written
    anew: of a large state, an act changes little."""
    if type(value) is not kind:
        raise PydanticSerializationError(f"A {type(value).__name__} is no {kind.__name__}")
    forms = _forms(cast(Any, kind))
    try:
        pieces = {name: form.write(getattr(value, name), last.get(name)) for name, form in forms.items()}
    except PydanticSerializationError:
        return Written(dump(kind, value), whole=False, pieces={})
    raw = b"{%b}" % b",".join(b'"%b":%b' % (name.encode(), each.raw) for name, each in pieces.items())
    if _NUL in raw:
        return Written(dump(kind, value), whole=False, pieces={})
    return Written(raw.decode(), whole=True, pieces=pieces)


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
