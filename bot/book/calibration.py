"""How well a team's claims held: how many of the stories that it claimed for a sprint were finished in it, by kind and
by size. About a team, never about a person, and silent where there is little to go by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import get_args

from bot.model import StoryKind

KINDS: tuple[StoryKind, ...] = get_args(StoryKind)
#: Of fewer claims than this nothing is said: one more or less would turn it round.
FEW = 5
_TEN = 10
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Claim:
    """A story that was claimed for a sprint: one for each story, however many sprints it then went through."""

    points: int  #: what it was estimated at when it was claimed
    kind: StoryKind
    sprint: int  #: the number of the sprint that it was claimed for first
    finished_in: int | None = None  #: how many sprints it took; 1: its own. None: it is not finished
    rolled: int = 0  #: while it is not finished: how many times it has rolled over until now

    @property
    def rollovers(self) -> int:
        """How many times it rolled over; while it is not finished, at least so many times."""
        return self.rolled if self.finished_in is None else self.finished_in - 1


@dataclass(frozen=True, slots=True)
class Record:
    """What became of `claims` claims: `kept` of them were finished in their own sprint, `unfinished` are not yet.
    `rollovers` is their mean, and with any unfinished the least that it can come to. Of all sizes where `points` is
    None, of all kinds where `kind` is."""

    claims: int
    kept: int
    rollovers: Fraction
    unfinished: int = 0
    points: int | None = None
    kind: StoryKind | None = None


def record(
    claims: Iterable[Claim], ended: int, points: int | None = None, kind: StoryKind | None = None
) -> Record | None:
    """The record of the claims of this size and kind; None for fewer than FEW. `ended` is the number of the last sprint
    that has ended, 0 before the first.

    Claims of a sprint that still runs do not count, not even those that are finished already: who counted these would
    leave out just the slow ones. Of a sprint that has ended every claim counts, and whether it was finished in it is
    known for good; one that was dropped was not.
    """
    settled = [each for each in claims if each.sprint <= ended]
    of = [each for each in settled if points in (None, each.points) and kind in (None, each.kind)]
    if len(of) < FEW:
        return None
    return Record(
        len(of),
        sum(each.finished_in == 1 for each in of),
        Fraction(sum(each.rollovers for each in of), len(of)),
        sum(each.finished_in is None for each in of),
        points,
        kind,
    )


def nearest(claims: Sequence[Claim], ended: int, points: int, kind: StoryKind) -> Record | None:
    """The record that says most about a story of this size and kind: of its size and kind, else of its size, else of
    the team; None where even the team has fewer than FEW claims."""
    return (
        record(claims, ended, points, kind) or record(claims, ended, points=points) or record(claims, ended)
    )


def records(claims: Sequence[Claim], ended: int) -> tuple[Record, ...]:
    """All that can be said: of the team, of each kind, of each size, and of each size and kind, rising."""
    return tuple(each for each in _records(claims, ended) if each is not None)


def _records(claims: Sequence[Claim], ended: int) -> Iterator[Record | None]:
    sizes = sorted({each.points for each in claims})
    yield record(claims, ended)
    yield from (record(claims, ended, kind=kind) for kind in KINDS)
    yield from (record(claims, ended, points=points) for points in sizes)
    yield from (record(claims, ended, points, kind) for points in sizes for kind in KINDS)


def sentence(of: Record | None) -> str:
    """ "8-pointers of kind experiment finish in their sprint 4 times in 10."; empty where there is nothing to say.

    Of other than ten claims it gives their number too. Half a time in ten is left out rather than promised, and never
    and always are said only of what never and always happened.
    """
    if of is None:
        return ""
    counted = "" if of.claims == _TEN else f" ({of.kept} of {of.claims})"
    return f"{_stories(of)} finish in their sprint {_in_ten(of.kept, of.claims)}{counted}."


def rollovers_sentence(of: Record | None) -> str:
    """ "They roll over 0.8 times on average.", with "at least" while some are not finished; empty where there is
    nothing to say. To one digit behind the point; halves go up, since it is no promise that a story rolls less."""
    if of is None:
        return ""
    if not of.rollovers:
        return "None of them has rolled over."
    tenths = max(1, int(of.rollovers * _TEN + _HALF))
    least = "at least " if of.unfinished else ""
    said = f"{tenths / _TEN:g}"
    return f"They roll over {least}{said} {'time' if said == '1' else 'times'} on average."


def _stories(of: Record) -> str:
    size = "Stories" if of.points is None else f"{of.points}-pointers"
    if of.kind is not None:
        return f"{size} of kind {of.kind}"
    return "Stories of this team" if of.points is None else size


def _in_ten(kept: int, claims: int) -> str:
    exact = Fraction(_TEN * kept, claims)
    tenths = ceil(exact - _HALF)
    if exact == tenths:
        return _times(tenths)
    if tenths == 0:
        return "less than once in 10"
    return f"more than {_times(_TEN - 1)}" if tenths == _TEN else f"about {_times(tenths)}"


def _times(number: int) -> str:
    return "once in 10" if number == 1 else f"{number} times in {_TEN}"
