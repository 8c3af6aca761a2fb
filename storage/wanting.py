"""Which slots of a round should show what, as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, bindparam, case, insert, select, update

from bot import trace
from bot.ledger import Job, Wanted
from bot.model import ChannelId, Dm, Elsewhere, Place, Round, Thread, WorkspaceId
from storage.gates import GateRows
from storage.statements import Statements
from storage.tables import slots

_OF_ROUND = select(
    slots.c.id,
    slots.c.name,
    slots.c.channel,
    slots.c.state,
    slots.c.wanted_print,
    slots.c.shown_print,
).where(slots.c.workspace == bindparam("w"), slots.c.round == bindparam("r"))
_KNOWN = _OF_ROUND.where(slots.c.name.in_(bindparam("names", expanding=True)))
_KNOWN_ONE = _OF_ROUND.where(slots.c.name == bindparam("names"))  # most acts touch one card: half the cost
_CHANNEL = select(slots.c.channel).where(
    slots.c.workspace == bindparam("w"), slots.c.round == bindparam("r"), slots.c.name == bindparam("n")
)
_ADD = insert(slots).inline()  # nobody asks for their numbers
# The state is read as it is written: a delivery may have ended since the slot was looked at.
_WANT = (
    update(slots)
    .where(slots.c.workspace == bindparam("w"), slots.c.id == bindparam("slot"))
    .values(
        wanted_print=bindparam("print"),
        cause=bindparam("of"),
        why=case((slots.c.state == "unsaid", None), else_=slots.c.why),
        state=case((slots.c.state == "unsaid", "wanted"), else_=slots.c.state),
    )
)


class Wanting:
    """The verb of `bot.ledger.Outbox` by which all begins."""

    def __init__(self, statements: Statements, gates: GateRows) -> None:
        self._statements = statements
        self._gates = gates
        self._concerned: dict[WorkspaceId, dict[str, datetime]] = {}
        self._leased: list[Job] = []
        statements.first.append(self._lease)

    def want(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], at: datetime, lease: timedelta
    ) -> None:
        if not slots:
            return
        known = self._known(round_, [each.name for each in slots])
        near = {name: row.channel for name, row in known.items()}
        fresh = self._fresh(round_, channel, [each for each in slots if each.name not in known], near)
        concerned = self._concerned.setdefault(round_.workspace, {})
        concerned.update((row["channel"], at + lease) for row in fresh)
        moved, cause = {}, trace.current() or None
        for each in slots:
            row = known.get(each.name)
            if row is None:
                continue
            changed = row.wanted_print != each.print
            if changed:
                moved[each.name] = {"w": round_.workspace, "slot": row.id, "print": each.print, "of": cause}
            if _is_owed(row, each) or (changed and row.state == "shown"):
                concerned[row.channel] = at + lease
        for new in fresh:
            self._statements.later(_ADD, new, (round_.id, new["name"]))
        for name, move in moved.items():
            self._statements.later(_WANT, move, (round_.id, name))

    def leased(self) -> list[Job]:
        self._lease()
        leased, self._leased = self._leased, []
        return leased

    def _lease(self) -> None:
        """The gates before the slots: whoever settles a message of these channels now sees what is wanted, or has let
        its gate go."""
        concerned, self._concerned = self._concerned, {}
        for workspace in sorted(concerned):
            self._leased += self._gates.lease_idle(workspace, concerned[workspace])

    def _known(self, round_: Round[Any], names: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
        """The rows that are there already of these slots."""
        if any(self._statements.waiting(each, (round_.id, name)) for each in (_ADD, _WANT) for name in names):
            self._statements.flush()
        found = self._statements.beside(
            _KNOWN_ONE if len(names) == 1 else _KNOWN,
            {"w": round_.workspace, "r": round_.id, "names": names[0] if len(names) == 1 else names},
        )
        return {row.name: row for row in found.all()}

    def _fresh(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], near: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """The rows of slots that were not wanted before."""
        own = {each.name: _whose(each.place, channel) for each in slots if not isinstance(each.place, Thread)}
        near = {**near, **own}
        return [
            {
                "workspace": round_.workspace,
                "round": round_.id,
                "name": each.name,
                "state": "wanted",
                "key": uuid4().hex,
                "wanted_print": each.print,
                "attempts": 0,
                "cause": trace.current() or None,
                **self._target(round_, each.place, channel, near),
            }
            for each in slots
        ]

    def _target(
        self, round_: Round[Any], place: Place, channel: ChannelId, near: Mapping[str, str]
    ) -> dict[str, str | None]:
        """Where a slot's message goes: a thread stands in its parent's channel, the team's until that is known."""
        match place:
            case Thread(slot, other):
                parent = other or round_.id
                found = near.get(slot) if parent == round_.id else None
                if found is None:
                    key = {"w": round_.workspace, "r": parent, "n": slot}
                    found = self._statements.execute(_CHANNEL, key).scalar()
                return {"channel": found or channel, "parent_round": parent, "parent_slot": slot}
            case _:
                return {"channel": _whose(place, channel), "parent_round": None, "parent_slot": None}


def _whose(place: Place, channel: ChannelId) -> str:
    """The line in which a message stands that answers none; `channel` is the team's."""
    match place:
        case Dm(member):
            return member
        case Elsewhere(there):
            return there
        case _:
            return channel


def _is_owed(row: Row[*tuple[Any, ...]], wanted: Wanted) -> bool:
    """Whether a slot that is known is to be sent or edited."""
    if row.state == "shown":
        return bool(row.shown_print != wanted.print)
    if row.state == "unsaid":
        return bool(row.wanted_print != wanted.print)
    return row.state in {"wanted", "sending"}
