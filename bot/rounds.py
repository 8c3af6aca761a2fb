"""The shell around the ceremonies: start a round, perform an act on it, and note what people should now see."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import uuid4

from bot.ceremonies import CEREMONIES
from bot.errors import NotFound, Refused
from bot.ledger import Job, Ledger, Wanted
from bot.model import (
    Act,
    BlockerStands,
    Book,
    Dm,
    Elsewhere,
    MemberId,
    Notice,
    Opening,
    PlanId,
    Round,
    RoundId,
    Team,
    Tick,
    Turn,
    WorkspaceId,
    round_id,
)
from bot.same import Same

S = TypeVar("S")

#: A claim lasts so long; what its holder did not finish by then is taken up again.
LEASE = timedelta(seconds=60)
#: A channel's gate is held for less: a send takes 10 s at most.
GATE_LEASE = timedelta(seconds=15)
#: A Home is drawn again so long after a change: what changes meanwhile is drawn with it.
HOME_REST = timedelta(seconds=1)
#: What a channel outside of a team refused is offered so often, unless it takes something else or is chosen anew.
TRIES = 5
#: What so many rounds show is kept.
_RECENT = 128
_LONE = re.compile("[\ud800-\udfff]")


def start(
    ledger: Ledger, team: Team, plan: PlanId | None, opening: Opening, at: datetime
) -> Round[Any] | None:
    """Start a round; None where this one was started before."""
    turn = opening.turn
    new = RoundId(uuid4().hex) if plan is None else round_id(plan, opening.kind, opening.key)
    round_: Round[Any] = Round(
        new,
        team.workspace,
        team.id,
        opening.kind,
        opening.key,
        at,
        turn.state,
        plan,
        turn.wake_at,
        turn.over,
    )
    if not ledger.rounds.add(round_):
        return None
    notices = show(round_)
    _try_again(ledger, round_, notices, at)
    _follow(ledger, team, round_, turn, notices, None, at)
    return round_


def _try_again(ledger: Ledger, round_: Round[Any], notices: Mapping[str, Notice], at: datetime) -> None:
    """Before anything new, a channel outside of the team is offered what it refused of the plan, if not too often
    already."""
    for each in notices.values():
        if isinstance(each.place, Elsewhere):
            channel = each.place.channel
            kept = ledger.outbox.revive(
                round_.workspace, channel, at, GATE_LEASE, most=TRIES, plan=round_.plan
            )
            ledger.submit("deliver", kept)


def perform(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId | None, at: datetime
) -> Round[Any]:
    """Do an act to a round: advance it, save it, write what it settled, note what people should now see.

    Raises NotFound, and whatever its ceremony refuses with; nothing is changed then.
    """
    before = ledger.rounds.get(workspace, round_)
    team = ledger.roster.team(workspace, before.team) if before else None
    if before is None or team is None or before.kind not in CEREMONIES:
        raise NotFound
    ceremony = CEREMONIES[before.kind]
    pages = ceremony.pages(before, act, by)
    book = ledger.history.book(team, before.plan, pages, but=before.id, at=at) if pages else Book(team)
    turn = ceremony.advance(before, act, by, at, book)
    after = replace(before, state=turn.state, wake_at=woken_at(before, act, turn), over=turn.over)
    if after == before and not (turn.tells or turn.opens):
        return before
    ledger.rounds.save(after, by_clock=isinstance(act, Tick))
    hidden = type(act) in ceremony.anonymous
    if not (hidden or isinstance(act, Tick)):
        kept = type(act) in ceremony.keeps
        ledger.rounds.note(after, act, by, at, keep=kept)
    if turn.state != before.state or turn.over != before.over or turn.tells or turn.opens:
        changed = _changed(show(before), show(after))
        _follow(ledger, team, after, turn, changed, None if hidden else by, at)
    return after


def amend(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    change: Callable[[Any], Any],
    at: datetime,
    *,
    told: bool,
) -> None:
    """Change what stands in a round's state, as no act of anybody's: when it wakes and whether it is over stay as they
    were, and no history tells of it. `told`: whether its messages are edited too."""
    before = ledger.rounds.get(workspace, round_)
    team = ledger.roster.team(workspace, before.team) if before else None
    if before is None or team is None or before.kind not in CEREMONIES:
        return
    after = replace(before, state=change(before.state))
    if after == before:
        return
    ledger.rounds.save(after)
    if not told:
        return
    seen = show(before)
    notices = {name: each for name, each in _changed(seen, show(after)).items() if name in seen}
    if notices:
        wanted = [Wanted(name, notice.place, fingerprint(notice)) for name, notice in notices.items()]
        ledger.outbox.want(after, team.channel, wanted, at, GATE_LEASE)


def of_kind(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, kind: type[S], gone: str = ""
) -> tuple[Team, Round[S]]:
    """The round, whose state is of this kind, and the team whose it is. Raises NotFound, saying `gone`, where there is
    none (any more)."""
    found: Round[Any] | None = ledger.rounds.get(workspace, round_)
    team = ledger.roster.team(workspace, found.team) if found else None
    if found is None or team is None or not isinstance(found.state, kind):
        raise NotFound(gone)
    return team, found


def day_of(at: datetime) -> datetime:
    """All that may be kept of the time of what is anonymous."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _changed(seen: Mapping[str, Notice], now: Mapping[str, Notice]) -> dict[str, Notice]:
    """What says another thing than it did, or is new. Most are the very same, which is told at a glance."""
    return {
        name: notice
        for name, notice in now.items()
        if (before := seen.get(name)) is not notice and before != notice
    }


def woken_at(before: Round[Any], act: Act, turn: Turn[Any]) -> datetime | None:
    """Only the clock's own act does what is due. Any other, at the very instant or while the clock's is under way,
    leaves the round's moment where it is: acting once too often changes nothing."""
    if isinstance(act, Tick) or turn.over or before.wake_at is None:
        return turn.wake_at
    return min(before.wake_at, turn.wake_at or before.wake_at)


def _follow(
    ledger: Ledger,
    team: Team,
    round_: Round[Any],
    turn: Turn[Any],
    notices: Mapping[str, Notice],
    by: MemberId | None,
    at: datetime,
) -> None:
    """All that comes of a turn besides the round itself, in the same transaction."""
    if notices:
        wanted = [Wanted(name, notice.place, fingerprint(notice)) for name, notice in notices.items()]
        ledger.outbox.want(round_, team.channel, wanted, at, GATE_LEASE)
    ledger.history.write(round_, turn.entries)
    ledger.homes.stale(team.workspace, _concerned(notices, turn, by), at + HOME_REST)
    for opening in turn.opens:
        start(ledger, team, round_.plan, opening, at)
    for tell in turn.tells:
        try:
            perform(ledger, team.workspace, tell.round, tell.act, by, at)
        except (Refused, NotFound):
            continue  # what one round tells another is news, not a request: the teller's turn stands


def _concerned(notices: Mapping[str, Notice], turn: Turn[Any], by: MemberId | None) -> set[MemberId]:
    """Whose Home a turn may change: who acted, who is written to, and who is or helps in a blocker's way."""
    members = {notice.place.member for notice in notices.values() if isinstance(notice.place, Dm)}
    stood = [entry for entry in turn.entries if isinstance(entry, BlockerStands)]
    concerned = {
        by,
        *turn.concerns,
        *members,
        *(each.blocker.member for each in stood),
        *(each.helped_by for each in stood),
    }
    return {each for each in concerned if each}


def announce(ledger: Ledger, team: Team, act: Act, at: datetime, plan: PlanId | None = None) -> None:
    """Let the team's open rounds, or those of one plan, hear of a change elsewhere."""
    for each in ledger.rounds.open_of(team):
        if plan is None or each.plan == plan:
            perform(ledger, team.workspace, each.id, act, None, at)


def wake(ledger: Ledger, job: Job, at: datetime) -> None:
    """The clock's act on a round that is due. Doing it twice or early changes nothing."""
    workspace, each = job
    perform(ledger, workspace, RoundId(each), Tick(), None, at)


def show(round_: Round[Any]) -> dict[str, Notice]:
    """What people should see of a round, by slot."""
    return dict(_shown(_Shown(round_)))


class _Shown(Same[Any]):
    """A round as what is shown of it goes by: the very same state, at the same stage."""

    __slots__ = ("_stage", "round")

    def __init__(self, round_: Round[Any]) -> None:
        super().__init__(round_.state)
        self.round = round_
        self._stage = (round_.workspace, round_.id, round_.kind, round_.over, round_.wake_at)

    def __hash__(self) -> int:
        return hash((self._stage, super().__hash__()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and super().__eq__(other) and self._stage == other._stage


@lru_cache(maxsize=_RECENT)
def _shown(same: _Shown) -> Mapping[str, Notice]:
    """What a round came to show is what it shows before the next act, and for each message that it sends."""
    return CEREMONIES[same.round.kind].show(same.round)


def fingerprint(notice: object) -> str:
    """A hash of what a notice, or a Home, says, the same before and after the state went through a store: that may
    give UTC another name, and takes no NUL or lone surrogate. Fields at their defaults are left out, so that a new
    field re-edits nothing."""
    return hashlib.sha256(_plain(notice).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(value: object) -> str:
    if isinstance(value, str):
        return repr(_LONE.sub("\ufffd", value.replace("\0", "")))
    if isinstance(value, tuple):
        return f"({','.join(map(_plain, value))})"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    kind: Any = type(value)
    kept = _fields(kind)
    if kept is None:
        return repr(value)
    said = ((name, getattr(value, name), default) for name, default in kept)
    inner = ",".join(f"{name}={_plain(each)}" for name, each, default in said if each != default)
    return f"{kind.__name__}({inner})"


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, object], ...] | None:
    """A dataclass's fields that count, with their defaults; None for any other type. Asking each time costs more than
    the rest."""
    if not is_dataclass(kind):
        return None
    return tuple((each.name, each.default) for each in fields(kind) if each.compare)
