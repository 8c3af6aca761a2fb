"""How a digest begins, on its day or at once; and when each of its readers is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import schedule, worktime
from bot.ceremonies import news
from bot.ceremonies.digest.gathering import begins, gather, is_bare
from bot.ceremonies.digest.shown import spreads
from bot.ceremonies.digest.state import Digest, Open, Settings, TakenBack
from bot.ceremonies.news import News, Reader
from bot.model import Act, Book, Member, MemberId, Opening, Plan, Round, RoundId, Tick, Turn

_DAY = timedelta(days=1)


def make(plan: Plan, book: Book, at: datetime) -> Digest:
    """The digest as it would be at this moment: all that came to pass since the last one."""
    settings: Settings = plan.settings
    digest = gather(book, settings, min(begins(book, plan, at), at), at)
    bare = is_bare(digest, book.digest.state if book.digest else None)
    there = {settings.channel, *(each.id for each in book.readers if each.active)}
    return replace(
        digest, bare=bare, empty=bare and not any(each.where in there for each in digest.questions)
    )


def begin(plan: Plan, book: Book, at: datetime) -> Turn[Digest]:
    """The turn with which it is posted: in its channel at once, to people when they are next at work."""
    readers = tuple(Reader(each.id, _reads_at(each, at)) for each in book.readers if each.active)
    state = replace(make(plan, book, at), readers=readers)
    if state.bare and plan.settings.quiet == "silence":
        state = _where_asked(state)
    return _turn(replace(state, spreads=spreads(state)), at)


def _where_asked(state: Digest) -> Digest:
    """Who has nothing new to read and waits for no answer gets no message."""
    asked = {each.where for each in state.questions}
    return replace(
        state,
        channel=state.channel if state.channel in asked else None,
        readers=tuple(each for each in state.readers if each.member in asked),
    )


def is_unread(plan: Plan, book: Book) -> bool:
    """Whether it would reach nobody."""
    return plan.settings.channel is None and not any(each.active for each in book.readers)


def open_(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Digest] | Opening | None:
    """The turn of a day, made at `at`, however late that is. None where a later one is due too, which tells it all; and
    where there is nothing to say, and silence is asked for. What nobody can read stays to be told: those who lead hear
    of that instead, once for as long as the settings stay as they are."""
    zone = plan.schedule.zone or book.team.zone
    following = schedule.next_day(plan.schedule, day + _DAY)
    if schedule.instant(following, plan.schedule.at, zone) <= at:
        return None
    turn = begin(plan, book, at)
    if turn.state.empty and plan.settings.quiet == "silence":
        return None
    if is_unread(plan, book):
        it = News("unread", plan.kind, book.team.name)
        return news.opening(f"{it.what}/{plan.settings.saved_at}", it, news.led_by(book.members, plan), at)
    return turn


def _reads_at(reader: Member, at: datetime) -> datetime:
    """When they are at work; who is not in the next months, as having no working days, reads it now."""
    starts = next((starts for starts, _ in worktime.windows(reader, at)), None)
    return starts or schedule.after_quiet(reader, at)


def advance(round_: Round[Digest], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Digest]:
    """Those whose time has come are told, if it is sent to them still; and what was asked may be taken back."""
    del by
    match act:
        case Tick():
            return _turn(_still_sent(round_.state, book.plan, at), at)
        case TakenBack(question):
            return _waiting(_without(round_.state, question))
        case _:
            return _waiting(round_.state)


def _still_sent(state: Digest, plan: Plan | None, at: datetime) -> Digest:
    """Who was taken off since gets it no more; nor does anybody whose turn comes while it is paused, or has ended."""
    if plan is None:
        return state
    stopped = plan.state == "deleted" or (plan.state == "paused" and not plan.held)
    sent = () if stopped else plan.settings.people
    readers = tuple(each for each in state.readers if each.told or each.at > at or each.member in sent)
    return state if readers == state.readers else replace(state, readers=readers)


def _without(state: Digest, question: RoundId) -> Digest:
    return replace(
        state,
        questions=tuple(gone(each) if each.question == question else each for each in state.questions),
    )


def moved(state: Digest, settings: Settings, *, here: bool) -> Digest:
    """As it is posted in the plan's other channel: the one that it was made for did not take it."""
    spread = tuple(
        replace(each, where=settings.channel or "") if each.where == state.channel else each
        for each in state.spreads
    )
    return replace(
        state,
        channel=settings.channel,
        channel_name=settings.channel_name,
        private=settings.private,
        here=here,
        spreads=spread,
    )


def gone(asked: Open) -> Open:
    """What is left of a question that is nobody's business any more."""
    return replace(asked, text="", name="", asker=MemberId(""), gone=True)


def _turn(state: Digest, at: datetime) -> Turn[Digest]:
    readers = tuple(
        replace(each, told=True) if each.at <= at and not each.told else each for each in state.readers
    )
    return _waiting(state if readers == state.readers else replace(state, readers=readers))


def _waiting(state: Digest) -> Turn[Digest]:
    ahead = [each.at for each in state.readers if not each.told]
    return Turn(state, min(ahead, default=None), over=not ahead)
