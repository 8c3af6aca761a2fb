"""What a channel refused and is kept for it, as rows: whose it is, and where else it may go."""

from typing import Any

from sqlalchemy import and_, bindparam, select, text, update

from bot.model import ChannelId, Round, RoundId
from storage.statements import Statements
from storage.tables import UNFINISHED, rounds, slots

_OLDEST = (
    select(slots.c.round)
    .join(rounds, and_(rounds.c.workspace == slots.c.workspace, rounds.c.id == slots.c.round))
    .where(
        slots.c.workspace == bindparam("w"),
        slots.c.channel == bindparam("c"),
        rounds.c.plan == bindparam("p"),
        text(UNFINISHED),
        slots.c.why.is_not(None),
    )
    .order_by(slots.c.id)
    .limit(1)
)
_WANTED = (
    slots.c.workspace == bindparam("w"),
    slots.c.round == bindparam("r"),
    slots.c.channel == bindparam("old"),
    slots.c.state == "wanted",
)
_IS_KEPT = select(slots.c.id).where(*_WANTED, slots.c.name == bindparam("n"), slots.c.why.is_not(None))
_MOVE = update(slots).where(*_WANTED).values(channel=bindparam("new"))


def oldest(statements: Statements, round_: Round[Any], channel: str) -> RoundId | None:
    """The first round of this one's plan of which something is kept for the channel."""
    key = {"w": round_.workspace, "p": round_.plan, "c": channel}
    found = statements.execute(_OLDEST, key).scalar()
    return RoundId(found) if found else None


def move(statements: Statements, round_: Round[Any], slot: str, old: ChannelId, new: ChannelId) -> bool:
    """Let what is kept of a round for one channel go to another, with what answers it. False where `slot`, which all
    that answers, is not kept."""
    key = {"w": round_.workspace, "r": round_.id, "old": old}
    if statements.execute(_IS_KEPT, {**key, "n": slot}).first() is None:
        return False
    statements.execute(_MOVE, {**key, "new": new})
    return True
