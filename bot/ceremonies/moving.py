"""Whose a round is to move: its own people's and the leads'; where none of these is left, anybody's of the team."""

from collections.abc import Iterable

from bot.errors import NotYours
from bot.model import Book, Member, MemberId

#: Somebody whose it is to move, and their name.
Named = tuple[MemberId | None, str]


def of_team(book: Book, by: MemberId | None, can: str = "can do that") -> Member:
    """Whoever acts, who must be of the team. Raises NotYours."""
    who = next((each for each in book.members if each.id == by and each.active), None)
    if who is None:
        raise NotYours(f"Only people of this team {can}.")
    return who


def mover(
    book: Book,
    by: MemberId | None,
    own: Iterable[Named],
    *,
    whose: str = "",
    can: str = "can do that",
    anybody: bool = False,
) -> Member:
    """Whoever acts, where it is theirs to: `own`, and leads; anybody of the team where `anybody` says so, or none of
    these is left. Raises NotYours, naming those of `own` who are there; `whose` says it in their place."""
    there = {each.id: each for each in book.members if each.active}
    mine = {who: name for who, name in own if who in there}
    moving = {each.id for each in there.values() if each.leads} | mine.keys()
    if by is None or by not in there or not (by in moving or anybody or not moving):
        names = whose or ", ".join(dict.fromkeys(mine.values()))
        raise NotYours(
            f"Only {names} and the team's leads {can}." if names else f"Only the team's leads {can}."
        )
    return there[by]
