"""How a spike goes on: paused, resumed, extended, handed over, decided."""

from dataclasses import replace
from datetime import datetime

from bot.ceremonies import moving
from bot.ceremonies.estimation import StoryChanged
from bot.ceremonies.spike.box import require_size
from bot.ceremonies.spike.clock import ticked, turn
from bot.ceremonies.spike.deciding import decided
from bot.ceremonies.spike.missing import followed, handed_over, into_absences, waited_for
from bot.ceremonies.spike.state import (
    REASON_TEXT,
    Decide,
    Extend,
    Grown,
    HandOver,
    Held,
    Pause,
    Resume,
    Spike,
    Wait,
)
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Act, Book, Member, MemberChanged, MemberId, Round, Tick, Turn


def advance(round_: Round[Spike], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Spike]:
    """What an act makes of a spike.

    Raises Settled where it has come to its end or somebody was faster, NotYours for who has no part in it, Refused, and
    BadInput by field.
    """
    state = ticked(round_.state, at)
    if state.ended:
        if isinstance(act, Tick | MemberChanged | StoryChanged):
            return turn(state)
        raise Settled(f"{state.ended.name} has ended this spike already.")
    match act:
        case Decide():
            return decided(round_, state, act, mover(state, by, book), at, book)
        case MemberChanged(member):
            return turn(followed(state, member, book, at))
        case StoryChanged():
            return turn(_renamed(state, act))
        case Tick():
            return turn(state)
        case _:
            return turn(_moved(state, act, mover(state, by, book), at, book))


def _moved(state: Spike, act: Act, by: Member, at: datetime, book: Book) -> Spike:
    match act:
        case Pause(reason):
            return _paused(state, reason, by, at)
        case Resume():
            return _resumed(state, at)
        case Extend():
            return _extended(state, act, by, at, book)
        case HandOver():
            return handed_over(state, act, book, at)
        case Wait():
            return waited_for(state)
        case _:
            return state


def _renamed(state: Spike, act: StoryChanged) -> Spike:
    about = state.about
    if about is None or about.story != act.topic.story:
        return state
    return replace(state, about=replace(about, title=act.topic.title))


def mover(state: Spike, by: MemberId | None, book: Book) -> Member:
    """Whoever may move it: its owners, who started it, leads and admins; where none of these is left, anybody of the
    team. Raises NotYours."""
    if by == state.owner.id and all(each.id != by for each in book.members if each.active):
        raise NotYours("You are no longer in this team, so it is not yours to move.")
    own = (*((each.id, each.name) for each in state.owners), (state.starter, state.starter_name))
    return moving.mover(book, by, own)


def _require_reason(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise BadInput("Say in a few words why.", "reason")
    if len(said) > REASON_TEXT:
        raise BadInput(f"The reason has {REASON_TEXT} characters at most; yours has {len(said)}.", "reason")
    return said


def require_pausable(state: Spike, by: MemberId | None) -> None:
    """Raises Settled for one that is paused, Refused for one whose time is up."""
    if state.paused:
        last = state.pauses[-1]
        raise Settled(
            "You have paused it already." if last.by == by else f"{last.name} has paused it already."
        )
    if state.up:
        raise Refused("Its time is up, so there is nothing to pause. Extend it, or say what you decide.")


def _paused(state: Spike, reason: str, by: Member, at: datetime) -> Spike:
    require_pausable(state, by.id)
    held = Held(_require_reason(reason), by.name, at, by=by.id)
    return replace(state, box=state.box.stopped(at), pauses=(*state.pauses, held))


def _resumed(state: Spike, at: datetime) -> Spike:
    match state.standing:
        case "up":
            raise Refused("Its time is up, so there is nothing to resume. Extend it, or say what you decide.")
        case "ahead":
            raise Settled("It was not paused: it has yet to begin.")
        case "runs":
            raise Settled("It is running already.")
    last = replace(state.pauses[-1], until=at)
    box = state.box.running(max(at, state.starts_at))
    return replace(state, box=box, pauses=(*state.pauses[:-1], last))


def require_extensible(state: Spike) -> None:
    """Raises Refused for a box that was made larger as often as one may be."""
    if not state.extensible:
        raise Refused(
            "It was extended twice already: by now it is a story. Say what you found, and what is left."
        )


def _extended(state: Spike, act: Extend, by: Member, at: datetime, book: Book) -> Spike:
    if act.times is not None and act.times != len(state.grown):
        raise Settled(f"{state.grown[-1].name} has extended it meanwhile. Open the form anew for more.")
    require_extensible(state)
    require_size(act.more, state.owner)
    reason = _require_reason(act.reason)
    box = state.box.grown(act.more)
    if box.running(max(at, state.starts_at)).when(box.size) is None:
        raise BadInput(f"{state.owner.name} is not at work for so long in the next months.", "box")
    box = box if state.paused else box.running(at)
    grown = (*state.grown, Grown(act.more, reason, by.name, by.id))
    after = replace(state, box=box, grown=grown, asked=0, ask_at=None)
    return into_absences(state, after, book, at)
