"""The shell around digests for people outside of the team: setting one up, looking at it, posting it at once."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial

from bot import plans, rounds, schedule
from bot.ceremonies import digest
from bot.ceremonies.digest import Digest, Settings
from bot.ceremonies.digest.shown import CHANNEL
from bot.errors import BadInput, NotFound, Refused
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Opening, Plan, PlanId, Round, RoundId, Schedule, Team, WorkspaceId

#: On Fridays at three, unless somebody wishes otherwise.
DAY, AT = 4, time(15)
#: So many that a channel refused are kept for another.
RECENT = 15
NONE_HERE = "This team has no digest for people outside of it. `/digest setup` starts one."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in the form."""

    settings: Settings
    day: int = DAY
    at: time = AT


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's digest as it is set."""

    team: Team
    plan: Plan


def set_up(
    ledger: Ledger,
    workspace: WorkspaceId,
    channel: ChannelId,
    name: str,
    wish: Wish,
    by: MemberId,
    at: datetime,
) -> Standing:
    """Set a team's digest up, or change it. Raises BadInput by field, NotFound for a stranger; NotYours, also for who
    would begin one in a team that others lead: it carries what the team does to the outside."""
    _require_sound(wish.settings)
    person = ledger.roster.met(workspace, by)
    if person is None:
        raise NotFound
    team = ledger.roster.team_in(workspace, channel)
    require_setter(ledger, team, by)
    zone = team.zone if team else person.zone
    now = ledger.plans.of(team, digest.KIND) if team else None
    anchor = now.schedule.anchor if now else schedule.local_day(at, zone)
    when = Schedule((wish.day,), wish.at, anchor, zone=zone)
    begun = (now.settings.begun_at or now.since) if now else at
    settings = replace(wish.settings, saved_at=at, begun_at=begun)
    asked = plans.Wish(digest.KIND, when, settings, zone)
    plan = plans.set_up(ledger, workspace, channel, name, (), asked, by, at)
    found = ledger.roster.team(workspace, plan.team)
    if found is None:
        raise NotFound
    if team is None:
        ledger.checks.note(workspace, channel, at)  # who else is in it
    _send_kept(ledger, found, plan, at)
    return Standing(found, plan)


def _send_kept(ledger: Ledger, team: Team, plan: Plan, at: datetime) -> None:
    """Digests that their channel refused go to the one that is chosen now, which may be the same."""
    settings: Settings = plan.settings
    to = settings.channel
    if to is None:
        return
    for each in ledger.rounds.recent(team, digest.KIND, RECENT):
        old = each.state.channel if each.plan == plan.id else None
        if old and old != to and ledger.outbox.move_kept(each, CHANNEL, old, to):
            change = partial(digest.moved, settings=settings, here=to == team.channel)
            rounds.amend(ledger, team.workspace, each.id, change, at, told=False)
    ledger.submit("deliver", ledger.outbox.revive(team.workspace, to, at, rounds.GATE_LEASE, plan=plan.id))


def _require_sound(settings: Settings) -> None:
    if settings.channel is None and not settings.people:
        raise BadInput("Choose a channel, or people, or both.", "channel")
    if len(settings.people) > digest.MOST_PEOPLE:
        raise BadInput(f"{digest.MOST_PEOPLE} people at most: for more, choose a channel.", "people")
    if not settings.sections:
        raise BadInput("Tick what it is to tell.", "sections")


def require_setter(ledger: Ledger, team: Team | None, by: MemberId) -> None:
    """Raises NotYours for who does not lead a team that somebody leads."""
    if team and any("lead" in each.roles and each.active for each in ledger.roster.members(team)):
        plans.require_lead(ledger, team, by)


def here(ledger: Ledger, workspace: WorkspaceId, channel: ChannelId) -> Standing:
    """The digest of a channel's team. Raises NotFound."""
    team = ledger.roster.team_in(workspace, channel)
    plan = ledger.plans.of(team, digest.KIND) if team else None
    if team is None or plan is None:
        raise NotFound(NONE_HERE)
    return Standing(team, plan)


def get(ledger: Ledger, workspace: WorkspaceId, plan: PlanId) -> Standing:
    """The digest whose plan this is. Raises NotFound where it has ended."""
    found = ledger.plans.get(workspace, plan)
    team = ledger.roster.team(workspace, found.team) if found else None
    if found is None or team is None or found.state == "deleted" or found.kind != digest.KIND:
        raise NotFound("This digest has ended already.")
    return Standing(team, found)


def preview(ledger: Ledger, it: Standing, at: datetime) -> Round[Digest]:
    """What it would say now. Nothing is kept of it."""
    book = ledger.history.book(it.team, it.plan.id, digest.READS)
    state = digest.make(it.plan, book, at)
    if state.channel is None:
        state = replace(state, channel=it.team.channel, here=True)
    nowhere = RoundId("preview")
    return Round(
        nowhere, it.team.workspace, it.team.id, digest.KIND, "preview", at, state, it.plan.id, over=True
    )


def post_now(ledger: Ledger, it: Standing, by: MemberId, at: datetime) -> Round[Digest]:
    """Post it at once; the next one goes on from here. Raises NotYours, and Refused where it has nothing to say, as
    right after it was posted, or where it is held."""
    plans.require_lead(ledger, it.team, by)
    if it.plan.held in plans.HELD:
        raise Refused(plans.why_held(it.team, it.plan))
    book = ledger.history.book(it.team, it.plan.id, digest.READS)
    if digest.is_unread(it.plan, book):
        raise Refused("Nobody would get it. `/digest setup` changes whom it goes to.")
    turn = digest.begin(it.plan, book, at)
    if turn.state.bare:
        raise Refused("There is nothing new to tell since the last digest.")
    key = f"now/{book.digest.id if book.digest else at.isoformat()}"  # what two see alike they post once
    begun = rounds.start(ledger, it.team, it.plan.id, Opening(digest.KIND, key, turn), at)
    if begun is None:
        raise Refused("It was posted a moment ago.")
    return begun
