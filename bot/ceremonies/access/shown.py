"""What people see of a request: what its owner is told, and the question to the leads."""

from dataclasses import dataclass
from datetime import date

from bot.ceremonies.access.state import Access, Ended, Matter, Missing, Told
from bot.model import Dm, MemberId, Notice, Room, RoundId


@dataclass(frozen=True, slots=True)
class Over:
    """Why a message is a thing of the past: what it came to, who follows it now; else it was answered."""

    ended: Ended | None = None
    now: str = ""


@dataclass(frozen=True, slots=True)
class Nudge(Notice):
    """Its owner is asked how it stands, or told that it is theirs."""

    what: str
    team: str
    matter: Matter
    asked_on: date | None = None
    expected: date | None = None
    taken: bool = True
    over: Over | None = None

    @property
    def moot(self) -> bool:
        return self.over is not None


@dataclass(frozen=True, slots=True)
class AskLead(Notice):
    """A lead is asked who follows it, its owner being gone."""

    what: str
    team: str
    missing: Missing
    settled: bool = False

    @property
    def moot(self) -> bool:
        return self.settled


def show(round_: RoundId, state: Access) -> dict[str, Notice]:
    """All slots of a request."""
    slots: dict[str, Notice] = {
        f"{each.matter}:{each.to}:{number}": _nudge(round_, state, each, last=number == len(state.told))
        for number, each in enumerate(state.told, start=1)
    }
    for each in state.missed:
        places: tuple[MemberId | None, ...] = each.leads or (None,)
        for lead in places:
            place = Dm(lead) if lead else Room()
            slots[f"missing:{lead or 'all'}:{each.number}"] = AskLead(
                place, round_, state.what, state.team, each, settled=state.missing != each
            )
    return slots


def _nudge(round_: RoundId, state: Access, told: Told, *, last: bool) -> Nudge:
    over = _over(state, told, last=last)
    if over:
        return Nudge(Dm(told.to), round_, state.what, state.team, told.matter, over=over)
    return Nudge(
        Dm(told.to),
        round_,
        state.what,
        state.team,
        told.matter,
        told.asked_on,
        told.expected,
        state.taken,
    )


def _over(state: Access, told: Told, *, last: bool) -> Over | None:
    if state.ended:
        return Over(state.ended)
    if told.to != state.owner.id:
        return Over(now=state.owner.name)
    stands = (told.asked_on, told.expected) == (state.asked_on, state.expected)
    return None if last and stands else Over()
