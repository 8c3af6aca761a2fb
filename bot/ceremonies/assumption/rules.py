"""How an assumption goes on: it held, or broke, or nobody knows yet; and what was said is undone for a week."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.ceremonies import asking, moving
from bot.ceremonies.asking import require_ahead
from bot.ceremonies.assumption.setting import around, asking_of, checked, said
from bot.ceremonies.assumption.state import (
    FOUND,
    FRESH,
    UNDO,
    About,
    Assumption,
    Break,
    Change,
    Changed,
    Draft,
    Hold,
    Later,
    Said,
    Standing,
    TakeBack,
    Undo,
    Verdict,
    Waited,
)
from bot.errors import Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, Tick, Turn

_STANDS: Mapping[Standing, str] = {
    "open": "is open",
    "held": "held",
    "broken": "broke",
    "taken back": "was taken back",
}


def begin(
    book: Book, draft: Draft, number: int, by: MemberId, at: datetime, about: About | None = None
) -> Turn[Assumption]:
    """The turn with which it is written down. The book has members and absences.

    Raises NotYours for who is not of the team, BadInput by field: text, why, work, owner, day.
    """
    recorder = moving.of_team(book, by)
    draft, owner = checked(book, draft, at)
    state = Assumption(
        number,
        book.team.name,
        book.team.zone,
        draft.text,
        owner,
        recorder,
        at,
        draft.why,
        draft.work,
        about or About(),
        draft.day,
    )
    return replace(_turn(around(state, book), at), concerns=_concerned(state))


def advance(
    round_: Round[Assumption], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Assumption]:
    """What an act makes of an assumption.

    Raises Settled where somebody was first, NotYours for who may not, and BadInput by field: how, what, day,
    and those of what is written down.
    """
    before = state = round_.state
    match act:
        case Tick():
            new = asking.asked_now(asking_of(state), at)
            state = replace(state, told=(*state.told, *new)) if new else state
        case MemberChanged() if state.standing == "open":
            state = around(state, book)
        case Hold(how):
            who = require_settler(state, "held", by, book)
            why = said(how, FOUND, "how", "Say in a few words how you know.")
            state = replace(state, verdicts=(*state.verdicts, Said("held", who.id, who.name, at, why)))
        case Break():
            state = _broken(state, act, by, at, book)
        case Later():
            state = _waited(state, act, by, at, book)
        case Undo():
            state = _undone(state, act, by, at, book)
        case Change(draft):
            state = _changed(state, draft, by, at, book)
        case TakeBack():
            state = _taken_back(state, by, at, book)
    turn = _turn(state, at)
    return turn if isinstance(act, Tick) else replace(turn, concerns=_concerned(before, state))


def _concerned(*states: Assumption) -> tuple[MemberId, ...]:
    """Whose Homes show it, or did: its owner, and who wrote it down."""
    return tuple(dict.fromkeys(who.id for each in states for who in (each.owner, each.recorder)))


def _turn(state: Assumption, at: datetime) -> Turn[Assumption]:
    return Turn(state, asking.wake_at(asking_of(state), at), over=state.standing != "open")


def _broken(state: Assumption, act: Break, by: MemberId | None, at: datetime, book: Book) -> Assumption:
    who = require_settler(state, "broken", by, book)
    why = said(act.what, FOUND, "what", "Say in a few words what happened.")
    new = Said("broken", who.id, who.name, at, why, act.stories)
    numbers = {each.story for each in act.stories}
    left = tuple(each for each in state.left if each.story not in numbers)
    return replace(state, verdicts=(*state.verdicts, new), left=left)


def _waited(state: Assumption, act: Later, by: MemberId | None, at: datetime, book: Book) -> Assumption:
    who = require_changer(state, by, book)
    if act.day:
        require_ahead(act.day, state.zone, at)
    new = Waited(who.id, who.name, at, act.day)
    state = replace(state, day=act.day, heard=len(state.told), waited=(*state.waited, new))
    return around(state, book)


def _undone(state: Assumption, act: Undo, by: MemberId | None, at: datetime, book: Book) -> Assumption:
    last = require_undoer(state, act.how, by, at, book)
    stay = tuple(each for each in last.stories if each.story not in act.gone)
    return around(replace(state, verdicts=state.verdicts[:-1], left=(*state.left, *stay)), book)


def _changed(state: Assumption, draft: Draft, by: MemberId | None, at: datetime, book: Book) -> Assumption:
    """Where it is somebody else's or for another day, whoever was asked is answered, and it is asked anew."""
    who = require_changer(state, by, book)
    draft, owner = checked(book, draft, at, state.day)
    after = replace(state, text=draft.text, why=draft.why, work=draft.work, owner=owner, day=draft.day)
    if after == replace(state, owner=owner) and owner.id == state.owner.id:
        return state
    anew = bool(state.asked) and (owner.id, draft.day) != (state.owner.id, state.day)
    if anew or at > state.at + FRESH:
        after = replace(after, changed=(*state.changed, Changed(who.id, who.name, at, anew)))
    return around(replace(after, heard=len(state.told)) if anew else after, book)


def _taken_back(state: Assumption, by: MemberId | None, at: datetime, book: Book) -> Assumption:
    """What is taken back is nobody's business any more."""
    who = require_taker(state, by, at, book)
    after = replace(state, text="", why="", work=(), about=About(), day=None, waited=(), changed=(), left=())
    return replace(after, taken=Changed(who.id, who.name, at))


def require_changer(state: Assumption, by: MemberId | None, book: Book) -> Member:
    """Who may say what it is while nobody has said how it went. Raises Settled, NotYours."""
    who = require_known(state, by, book)
    if state.said:
        raise Settled(words(state.number, state.said))
    return who


def require_taker(state: Assumption, by: MemberId | None, at: datetime, book: Book) -> Member:
    """Who wrote it down, and leads, for ten minutes, until somebody says how it went. Raises Settled, NotYours."""
    who = moving.mover(book, by, ((state.recorder.id, state.recorder.name),), can="can take it back")
    require_there(state)
    if state.said:
        raise Settled(words(state.number, state.said))
    if at > state.at + FRESH:
        raise Settled("It was written down more than ten minutes ago. It can still be changed.")
    return who


def require_there(state: Assumption) -> None:
    """Raises Settled for one that was taken back: there is nothing to show, nor to say."""
    if state.taken:
        raise Settled(f"Assumption #{state.number} was taken back.")


def require_settler(state: Assumption, how: Verdict, by: MemberId | None, book: Book) -> Member:
    """Who may say that it held, or broke: what held may break later, what broke is broken. Raises Settled, NotYours."""
    who = require_known(state, by, book)
    if state.said and (state.said.how == "broken" or how == "held"):
        raise Settled(words(state.number, state.said))
    return who


def require_known(state: Assumption, by: MemberId | None, book: Book) -> Member:
    """Its owner, who wrote it down, and leads; where the channel was asked or none of them is there any more, anybody
    of the team. Raises NotYours, and Settled where it was taken back."""
    own = ((each.id, each.name) for each in (state.owner, state.recorder))
    who = moving.mover(book, by, own, anybody=any(each.to is None for each in state.asked))
    require_there(state)
    return who


def require_undoer(state: Assumption, how: Verdict, by: MemberId | None, at: datetime, book: Book) -> Said:
    """What is undone: for a week, by those who may say it. Whoever undoes that it broke does not undo besides that it
    had held before. Raises Settled, NotYours."""
    require_known(state, by, book)
    if state.said is None or state.said.how != how:
        raise Settled(f"That is undone already: assumption #{state.number} {_STANDS[state.standing]}.")
    if at > state.said.at + UNDO:
        raise Settled("That was more than a week ago. Write it down anew.")
    return state.said


def words(number: int, last: Said) -> str:
    """What was said of it, in a sentence."""
    who = last.name or "Somebody"
    if last.how == "held":
        return f"{who} has said already that assumption #{number} held."
    return f"{who} has said already that assumption #{number} broke."
