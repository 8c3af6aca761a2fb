"""How a spike begins: by somebody's form, or as the next question of another spike."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.ceremonies.spike.box import Box, require_size
from bot.ceremonies.spike.clock import turn
from bot.ceremonies.spike.state import FURTHEST, QUESTION_TEXT, About, Spike
from bot.errors import BadInput
from bot.model import Book, Member, MemberId, Turn


def begin(
    book: Book,
    question: str,
    size: timedelta,
    owners: Sequence[MemberId],
    by: Member,
    at: datetime,
    *,
    answer: str = "",
    hypothesis: str = "",
    about: About | None = None,
    starts_at: datetime | None = None,
) -> Turn[Spike]:
    """The turn with which a spike begins: now, or at `starts_at`. Raises BadInput, by field."""
    if not question.strip():
        raise BadInput("Say in a sentence what you want to find out.", "question")
    if len(question) > QUESTION_TEXT:
        raise BadInput(f"The question has {QUESTION_TEXT} characters at most.", "question")
    starts = starts_at or at
    if starts < at:
        raise BadInput("That is past. Leave the day empty and it begins now.", "start")
    if starts > at + FURTHEST:
        raise BadInput("Begin it within a month.", "start")
    there = {each.id: each for each in book.members if each.active}
    if not owners or any(each not in there for each in owners):
        raise BadInput("Name at least one owner, of this team.", "owner")
    whose = there[owners[0]]
    away = tuple(each for each in book.absences if each.member == whose.id)
    box = Box(require_size(size, whose), whose, away, since=starts)
    if box.when(size) is None:
        raise BadInput(f"{whose.name} is not at work in the next months. Name another owner.", "owner")
    state = Spike(
        book.team.name,
        book.team.zone,
        question.strip(),
        answer.strip(),
        hypothesis.strip(),
        about,
        by.id,
        by.name,
        tuple(there[each] for each in dict.fromkeys(owners)),
        box,
        starts,
        begun=starts == at,
        named=tuple(each for each in dict.fromkeys(owners) if each != by.id),
        waited=away,
    )
    return turn(state)
