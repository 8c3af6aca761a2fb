"""An action as it is written down and begins: what is agreed, whose it is, and for which day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from bot import schedule, worktime
from bot.ceremonies.action.clock import due_at
from bot.ceremonies.action.state import FURTHEST, LINK, TEXT, WHY, Action, Draft
from bot.ceremonies.sprint.dates import last_day
from bot.errors import BadInput
from bot.model import Absence, Book, Member, MemberId

#: Its owner is reminded midway where so many of their working days lie before the day on which it is due.
FEW = 3
_DAY = timedelta(days=1)


def check(book: Book, draft: Draft, at: datetime) -> Draft:
    """The draft, cleaned. Raises BadInput by field: text, owner, due, link."""
    return checked(book, draft, at)[0]


def checked(book: Book, draft: Draft, at: datetime, known: date | None = None) -> tuple[Draft, Member]:
    """The draft, cleaned, and its owner. `known`: the day for which it was due so far, which may be past."""
    text, link = draft.text.strip(), draft.link.strip()
    if not text:
        raise BadInput("Say in a sentence what is to be done.", "text")
    if len(text) > TEXT:
        raise BadInput(f"An action has {TEXT} characters at most; this has {len(text)}.", "text")
    owner = of_team(book, draft.owner)
    if draft.due != known:
        require_ahead(draft.due, owner, at)
    if link and not _is_address(link):
        raise BadInput("A link begins with http:// or https://, and has no spaces.", "link")
    if len(link) > LINK:
        raise BadInput(f"A link has {LINK} characters at most; this has {len(link)}.", "link")
    return replace(draft, text=text, link=link), owner


def of_team(book: Book, member: MemberId) -> Member:
    """The member. Raises BadInput on `owner` for who is not of the team."""
    found = next((each for each in book.members if each.id == member and each.active), None)
    if found is None:
        raise BadInput("Name somebody of this team.", "owner")
    return found


def require_ahead(day: date, owner: Member, at: datetime) -> None:
    """Raises BadInput on `due` for a day before today, by its owner's calendar, or more than two years ahead."""
    today = schedule.local_day(at, owner.zone)
    if day < today:
        raise BadInput("That day is past. Choose today or a later day.", "due")
    if day > today + FURTHEST:
        raise BadInput("Choose a day within two years.", "due")


def reason(text: str) -> str:
    """Why it is dropped or still open. Raises BadInput on `why`."""
    text = text.strip()
    if len(text) > WHY:
        raise BadInput(f"A reason has {WHY} characters at most; yours has {len(text)}.", "why")
    return text


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        spaced = any(each.isspace() or not each.isprintable() for each in link)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and not spaced
    except ValueError:
        return False


def away_of(book: Book, member: MemberId) -> tuple[Absence, ...]:
    """Their days away."""
    return tuple(each for each in book.absences if each.member == member)


def due_on(state: Action, day: date, at: datetime, book: Book) -> Action:
    """With this day as the one on which it is due. What is agreed after its owner's day has begun is not brought up
    that same day again."""
    today = schedule.local_day(at, state.owner.zone)
    state = replace(state, due=day, mid=_middle(state, today, day, book), reminded=False)
    return past(state, at)


def past(state: Action, at: datetime) -> Action:
    """Nobody is told later that it is due where the morning for that is past."""
    morning = due_at(state)
    return replace(state, reminded=True) if morning and morning <= at else state


def _middle(state: Action, today: date, due: date, book: Book) -> date | None:
    """Halfway through the sprint that is under way, where that lies ahead and before the day it is due; else halfway
    to that day. None where it is too near for a reminder between."""
    between = (today + number * _DAY for number in range(1, (due - today).days))
    working = (day for day in between if worktime.works(state.owner, day, state.away))
    if sum(1 for _, _ in zip(range(FEW), working, strict=False)) < FEW:
        return None
    sprint = book.sprint.state if book.sprint else None
    if sprint and sprint.phase == "running":
        halfway: date = sprint.span.first + _half(sprint.span.first, last_day(sprint))
        if today < halfway < due:
            return halfway
    return today + _half(today, due)


def _half(first: date, last: date) -> timedelta:
    return timedelta(days=(last - first).days // 2)
