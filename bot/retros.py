"""The shell around retros: which one takes notes, which one is under way, and beginning one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import uuid4

from bot import opening, rounds
from bot.ceremonies import retro
from bot.ceremonies.retro import AddNote, Agree, AnswerPulse, Begin, Phase, Retro, Settings, TakeBack, Vote
from bot.ceremonies.retro.rules import mover
from bot.ceremonies.retro.seal import seal
from bot.ceremonies.retro.state import UNDO
from bot.errors import NotFound, NotYours, Refused, Settled
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Notice, Opening, Plan, Round, RoundId, Team, TeamId, WorkspaceId
from bot.seating import seat
from bot.theirs import Theirs

#: A random text of so many bytes names a note, or makes a key.
_RANDOM = 16
_SECOND = timedelta(seconds=1)
#: Among so many of a team's newest is the last that was held.
_LOOKED = 15

#: A retro, and whose.
Held = Theirs[Retro]


@dataclass(frozen=True, slots=True)
class Token:
    """What lets whoever holds it take a note back until then. It names nobody."""

    round: RoundId
    note: str
    until: datetime
    seal: str


def of_team(ledger: Ledger, team: Team) -> tuple[Held, ...]:
    """Those of a team that are not over, newest first."""
    found = ledger.rounds.open_of(team, (retro.KIND,))
    newest = sorted(found, key=lambda each: (each.opened_at, each.id), reverse=True)
    return tuple(Held(team, each) for each in newest)


def taking(ledger: Ledger, team: Team) -> Held | None:
    """The one that takes notes: that which asks for them, else that which will at a certain time, else any."""
    found = [each for each in of_team(ledger, team) if each.round.state.phase in {"notes", "collect"}]
    return min(found, key=_nearness, default=None)


def _nearness(held: Held) -> tuple[bool, bool]:
    state = held.round.state
    return state.phase != "collect", state.due is None


def under_way(ledger: Ledger, team: Team) -> Held | None:
    """The newest whose card stands in the channel."""
    return next((each for each in of_team(ledger, team) if each.round.state.phase != "notes"), None)


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Held:
    """The retro. Raises NotFound."""
    return Held(*rounds.of_kind(ledger, workspace, round_, Retro))


def require(held: Held, *phases: Phase, sentence: str) -> Held:
    """Raises Settled with the sentence where it is in none of these phases."""
    if held.round.state.phase not in phases:
        raise Settled(sentence)
    return held


def require_mover(ledger: Ledger, held: Held, by: MemberId) -> Held:
    """Raises NotYours for who may not move it on."""
    mover(held.round.state, by, ledger.history.book(held.team, None, ("members",)))
    return held


def plan_of(ledger: Ledger, team: Team) -> Plan | None:
    """The team's plan of retros that is not deleted."""
    return ledger.plans.of(team, retro.KIND)


def team_here(ledger: Ledger, workspace: WorkspaceId, channel: ChannelId, by: MemberId) -> Team:
    """The team whose retro somebody writes a note for: that of the channel or, elsewhere, the one of theirs that holds
    retros. Raises NotFound, and Refused where it may be one of several."""
    here = ledger.roster.team_in(workspace, channel)
    if here:
        return here
    theirs = ledger.roster.teams_of(workspace, by)
    holding = [each for each in theirs if plan_of(ledger, each) or of_team(ledger, each)] or list(theirs)
    if not holding:
        raise NotFound(
            "There is no team with retros here. `/retro start` begins a retro, `/retro setup` plans them."
        )
    if len(holding) > 1:
        where = ", ".join(f"#{each.name}" for each in holding)
        raise Refused(f"It may be for {where}. Type this in the channel that you mean.")
    return holding[0]


def to_note(ledger: Ledger, workspace: WorkspaceId, team: TeamId, by: MemberId, *, near: bool) -> Team:
    """The team that a form was opened for. `near`: in its channel. Raises NotFound, NotYours for a stranger."""
    found = ledger.roster.team(workspace, team)
    if found is None:
        raise NotFound
    member = ledger.roster.member(found, by)
    if not near and not (member and member.active):
        raise NotYours("Only people of this team write notes for its retro.")
    return found


def note(
    ledger: Ledger,
    team: Team,
    column: str,
    text: str,
    by: MemberId,
    at: datetime,
    *,
    signed: bool = False,
) -> Token:
    """Write a note for the team's next retro, whenever that is. `signed`: its writer knows that their name stands with
    it, where the team wants names. Raises Refused and BadInput by field.

    Else nothing that is kept says who did it, nor when but for the day.
    """
    held = _gathering(ledger, team, at)
    if signed and not held.state.settings.anonymous:
        seat(ledger, team, [by], None)  # so that they have a name in it
    mine, fresh = token_hex(_RANDOM), token_hex(_RANDOM)
    act = AddNote(mine, column, text, fresh, signed)
    after: Round[Retro] = rounds.perform(ledger, team.workspace, held.id, act, by, at)
    until = at.replace(microsecond=0) + UNDO + _SECOND
    return Token(after.id, mine, until, seal(after.state.secret.key, mine, until))


def _gathering(ledger: Ledger, team: Team, at: datetime) -> Round[Retro]:
    """The round that takes a note: the next planned one is opened for it, where that is still ahead."""
    found = taking(ledger, team)
    if found:
        return found.round
    plan, day = plan_of(ledger, team), rounds.day_of(at)
    if plan and plan.state == "active" and plan.next_day:
        known = ledger.rounds.of_plan(team.workspace, plan.id, plan.next_day.isoformat())
        if known is None:
            return opening.open_early(ledger, team, plan, plan.next_day, day)
    return _gather(ledger, team, day)


def _gather(ledger: Ledger, team: Team, at: datetime) -> Round[Retro]:
    begun = rounds.start(ledger, team, None, Opening(retro.KIND, uuid4().hex, retro.gathering(team, at)), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def take_back(ledger: Ledger, workspace: WorkspaceId, token: Token, by: MemberId, at: datetime) -> None:
    """Raises Settled where it is too late, NotFound for what is no token. A note that went on to another retro is taken
    back there."""
    act = TakeBack(token.note, token.until, token.seal)
    held = get(ledger, workspace, token.round).round
    here = any(each.id == token.note for each in held.state.notes)
    rounds.perform(ledger, workspace, held.id if here else held.state.heir or held.id, act, by, at)


def feel(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, score: int, by: MemberId, at: datetime
) -> None:
    """Answer its question, from 1 to 5. Raises Settled."""
    rounds.perform(ledger, workspace, round_, AnswerPulse(score, token_hex(_RANDOM)), by, at)


def vote(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    dots: tuple[int, ...],
    by: MemberId,
    at: datetime,
) -> None:
    """Give dots, in the place of those given before. Raises Settled and Refused."""
    rounds.perform(ledger, workspace, round_, Vote(dots, token_hex(_RANDOM)), by, at)


def begin(
    ledger: Ledger,
    team: Team,
    settings: Settings,
    meets_at: datetime | None,
    by: MemberId,
    at: datetime,
) -> Round[Any]:
    """Begin a retro now, with the notes that wait. Raises Settled, Refused where one is under way, NotYours."""
    held = require_beginnable(ledger, team)
    by_hand = held is not None and held.round.plan is None
    round_ = held.round if held and by_hand else _gather(ledger, team, at)  # what is planned stays planned
    return rounds.perform(ledger, team.workspace, round_.id, Begin(settings, meets_at), by, at)


def require_beginnable(ledger: Ledger, team: Team) -> Held | None:
    """The one that takes notes and may be begun, if there is one. Raises Settled and Refused."""
    held = taking(ledger, team)
    if held and held.round.state.phase == "collect":
        raise Settled("A retro collects notes here already: its card stands in the channel.")
    going = under_way(ledger, team)
    if going:
        raise Refused(
            "A retro is under way here. Bring it to its end first: its newest message has the button."
        )
    return held


def agree(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: Agree,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> None:
    """Agree on an action. `present`: who is in the channel, where that is known. Raises what the retro refuses with,
    and BadInput on `owner` for who is neither of the team nor there."""
    team = get(ledger, workspace, round_).team
    seat(ledger, team, [by], None)  # whoever presses its button is in the channel
    seat(ledger, team, [act.draft.owner], present)
    rounds.perform(ledger, workspace, round_, act, by, at)


def last(ledger: Ledger, team: Team) -> Held | None:
    """The last that was held to its end."""
    found = [each for each in ledger.rounds.recent(team, retro.KIND, _LOOKED) if each.state.held_on]
    newest = max(found, key=lambda each: each.state.closed_at, default=None)
    return Held(team, newest) if newest else None


def digest_of(held: Held) -> Notice:
    """What its digest says now. Raises NotFound where it has none."""
    found = rounds.show(held.round).get("digest")
    if found is None:
        raise NotFound("Nobody wrote a note for the last retro, so it has no digest.")
    return found
