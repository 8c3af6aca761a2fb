"""An assumption as it is written down, cleaned; the work that it may set loose; and the team around it as it is now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.book import pasting
from bot.ceremonies import asking
from bot.ceremonies.asking import Asking, require_ahead
from bot.ceremonies.assumption.state import MOST, TEXT, WHY, Assumption, Draft, Written
from bot.errors import BadInput
from bot.model import Book, Member

#: A title and a link.
Key = tuple[str, str]


def checked(book: Book, draft: Draft, at: datetime, day: date | None = None) -> tuple[Draft, Member]:
    """The draft, cleaned, and whose it is; `day`: that it has already, and may keep. Raises BadInput by field: text,
    why, work, owner, day."""
    text = said(draft.text, TEXT, "text", "Say in a sentence what you take for true.")
    why = said(draft.why, WHY, "why")
    work = stories(draft.work, "work")
    owner = next((each for each in book.members if each.id == draft.owner and each.active), None)
    if owner is None:
        raise BadInput("Name somebody of this team.", "owner")
    if draft.day and draft.day != day:
        require_ahead(draft.day, book.team.zone, at)
    return replace(draft, text=text, why=why, work=work), owner


def said(text: str, most: int, field: str, missing: str = "") -> str:
    """What somebody wrote, without blanks around it. Raises BadInput where it is too long, or missing."""
    text = text.strip()
    if missing and not text:
        raise BadInput(missing, field)
    if len(text) > most:
        raise BadInput(f"That has {most:,} characters at most; yours has {len(text):,}.", field)
    return text


def stories(typed: Iterable[str], field: str) -> tuple[str, ...]:
    """Lines that are to be stories, cleaned; none is lost silently. Raises BadInput."""
    lines = tuple(line for each in typed for line in pasting.lines(each))
    if len(lines) > MOST:
        raise BadInput(f"{MOST} stories at most; these are {len(lines)}.", field)
    seen: dict[Key, int] = {}
    for number, each in enumerate(lines, start=1):
        draft = pasting.read_line(each)
        _require_story(draft, number, field)
        other = seen.setdefault(story_key(draft), number)
        if other != number:
            raise BadInput(f"Lines {other} and {number} say the same.", field)
    return lines


def story_key(story: pasting.Draft | Written) -> Key:
    """What two lines that say the same have in common."""
    return story.title.casefold(), story.link


def _require_story(draft: pasting.Draft, number: int, field: str) -> None:
    if not draft.title or (draft.link and not pasting.is_link(draft.link)):
        raise BadInput(f"Line {number} has a link that cannot be opened.", field)
    if (long := pasting.units(draft.title)) > pasting.TITLE:
        raise BadInput(f"A story has {pasting.TITLE} characters at most; line {number} has {long}.", field)
    if (long := pasting.units(draft.link)) > pasting.LINK:
        raise BadInput(f"A link has {pasting.LINK:,} characters at most; line {number} has {long:,}.", field)


def asking_of(state: Assumption) -> Asking:
    """Who is asked whether it holds: its owner, while nobody has said."""
    day = state.day if state.standing == "open" else None
    return Asking(day, state.zone, (state.owner,), state.leads, state.away, state.asked)


def around(state: Assumption, book: Book) -> Assumption:
    """With whose it is and who leads as they are now."""
    now = asking.around(asking_of(state), book)
    known = {each.id: each for each in book.members}
    recorder = known.get(state.recorder.id, replace(state.recorder, active=False))
    return replace(state, owner=now.theirs[0], recorder=recorder, leads=now.leads, away=now.away)
