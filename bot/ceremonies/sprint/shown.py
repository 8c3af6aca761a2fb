"""What a sprint shows, slot by slot."""

from datetime import date

from bot.cadence import working
from bot.ceremonies.experiment import newest
from bot.ceremonies.sprint.dates import closes_at
from bot.ceremonies.sprint.notices import Card, Closed, Ending, Plan, Why
from bot.ceremonies.sprint.state import TOO_OFTEN, Asking, Sprint
from bot.model import Claim, Dm, Notice, Room, Round, RoundId
from bot.schedule import local_day


def show(round_: Round[Sprint]) -> dict[str, Notice]:
    """All slots of a sprint."""
    here, state = round_.id, round_.state
    slots: dict[str, Notice] = {}
    if state.outlook:
        slots["plan"] = Plan(
            Room(),
            here,
            state.span,
            state.phase,
            state.outlook,
            state.proposed,
            state.hints,
            len(state.carried),
            state.closed_by if state.phase == "skipped" and not state.closed_at else "",
            state.spent,
            state.steered,
            state.steered_before,
            state.phase == "skipped" and state.stopped and not state.closed_by,
        )
    if state.phase in {"running", "closed"}:
        slots["card"] = _card(here, state)
    if state.ending:
        over = state.phase != "running"
        slots["ending"] = Ending(Room(), here, state.span, _open(state), closes_at(state), state.zone, over)
    if state.phase == "closed":
        slots["closed"] = Closed(
            Room(),
            here,
            state.span,
            state.goal,
            state.claims,
            state.committed,
            state.marks,
            state.zone,
            _worked(state),
            state.closed_by,
            asking=not round_.over,
        )
        for each in state.asking:
            claim = state.claim(each.story)
            if claim:
                slots[f"why:{claim.number}"] = _why(round_, claim, each)
    return slots


def _worked(state: Sprint) -> tuple[date, ...]:
    """Up to its last day or, closed early, to that of its close."""
    closed = local_day(state.closed_at, state.zone) if state.closed_at else state.span.last
    return tuple(working(state.span.first, min(closed, state.span.last), state.days, state.off))


def _open(state: Sprint) -> tuple[Claim, ...]:
    return tuple(each for each in state.claims if each.state == "open")


def _card(here: RoundId, state: Sprint) -> Card:
    running = state.phase == "running"
    return Card(
        Room(),
        here,
        state.span,
        state.goal,
        state.claims,
        not running,
        state.stage if running else "",
        closes_at(state) if running else None,
        state.zone,
        newest(state.tried, {each.story for each in state.claims if each.state != "removed"}),
    )


def _why(round_: Round[Sprint], claim: Claim, asking: Asking) -> Why:
    state = round_.state
    often = claim.rolled + 1 >= TOO_OFTEN
    over = bool(claim.reason) or round_.over
    return Why(Dm(asking.whom), round_.id, state.team, state.span.number, claim, often, over, since=asking.at)
