"""While notes are taken: they come, are taken back, and the pulse is answered. None of it says who did it."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.ceremonies.retro.acts import AddNote, AnswerPulse, TakeBack
from bot.ceremonies.retro.formats import columns_of
from bot.ceremonies.retro.seal import is_sealed, keyed, tag
from bot.ceremonies.retro.state import (
    MOST_EACH,
    MOST_NOTES,
    NOTE_TEXT,
    PULSE_HIGH,
    PULSE_LEAST,
    PULSE_LOW,
    Note,
    Pulse,
    Retro,
    Secret,
)
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import Book, MemberId

V = TypeVar("V")
TAKING = ("notes", "collect")
_KEPT = "It stays: the notes of this retro are in."


def with_tag(pairs: tuple[tuple[str, V], ...], whose: str, value: V | None) -> tuple[tuple[str, V], ...]:
    """The pairs with this one for whose it is, in an order that tells nothing; without it where there is no value."""
    others = {name: held for name, held in pairs if name != whose}
    if value is not None:
        others[whose] = value
    return tuple(sorted(others.items()))


def written(state: Retro, act: AddNote, by: MemberId | None, book: Book) -> Retro:
    """With a note more. Raises Settled, Refused where there are too many, and BadInput by field."""
    if state.phase not in TAKING:
        raise Settled("The notes of this retro are in.")
    text = checked(act.text)
    if len(state.notes) >= MOST_NOTES:
        raise Refused(f"This retro has {MOST_NOTES} notes, which is all that it takes.")
    if by is None:
        raise NotYours
    secret = keyed(state.secret, act.fresh)
    whose = tag(secret.key, by)
    count = dict(secret.notes).get(whose, 0) + 1
    if count > MOST_EACH:
        raise Refused(f"You have written {MOST_EACH} notes, which is all that a retro takes of one person.")
    known = {each.key for each in columns_of(state.settings)}
    note = Note(act.id, act.column if act.column in known else "", text)
    if act.signed and not state.settings.anonymous:
        name = next((each.name for each in book.members if each.id == by), "")
        note = replace(note, by=by, name=name)
    notes = tuple(sorted((*state.notes, note), key=lambda each: each.id))
    return replace(state, notes=notes, secret=replace(secret, notes=with_tag(secret.notes, whose, count)))


def checked(text: str) -> str:
    """The note. Raises BadInput."""
    if not text.strip():
        raise BadInput("Write the note in a sentence.", "text")
    if len(text.strip()) > NOTE_TEXT:
        raise BadInput(
            f"A note has {NOTE_TEXT:,} characters at most; yours has {len(text.strip()):,}."
            " Write it as two, or leave something out.",
            "text",
        )
    return text.strip()


def taken_back(state: Retro, act: TakeBack, by: MemberId | None, at: datetime) -> Retro:
    """Without that note. Raises Settled where it is too late or was done, NotFound for what is no token of ours."""
    if state.phase not in TAKING:
        raise Settled(_KEPT)
    key = state.secret.key
    mine = is_sealed(key, act.id, act.until, act.seal)
    if not (mine or any(is_sealed(each, act.id, act.until, act.seal) for each in state.secret.others)):
        raise NotFound
    if at > act.until:
        raise Settled("It stays: a note can be taken back for ten minutes.")
    if act.id not in {each.id for each in state.notes}:
        raise Settled("That note is taken back already.")
    secret = state.secret
    if by is not None and mine:
        whose = tag(key, by)
        left = dict(secret.notes).get(whose, 0) - 1
        secret = replace(secret, notes=with_tag(secret.notes, whose, left if left > 0 else None))
    notes = tuple(each for each in state.notes if each.id != act.id)
    return replace(state, notes=notes, secret=secret)


def felt(state: Retro, act: AnswerPulse, by: MemberId | None) -> Retro:
    """With an answer to its question. Raises Settled, BadInput."""
    if state.phase != "collect" or not state.settings.pulse:
        raise Settled("This question is closed.")
    if by is None:
        raise NotYours
    if not PULSE_LOW <= act.score <= PULSE_HIGH:
        raise BadInput(f"Answer from {PULSE_LOW} to {PULSE_HIGH}.", "score")
    secret = keyed(state.secret, act.fresh)
    pulses = with_tag(secret.pulses, tag(secret.key, by), act.score)
    return replace(state, secret=replace(secret, pulses=pulses))


def nameless(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The same without anybody's name."""
    return tuple(Note(each.id, each.column, each.text) for each in notes)


def gathered(state: Retro) -> Retro:
    """The notes are in: who wrote how many, and who answered what, is forgotten."""
    pulse = None
    if state.settings.pulse:
        found = Counter(score for _, score in state.secret.pulses)
        counts = tuple(found[score] for score in range(PULSE_LOW, PULSE_HIGH + 1))
        answers = sum(counts)
        pulse = Pulse(state.settings.pulse, answers, counts if answers >= PULSE_LEAST else ())
    return replace(state, secret=Secret(), pulse=pulse)
