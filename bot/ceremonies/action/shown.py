"""What people see of an action: what its owner is told, and the question to the leads."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.ceremonies.action.clock import call_at, may_tell
from bot.ceremonies.action.state import Action, Ended, Matter, Missing, Told
from bot.model import Dm, MemberId, Notice, Room, RoundId
from bot.schedule import local_day


@dataclass(frozen=True, slots=True)
class Over:
    """Why a message is a thing of the past: what it came to, whose it is now, or that it is still open; else another
    message followed."""

    ended: Ended | None = None
    now: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Nudge(Notice):
    """Its owner is reminded of it, or told that it is theirs."""

    text: str
    team: str
    matter: Matter
    day: date  #: on which it is due
    link: str = ""
    over: Over | None = None
    last: bool = True  #: no other of them followed
    state: Action | None = field(default=None, compare=False, repr=False)

    @property
    def moot(self) -> bool:
        return self.over is not None

    def goes(self, at: datetime) -> datetime | None:
        """A reminder that could not be sent at its moment waits until they are at work again; the one midway is of no
        use on the day on which it is due."""
        if self.state is None:
            return at
        moment = at if may_tell(self.state, at) else call_at(self.state, at)
        if moment and self.matter == "mid" and local_day(moment, self.state.owner.zone) >= self.day:
            return None
        return moment


@dataclass(frozen=True, slots=True)
class AskLead(Notice):
    """A lead is asked who does it, its owner being gone."""

    text: str
    team: str
    day: date
    missing: Missing
    settled: bool = False

    @property
    def moot(self) -> bool:
        return self.settled


def show(round_: RoundId, state: Action) -> dict[str, Notice]:
    """All slots of an action."""
    slots: dict[str, Notice] = {
        f"{each.matter}:{each.to}:{number}": _nudge(round_, state, each, number)
        for number, each in enumerate(state.told, start=1)
    }
    for each in state.missed:
        places: tuple[MemberId | None, ...] = each.leads or (None,)
        for lead in places:
            slots[f"missing:{lead or 'all'}:{each.number}"] = AskLead(
                Dm(lead) if lead else Room(),
                round_,
                state.text,
                state.team,
                state.due,
                each,
                settled=state.missing != each,
            )
    return slots


def _nudge(round_: RoundId, state: Action, told: Told, number: int) -> Nudge:
    over = _over(state, told, number)
    return Nudge(
        Dm(told.to),
        round_,
        state.text,
        state.team,
        told.matter,
        state.due if over else told.due,
        state.link,
        over,
        number == len(state.told),
        state,
    )


def _over(state: Action, told: Told, number: int) -> Over | None:
    if state.ended:
        return Over(state.ended)
    if told.to != state.owner.id:
        return Over(now=state.owner.name)
    if number <= state.heard or (number == len(state.told) and told.due != state.due):
        return Over(open=True)
    return None if number == len(state.told) else Over()
