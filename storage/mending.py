"""What whoever runs the bot may do by hand about messages that are stuck: try them once more, or let them go."""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, or_, select, text, update

from bot.suspects import POISON
from storage.columns import UTCDateTime
from storage.statements import Statements
from storage.tables import UNFINISHED, gates, plans, rounds, slots
from storage.upsert import insert_for

_OPENED = (
    select(rounds.c.opened_at)
    .where(rounds.c.workspace == slots.c.workspace, rounds.c.id == slots.c.round)
    .correlate(slots)
    .scalar_subquery()
)
_DROPPED = "dropped"
_GIVEN_UP = and_(
    slots.c.state == "unreachable",
    func.coalesce(slots.c.why, "") != _DROPPED,  # who let it go meant it
    bindparam("since", type_=UTCDateTime) <= _OPENED,
)
_STUCK = and_(text(UNFINISHED), or_(slots.c.why.is_not(None), slots.c.taken >= POISON))
# What was on its way once is looked up before it is sent again: nobody is told twice.
_RETRY = (
    update(slots)
    .where(or_(_GIVEN_UP, _STUCK))
    .values(
        state=case(
            (slots.c.ref_id.is_not(None), "shown"), (slots.c.sent_at.is_not(None), "sending"), else_="wanted"
        ),
        why=None,
        not_before=None,
        taken=0,
    )
    .returning(slots.c.workspace, slots.c.channel)
)
_DROP = (
    update(slots)
    .where(text(UNFINISHED), slots.c.state != "shown", bindparam("before", type_=UTCDateTime) > _OPENED)
    .values(state="unreachable", why=_DROPPED)
    .returning(slots.c.id)
)


class Mending:
    """Implements `bot.ledger.Mending`: for the whole database, as the clock's claims are."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def retry(self, at: datetime, since: datetime) -> int:
        found = self._statements.execute(_RETRY, {"since": since}).all()
        due = [
            {"workspace": workspace, "channel": channel, "next_at": at}
            for workspace, channel in sorted({(row.workspace, row.channel) for row in found})
        ]
        if due:
            new = insert_for(self._statements.dialect, gates)
            again = new.on_conflict_do_update(
                index_elements=list(gates.primary_key), set_={"next_at": new.excluded.next_at}
            )
            self._statements.execute(again, due)
        freed = [
            self._statements.execute(
                update(table).where(table.c.tries >= POISON).values(tries=0, wake_at=at)
            ).rowcount
            for table in (rounds, plans)
        ]
        return len(found) + sum(freed)

    def drop(self, before: datetime) -> int:
        return len(self._statements.execute(_DROP, {"before": before}).all())
