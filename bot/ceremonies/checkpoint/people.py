"""Who is asked by a checkpoint, and who may do what at it."""

from dataclasses import replace

from bot.ceremonies.checkpoint.state import Checkpoint
from bot.errors import NotYours
from bot.model import Book, Member, MemberId


def around(state: Checkpoint, book: Book, owner: MemberId | None = None) -> Checkpoint:
    """With its owner and who decides as they are now: those whom the experiment names or, where none of them is
    there, the leads."""
    known, named = {each.id: each for each in book.members}, state.facts.setup.deciders
    whose = owner or state.owner.id
    gone = replace(state.owner, id=whose, active=False)
    there = tuple(each for each in book.members if each.active)
    deciders = tuple(each for each in there if each.id in named) or tuple(
        each for each in there if each.leads
    )
    ids = {whose, *(each.id for each in deciders)}
    away = tuple(each for each in book.absences if each.member in ids)
    return replace(state, owner=known.get(whose, gone), deciders=deciders, away=away)


def decider(state: Checkpoint, by: MemberId | None, book: Book) -> Member:
    """Whoever may decide: who is asked, and leads; where nobody is, anybody of the team. Raises NotYours."""
    who = _there(by, book)
    asked = {each.id for each in state.deciders}
    if who is None or not (who.leads or who.id in asked or not asked):
        names = [each.name for each in state.deciders if not each.leads][:3]
        whoever = f"{', '.join(names)} and the team's leads" if names else "the team's leads"
        raise NotYours(f"Only {whoever} decide that.")
    return who


def reporter(state: Checkpoint, by: MemberId | None, book: Book) -> Member:
    """Whoever may say what the sprint came to: its owner, and leads. Raises NotYours."""
    who = _there(by, book)
    if who is None or not (who.leads or who.id == state.owner.id):
        raise NotYours(f"Only {state.owner.name} and the team's leads can say that.")
    return who


def _there(by: MemberId | None, book: Book) -> Member | None:
    return next((each for each in book.members if each.id == by and each.active), None)
