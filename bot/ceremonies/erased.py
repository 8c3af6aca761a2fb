"""What is left of somebody who had their data erased: their place in a round, without their name and their words.

Names stand in states beside the id of whose they are, or alone, as of whoever closed something. Those alone are told
by the name itself: a namesake's goes with them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from bot.model import MemberId

T = TypeVar("T")

#: Stands where their name stood, and where their words did and something must.
SOMEBODY, WORDS = "Someone", "(erased)"

#: The fields that hold a name, and those that say beside them whose it is.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("id", "member", "owner", "by"),
    "owner": (),
    "owner_name": ("owner",),
    "by_name": ("by",),
    "starter_name": ("starter",),
    "facilitator_name": ("facilitator",),
    "helper": (),
    "settled_by": ("settler",),
    "closed_by": (),
}


def unnamed(value: T, member: MemberId, names: frozenset[str] = frozenset()) -> T:
    """The same without the member's name; `names`: what they are, or were, called."""
    return cast(T, _unnamed(value, member, names - {"", SOMEBODY}))


def _unnamed(value: Any, member: MemberId, names: frozenset[str]) -> Any:  # noqa: ANN401 — whatever a state is made of
    if isinstance(value, tuple):
        after = tuple(_unnamed(each, member, names) for each in value)
        same = all(now is was for now, was in zip(after, value, strict=True))
        return value if same else after
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, object] = {}
    for name, kind in _fields(value):
        was = getattr(value, name)
        if kind is str and name in _NAMES:
            now = SOMEBODY if _is_theirs(value, name, was, member, names) else was
        else:
            now = _unnamed(was, member, names)
        if now is not was:
            changed[name] = now
    return replace(value, **changed) if changed else value


def _fields(value: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401 — a dataclass's value
    return ((each.name, each.type) for each in fields(value))


def _is_theirs(value: object, name: str, was: str, member: MemberId, names: frozenset[str]) -> bool:
    whose = _whose(value, name)
    return bool(was) and was != SOMEBODY and (member in whose if whose else was in names)


def _whose(value: object, name: str) -> set[str]:
    beside = (getattr(value, each, None) for each in _NAMES[name])
    return {each for each in beside if isinstance(each, str)}


def names_of(value: object, member: MemberId) -> frozenset[str]:
    """What the member is called in a state, where it says whose name it is."""
    return frozenset(_found(value, member)) - {"", SOMEBODY}


def _found(value: object, member: MemberId) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _found(each, member)
    elif is_dataclass(value) and not isinstance(value, type):
        for name, kind in _fields(value):
            if kind is str and name in _NAMES:
                if member in _whose(value, name):
                    yield getattr(value, name)
            else:
                yield from _found(getattr(value, name), member)


def nameless(written: object, names: frozenset[str]) -> object:
    """The same for what was written as JSON, of which nobody knows the type any more."""
    if isinstance(written, list):
        return [nameless(each, names) for each in written]
    if isinstance(written, dict):
        return {
            key: SOMEBODY if key in _NAMES and each in names else nameless(each, names)
            for key, each in written.items()
        }
    return written


def who(member: MemberId | None, name: str) -> tuple[str, str]:
    """A member's id and name for an export: of whoever had their data erased, no id."""
    return ("" if name == SOMEBODY else member or "", name)
