"""The keys of what came in, as rows."""

from datetime import datetime

from sqlalchemy import bindparam, delete

from bot.model import WorkspaceId
from storage.statements import Statements
from storage.tables import inbox
from storage.upsert import add

_FORGET = delete(inbox).where(inbox.c.workspace == bindparam("w"), inbox.c.at < bindparam("before"))


class InboxRows:
    """Implements `bot.ledger.Inbox`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def is_new(self, workspace: WorkspaceId, key: str, at: datetime) -> bool:
        row = {"workspace": workspace, "key": key, "at": at}
        return self._statements.beside(add(self._statements.dialect, inbox), row).rowcount > 0

    def forget(self, workspace: WorkspaceId, before: datetime) -> int:
        return self._statements.execute(_FORGET, {"w": workspace, "before": before}).rowcount
