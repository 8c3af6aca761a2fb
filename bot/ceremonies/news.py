"""News for those who lead: what became of their plan though none of them did it. Each reads it once.

It is a round that asks nothing. It ends when the last of its readers was told, which is at once but for those who
keep quiet hours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot import schedule
from bot.ceremonies.erased import unnamed
from bot.model import (
    Act,
    Book,
    Ceremony,
    Dm,
    Member,
    MemberId,
    Notice,
    Opening,
    Plan,
    Room,
    Round,
    Turn,
)

KIND = "news"

#: What could not be told for so long is no news any more.
STALE = timedelta(days=2)
#: The plan was held, and why; it goes on; nobody is left who leads it; a channel outside of the team is out of reach;
#: whom it was sent to are all gone.
What = Literal["archived", "gone", "kicked", "restricted", "on", "leaderless", "cut off", "unread"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to be told, at a moment outside their quiet hours."""

    member: MemberId
    at: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a plan of a team, and who reads it: in the channel where `readers` are none."""

    what: What
    plan: str  #: its kind, as in "standup"
    team: str
    readers: tuple[Reader, ...] = ()
    day: date | None = None  #: when it falls next
    name: str = ""  #: of whoever led it last, or of that channel


@dataclass(frozen=True, slots=True)
class Story(Notice):
    """The news as it is told."""

    what: What
    plan: str
    team: str
    day: date | None = None
    name: str = ""
    since: datetime | None = field(default=None, compare=False)

    def goes(self, at: datetime) -> datetime | None:
        return None if self.since and at >= self.since + STALE else at


def led_by(seated: Iterable[Member], plan: Plan) -> list[Member]:
    """The plan's owner and all leads; where none is left, the admins among the members."""
    active = [each for each in seated if each.active]
    leads = [each for each in active if "lead" in each.roles or each.id == plan.owner]
    return leads or [each for each in active if each.admin]


def opening(key: str, news: News, members: Sequence[Member], at: datetime) -> Opening:
    """The round that tells these members; with nobody to tell, the channel reads it. `key` tells one such piece of
    news of a plan from another."""
    readers = tuple(Reader(each.id, schedule.after_quiet(each, at)) for each in members)
    return Opening(KIND, key, _turn(replace(news, readers=readers), at))


def advance(round_: Round[News], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[News]:
    """Tell those whose time has come."""
    del act, by, book
    return _turn(round_.state, at)


def _turn(news: News, at: datetime) -> Turn[News]:
    readers = tuple(replace(each, told=True) if each.at <= at else each for each in news.readers)
    waiting = [each.at for each in readers if not each.told]
    return Turn(replace(news, readers=readers), min(waiting, default=None), over=not waiting)


def show(round_: Round[News]) -> dict[str, Notice]:
    """A direct message for each who was told, or one message in the channel."""
    news = round_.state
    said = (news.what, news.plan, news.team, news.day, news.name)
    if not news.readers:
        return {"tell": Story(Room(), round_.id, *said, since=round_.opened_at)}
    return {
        f"tell:{each.member}": Story(Dm(each.member), round_.id, *said, since=each.at)
        for each in news.readers
        if each.told
    }


CEREMONY: Ceremony[News] = Ceremony(KIND, News, type(None), advance, show, erase=unnamed)
