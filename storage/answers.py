"""What people answered, as rows."""

from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from bot.model import MemberId, PlanId, Round, RoundId, Said, Team, WorkspaceId
from storage import codec
from storage.statements import Statements
from storage.tables import answers, plans, seats
from storage.upsert import upsert

_TEXTS = dict[str, str]
_earlier = answers.alias("earlier")
# One look into ix_answers_latest for each seat: the cost does not grow with the years.
_LATEST_ROUND = (
    select(_earlier.c.round)
    .where(
        _earlier.c.workspace == seats.c.workspace,
        _earlier.c.plan == bindparam("p"),
        _earlier.c.member == seats.c.member,
        _earlier.c.round != bindparam("but"),
    )
    .order_by(_earlier.c.day.desc(), _earlier.c.at.desc())
    .limit(1)
    .correlate(seats)
    .scalar_subquery()
)
_LATEST = (
    select(answers)
    .select_from(answers)
    .join(
        seats,
        and_(
            answers.c.workspace == seats.c.workspace,
            answers.c.round == _LATEST_ROUND,
            answers.c.member == seats.c.member,
        ),
    )
    .where(seats.c.workspace == bindparam("w"), seats.c.team == bindparam("t"))
    .order_by(answers.c.member)
)
_SAID = (
    select(answers)
    .where(
        answers.c.workspace == bindparam("w"),
        answers.c.team == bindparam("t"),
        answers.c.day >= bindparam("since"),
    )
    .order_by(answers.c.day.desc(), answers.c.at.desc(), answers.c.member)
)
_KEPT = select(func.count(), func.min(answers.c.day)).where(
    answers.c.workspace == bindparam("w"),
    answers.c.member == bindparam("m"),
    answers.c.plan.in_(select(plans.c.id).where(plans.c.workspace == bindparam("w"))),  # as the index goes
)


class AnswerRows:
    """The answers of all teams."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def latest(self, team: Team, plan: PlanId | None, but: RoundId | None) -> tuple[Said, ...]:
        """Of each member the last under this plan, but in that round."""
        if plan is None:
            return ()
        key = {"w": team.workspace, "t": team.id, "p": plan, "but": but or ""}
        return tuple(map(_said, self._statements.execute(_LATEST, key).all()))

    def answer(self, round_: Round[Any], said: Said) -> None:
        """In the place of what they said before in it."""
        row = {
            "workspace": round_.workspace,
            "round": said.round,
            "member": said.member,
            "team": round_.team,
            "plan": round_.plan,
            "kind": round_.kind,
            "day": said.day,
            "texts": codec.dump(_TEXTS, dict(said.texts)),
            "questions": codec.dump(_TEXTS, dict(said.questions)),
            "late": said.late,
            "at": round_.opened_at,
        }
        key = tuple(row[column.name] for column in answers.primary_key)
        self._statements.later(upsert(self._statements.dialect, answers), row, key)

    def said(
        self, team: Team, since: date, member: MemberId | None = None, kind: str | None = None
    ) -> tuple[Said, ...]:
        key: dict[str, Any] = {"w": team.workspace, "t": team.id, "since": since}
        found = _SAID
        if member is not None:
            found, key["m"] = found.where(answers.c.member == bindparam("m")), member
        if kind is not None:
            found, key["k"] = found.where(answers.c.kind == bindparam("k")), kind
        return tuple(map(_said, self._statements.execute(found, key).all()))

    def kept(self, workspace: WorkspaceId, member: MemberId) -> tuple[int, date | None]:
        number, first = self._statements.execute(_KEPT, {"w": workspace, "m": member}).one()
        return number, first


def _said(row: Row[Any]) -> Said:
    texts, questions = codec.load(_TEXTS, row.texts), codec.load(_TEXTS, row.questions)
    return Said(row.round, row.member, row.day, texts, questions, row.late)
