"""How an experiment goes on: results, changes that are seen, and a verdict with its decision."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.experiment.beside import tells
from bot.ceremonies.experiment.setting import altered, checked
from bot.ceremonies.experiment.shown import broken_now, missed
from bot.ceremonies.experiment.state import (
    TEXT,
    Alter,
    Correct,
    Decide,
    Drop,
    Ended,
    Experiment,
    ExperimentStands,
    HandOver,
    Judged,
    Judgement,
    Record,
    Reopen,
    Setup,
    TakeOut,
    Unjudged,
    Watch,
)
from bot.ceremonies.experiment.taking import corrected, recorded, taken_out
from bot.errors import BadInput, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, Tell, Turn

_MOVES = (Record, Correct, TakeOut, Alter, Decide, Drop, HandOver)


def begin(book: Book, key: str, setup: Setup, owner: Member, at: datetime) -> Turn[Experiment]:
    """The turn with which an experiment is registered. Raises BadInput by field."""
    state = Experiment(key, book.team.name, book.team.zone, checked(setup), owner.id, owner.name, at)
    return Turn(state, tells=tells(None, state, book), concerns=_concerned(state))


def advance(
    round_: Round[Experiment], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Experiment]:
    """What an act makes of an experiment.

    Raises Settled where it has its verdict, NotYours, NotFound, Refused, and BadInput by field.
    """
    state = round_.state
    if state.ended and isinstance(act, _MOVES):
        raise Settled(over(state))
    after = _after(state, act, by, at, book)
    ended = after.ended is not None
    told = (*_tells(state, act, after), *tells(state, after, book))
    return Turn(after, tells=told, over=ended, concerns=_concerned(state, after))


def over(state: Experiment) -> str:
    """Why nothing can be done to it any more, and what helps: in plain words, since jobs read them in a terminal."""
    return f"{state.key} has its verdict. Reopen stands below /experiment show {state.key}."


def _concerned(*states: Experiment) -> tuple[MemberId, ...]:
    """Whose Homes show it, or did: its owner, and who was named to decide."""
    return tuple(dict.fromkeys(who for each in states for who in (each.owner, *each.setup.deciders)))


def _tells(before: Experiment, act: Act, after: Experiment) -> Iterator[Tell]:
    """Its checkpoint hears how it stands; the one before that, that it is not asked any more."""
    if isinstance(act, Judged | Unjudged) or (after == before and not isinstance(act, Watch)):
        return
    for each in dict.fromkeys((before.checkpoint, after.checkpoint)):
        if each:
            yield Tell(each, ExperimentStands(after))


def _after(state: Experiment, act: Act, by: MemberId | None, at: datetime, book: Book) -> Experiment:
    match act:
        case Record():
            who = next((each for each in book.members if each.id == by), None)
            return recorded(state, act, who, at)
        case MemberChanged(member):
            name = next((each.name for each in book.members if each.id == member), state.owner_name)
            return replace(state, owner_name=name) if member == state.owner else state
        case Correct(number) | TakeOut(number):
            if not _gave(state, number, by, book):
                mover(state, by, book)
            return corrected(state, act) if isinstance(act, Correct) else taken_out(state, act)
        case Alter() | Decide() | Drop() | HandOver() | Reopen():
            return _moved(state, act, mover(state, by, book), at, book)
        case Watch() | Judged() | Unjudged():
            return _followed(state, act)
        case _:
            return state


def _followed(state: Experiment, act: Watch | Judged | Unjudged) -> Experiment:
    """What its checkpoint tells it."""
    match act:
        case Watch(checkpoint):
            return replace(state, checkpoint=checkpoint)
        case Judged(judgement):
            return replace(state, judged=(*_others(state, judgement.sprint), judgement))
        case Unjudged(sprint):
            return replace(state, judged=_others(state, sprint))


def _others(state: Experiment, sprint: int) -> tuple[Judgement, ...]:
    return tuple(each for each in state.judged if each.sprint != sprint)


def _moved(
    state: Experiment,
    act: Alter | Decide | Drop | HandOver | Reopen,
    by: Member,
    at: datetime,
    book: Book,
) -> Experiment:
    match act:
        case Reopen():
            if state.ended is None:
                raise Settled("It goes on already.")
            return replace(state, ended=None)
        case Alter(setup):
            return altered(state, setup, by, at, book.members)
        case Decide(verdict, decision, stories, titles):
            said = _reason(decision, "decision", "Say what is done now: that is what it was for.")
            return _ended(state, Ended(at, by.id, by.name, said, verdict, stories, titles))
        case Drop(why):
            said = _reason(why, "why", "Say in a few words why.")
            return _ended(state, Ended(at, by.id, by.name, said))
        case HandOver(to):
            new = next((each for each in book.members if each.id == to and each.active), None)
            if new is None:
                raise BadInput("Name somebody of this team.", "owner")
            return replace(state, owner=new.id, owner_name=new.name)


def _gave(state: Experiment, number: int, by: MemberId | None, book: Book) -> bool:
    """Whether a result is their own, so that a slip of theirs is theirs to put right."""
    there = any(each.id == by and each.active for each in book.members)
    return there and any(each.number == number and each.by == by for each in state.results)


def _ended(state: Experiment, ended: Ended) -> Experiment:
    ended = replace(ended, missed=missed(state), broken=len(broken_now(state)))
    return replace(state, ended=ended, verdicts=(*state.verdicts, ended))


def _reason(text: str, field: str, missing: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise BadInput(missing, field)
    if len(said) > TEXT:
        raise BadInput(f"That has {TEXT} characters at most; yours has {len(said)}.", field)
    return said


def mover(state: Experiment, by: MemberId | None, book: Book) -> Member:
    """Whoever may change it: its owner, and leads; where they have left, anybody of the team. Raises NotYours."""
    return moving.mover(book, by, ((state.owner, state.owner_name),))
