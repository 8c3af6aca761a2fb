"""Erasing what is kept of a member: wished by them, done in small transactions, each of which may be the last before
a crash: whoever comes next goes on where it ended.

What stays is the team's: what was decided, estimated and found, without whose it was. Docs: docs/privacy.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot import people, rounds
from bot.ceremonies import CEREMONIES, blocker
from bot.ceremonies.blocker import Reword
from bot.ceremonies.erased import names_of, unnamed
from bot.errors import Busy
from bot.ledger import Job, Ledger, Store
from bot.log import log
from bot.model import MemberId, Round, RoundId, WorkspaceId
from bot.ports import Clock
from bot.rounds import LEASE

#: So many rounds are looked through at a time.
PAGE = 100
#: Messages of rounds that began so long ago stand as they are, as all that was said then does: editing thousands of
#: them would keep the team's new ones waiting.
TOLD = timedelta(days=14)
#: Where a round failed in our own code, all is looked through once more after so long.
FAILED = timedelta(hours=1)


def wish(ledger: Ledger, workspace: WorkspaceId, member: MemberId, at: datetime) -> None:
    """Note that a member wants their data erased. It begins at once, and is done whoever dies meanwhile."""
    ledger.erasures.wish(workspace, member, at)


@dataclass
class Erasing:
    """Carries out what members wished."""

    store: Store
    clock: Clock
    _failed: set[Job] = field(default_factory=set)

    async def erase(self, jobs: Sequence[Job]) -> None:
        """Each in turn; one that fails is taken up again when its lease runs out."""
        for workspace, member in jobs:
            try:
                await self.one(workspace, MemberId(member))
            except Busy:
                log.info("erasure left to its lease")

    async def one(self, workspace: WorkspaceId, member: MemberId) -> None:
        """All of it, from where it ended."""
        self._failed.discard((workspace, member))
        reached = await self.store.read(lambda ledger: ledger.erasures.reached(workspace, member))
        if reached is None:
            await self.store.run(partial(_begin, workspace, member))
        while (following := await self._page(workspace, member, reached, open_=False)) is not None:
            reached = following
            until = self.clock.now() + LEASE
            await self.store.run(partial(_reach, workspace, member, reached, until))
        # What told another round of them, before it was come to itself, may have told one that was done.
        after: RoundId | None = None
        while (following := await self._page(workspace, member, after, open_=True)) is not None:
            after = following
        if (workspace, member) in self._failed:
            again = self.clock.now() + FAILED
            await self.store.run(lambda ledger: ledger.erasures.wish(workspace, member, again))
            return
        await self.store.run(partial(_end, workspace, member, self.clock.now()))
        log.info("a member's data are erased")

    async def _page(
        self, workspace: WorkspaceId, member: MemberId, after: RoundId | None, *, open_: bool
    ) -> RoundId | None:
        """The next rounds; after which of them it goes on, or None where these were the last."""
        held = await self.store.read(
            lambda ledger: ledger.archive.holding(workspace, member, after, PAGE, open_=open_)
        )
        for each in held.rounds:
            try:
                await self.store.run(partial(_less, member, each, self.clock.now()), each.id)
            except Busy:
                raise
            except Exception:  # noqa: BLE001 — one that fails must not keep the others as they were
                log.exception("a round could not be erased", round=each.id)
                self._failed.add((workspace, member))
        return held.next


def _begin(workspace: WorkspaceId, member: MemberId, ledger: Ledger) -> None:
    """The book first: new rounds are opened from it."""
    ledger.erasures.blank(workspace, member)


def _reach(
    workspace: WorkspaceId, member: MemberId, round_: RoundId, until: datetime, ledger: Ledger
) -> None:
    ledger.erasures.reach(workspace, member, round_, until)


def _end(workspace: WorkspaceId, member: MemberId, at: datetime, ledger: Ledger) -> None:
    """Whoever is still in a team goes on as the platform has them: the rounds that run hear of it."""
    ledger.erasures.blank(workspace, member)
    ledger.erasures.done(workspace, member)
    people.moved_everywhere(ledger, workspace, member, at)


def _less(member: MemberId, found: Round[Any], at: datetime, ledger: Ledger) -> None:
    """A round without them: their blocker that is in the way still is taken back, as they would."""
    workspace, round_ = found.workspace, found.id
    person = ledger.roster.person(workspace, member)
    standing = found.kind == blocker.CEREMONY.kind and found.state.standing in {"open", "acknowledged"}
    if standing and found.state.owner == member:
        rounds.perform(ledger, workspace, round_, Reword(""), member, at)
    fresh = not found.over or at - found.opened_at < TOLD
    names = names_of(found.state, member) | ({person.name} if person else set())
    rounds.amend(ledger, workspace, round_, partial(_erased, found.kind, member, names), at, told=fresh)
    ledger.erasures.blank_round(workspace, round_, member, names)


def _erased(kind: str, member: MemberId, names: frozenset[str], state: Any) -> Any:  # noqa: ANN401 — a ceremony's own
    erase = CEREMONIES[kind].erase
    return unnamed(erase(state, member), member, names) if erase else state
