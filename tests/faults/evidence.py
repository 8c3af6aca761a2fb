"""What there is to see at the end: the rows, by SQLAlchemy from either store, and the playground's messages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, create_engine, func, not_, select, text
from sqlalchemy.pool import NullPool

from bot import rounds as shell
from bot.ceremonies import CEREMONIES
from bot.ceremonies.blocker import Blocker
from bot.ceremonies.standup import Standup
from bot.model import Round, RoundId, WorkspaceId
from handlers.slack.draw import draw
from playground import Playground
from playground.shapes import Json
from storage.address import normal
from storage.ledger import LedgerRows
from storage.tables import UNFINISHED, acts, answers, blockers, gates, plans, rounds, slots
from tests.faults.history import Act, Asked, Closed, History, Message, Press, Register, Row

_STANDING = {"open": "", "acknowledged": "acknowledged", "resolved": "resolved", "withdrawn": "withdrawn"}


@dataclass(frozen=True)
class Evidence:
    """A database that others may be writing to."""

    database: str

    def _engine(self) -> Engine:
        return create_engine(normal(self.database), poolclass=NullPool, hide_parameters=True)

    def owed(self, workspace: str) -> int:
        """How many slots are unfinished."""
        with self._engine().connect() as connection:
            query = (
                select(func.count())
                .select_from(slots)
                .where(slots.c.workspace == workspace, text(UNFINISHED))
            )
            return connection.execute(query).scalar_one()

    def due(self, before: datetime) -> int:
        """How many plans and rounds the clock wants before this: what a life claimed and lost to a kill is among them
        until its lease is over."""
        opening = (
            select(func.count()).select_from(plans).where(plans.c.state == "active", plans.c.wake_at < before)
        )
        waking = (
            select(func.count()).select_from(rounds).where(not_(rounds.c.over), rounds.c.wake_at < before)
        )
        with self._engine().connect() as connection:
            return sum(connection.execute(query).scalar_one() for query in (opening, waking))

    def doubts(self) -> dict[int, datetime | None]:
        """The slots that are on their way, and until when their channel is leased."""
        with self._engine().connect() as connection:
            query = select(slots.c.id, gates.c.next_at).join(
                gates, and_(gates.c.workspace == slots.c.workspace, gates.c.channel == slots.c.channel)
            )
            found = connection.execute(query.where(slots.c.state == "sending", text(UNFINISHED)))
            return {row.id: row.next_at for row in found}

    def unfinished(self, workspace: str) -> list[str]:
        """What is unfinished, for a person to read."""
        with self._engine().connect() as connection:
            query = select(slots).where(slots.c.workspace == workspace, text(UNFINISHED))
            return [str(row._asdict()) for row in connection.execute(query)]

    def closed(self) -> list[Closed]:
        """The rounds that are over now."""
        with self._engine().connect() as connection:
            query = select(rounds.c.workspace, rounds.c.id, rounds.c.state).where(rounds.c.over)
            return [Closed(row.workspace, row.id, row.state) for row in connection.execute(query)]

    def history(
        self, there: Playground, presses: Sequence[Press], due: Sequence[Asked], closed: Sequence[Closed]
    ) -> History:
        """All of it."""
        with self._engine().connect() as connection:
            held = list(_rounds(connection))
            shown = {(each.workspace, each.id): shell.show(each) for each in held}
            rows = [
                _row(row, shown.get((row.workspace, row.round), {}))
                for row in connection.execute(select(slots))
            ]
            named: dict[tuple[str, str], Round[Any]] = {(each.workspace, each.id): each for each in held}
            return History(
                presses,
                rows,
                list(messages(there)),
                [
                    Act(row.workspace, row.round, row.by or "", row.kind)
                    for row in connection.execute(select(acts))
                ],
                dict(register for each in held for register in _registers(each)),
                dict(_stored(connection)),
                due,
                {row.key: asked for row in rows if (asked := _asked(row, named[row.workspace, row.round]))},
                closed,
                _states(connection),
            )


def _rounds(connection: Connection) -> Iterator[Round[Any]]:
    look = LedgerRows(connection, CEREMONIES, locking=False).rounds.look
    for row in connection.execute(select(rounds.c.workspace, rounds.c.id)).all():
        if found := look(WorkspaceId(row.workspace), RoundId(row.id)):
            yield found


def _states(connection: Connection) -> dict[tuple[str, str], str]:
    found = connection.execute(select(rounds.c.workspace, rounds.c.id, rounds.c.state))
    return {(row.workspace, row.id): row.state for row in found}


def _row(row: Any, shown: dict[str, Any]) -> Row:  # noqa: ANN401 — a row of SQLAlchemy's
    notice = shown.get(row.name)
    drawing = draw(notice) if notice else None
    drawn = told(drawing.text, drawing.blocks) if drawing else ""
    ref = (row.ref_channel or "", row.ref_id or "")
    return Row(row.workspace, row.round, row.name, row.key, row.state, ref, drawn)


def _registers(round_: Round[Any]) -> Iterator[tuple[Register, str]]:
    match round_.state:
        case Standup(survey=survey):
            for seat in survey.seats:
                said = f"said {seat.given.texts.get('until', '')}" if seat.given else ""
                yield (
                    (round_.workspace, round_.id, seat.member.id),
                    said or ("skipped" if seat.skipped else ""),
                )
        case Blocker(standing=standing):
            yield (round_.workspace, round_.id, ""), _STANDING[standing]


def _stored(connection: Connection) -> Iterator[tuple[Register, str]]:
    """The same out of the book's tables."""
    for row in connection.execute(select(answers)):
        texts = json.loads(row.texts)
        yield (row.workspace, row.round, row.member), f"said {texts.get('until', '')}"
    for row in connection.execute(select(blockers)):
        yield (row.workspace, row.round, ""), _STANDING[row.standing]


def _asked(row: Row, round_: Round[Any]) -> Asked | None:
    if not row.name.startswith("ask:") or round_.plan is None:
        return None
    return Asked(round_.plan, round_.occurrence, row.name.removeprefix("ask:"))


def messages(there: Playground) -> Iterator[Message]:
    """All of ours that stand, in every workspace."""
    for slack in there.workspaces:
        for channel in slack.workspace.channels.values():
            for message in channel.messages:
                if key := message.get("metadata", {}).get("event_payload", {}).get("key"):
                    drawn = told(message["text"], message.get("blocks") or [])
                    ref = (channel.id, message["ts"])
                    yield Message(f"slack:{slack.workspace.team.id}", ref, key, drawn)


def told(words: str, blocks: Sequence[Json]) -> str:
    """A message's words and blocks, without the ids that the platform gives to blocks."""
    plain = [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]
    return json.dumps([words, plain], sort_keys=True)
