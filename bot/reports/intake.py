"""The shell around what machines report: whoever signs for a team is heard once for each key, in one transaction."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from pydantic import SecretStr

from bot.errors import BadInput, NotFound, Refused
from bot.ledger import Ledger, Store
from bot.ledger.reports import Kept
from bot.model import Team, TeamId, WorkspaceId
from bot.model.report import Report
from bot.ports import Clock
from bot.reports import reported

#: So long a key is known: who sends a report again later reports anew.
KEPT = timedelta(days=30)
#: Characters of a key.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a report, for its sender: a word for a machine, a sentence for a person, and where to look."""

    status: str
    sentence: str
    link: str = ""


#: Whoever takes reports in, inside the transaction that keeps the key. Raises NotFound for an experiment that is not
#: there, BadInput with the field for what does not fit it, Refused where the rules say no; then nothing is kept.
Taker = Callable[[Ledger, Team, Report, datetime], Taken]


class Reused(Refused):
    """That key stands for another report already. Send each report with a key of its own."""


class Repeated(Reused):
    """The very same was signed in the same second for another key, so it counts once. Put the key into the body too, as
    its field "key"."""


def nobody(ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
    """Where nothing is registered that could be reported on."""
    del ledger, team, at
    if report.experiment:
        raise NotFound("There is no experiment of that name in this team.")
    raise BadInput("This team keeps no such metric in view.", "metrics")


@dataclass(frozen=True)
class Intake:
    """Hears reports for the teams of a workspace."""

    store: Store
    clock: Clock
    workspace: WorkspaceId
    taker: Taker = nobody

    async def secrets(self, team: str) -> tuple[SecretStr, ...]:
        """Those that may sign for this team just now; none for one that is not there."""
        now = self.clock.now()
        keys = await self.store.read(lambda ledger: ledger.hooks.keys(self.workspace, TeamId(team), now))
        return tuple(each.secret for each in keys)

    async def take(self, team: str, key: str, stamp: str, raw: bytes) -> tuple[bool, Taken]:
        """What came of a body that was signed at `stamp`, and whether it is new. Raises BotError: Reused for a key of
        another report, Repeated for what was signed for another key, reported.Malformed and BadInput for a body that
        cannot be read, and what the taker refuses."""
        if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
            raise reported.Malformed(f"A key is 1 to {LONGEST} characters of plain text.", "Piton-Key")
        at = self.clock.now()
        report = reported.read(raw, key, at)
        report = replace(report, gist=reported.gist(report))
        kept = Kept(key, report.gist, _proof(stamp, raw), at)
        workspace, taker = self.workspace, self.taker

        def once(ledger: Ledger) -> tuple[bool, Taken]:
            found = ledger.roster.team(workspace, TeamId(team))
            if found is None:
                raise NotFound("That team is no longer there.")
            return _once(ledger, found, report, kept, taker)

        return await self.store.run(once, about=team)


def _once(ledger: Ledger, team: Team, report: Report, kept: Kept, taker: Taker) -> tuple[bool, Taken]:
    """The key beside a body is not signed, so what was signed counts too: a body that was overheard has no effect by
    another key. Whoever means another report by the same words puts its key into the body, where it is signed."""
    if ledger.reports.is_new(team, kept):
        taken = taker(ledger, team, report, kept.at)
        ledger.reports.answer(team, kept.key, json.dumps(asdict(taken)))
        return True, taken
    before = ledger.reports.find(team, kept)
    if before is None or before.gist != kept.gist:
        raise Reused
    if before.key != kept.key:
        raise Repeated
    return False, Taken(**json.loads(before.answer))


def _proof(stamp: str, raw: bytes) -> str:
    return sha256(stamp.encode() + b":" + raw).hexdigest()
