"""Frozen values told apart by which they are: to compare large ones would cost more than it saves."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """A value as the key of what was made of it: another one, however equal, is not the same."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value
