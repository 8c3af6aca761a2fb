"""The notice that an epic's forecast has crossed the end of its quarter: once a crossing, in the team's channel.

It is a round that asks nothing, and is over when it begins.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.book.epics import Figures, quarter
from bot.model import Act, Book, Ceremony, MemberId, Notice, Opening, Record, Room, Round, Row, Turn

KIND = "epic"
#: What could not be told for so long is no news any more: the next sprint's end says it anew.
STALE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Crossing:
    """An epic whose forecast has crossed its quarter's end: `late`, or back within it, or all done. Points but for
    `unestimated`; `half` and `sure` None: later than `horizon`, and where that is None too nothing is known."""

    name: str
    quarter: str
    ends: date
    late: bool
    done: bool = False
    left: int = 0
    unestimated: int = 0
    ahead: int = 0
    half: date | None = None
    sure: date | None = None
    horizon: date | None = None
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Crossed(Notice):
    """The crossing as it is told."""

    crossing: Crossing
    since: datetime | None = field(default=None, compare=False)

    def goes(self, at: datetime) -> datetime | None:
        return None if self.since and at >= self.since + STALE else at


def opening(now: Figures, today: date, *, rough: bool = False) -> Opening:
    """The round that tells it; once its quarter is over, without dates, which are of no use then. ValueError for an
    epic without a quarter, which cannot cross its end."""
    wanted = quarter(now.epic)
    if wanted is None:
        raise ValueError("no quarter")
    dates = now.dates if today <= wanted.last else None
    crossing = Crossing(
        now.epic.name,
        wanted.label,
        wanted.last,
        now.late,
        now.course == "done",
        now.left,
        now.unestimated,
        now.ahead,
        dates.half if dates else None,
        dates.sure if dates else None,
        dates.horizon if dates else None,
        rough and dates is not None,
    )
    return Opening(KIND, now.epic.id, Turn(crossing, over=True))


def advance(
    round_: Round[Crossing], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Crossing]:
    """Nothing comes after it."""
    del act, by, at, book
    return Turn(round_.state, over=True)


def show(round_: Round[Crossing]) -> dict[str, Notice]:
    """One message in the channel."""
    return {"tell": Crossed(Room(), round_.id, round_.state, since=round_.opened_at)}


def record(round_: Round[Crossing]) -> tuple[Record, ...]:
    """What the channel was told."""
    told = round_.state
    row: Row = {
        "round": round_.id,
        "at": round_.opened_at,
        "epic": told.name,
        "quarter": told.quarter,
        "ends": told.ends,
        "late": told.late,
        "done": told.done,
        "left_points": told.left,
        "unestimated": told.unestimated,
        "half": told.half,
        "sure": told.sure,
    }
    return (Record("epic_crossings", row),)


CEREMONY: Ceremony[Crossing] = Ceremony(KIND, Crossing, type(None), advance, show, record=record)
