"""A decision as it is written down, cleaned; and the team around it as it is now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.ceremonies.decision.state import (
    DECIDERS,
    FURTHEST,
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


def require_ahead(day: date, zone: str, at: datetime) -> None:
    """Raises BadInput on `day` for a day that is not after today, by the team's calendar, or is too far off."""
    today = schedule.local_day(at, zone)
    if day <= today:
        raise BadInput("Choose a day after today.", "day")
    if day > today + FURTHEST:
        raise BadInput("Choose a day within two years.", "day")


def reason(text: str, *, needed: bool = False) -> str:
    """Why it stands or does not. Raises BadInput on `why`."""
    text = text.strip()
    if needed and not text:
        raise BadInput("Say in a few words why.", "why")
    _short(text, WHY, "A reason", "why")
    return text


def around(state: Decision, book: Book) -> Decision:
    """With who decided and who leads as they are now. Once a lead was asked, whoever leads from then on is not."""
    known = {each.id: each for each in book.members}
    deciders = tuple(known.get(each.id, replace(each, active=False)) for each in state.deciders)
    recorder = known.get(state.recorder.id, replace(state.recorder, active=False))
    leads = tuple(each for each in book.members if each.active and each.leads)
    if any(each.matter != "day" for each in state.asked):
        leads = tuple(known[each.id] for each in state.leads if each.id in known and known[each.id].leads)
    ids = {each.id for each in (*deciders, *leads)}
    away = tuple(each for each in book.absences if each.member in ids)
    return replace(state, deciders=deciders, recorder=recorder, leads=leads, away=away)
