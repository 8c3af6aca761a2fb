"""What people see of a retro, slot by slot."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.book.pasting import units
from bot.ceremonies.retro.clock import ORDER
from bot.ceremonies.retro.formats import by_column, columns_of
from bot.ceremonies.retro.notices import (
    Actions,
    Ballot,
    Card,
    Choice,
    Digest,
    Ends,
    Heading,
    Notes,
    Rest,
    Stood,
    Topic,
)
from bot.ceremonies.retro.state import Note, Phase, Retro, Theme
from bot.model import Notice, Room, RoundId, Thread

#: What the texts of a message of notes take together at most, and how many there are in one.
NOTES_TEXT, NOTES_MOST = 8_000, 60
#: So many themes stand in the digest itself, and in each message below it.
THEMES, THEMES_A_PAGE = 10, 25


def show(round_: RoundId, state: Retro) -> dict[str, Notice]:
    """All slots of a retro."""
    if state.phase == "notes" or state.merged:
        return {}
    slots: dict[str, Notice] = {"card": _card(round_, state)}
    if _reached(state, "group") and state.notes:
        slots |= dict(_notes(round_, state))
    if _reached(state, "vote") and len(state.themes) > 1:
        slots["vote"] = _ballot(round_, state)
    if _reached(state, "discuss"):
        slots |= {f"topic:{each.theme}": each for each in _topics(round_, state)}
    if _reached(state, "actions") and state.themes:
        slots["actions"] = _actions(round_, state)
    if state.held_on and _tells(state):
        slots |= dict(_digest(round_, state, state.held_on))
    return slots


def _tells(state: Retro) -> bool:
    """Whether its digest says more than that nobody wrote a note, which its card says already."""
    figures = state.figures is not None and not state.figures.quiet
    return bool(state.notes or state.items or figures or (state.pulse and state.pulse.answers))


def _reached(state: Retro, phase: Phase) -> bool:
    return ORDER.index(state.phase) >= ORDER.index(phase)


def _card(round_: RoundId, state: Retro) -> Card:
    taking = state.phase == "collect"
    return Card(
        Room(),
        round_,
        tuple(each.title for each in columns_of(state.settings)),
        state.settings.anonymous,
        state.meets_at,
        state.zone,
        state.facilitator_name,
        tuple(each for each in state.items if each.carried),
        state.hints if taking else (),
        state.settings.pulse,
        taking,
        0 if taking else len(state.notes),
    )


def _notes(round_: RoundId, state: Retro) -> Iterator[tuple[str, Notice]]:
    pages = list(_pages(by_column(columns_of(state.settings), state.notes)))
    for part, headings in enumerate(pages, start=1):
        first = part == 1
        yield (
            "notes" if first else f"notes:{part}",
            Notes(
                Room() if first else Thread("notes"),
                round_,
                headings,
                len(state.notes),
                more=first and len(pages) > 1,
                part=part,
                grouping=first and state.phase == "group",
                ends=_ends(state, "group") if first else None,
                facilitator=state.facilitator_name,
            ),
        )


def _pages(columns: Iterable[tuple[str, tuple[Note, ...]]]) -> Iterator[tuple[Heading, ...]]:
    """The columns, in as many messages as they need: a column that goes on has its title again."""
    page: list[Heading] = []
    room, places = NOTES_TEXT, NOTES_MOST
    for title, notes in columns:
        held: list[tuple[str, str]] = []
        for each in notes:
            size = _size(each)
            if places == 0 or size > room:
                yield (*page, Heading(title, tuple(held))) if held else tuple(page)
                page, held = [], []
                room, places = NOTES_TEXT, NOTES_MOST
            held.append((each.text, each.name))
            room, places = room - size, places - 1
        if held:
            page.append(Heading(title, tuple(held)))
    if page:
        yield tuple(page)


def _size(note: Note) -> int:
    """The most that a note may count for in a message: a platform may write & and < at length."""
    text = note.text + note.name
    return units(text) + 4 * sum(map(text.count, "&<>"))


def _ends(state: Retro, phase: Phase) -> Ends | None:
    """When the clock goes on or, where people do, when it ends by itself if nobody does."""
    if state.phase != phase or state.due is None:
        return None
    return Ends(state.due, state.zone, by_hand=state.settings.pace == "hand")


def _ballot(round_: RoundId, state: Retro) -> Ballot:
    voting = state.phase == "vote"
    themes = [Choice(each.number, each.title, len(each.notes), each.dots, each.hint) for each in state.themes]
    if not voting:
        themes.sort(key=lambda each: (-(each.dots or 0), -each.notes, each.number))
    return Ballot(
        Room(),
        round_,
        tuple(themes),
        state.settings.dots,
        0 if voting else state.voters,
        voting,
        _ends(state, "vote"),
        late=state.phase == "closed",
    )


def _texts(state: Retro, notes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    there = {each.id: each for each in state.notes}
    return tuple((there[each].text, there[each].name) for each in notes if each in there)


def _topics(round_: RoundId, state: Retro) -> Iterator[Topic]:
    themes = {each.number: each for each in state.themes}
    for position, number in enumerate(state.topics, start=1):
        theme = themes[number]
        yield Topic(
            Room(),
            round_,
            number,
            position,
            len(state.topics),
            theme.title,
            theme.dots if len(state.themes) > 1 else None,
            _texts(state, theme.notes),
            theme.last,
            theme.hint,
            talking=state.phase in {"discuss", "actions"},
            closing=state.phase == "discuss" and position == len(state.topics),
            over=state.phase == "closed",
            ends=_ends(state, "discuss") if position == len(state.topics) else None,
        )


def _actions(round_: RoundId, state: Retro) -> Actions:
    return Actions(
        Room(),
        round_,
        tuple(each for each in state.items if not each.carried),
        state.settings.actions,
        state.phase == "actions",
        _ends(state, "actions"),
        state.facilitator_name,
    )


def _digest(round_: RoundId, state: Retro, last: date) -> Iterator[tuple[str, Notice]]:
    themes = sorted(map(_stood, state.themes), key=lambda each: (-(each.dots or 0), -each.notes))
    rest = themes[THEMES:]
    yield (
        "digest",
        Digest(
            Room(),
            round_,
            state.since or last,
            last,
            tuple(themes[:THEMES]),
            len(rest),
            len(state.notes),
            state.voters,
            state.items,
            state.pulse,
            state.trend,
            state.figures,
        ),
    )
    for start in range(0, len(rest), THEMES_A_PAGE):
        part = start // THEMES_A_PAGE + 1
        yield f"rest:{part}", Rest(Thread("digest"), round_, tuple(rest[start : start + THEMES_A_PAGE]))


def _stood(theme: Theme) -> Stood:
    return Stood(theme.title, theme.dots, len(theme.notes), theme.last, theme.hint)
