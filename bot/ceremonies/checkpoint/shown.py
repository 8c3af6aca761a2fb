"""What people see of a checkpoint: the question in the channel, and what its owner and who decides are asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.ceremonies import asking
from bot.ceremonies.checkpoint.clock import asked, asked_for_verdict, decided_anew
from bot.ceremonies.checkpoint.state import (
    Answered,
    Checkpoint,
    Daysless,
    Facts,
    Lack,
    Matter,
    Phase,
    Told,
    Undone,
)
from bot.ceremonies.experiment.state import Ended, Judgement
from bot.model import Dm, Member, MemberId, Notice, Picture, Room, Round, RoundId

CARD = "card"
#: Why a message is a thing of the past: something else is asked, or whom it was sent to is asked no more.
Past = Literal["", "answered", "not asked"]


@dataclass(frozen=True, slots=True)
class Card(Notice):
    """The question in the channel, and what came of it."""

    experiment: RoundId
    sprint: int
    facts: Facts
    phase: Phase
    lack: Lack = ""
    answered: Answered | None = None
    later: tuple[str, ...] = ()
    judgement: Judgement | None = None
    ended: Ended | None = None
    undoable: bool = False
    reopened: bool = False  #: since it was decided

    @property
    def moot(self) -> bool:
        return self.phase in {"ended", "outdated", "undecided", "unwanted"}

    @property
    def picture(self) -> Picture | None:
        return self.facts.curve


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """One person is asked: what it came to, whether it goes on, or for the verdict; or hears what was taken back of
    that."""

    experiment: RoundId
    team: str
    sprint: int
    matter: Matter
    facts: Facts
    phase: Phase
    lack: Lack = ""
    daysless: Daysless | None = None
    past: Past = ""
    judgement: Judgement | None = None
    ended: Ended | None = None
    reopened: bool = False  #: since it was decided
    undone: Undone | None = None  #: of a verdict, why it is not asked for; else what this is about
    who: Member | None = field(default=None, compare=False, repr=False)
    state: Checkpoint | None = field(default=None, compare=False, repr=False)

    @property
    def moot(self) -> bool:
        return bool(self.past)

    def goes(self, at: datetime) -> datetime | None:
        """What could not be sent at its moment waits until they are at work again."""
        if self.who is None or self.state is None:
            return at
        return asking.goes(self.who, at, self.state.away)


def show(round_: Round[Checkpoint]) -> dict[str, Notice]:
    """All slots of a checkpoint."""
    state, slots = round_.state, dict[str, Notice]()
    if state.put_at:
        slots[CARD] = Card(
            Room(),
            round_.id,
            state.experiment,
            state.sprint,
            state.facts,
            state.phase,
            state.lack,
            state.answered,
            tuple(dict.fromkeys(each.by_name for each in state.later)) if state.phase == "open" else (),
            state.judgement,
            state.ended,
            state.judgement is not None
            and not (round_.over or state.ended or state.outdated or state.unwanted or state.reopened),
            state.reopened,
        )
    for number, each in enumerate(state.told, start=1):
        slots[f"{each.matter}:{each.to}:{number}"] = _ask(round_.id, state, each)
    return slots


def _ask(round_: RoundId, state: Checkpoint, told: Told) -> Ask:
    past = _past(state, told)
    return Ask(
        Dm(told.to),
        round_,
        state.experiment,
        state.team,
        state.sprint,
        told.matter,
        _brief(state.facts, told, past),
        state.phase,
        state.lack if told.matter == "report" else "",
        state.daysless if told.matter == "report" else None,
        past,
        state.judgement,
        state.ended,
        state.reopened,
        _undone(state, told),
        who=_known(state, told.to),
        state=state,
    )


def _undone(state: Checkpoint, told: Told) -> Undone | None:
    """What was taken back before somebody heard of it; of a verdict, what was taken back since they were asked."""
    match told.matter:
        case "undone":
            theirs = (each for each in state.undone if each.judgement.by == told.to and each.at <= told.at)
            return next(reversed([*theirs]), None)
        case "verdict":
            return next((each for each in state.undone if each.at >= told.at), None)
        case _:
            return None


def _brief(facts: Facts, told: Told, past: Past) -> Facts:
    """What this message tells of it: what it does not say changes nothing of it."""
    asks = told.matter in {"decide", "again"} and not past
    return Facts(
        facts.key,
        facts.setup,
        latest=facts.latest,
        advice=facts.advice if asks else None,
        called=facts.called,
        broken=facts.broken if asks else (),
    )


def _past(state: Checkpoint, told: Told) -> Past:
    match told.matter:
        case "report":
            open_ = bool(state.lack) and state.phase in {"asked", "open"}
            there = told.to == state.owner.id and state.owner.active
        case "verdict":
            judged = state.judgement
            stopped = judged is not None and judged.going == "stop" and judged.at <= told.at
            open_ = stopped and not (state.ended or state.reopened)
            there = any(each.id == told.to for each in asked_for_verdict(state))
        case "undone":
            undone = _undone(state, told)
            return "answered" if undone and decided_anew(state, undone) else ""
        case _:
            open_ = state.phase == "open"
            there = any(each.id == told.to for each in asked(state))
    if not open_:
        return "answered"
    return "" if there else "not asked"


def _known(state: Checkpoint, member: MemberId) -> Member | None:
    return next((each for each in (state.owner, *state.deciders, *state.others) if each.id == member), None)
