"""What of a retro is exported, and what is left of it once somebody's data is erased."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.ceremonies.erased import WORDS, unnamed, who
from bot.ceremonies.retro.formats import columns_of
from bot.ceremonies.retro.grouping import titled
from bot.ceremonies.retro.state import Retro, Theme
from bot.model import MemberId, Record, Round

RETROS, THEMES, NOTES = "retros", "retro_themes", "retro_notes"


def record(round_: Round[Retro]) -> tuple[Record, ...]:
    """Its lines, once the notes are in: until then they are nobody else's. Dots are told when they are counted. Notes
    come in the order in which they are shown, which tells neither who wrote them nor when."""
    state = round_.state
    if state.phase in {"notes", "collect"} or state.merged:
        return ()
    return (_retro(round_), *_notes(round_), *_themes(round_))


def _retro(round_: Round[Retro]) -> Record:
    state, pulse = round_.state, round_.state.pulse
    facilitator, name = who(state.facilitator, state.facilitator_name)
    return Record(
        RETROS,
        {
            "retro": round_.id,
            "from": state.since,
            "held_on": state.held_on,
            "phase": state.phase,
            "format": state.settings.format,
            "facilitator": facilitator,
            "facilitator_name": name,
            "notes": len(state.notes),
            "voters": state.voters,
            "pulse_question": pulse.question if pulse else None,
            "pulse_answers": pulse.answers if pulse else None,
            "pulse_mean": pulse.mean if pulse else None,
        },
    )


def _notes(round_: Round[Retro]) -> Iterator[Record]:
    titles = {each.key: each.title for each in columns_of(round_.state.settings)}
    themes = {note: each.number for each in round_.state.themes for note in each.notes}
    for each in round_.state.notes:
        by, name = who(each.by, each.name)
        yield Record(
            NOTES,
            {
                "retro": round_.id,
                "theme": themes.get(each.id),
                "column": titles.get(each.column, ""),
                "text": each.text,
                "by": by,
                "by_name": name,
            },
        )


def _themes(round_: Round[Retro]) -> Iterator[Record]:
    topics = {number: place for place, number in enumerate(round_.state.topics, start=1)}
    for each in round_.state.themes:
        yield Record(
            THEMES,
            {
                "retro": round_.id,
                "theme": each.number,
                "title": each.title,
                "suggested": each.hint.kind if each.hint else "",
                "notes": len(each.notes),
                "dots": each.dots,
                "topic": topics.get(each.number),
            },
        )


def erase(state: Retro, member: MemberId) -> Retro:
    """Without what of it is somebody's own: their notes, where they bear their name, their words in titles and reasons,
    and their name. Notes without a name are nobody's."""
    gone = {each.id: titled(each.text) for each in state.notes if each.by == member}
    notes = tuple(replace(each, text=WORDS) if each.id in gone else each for each in state.notes)
    themes = tuple(replace(each, title=WORDS) if _theirs(each, gone) else each for each in state.themes)
    items = tuple(
        replace(each, why=WORDS, why_by=None) if each.why_by == member else each for each in state.items
    )
    return unnamed(replace(state, notes=notes, themes=themes, items=items), member)


def _theirs(theme: Theme, gone: Mapping[str, str]) -> bool:
    """Whether its title is the words of one of these notes, or nothing else is in it."""
    whole = bool(theme.notes) and gone.keys() >= set(theme.notes)
    return whole or theme.title in {gone[each] for each in theme.notes if each in gone}
