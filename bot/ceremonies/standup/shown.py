"""What people see of a standup: the survey's slots, with blockers, spikes and actions."""

from dataclasses import dataclass
from datetime import datetime

from bot.ceremonies import survey
from bot.ceremonies.action.standing import Agreed
from bot.ceremonies.spike.running import Running
from bot.ceremonies.standup.state import Standup, carried_by
from bot.model import Dm, Notice, Obstacle, Round


@dataclass(frozen=True, slots=True)
class Stuck:
    """A blocker as the digest lists it."""

    name: str
    blocker: Obstacle


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """A member's prompt, with the blockers that they still carry, and the spikes and actions that are theirs."""

    ask: survey.Ask
    carried: tuple[Obstacle, ...] = ()
    spikes: tuple[Running, ...] = ()
    actions: tuple[Agreed, ...] = ()

    @property
    def moot(self) -> bool:
        return self.ask.moot

    def goes(self, at: datetime) -> datetime | None:
        return self.ask.goes(at)

    @property
    def due(self) -> datetime | None:
        return self.ask.due


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """The digest: blockers, spikes, and the actions that are due soon or overdue, first."""

    digest: survey.Digest
    blockers: tuple[Stuck, ...] = ()
    spikes: tuple[Running, ...] = ()
    zone: str = "UTC"  #: in which it says when a spike's time is up
    actions: tuple[Agreed, ...] = ()

    def goes(self, at: datetime) -> datetime | None:
        return self.digest.goes(at)


def show(round_: Round[Standup]) -> dict[str, Notice]:
    """The survey's slots, with what the standup adds to prompts and digest."""
    state = round_.state
    slots = survey.show(round_.id, state.survey, over=round_.over)
    return {name: _with_ours(notice, state) for name, notice in slots.items()}


def _with_ours(notice: Notice, state: Standup) -> Notice:
    match notice:
        case survey.Ask(place=Dm(member), state=standing):
            own = tuple(each for each in state.spikes if each.owner == member and standing == "asked")
            to_do = tuple(each for each in state.actions if each.owner == member and standing == "asked")
            return Ask(notice.place, notice.round, notice, carried_by(state, member), own, to_do)
        case survey.Digest():
            names = {seat.member.id: seat.member.name for seat in state.survey.seats}
            named = (each for each in state.blockers if each.standing != "withdrawn")
            stuck = tuple(Stuck(names.get(each.member, ""), each) for each in named)
            zone = state.survey.zone if state.spikes else "UTC"
            near = tuple(each for each in state.actions if each.near(state.survey.day))
            return Digest(notice.place, notice.round, notice, stuck, state.spikes, zone, near)
        case _:
            return notice
