"""Notes become themes: at first each is one, then whoever facilitates puts together what belongs together."""

from collections.abc import Iterable
from dataclasses import replace

from bot.ceremonies.retro.acts import PutTogether, TakeApart
from bot.ceremonies.retro.state import THEME_TEXT, Note, Retro, Theme
from bot.errors import BadInput, Settled

_CUT = "…"


def themed(state: Retro) -> Retro:
    """Each note is a theme of its own, and so is each thing that the team's days suggest; without a note nothing is."""
    if not state.notes:
        return state
    themes = [_alone(number, each) for number, each in enumerate(state.notes, start=1)]
    hints = [
        Theme(number, "", (), hint=each) for number, each in enumerate(state.hints, start=len(themes) + 1)
    ]
    return replace(state, themes=(*themes, *hints))


def _alone(number: int, note: Note) -> Theme:
    return Theme(number, titled(note.text), (note.id,))


def titled(text: str) -> str:
    """A text as the title of a theme."""
    said = " ".join(text.split())
    return said if len(said) <= THEME_TEXT else said[: THEME_TEXT - 1].rstrip() + _CUT


def together(state: Retro, act: PutTogether) -> Retro:
    """These are one, under the lowest of their numbers. Raises Settled, BadInput by field."""
    _require_grouping(state)
    chosen = _chosen(state, act.themes)
    if not chosen:
        raise BadInput("Choose what belongs together.", "themes")
    title = " ".join(act.title.split())
    if len(title) > THEME_TEXT:
        raise BadInput(f"A title has {THEME_TEXT} characters at most; yours has {len(title)}.", "title")
    if len(chosen) == 1 and not title:
        raise BadInput("Choose two or more, or give this one another title.", "themes")
    hints = [each.hint for each in chosen if each.hint]
    if len(hints) > 1:
        raise BadInput("Two suggestions cannot be one. Choose notes, and one of them at most.", "themes")
    notes = tuple(sorted(note for each in chosen for note in each.notes))
    largest = max(chosen, key=lambda each: (len(each.notes), -each.number))
    hint = hints[0] if hints else None
    one = Theme(min(each.number for each in chosen), title or largest.title, notes, hint=hint)
    return _with(state, [each for each in state.themes if each not in chosen] + [one])


def apart(state: Retro, act: TakeApart) -> Retro:
    """Each of its notes, and what was suggested, is a theme again, under the number that it had. Raises Settled,
    BadInput by field."""
    _require_grouping(state)
    (theme,) = _chosen(state, (act.theme,))
    if len(theme.notes) + bool(theme.hint) <= 1:
        raise BadInput("That is one note already.", "themes")
    others = [each for each in state.themes if each != theme]
    alone = [_alone(place, each) for place, each in enumerate(state.notes, start=1) if each.id in theme.notes]
    if theme.hint:
        alone.append(Theme(len(state.notes) + state.hints.index(theme.hint) + 1, "", (), hint=theme.hint))
    return _with(state, others + alone)


def _with(state: Retro, themes: Iterable[Theme]) -> Retro:
    return replace(state, themes=tuple(sorted(themes, key=lambda each: each.number)))


def _chosen(state: Retro, numbers: tuple[int, ...]) -> list[Theme]:
    found = [each for each in state.themes if each.number in numbers]
    if len(found) < len(set(numbers)):
        raise Settled("They were grouped otherwise meanwhile. Look again.")
    return found


def _require_grouping(state: Retro) -> None:
    if state.phase != "group":
        raise Settled("The notes are not being grouped just now.")
