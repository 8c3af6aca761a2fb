"""How a digest begins, on its day or at once; and when each of its readers is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import schedule, worktime
from bot.ceremonies.digest.gathering import begins, gather, is_empty
from bot.ceremonies.digest.state import Digest, Settings
from bot.ceremonies.news import Reader
from bot.model import Act, Book, Member, MemberId, Plan, Round, Tick, Turn

_DAY = timedelta(days=1)


def make(plan: Plan, book: Book, at: datetime) -> Digest:
    """The digest as it would be at this moment: all that came to pass since the last one."""
    settings: Settings = plan.settings
    digest = gather(book, settings, min(begins(book, plan, at), at), at)
    last = book.digest.state if book.digest else None
    return replace(digest, empty=is_empty(digest, last))


def begin(plan: Plan, book: Book, at: datetime) -> Turn[Digest]:
    """The turn with which it is posted: in its channel at once, to people when they are next at work."""
    readers = tuple(
        Reader(each.id, moment)
        for each in book.readers
        if each.active and (moment := _reads_at(each, at)) is not None
    )
    return _turn(replace(make(plan, book, at), readers=readers), at)


def open_(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Digest] | None:
    """The turn of a day, made at `at`, however late that is. None where a later one is due too, which tells it all; and
    where there is nothing to say, and silence is asked for."""
    zone = plan.schedule.zone or book.team.zone
    following = schedule.next_day(plan.schedule, day + _DAY)
    if schedule.instant(following, plan.schedule.at, zone) <= at:
        return None
    turn = begin(plan, book, at)
    return None if turn.state.empty and plan.settings.quiet == "silence" else turn


def _reads_at(reader: Member, at: datetime) -> datetime | None:
    """When they are at work; None: not in the next months."""
    return next((starts for starts, _ in worktime.windows(reader, at)), None)


def advance(round_: Round[Digest], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Digest]:
    """Those whose time has come are told. Nothing else changes it."""
    del by, book
    return _turn(round_.state, at) if isinstance(act, Tick) else _waiting(round_.state)


def _turn(state: Digest, at: datetime) -> Turn[Digest]:
    readers = tuple(
        replace(each, told=True) if each.at <= at and not each.told else each for each in state.readers
    )
    return _waiting(state if readers == state.readers else replace(state, readers=readers))


def _waiting(state: Digest) -> Turn[Digest]:
    ahead = [each.at for each in state.readers if not each.told]
    return Turn(state, min(ahead, default=None), over=not ahead)
