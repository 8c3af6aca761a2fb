"""The keys of what came in, as rows."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from bot.model import WorkspaceId
from storage.tables import inbox
from storage.upsert import add

_FORGET = delete(inbox).where(inbox.c.workspace == bindparam("w"), inbox.c.at < bindparam("before"))


class InboxRows:
    """Implements `bot.ledger.Inbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_new(self, workspace: WorkspaceId, key: str, at: datetime) -> bool:
        row = {"workspace": workspace, "key": key, "at": at}
        return self._connection.execute(add(self._connection.dialect, inbox), row).rowcount > 0

    def forget(self, workspace: WorkspaceId, before: datetime) -> int:
        return self._connection.execute(_FORGET, {"w": workspace, "before": before}).rowcount
