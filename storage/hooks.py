"""The secrets of teams, as rows."""

from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import bindparam, delete, insert, or_, select, update

from bot.ledger.hooks import Key
from bot.model import Team, TeamId, WorkspaceId
from storage.statements import Statements
from storage.tables import hooks

_OF_TEAM = (hooks.c.workspace == bindparam("w"), hooks.c.team == bindparam("t"))
_GOOD = (
    select(hooks.c.secret, hooks.c.made_at, hooks.c.until)
    .where(*_OF_TEAM, or_(hooks.c.until.is_(None), hooks.c.until > bindparam("at")))
    .order_by(hooks.c.made_at.desc(), hooks.c.secret)
)
_RETIRE = update(hooks).where(*_OF_TEAM, hooks.c.until.is_(None)).values(until=bindparam("end"))
_DROP = delete(hooks).where(*_OF_TEAM)
_DROP_OLD = _DROP.where(hooks.c.until <= bindparam("at"))


class HookRows:
    """Implements `bot.ledger.hooks.Hooks`."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def keys(self, workspace: WorkspaceId, team: TeamId, at: datetime) -> tuple[Key, ...]:
        rows = self._statements.execute(_GOOD, {"w": workspace, "t": team, "at": at}).all()
        return tuple(Key(SecretStr(each.secret), each.made_at, each.until) for each in rows)

    def add(self, team: Team, key: Key) -> None:
        row = {
            "workspace": team.workspace,
            "team": team.id,
            "secret": key.secret.get_secret_value(),
            "made_at": key.made_at,
            "until": key.until,
        }
        self._statements.execute(insert(hooks), row)

    def retire(self, team: Team, at: datetime, until: datetime) -> None:
        self._statements.execute(_DROP_OLD, {"w": team.workspace, "t": team.id, "at": at})
        self._statements.execute(_RETIRE, {"w": team.workspace, "t": team.id, "end": until})

    def drop(self, team: Team) -> None:
        self._statements.execute(_DROP, {"w": team.workspace, "t": team.id})
