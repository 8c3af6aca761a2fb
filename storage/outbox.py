"""Slots, as rows: each is its own outbox row. Gates say when a channel's go, paces when a workspace's do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, overload

from sqlalchemy import Row, bindparam, case, select, text, update

from bot.ledger import Address, Job, Parcel, Ref, Suspect, Terms, Turn, Wanted
from bot.model import ChannelId, PlanId, Round, RoundId, WorkspaceId
from bot.pace import NO_RATES, Lane, Rates
from bot.suspects import is_suspect, rest
from storage import kept
from storage.gates import NAP, GateRows
from storage.line import LINE, Line, lane_of, line_up
from storage.paces import Lanes, PaceRows
from storage.rounds import RoundRows
from storage.sifting import sift
from storage.statements import Statements
from storage.tables import UNFINISHED, rounds, slots
from storage.wanting import Wanting

_UNKNOWN = "?"  # the fingerprint of no notice
_SLOT = update(slots).where(slots.c.workspace == bindparam("w"), slots.c.id == bindparam("slot"))
# Every taking counts as an attempt, so the count tells a holder whose lease has lapsed that its word is stale.
_HELD = _SLOT.where(slots.c.attempts == bindparam("held"))
_UNSAID = _HELD.values(
    state=case((slots.c.wanted_print == bindparam("print"), "unsaid"), else_="wanted"),
    why=case(
        (slots.c.wanted_print == bindparam("print"), bindparam("because", type_=slots.c.why.type)), else_=None
    ),
    not_before=None,
    taken=0,
)
# What was refused for now is what is unfinished and has a reason why.
_REVIVE = (
    update(slots)
    .where(
        slots.c.workspace == bindparam("w"),
        slots.c.channel == bindparam("c"),
        text(UNFINISHED),
        slots.c.why.is_not(None),
        slots.c.attempts < bindparam("most"),
    )
    .values(why=None, not_before=bindparam("at"))
    .returning(slots.c.id)
)
_REVIVE_OF_PLAN = _REVIVE.where(
    slots.c.round.in_(
        select(rounds.c.id).where(rounds.c.workspace == bindparam("w"), rounds.c.plan == bindparam("p"))
    )
)


class OutboxRows:
    """Implements `bot.ledger.Outbox`."""

    def __init__(self, statements: Statements, rounds: RoundRows) -> None:
        self._statements = statements
        self._rounds = rounds
        self._gates = GateRows(statements)
        self._paces = PaceRows(statements)
        self._wanting = Wanting(statements, self._gates)
        self._locked: dict[Job, Lanes] = {}

    def want(
        self, round_: Round[Any], channel: ChannelId, slots: Sequence[Wanted], at: datetime, lease: timedelta
    ) -> None:
        self._wanting.want(round_, channel, slots, at, lease)

    def leased(self) -> list[Job]:
        return self._wanting.leased()

    def claim(self, at: datetime, lease: timedelta, limit: int) -> list[Job]:
        return self._gates.claim(at, lease, limit)

    def lock(self, workspace: WorkspaceId, channel: str) -> None:
        self._lanes(workspace, channel)

    def _lanes(self, workspace: WorkspaceId, channel: str) -> Lanes:
        """What is known of the lanes of a channel that is locked, once per transaction."""
        lanes = self._locked.get((workspace, channel))
        if lanes is None:
            lanes = self._locked[workspace, channel] = self._gates.lock(workspace, channel)
        return lanes

    @overload
    def take(self, workspace: WorkspaceId, channel: str, at: datetime) -> Parcel | None: ...

    @overload
    def take(
        self, workspace: WorkspaceId, channel: str, at: datetime, terms: Terms
    ) -> Parcel | Turn | Suspect | None: ...

    def take(
        self, workspace: WorkspaceId, channel: str, at: datetime, terms: Terms | None = None
    ) -> Parcel | Turn | Suspect | None:
        terms = terms or Terms(at, alone=True)
        lanes = self._lanes(workspace, channel)
        if lanes.held(at):
            return None
        row = self._line(workspace, channel, at, lanes.shut(at, terms)).ready
        round_ = self._rounds.look(workspace, row.round) if row else None
        if row is None or round_ is None:
            return None
        if is_suspect(row.taken) and not terms.alone:
            return Suspect()
        probe = lanes.tried(at)
        if probe:
            if not self._paces.probe(workspace, at):
                return None
        elif (lane := lane_of(row)) in terms.rates and not terms.has_turn(lane):
            turn = self._paces.reserve(workspace, lane, at, terms)
            if turn is None or turn.at > at:
                return turn
        taken = self._mark(workspace, row, at)
        parent = Ref(row.parent_channel, row.parent_id) if row.parent_slot else None
        return Parcel(
            slot=row.id,
            name=row.name,
            print=row.wanted_print,
            round=round_,
            address=Address(workspace, channel, parent),
            key=row.key,
            ref=Ref(row.ref_channel, row.ref_id) if row.state == "shown" else None,
            doubtful=row.state == "sending",
            sent_at=at if row.state == "wanted" else row.sent_at or at,
            attempts=taken["attempts"],
            taken=taken["taken"],
            probe=probe,
            cause=row.cause or "",
        )

    def _mark(self, workspace: WorkspaceId, row: Row[Any], at: datetime) -> Mapping[str, Any]:
        """What is taken says so before it is sent: whoever finds it so later knows that it may be there."""
        taken: dict[str, Any] = {"attempts": row.attempts + 1, "taken": row.taken + 1}
        if row.state == "wanted":
            taken |= {"state": "sending", "sent_at": at}
        elif row.state == "shown":  # until we hear of this edit, nobody knows what stands there
            taken |= {"shown_print": _UNKNOWN}
        if left_for := rest(taken["taken"]):  # unless this ends, and says something else
            taken |= {"not_before": at + left_for}
        self._statements.execute(_SLOT, {"w": workspace, "slot": row.id, **taken})
        return taken

    def _line(
        self, workspace: WorkspaceId, channel: str, at: datetime, shut: Mapping[Lane, datetime]
    ) -> Line:
        """What stands in line for a channel; those whose parent never came leave it for good."""
        rows = self._statements.execute(LINE, {"w": workspace, "c": channel}).all()
        line = line_up(rows, at, shut)
        if line.lost:
            why = {"w": workspace, "state": "unreachable", "why": "what it answers is not there"}
            self._statements.execute(_SLOT, [{"slot": each, **why} for each in line.lost])
        return line

    def shown(
        self, workspace: WorkspaceId, parcel: Parcel, ref: Ref, print_: str, again_at: datetime
    ) -> None:
        # Even a holder whose lease has lapsed tells the truth here: the message is there.
        row = {
            "state": "shown",
            "ref_channel": ref.channel,
            "ref_id": ref.id,
            "shown_print": print_,
            "not_before": again_at,
            "attempts": 0,
            "taken": 0,
            "why": None,
        }
        self._statements.execute(_SLOT, {"w": workspace, "slot": parcel.slot, **row})

    def again(self, workspace: WorkspaceId, parcel: Parcel, at: datetime, *, doubtful: bool) -> None:
        row: dict[str, Any] = {"not_before": at}
        if parcel.ref is None:
            row["state"] = "sending" if doubtful else "wanted"
        # To have looked for it was no crash, and tells nothing of what sending it will do.
        if parcel.doubtful:
            row["taken"] = parcel.taken - 1
        self._settle(workspace, parcel, row)

    def unreachable(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None:
        self._settle(workspace, parcel, {"state": "unreachable", "why": why})

    def unsaid(self, workspace: WorkspaceId, parcel: Parcel, why: str | None = None) -> None:
        held = {
            "w": workspace,
            "slot": parcel.slot,
            "held": parcel.attempts,
            "print": parcel.print,
            "because": why,
        }
        self._statements.execute(_UNSAID, held)

    def keep(self, workspace: WorkspaceId, parcel: Parcel, why: str) -> None:
        row: dict[str, Any] = {"why": why}
        if parcel.ref is None and not parcel.doubtful:
            row["state"] = "wanted"
        self._settle(workspace, parcel, row)

    def revive(
        self,
        workspace: WorkspaceId,
        channel: ChannelId,
        at: datetime,
        lease: timedelta,
        *,
        wait: timedelta = timedelta(0),
        most: int = 2**31 - 1,
        plan: PlanId | None = None,
    ) -> list[Job]:
        self.lock(workspace, channel)
        key = {"w": workspace, "c": channel, "at": at + wait, "most": most}
        of_plan = (_REVIVE_OF_PLAN, {**key, "p": plan})
        if not self._statements.execute(*(of_plan if plan else (_REVIVE, key))).all():
            return []
        return self._gates.lease_idle(workspace, {channel: at + lease})

    def oldest_kept(self, round_: Round[Any], channel: str) -> RoundId | None:
        return kept.oldest(self._statements, round_, channel)

    def move_kept(self, round_: Round[Any], slot: str, old: ChannelId, new: ChannelId) -> bool:
        for channel in sorted((old, new)):
            self.lock(round_.workspace, channel)
        return kept.move(self._statements, round_, slot, old, new)

    def _settle(self, workspace: WorkspaceId, parcel: Parcel, row: dict[str, Any]) -> None:
        held = {"w": workspace, "slot": parcel.slot, "held": parcel.attempts}
        self._statements.execute(_HELD, {**held, "taken": 0, **row})

    def rest(
        self,
        workspace: WorkspaceId,
        channel: str,
        free_at: datetime,
        hold_until: datetime | None = None,
        rates: Rates = NO_RATES,
    ) -> datetime | None:
        lanes = self._lanes(workspace, channel)
        line = self._line(
            workspace, channel, free_at, lanes.shut(free_at, Terms(hold_until or free_at, rates))
        )
        at = free_at if line.ready else line.later
        if at and hold_until and at <= hold_until and not lanes.held(free_at):
            return at
        # What is held is due all the same, and no claim takes it: when it is let go, nothing needs to be told.
        self._gates.rest(workspace, channel, at and min(at, free_at + NAP))
        return None

    def sift(self, workspace: WorkspaceId, channels: Sequence[str], at: datetime, terms: Terms) -> list[str]:
        return sift(self._statements, self._gates, workspace, channels, at, terms)

    def let_go(self, jobs: Sequence[Job], at: datetime) -> None:
        self._gates.let_go(jobs, at)

    def free(self, at: datetime) -> None:
        self._gates.free(at)
        self._paces.try_now(at)

    def owed(self, before: datetime) -> int:
        return self._gates.owed(before)

    def pause(self, workspace: WorkspaceId, lane: Lane, at: datetime, until: datetime) -> None:
        self._locked.clear()
        self._paces.pause(workspace, lane, at, until)

    def hold(self, workspace: WorkspaceId, at: datetime, until: datetime) -> None:
        self._locked.clear()
        self._paces.hold(workspace, at, until)

    def down(self, workspace: WorkspaceId, at: datetime) -> None:
        self._locked.clear()
        self._paces.down(workspace, at)

    def probe_again(self, workspace: WorkspaceId, at: datetime) -> None:
        self._locked.clear()
        self._paces.probe_again(workspace, at)

    def release(self, workspace: WorkspaceId) -> None:
        self._locked.clear()
        self._paces.release(workspace)
