"""Which store it is: the address of the database decides."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.ledger import Job, Store, Task
from bot.model import Ceremony
from storage.address import is_postgresql
from storage.postgres import Defer, PostgresStore
from storage.sqlite import SqliteStore


def open_store(
    url: str | Path,
    ceremonies: Mapping[str, Ceremony[Any]],
    on_commit: Callable[[Task, Sequence[Job]], None],
    defer: Defer | None = None,
) -> Store:
    """The store at this address, its tables brought up to date. Blocks; raises BotError where it cannot be used.

    What transactions submit goes to `on_commit` once they are committed; on PostgreSQL to `defer` instead, where it is
    given, within the transaction itself.
    """
    if is_postgresql(url):
        return PostgresStore(url, ceremonies, on_commit, defer)
    return SqliteStore(url, ceremonies, on_commit)
