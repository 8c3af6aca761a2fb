"""What a retro remembers of those before: their open actions, notes that nobody read, and themes that come again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import schedule
from bot.book.fortnight import figures
from bot.book.grouping import alike
from bot.book.topics import Topic, topics
from bot.ceremonies.action import Carry, Source
from bot.ceremonies.experiment import trial
from bot.ceremonies.retro.acts import Emptied
from bot.ceremonies.retro.state import Beat, Earlier, Item, Retro, Theme
from bot.ceremonies.retro.writing import nameless
from bot.model import Book, Past, Round, Tell

#: A team's first retro looks back on so many days; no retro looks back on more than the second.
USUAL, MOST = timedelta(days=14), timedelta(days=90)
#: Earlier pulses that are shown beside this one.
BEATS = 12
_DAY = timedelta(days=1)


def _past(book: Book) -> list[tuple[date, Retro]]:
    """Those that were held and when, oldest first."""
    held: list[Retro] = [each.state for each in book.retros if each.state.held_on]
    return [(each.held_on, each) for each in sorted(held, key=_end) if each.held_on]


def _end(state: Retro) -> datetime:
    return state.closed_at or state.opened_at


def begun(state: Retro, at: datetime, book: Book) -> Retro:
    """What it opens with: the open actions of those before it, the notes that waited, and the days that it looks back
    on. The day on which the last one ended counts here, and not there."""
    today = schedule.local_day(at, state.zone)
    past = _past(book)
    since = min(_reached(past[-1][0] if past else today - USUAL, today), today)
    items = tuple(_carried(number, each) for number, each in enumerate(book.actions, start=1))
    trend = tuple(_beats(past, state.settings.pulse))[-BEATS:]
    state = replace(
        state,
        since=since,
        hints=_hints(book.past, since, today, state.zone) if book.past else (),
        items=items,
        trend=trend,
    )
    return _gathering_all(state, book)


def _hints(past: Past, since: date, today: date, zone: str) -> tuple[Topic, ...]:
    return topics(past, past.sprints, since, today, zone, trials=tuple(map(trial, past.experiments)))


def _reached(day: date, today: date) -> date:
    """That day, or as far back as a retro looks."""
    return max(day, today - MOST)


def _gathering_all(state: Retro, book: Book) -> Retro:
    """With the notes that waited, of no column: the one that they waited in may have asked otherwise."""
    waited = [replace(note, column="") for each in waiting(state, book) for note in each.state.notes]
    notes = tuple(sorted((*state.notes, *waited), key=lambda each: each.id))
    secrets = [each.state.secret for each in waiting(state, book) if each.state.secret.key]
    if not state.secret.key and secrets:
        state = replace(state, secret=secrets.pop(0))
    others = tuple(key for each in secrets for key in (each.key, *each.others))
    secret = replace(state.secret, others=(*state.secret.others, *others))
    return replace(state, notes=nameless(notes) if state.settings.anonymous else notes, secret=secret)


def looked_back(state: Retro, at: datetime, book: Book) -> Retro:
    """With its days in figures, up to yesterday: today is the first of the next one's."""
    if book.past is None or state.since is None:
        return state
    today = schedule.local_day(at, state.zone)
    first = _reached(state.since, today)
    last = today - _DAY
    if last < first:
        return state
    tried = tuple(map(trial, book.past.experiments))
    return replace(state, figures=figures(book.past, book.past.sprints, first, last, state.zone, tried))


def _carried(number: int, action: Round[Any]) -> Item:
    its = action.state
    return Item(
        number,
        its.text,
        its.owner.id,
        its.owner.name,
        its.due,
        its.link,
        action.id,
        its.standing,
        carried=True,
    )


def _beats(past: list[tuple[date, Retro]], question: str) -> Iterator[Beat]:
    for day, each in past:
        if each.pulse and each.pulse.question == question and each.pulse.mean is not None:
            yield Beat(day, each.pulse.mean, each.pulse.answers)


def waiting(state: Retro, book: Book) -> tuple[Round[Any], ...]:
    """Those whose notes come to a retro that opens now: what waits for nothing, and for one that somebody begins by
    hand (it has no hour of its own) also what waits for its own day."""
    return tuple(
        each
        for each in book.retros
        if each.state.phase == "notes" and (each.state.due is None or state.due is None)
    )


def told(round_: Round[Retro], at: datetime, state: Retro, book: Book) -> tuple[Tell, ...]:
    """What others hear when a retro opens: its actions are shown here too, and their notes are taken."""
    carried = [
        Tell(each.round, Carry(Source(round_.id, each.number)))
        for each in state.items
        if each.round is not None
    ]
    act = Emptied(round_.id, schedule.local_day(at, state.zone))
    return (*carried, *(Tell(each.id, act) for each in waiting(round_.state, book)))


def remembered(state: Retro, book: Book) -> Retro:
    """With what earlier retros talked about that shares words with a topic of this one: the last time, whoever reads it
    tells whether it is the same."""
    past = [(day, _talked(each)) for day, each in reversed(_past(book))]

    def last(theme: Theme) -> Earlier | None:
        if theme.number not in state.topics or not theme.title:
            return None
        found = (Earlier(day, title) for day, titles in past for title in titles if alike(theme.title, title))
        return next(found, None)

    return replace(state, themes=tuple(replace(each, last=last(each)) for each in state.themes))


def _talked(state: Retro) -> list[str]:
    return [each.title for each in state.themes if each.number in state.topics and each.title]
