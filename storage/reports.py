"""What was reported, as rows."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from bot.ledger.reports import Kept
from bot.model import Team, WorkspaceId
from storage.statements import Statements
from storage.tables import reports
from storage.upsert import add

_OF_TEAM = (reports.c.workspace == bindparam("w"), reports.c.team == bindparam("t"))
_SAME = select(reports).where(
    *_OF_TEAM, or_(reports.c.key == bindparam("k"), reports.c.proof == bindparam("p"))
)
_ANSWER = update(reports).where(*_OF_TEAM, reports.c.key == bindparam("k")).values(answer=bindparam("said"))
_FORGET = delete(reports).where(reports.c.workspace == bindparam("w"), reports.c.at < bindparam("before"))


class ReportRows:
    """Implements `bot.ledger.reports.Reports`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def is_new(self, team: Team, kept: Kept) -> bool:
        row = {
            "workspace": team.workspace,
            "team": team.id,
            "key": kept.key,
            "gist": kept.gist,
            "proof": kept.proof,
            "answer": kept.answer,
            "at": kept.at,
        }
        return self._statements.execute(add(self._statements.dialect, reports), row).rowcount > 0

    def find(self, team: Team, kept: Kept) -> Kept | None:
        given = {"w": team.workspace, "t": team.id, "k": kept.key, "p": kept.proof}
        found = [
            Kept(each.key, each.gist, each.proof, each.at, each.answer)
            for each in self._statements.execute(_SAME, given).all()
        ]
        return min(found, key=lambda each: each.key != kept.key, default=None)

    def answer(self, team: Team, key: str, answer: str) -> None:
        self._statements.execute(_ANSWER, {"w": team.workspace, "t": team.id, "k": key, "said": answer})

    def forget(self, workspace: WorkspaceId, before: datetime) -> int:
        return self._statements.execute(_FORGET, {"w": workspace, "before": before}).rowcount
