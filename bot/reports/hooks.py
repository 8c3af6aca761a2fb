"""The shell around a team's secrets: its leads make one, put another in its place, and turn them off."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot import plans
from bot.errors import NotFound, NotYours, Refused
from bot.ledger import Ledger
from bot.ledger.hooks import Key
from bot.model import ChannelId, MemberId, Team, TeamId, WorkspaceId

#: The old secret goes on being good for so long: CI jobs are not all changed at once.
OVERLAP = timedelta(days=1)
#: By this a secret is known wherever it is seen: the log blots it out.
PREFIX = "pitonsec_"
#: So many are good at once at most: each is tried on each report.
MOST = 5

LEADS = "Only the team's leads and workspace admins can see to how machines report. Ask one of them."
NOWHERE = "Type `/piton hooks` in the channel of your team: there is none here."


@dataclass(frozen=True, slots=True)
class Standing:
    """How machines report for a team just now. `overlap`: till when a secret is good that was replaced."""

    team: Team
    since: datetime | None = None
    overlap: datetime | None = None


def standing(
    ledger: Ledger, workspace: WorkspaceId, channel: ChannelId, by: MemberId, at: datetime
) -> Standing:
    """Raises Refused where there is no team, NotYours for who does not lead it."""
    team = ledger.roster.team_in(workspace, channel)
    if team is None:
        raise Refused(NOWHERE)
    _require_lead(ledger, team, by)
    keys = ledger.hooks.keys(workspace, team.id, at)
    now = [each.made_at for each in keys if each.until is None]
    return Standing(
        team, max(now, default=None), max((each.until for each in keys if each.until), default=None)
    )


def renew(
    ledger: Ledger, workspace: WorkspaceId, team: TeamId, by: MemberId, at: datetime
) -> tuple[Standing, SecretStr]:
    """A new secret, and how it stands then. The one before goes on being good for OVERLAP. Raises NotYours, and Refused
    where too many were made."""
    found = _led(ledger, workspace, team, by)
    ledger.hooks.retire(found, at, at + OVERLAP)
    keys = ledger.hooks.keys(workspace, team, at)
    if len(keys) >= MOST:
        raise Refused(
            f"{MOST} secrets of this team are good just now, the older ones for a day at most. Make another one"
            " tomorrow, or turn all of them off first."
        )
    made = Key(SecretStr(PREFIX + secrets.token_urlsafe(32)), at)
    ledger.hooks.add(found, made)
    overlap = max((each.until for each in keys if each.until), default=None)
    return Standing(found, at, overlap), made.secret


def turn_off(ledger: Ledger, workspace: WorkspaceId, team: TeamId, by: MemberId) -> Team:
    """No secret of the team is good any more, from now on. Raises NotYours."""
    found = _led(ledger, workspace, team, by)
    ledger.hooks.drop(found)
    return found


def _led(ledger: Ledger, workspace: WorkspaceId, team: TeamId, by: MemberId) -> Team:
    found = ledger.roster.team(workspace, team)
    if found is None:
        raise NotFound
    _require_lead(ledger, found, by)
    return found


def _require_lead(ledger: Ledger, team: Team, by: MemberId) -> None:
    if not plans.may_change(ledger, team, by):
        raise NotYours(LEADS)
