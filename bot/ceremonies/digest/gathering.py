"""What a digest says: what came to pass since the last one, each thing once, and how it stands now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot import schedule
from bot.book.epics import Figures, figures, key, quarter
from bot.book.forecast import ENOUGH
from bot.ceremonies.digest import tried
from bot.ceremonies.digest.state import (
    FINDING,
    LATELY,
    TEXT,
    Digest,
    Finding,
    Finished,
    Lacking,
    Mark,
    Need,
    Open,
    Section,
    Settings,
    Worth,
)
from bot.ceremonies.sprint.crossings import outlook
from bot.ceremonies.sprint.dates import going_of
from bot.model import Book, Epic, Plan, RoundId, SpikePast, Story, StoryId

#: A plan's first digest looks back so far.
FIRST = timedelta(days=7)
#: What was done, begun again and done once more within so long is told once.
DONE = timedelta(days=91)
#: So many things that wait are named; the others are counted.
_NAMED = 3


def begins(book: Book, plan: Plan, until: datetime) -> datetime:
    """From when on a digest tells: from where the last one ended. A plan's first tells of a week, or of all since it
    was set up, and of nothing that a digest before it told."""
    last = book.digest
    if last and last.plan == plan.id:
        return _until(last.state)
    first = min(until - FIRST, plan.settings.begun_at or until, plan.since or until)
    return max(first, _until(last.state)) if last else first


def _until(last: Digest) -> datetime:
    return last.until


def gather(book: Book, settings: Settings, since: datetime, until: datetime) -> Digest:
    """The digest of this time, by these settings; without its readers."""
    last: Digest | None = book.digest.state if book.digest else None
    told = {each.what: each.at for each in last.told} if last else {}
    news = tried.Told(since, until, told)
    spikes = [
        each
        for each in book.ended
        if each.round
        and since - LATELY <= each.entry.ended_at <= until
        and told.get(each.round) != each.entry.ended_at
    ]
    done = [each for each in book.stories if each.state == "done" and _is_new(each, told, since, until)]
    marks = (
        *(last.told if last else ()),
        *(Mark(each.round, each.entry.ended_at) for each in spikes if each.round),
        *(Mark(each.id, each.done_at, story=True) for each in done if each.done_at),
        *tried.marks(book, news),
    )
    sections = settings.sections
    today = schedule.local_day(until, book.team.zone)
    epics = [each for each in book.epics if not each.closed]
    needed = "needed" in sections
    return Digest(
        settings.called,
        book.team.zone,
        since,
        until,
        sections,
        settings.channel,
        settings.channel_name,
        settings.private,
        settings.channel == book.team.channel,
        findings=tuple(_finding(each) for each in spikes if _says_something(each, sections)),
        finished=tuple(_finished(each) for each in done) if "worth" in sections else (),
        worth=tuple(_worths(book, epics, today)) if "worth" in sections else (),
        needs=tuple(_needs(book, epics, today)) if needed else (),
        questions=tuple(_open(book)) if needed else (),
        told=tuple(each for each in marks if each.at >= until - (DONE if each.story else LATELY)),
        tried=tuple(
            each for each in map(tried.tried, tried.ended(book, news)) if tried.says_something(each, sections)
        ),
        junctures=tuple(tried.junctures(book, news, last)) if "decided" in sections else (),
        reversed=tuple(tried.reversed_(book, until, last)),
    )


def _is_new(
    story: Story, told: Mapping[RoundId | StoryId, datetime], since: datetime, until: datetime
) -> bool:
    at = story.done_at
    return at is not None and since - LATELY <= at <= until and story.id not in told


def _says_something(past: SpikePast, sections: Collection[Section]) -> bool:
    """With its finding left out, a question that was just answered would stand there bare."""
    return "learnt" in sections or ("decided" in sections and past.entry.decision != "answered")


def is_bare(digest: Digest, last: Digest | None) -> bool:
    """Whether it says nothing that the last one did not: how far the epics are is no news by itself, nor what waits
    still, or for another day."""
    before = last.needs if last else ()
    told = digest.findings or digest.finished or digest.tried or digest.junctures
    return not (told or any(_is_wanted(each, before) for each in digest.needs))


def _is_wanted(need: Need, before: Collection[Need]) -> bool:
    known = {one for each in before if each.kind == need.kind for one in each.ids}
    if not known:  # nothing of the kind, or as it was kept once
        return need not in before
    return not known.issuperset(need.ids)


def _finding(past: SpikePast) -> Finding:
    it = past.entry
    return Finding(
        past.epic.strip(),
        it.question[:TEXT],
        it.finding[:FINDING],
        it.verdict,
        it.decision,
        past.title[:TEXT],
        it.by,
    )


def _finished(story: Story) -> Finished:
    return Finished(story.epic.strip(), story.title[:TEXT])


def _worths(book: Book, epics: Iterable[Epic], today: date) -> Iterator[Worth]:
    """Of the open epics that have stories, by quarter."""
    going = going_of(book.sprint.state) if book.sprint else None
    past, far = outlook(book, today, going)
    known = past.known >= ENOUGH  # what fewer say is too rough to be carried outside
    ordered = sorted(epics, key=lambda each: (each.year or 9999, each.quarter or 9, each.name.casefold()))
    for it in figures(ordered, book.stories, far if known else None, today):
        if it.stories:
            yield _worth(it)


def _worth(it: Figures) -> Worth:
    valued = [each for each in it.stories if each.value]
    done = sum(each.value.points for each in valued if each.value and each.state == "done")
    whole = sum(each.value.points for each in valued if each.value)
    size = it.done + it.left
    found = quarter(it.epic)
    return Worth(
        it.epic.name,
        done,
        whole,
        len(it.stories) - len(valued),
        round(100 * it.done / size) if size else None,
        found.label if found else "",
        it.course,
    )


def _needs(book: Book, epics: Iterable[Epic], today: date) -> Iterator[Need]:
    listed = list(epics)
    yield from _unvalued(book, listed)
    yield from _lacking("aim", [each for each in listed if not each.objective.strip()])
    yield from _lacking("owner", [each for each in listed if each.owner is None])
    for each in book.requests:
        state = each.state
        if state.asked_on and state.expected and state.expected < today and not state.ended:
            yield Need("access", (state.what[:TEXT],), day=state.expected, ids=(each.id,))
    yield from tried.to_decide(book)


def _lacking(kind: Lacking, epics: Sequence[Epic]) -> Iterator[Need]:
    if epics:
        named = tuple(each.name for each in epics[:_NAMED])
        yield Need(kind, named, len(epics), ids=tuple(each.id for each in epics))


def _unvalued(book: Book, epics: Iterable[Epic]) -> Iterator[Need]:
    """Stories that nobody has said the worth of, by epic: repairs and spikes are the team's own affair."""
    names = {key(each.name): each.name for each in epics}
    waiting: dict[str, list[Story]] = {}
    for each in book.stories:
        if each.state == "open" and each.value is None and each.kind in {"feature", "experiment"}:
            waiting.setdefault(key(each.epic), []).append(each)
    for called, stories in sorted(waiting.items()):
        titles = tuple(each.title[:TEXT] for each in stories[:_NAMED])
        of, ids = names.get(called, stories[0].epic.strip()), tuple(each.id for each in stories)
        yield Need("value", titles, len(stories), of, ids=ids)


def _open(book: Book) -> Iterator[Open]:
    for each in sorted(book.questions, key=lambda one: (one.opened_at, one.id)):
        state = each.state
        if not state.closed and state.text:  # whoever asked may have had it erased
            day = schedule.local_day(each.opened_at, book.team.zone)
            yield Open(state.text, state.asker.name, day, state.asker.id, state.where, each.id)
