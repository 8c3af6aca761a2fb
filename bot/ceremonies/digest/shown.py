"""What people see of a digest: by epic, in one message of a size that a person reads, the rest in its thread."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.book.epics import key
from bot.ceremonies.digest.state import (
    Digest,
    Finding,
    Finished,
    Juncture,
    Need,
    Open,
    Section,
    Spread,
    Tried,
    Worth,
)
from bot.model import Dm, Elsewhere, EpicBar, EpicBars, MemberId, Notice, Picture, Place, Room, Round, Thread

CHANNEL = "channel"
#: Characters of a message's texts, and how many things stand in it; and so many messages follow in the thread.
ROOM, THINGS, PARTS = 6_000, 30, 12
#: What a line takes besides its words, and what is counted of a long text, which is cut where it is drawn.
_FRAME, _LONG = 60, 500


@dataclass(frozen=True, slots=True)
class Chapter:
    """An epic: what was found out, done and decided of it. `epic` empty: what is of none."""

    epic: str
    worth: Worth | None = None
    finished: tuple[Finished, ...] = ()
    findings: tuple[Finding, ...] = ()
    tried: tuple[Tried, ...] = ()
    junctures: tuple[Juncture, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What stands in one message. `left`: how many things stand nowhere, for want of room."""

    chapters: tuple[Chapter, ...] = ()
    needs: tuple[Need, ...] = ()
    questions: tuple[Open, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Told(Notice):
    """A message of the digest: the first of `parts`, or what goes on in its thread."""

    called: str
    since: date
    until: date
    sections: tuple[Section, ...]
    page: Page
    part: int = 1
    parts: int = 1
    empty: bool = False
    bars: tuple[EpicBar, ...] = field(default=())

    @property
    def picture(self) -> Picture | None:
        return EpicBars(self.bars, "value") if len(self.bars) > 1 else None


#: What belongs to an epic, and all that a page is made of.
_Told = Worth | Finished | Finding | Tried | Juncture
_Thing = _Told | Need | Open


def show(round_: Round[Digest]) -> dict[str, Notice]:
    """The digest in its channel, and to each reader whose time has come."""
    return dict(_slots(round_))


def _slots(round_: Round[Digest]) -> Iterator[tuple[str, Notice]]:
    state = round_.state
    for slot, place in places(state).items():
        where = place.member if isinstance(place, Dm) else state.channel or ""
        pages = list(_pages(state, where))
        pages += [Page()] * (_parts(state, where) - len(pages))
        there = ZoneInfo(state.zone)
        first = Told(
            place,
            round_.id,
            state.called,
            state.since.astimezone(there).date(),
            state.until.astimezone(there).date(),
            state.sections,
            pages[0],
            1,
            len(pages),
            state.empty or (state.bare and not any(each.where == where for each in state.questions)),
            _bars(state),
        )
        yield slot, first
        for part, page in enumerate(pages[1:], start=2):
            yield f"more:{slot}:{part}", replace(first, place=Thread(slot), page=page, part=part, bars=())


def places(state: Digest) -> Mapping[str, Place]:
    """Where it stands so far, by slot."""
    found: dict[str, Place] = {}
    if state.channel:
        found[CHANNEL] = Room() if state.here else Elsewhere(state.channel, state.channel_name, state.private)
    return found | {dm(each.member): Dm(each.member) for each in state.readers if each.told}


def spreads(state: Digest) -> tuple[Spread, ...]:
    """Over how many messages it goes in each place where one does not hold it."""
    wheres = (*([state.channel] if state.channel else []), *(each.member for each in state.readers))
    counted = (Spread(where, sum(1 for _ in _pages(state, where))) for where in wheres)
    return tuple(each for each in counted if each.parts > 1)


def _parts(state: Digest, where: str) -> int:
    """How many messages there were: what was erased or taken back since may leave some without anything."""
    return next((each.parts for each in state.spreads if each.where == where), 1)


def dm(member: MemberId) -> str:
    """The slot of a reader."""
    return f"dm:{member}"


def _bars(state: Digest) -> tuple[EpicBar, ...]:
    valued = [each for each in state.worth if each.whole]
    return tuple(
        EpicBar(each.epic, float(each.done), float(each.whole - each.done), each.unvalued)
        for each in valued[:THINGS]
    )


def _pages(state: Digest, where: str) -> Iterator[Page]:
    """Questions are read where they were asked, and nowhere else."""
    asked = [each for each in state.questions if each.where == where]
    things = [*_in_order(state), *state.needs, *asked]
    parts: list[list[_Thing]] = [[]]
    room = ROOM
    for each in things:
        room -= _size(each)
        if parts[-1] and (room < 0 or len(parts[-1]) >= THINGS):
            parts.append([])
            room = ROOM - _size(each)
        parts[-1].append(each)
    left = sum(map(len, parts[PARTS + 1 :]))
    kept = parts[: PARTS + 1]
    for number, part in enumerate(kept, start=1):
        yield _page(part, left if number == len(kept) else 0)


def _size(thing: _Thing) -> int:
    match thing:
        case Finding():
            said = len(thing.question) + min(len(thing.text), _LONG) + len(thing.story) + len(thing.epic)
        case Tried():
            texts = (thing.question, thing.hypothesis, thing.decision)
            said = sum(min(len(each), _LONG) for each in texts) + 2 * len(thing.metric) + len(thing.epic)
        case Juncture():
            said = len(thing.text) + len(thing.epic)
        case Finished():
            said = len(thing.title) + len(thing.epic)
        case Worth():
            said = 2 * len(thing.epic)
        case Need():
            said = sum(map(len, thing.what)) + len(thing.epic)
        case Open():
            said = min(len(thing.text), _LONG) + len(thing.name)
    return said + _FRAME


def _in_order(state: Digest) -> list[_Told]:
    """By epic: those that have figures in their order, then the others by name, then what is of none."""
    names = {key(each.epic): (0, f"{number:04}") for number, each in enumerate(state.worth)}
    things: list[_Told] = [*state.worth, *state.findings, *state.tried, *state.junctures, *state.finished]

    def place(thing: _Told) -> tuple[int, str]:
        called = key(thing.epic)
        return names.get(called, (1, called) if called else (2, ""))

    return sorted(things, key=place)


def _page(things: Iterable[_Thing], left: int) -> Page:
    chapters: dict[str, Chapter] = {}
    needs: list[Need] = []
    asked: list[Open] = []
    for each in things:
        if isinstance(each, Need):
            needs.append(each)
        elif isinstance(each, Open):
            asked.append(each)
        else:
            before = chapters.get(key(each.epic), Chapter(each.epic))
            chapters[key(each.epic)] = _with(before, each)
    return Page(tuple(chapters.values()), tuple(needs), tuple(asked), left)


def _with(chapter: Chapter, thing: _Told) -> Chapter:
    match thing:
        case Worth():
            return replace(chapter, worth=thing)
        case Finished():
            return replace(chapter, finished=(*chapter.finished, thing))
        case Finding():
            return replace(chapter, findings=(*chapter.findings, thing))
        case Tried():
            return replace(chapter, tried=(*chapter.tried, thing))
        case Juncture():
            return replace(chapter, junctures=(*chapter.junctures, thing))
