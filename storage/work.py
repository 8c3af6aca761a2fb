"""A transaction that somebody waits for, and how they hear what came of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from bot.errors import Busy
from bot.ledger import Job, Ledger, Task

E = TypeVar("E", bound=BaseException)

#: Told on the event loop, once for those that were committed together, what they submitted.
OnCommit = Callable[[Task, Sequence[Job]], None]


@dataclass(slots=True, eq=False)
class Work:
    """One transaction that somebody waits for, and what came of it. Made on the event loop of whoever waits."""

    fn: Callable[[Ledger], Any]
    about: str = ""  #: the one thing that it works on, if it is one
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    since: float = field(default_factory=monotonic)
    context: Context = field(
        default_factory=copy_context
    )  #: whoever calls goes on being known on another thread
    future: asyncio.Future[Any] = field(init=False)
    result: Any = None
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.future = self.loop.create_future()

    def do(self, ledger: Ledger) -> None:
        """Carry it out. Raises what it raises."""
        self.result = self.context.run(self.fn, ledger)

    def fail(self, error: BaseException) -> None:
        """It came to nothing, for this reason."""
        self.result, self.error = None, told(error)


def told(error: BaseException) -> BaseException:
    """The error as the caller sees it."""
    if isinstance(error, StopIteration):  # a future refuses to carry it
        return because(RuntimeError("A transaction raised StopIteration"), error)
    return error


def busy(error: BaseException) -> Busy:
    """The store stays locked, for this reason; to each who waits their own."""
    return because(Busy(), error)


def because(error: E, cause: BaseException) -> E:
    """An error that names another as its cause."""
    error.__cause__ = cause
    return error


def tell(works: Sequence[Work], submitted: Mapping[Task, Sequence[Job]], on_commit: OnCommit) -> None:
    """From whatever thread: wake who waits, and hand on what was submitted."""
    for loop in {work.loop for work in works}:
        theirs = [work for work in works if work.loop is loop]
        try:
            loop.call_soon_threadsafe(_wake, theirs, submitted, on_commit)
        except RuntimeError:
            continue  # the loop is closed: nobody waits any more
        submitted = {}


def _wake(works: Sequence[Work], submitted: Mapping[Task, Sequence[Job]], on_commit: OnCommit) -> None:
    for work in works:
        if work.future.done():
            continue  # cancelled meanwhile; the transaction stands all the same
        if work.error is not None:
            work.future.set_exception(work.error)
        else:
            work.future.set_result(work.result)
    for task, jobs in submitted.items():
        on_commit(task, jobs)
