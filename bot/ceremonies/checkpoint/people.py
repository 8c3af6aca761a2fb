"""Who is asked by a checkpoint, and who may do what at it."""

from dataclasses import replace

from bot.ceremonies import moving
from bot.ceremonies.checkpoint.state import Checkpoint
from bot.model import Book, Member, MemberId

#: So many are named to who may not decide.
_NAMED = 3


def around(state: Checkpoint, book: Book, owner: MemberId | None = None) -> Checkpoint:
    """With its owner, who decides and who leads as they are now. Who decides: those whom the experiment names or, where
    none of them is there, the leads."""
    known, named = {each.id: each for each in book.members}, state.facts.setup.deciders
    whose = owner or state.owner.id
    gone = replace(state.owner, id=whose, active=False)
    there = tuple(each for each in book.members if each.active)
    put_off = {each.by for each in state.later}
    taken_back = {each.judgement.by for each in state.undone}
    deciders = tuple(each for each in there if each.id in named) or tuple(
        each for each in there if each.leads
    )
    others = tuple(each for each in there if each.leads or each.id in put_off | taken_back)
    ids = {whose, *(each.id for each in (*deciders, *others))}
    away = tuple(each for each in book.absences if each.member in ids)
    return replace(state, owner=known.get(whose, gone), deciders=deciders, others=others, away=away)


def decider(state: Checkpoint, by: MemberId | None, book: Book) -> Member:
    """Whoever may decide: who is asked, and leads; where nobody is, anybody of the team. Raises NotYours."""
    own = [(each.id, each.name) for each in state.deciders if not each.leads]
    named = ", ".join(name for _, name in own[:_NAMED])
    return moving.mover(book, by, own, whose=named, can="decide that", anybody=not state.deciders)


def reporter(state: Checkpoint, by: MemberId | None, book: Book) -> Member:
    """Whoever may say what the sprint came to: its owner, and leads. Raises NotYours."""
    return moving.mover(book, by, ((state.owner.id, state.owner.name),), can="can say that")
