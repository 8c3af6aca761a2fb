"""A decision as it is written down, cleaned; and the team around it as it is now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.ceremonies import asking
from bot.ceremonies.asking import require_ahead
from bot.ceremonies.decision.clock import asking_of
from bot.ceremonies.decision.state import (
    DECIDERS,
    OPTION,
    OPTIONS,
    SIGN,
    TEXT,
    WHY,
    Decision,
    Draft,
    Option,
)
from bot.errors import BadInput
from bot.model import Book, Member, MemberId


def checked(book: Book, draft: Draft, at: datetime) -> tuple[Draft, tuple[Member, ...]]:
    """The draft, cleaned, and who decided. Raises BadInput by field: text, options, why, deciders, sign, day."""
    text, sign = draft.text.strip(), draft.sign.strip()
    if not text:
        raise BadInput("Say in a sentence what was decided.", "text")
    _short(text, TEXT, "A decision", "text")
    options = tuple(_options(draft.options))
    why = draft.why.strip()
    if not why:
        raise BadInput("Say why: whoever revisits it will want to know.", "why")
    _short(why, WHY, "A reason", "why")
    deciders = _deciders(book, draft.deciders)
    _short(sign, SIGN, "This", "sign")
    if not sign and draft.day is None:
        raise BadInput("Say what would make you revisit it, or choose a day below.", "sign")
    if draft.day:
        require_ahead(draft.day, book.team.zone, at)
    return replace(draft, text=text, options=options, why=why, sign=sign), deciders


def _short(text: str, most: int, what: str, field: str) -> None:
    if len(text) > most:
        raise BadInput(f"{what} has {most:,} characters at most; yours has {len(text):,}.", field)


def _options(options: Iterable[Option]) -> Iterable[Option]:
    kept = [Option(each.what.strip(), each.price.strip()) for each in options]
    kept = [each for each in kept if each.what or each.price]
    if len(kept) > OPTIONS:
        raise BadInput(f"Name {OPTIONS} options at most; these are {len(kept)}.", "options")
    for each in kept:
        _short(each.what, OPTION, "An option", "options")
        _short(each.price, OPTION, "A trade-off", "options")
    return kept


def _deciders(book: Book, wished: Iterable[MemberId]) -> tuple[Member, ...]:
    ids = tuple(dict.fromkeys(wished))
    known = {each.id: each for each in book.members if each.active}
    if not ids:
        raise BadInput("Name who decided.", "deciders")
    if len(ids) > DECIDERS:
        raise BadInput(f"Name {DECIDERS} people at most.", "deciders")
    if any(each not in known for each in ids):
        raise BadInput("Name people of this team.", "deciders")
    return tuple(known[each] for each in ids)


def reason(text: str, *, needed: bool = False) -> str:
    """Why it stands or does not. Raises BadInput on `why`."""
    text = text.strip()
    if needed and not text:
        raise BadInput("Say in a few words why.", "why")
    _short(text, WHY, "A reason", "why")
    return text


def around(state: Decision, book: Book) -> Decision:
    """With who decided and who leads as they are now."""
    now = asking.around(asking_of(state), book)
    known = {each.id: each for each in book.members}
    recorder = known.get(state.recorder.id, replace(state.recorder, active=False))
    return replace(state, deciders=now.theirs, recorder=recorder, leads=now.leads, away=now.away)
