"""One id from a click to the message that comes of it: in the log, in the rows, and before whom it went wrong for."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_CURRENT: ContextVar[str] = ContextVar("piton_trace", default="")


def current() -> str:
    """The id of what is being worked on; empty where nothing came in, as for the clock's own acts."""
    return _CURRENT.get()


@contextmanager
def bound(number: str) -> Iterator[None]:
    """Let what is done in this block, and in the tasks that it starts, bear this id."""
    before = _CURRENT.set(number)
    try:
        yield
    finally:
        _CURRENT.reset(before)


@contextmanager
def begun() -> Iterator[str]:
    """Let this block bear an id: the one that it has already, else a new one."""
    number = current() or secrets.token_hex(4)
    with bound(number):
        yield number
