"""How a standup goes on: prompts, answers, and the blockers that they name, each a round of its own."""

import string
from dataclasses import replace
from datetime import date, datetime

from bot.ceremonies import blocker, survey
from bot.ceremonies.action.standing import agreed
from bot.ceremonies.blocker import BlockerMoved, Carry, Resolve, Reword
from bot.ceremonies.spike.running import running
from bot.ceremonies.standup.state import BLOCKERS, KIND, TITLE, Standup, is_open
from bot.ceremonies.survey import Answer, Skip, Survey, Unskip
from bot.model import (
    Act,
    Book,
    MemberChanged,
    MemberId,
    Obstacle,
    Opening,
    Page,
    Plan,
    PlanChanged,
    PlanId,
    Round,
    RoundId,
    StandupStands,
    Tell,
    Turn,
    round_id,
)

#: Said in the blockers' field, these mean that there is none.
_NOTHING = frozenset(
    {"", "no", "none", "nope", "nothing", "na", "no blockers", "nil", "not really", "all good"}
)


def open_(plan: Plan, book: Book, day: date, at: datetime) -> Turn[Standup] | None:
    """The standup of a plan's occurrence; None when nobody would be asked."""
    begun = survey.begin(TITLE, plan, book, day, at)
    if begun is None:
        return None
    return _ticked(round_id(plan.id, KIND, day.isoformat()), Standup(begun), at, book)


def trial(plan: Plan, book: Book, member: MemberId, at: datetime) -> Turn[Standup]:
    """A standup for one member to look at. Raises NotAsked."""
    state = survey.tick(survey.trial(TITLE, plan, book, member, at), at)
    return _turn(Standup(state), at)


def advance(round_: Round[Standup], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Standup]:
    """What an act makes of a standup. Once its digest is out, the book follows how many have answered."""
    turn = _after(round_, act, by, at, book)
    now = survey.counted(turn.state.survey, over=turn.over)
    if now is None or now == survey.counted(round_.state.survey, over=round_.over):
        return turn
    return replace(turn, entries=(*turn.entries, StandupStands(turn.state.survey.day, *now)))


def _after(round_: Round[Standup], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Standup]:
    state = round_.state
    match act:
        case BlockerMoved(moved):
            blockers = tuple(moved if each.round == moved.round else each for each in state.blockers)
            return _turn(replace(state, blockers=blockers), at)
        case Answer():
            return _answered(round_, act, by, at, book)
        case Skip():
            after = survey.skip(state.survey, by, at)
            return _turn(_closing(replace(state, survey=after), state.survey, by, at, book), at)
        case Unskip():
            back = replace(state, survey=survey.unskip(state.survey, by, at))
            return _ticked(round_.id, back, at, book)  # their hour may have come meanwhile
        case MemberChanged() | PlanChanged():
            followed = survey.follow(state.survey, act, book, at)
            return _ticked(round_.id, replace(state, survey=followed), at, book)
        case _:
            return _ticked(round_.id, state, at, book)


def _turn(state: Standup, at: datetime) -> Turn[Standup]:
    return Turn(state, survey.wake_at(state.survey, at), over=survey.is_over(state.survey, at))


def _ticked(here: RoundId, state: Standup, at: datetime, book: Book) -> Turn[Standup]:
    """Whoever is asked now is asked about the blockers they still carry, and this round's digest lists those. Prompts
    and digest tell of the spikes as they are then: at any other tick nothing would be said with what is new."""
    before = {seat.member.id for seat in state.survey.seats if seat.asked_at}
    after = survey.tick(state.survey, at, book.said, book.absences)
    asked = {seat.member.id for seat in after.seats if seat.asked_at} - before
    told = bool(asked) or after.digested_at != state.survey.digested_at
    state = replace(state, survey=after)
    return _carrying(here, _turn(_looked(state, at, book) if told else state, at), asked, book)


def _looked(state: Standup, at: datetime, book: Book) -> Standup:
    """With the team's spikes and actions as they are now; a trial speaks of none."""
    if state.survey.trial:
        return state
    return replace(state, spikes=running(book.spikes, at), actions=agreed(book.actions))


def _closing(state: Standup, before: Survey, by: MemberId | None, at: datetime, book: Book) -> Standup:
    """Where the digest has waited for this member alone, it tells of the spikes as they are now."""
    return _looked(state, at, book) if state.survey.digested_at and _waits_for(before, by) else state


def _waits_for(state: Survey, by: MemberId | None) -> bool:
    """Whether the digest goes out with what this member does, since all others have answered."""
    if state.digested_at or state.trial:
        return False
    return all(seat.given or seat.member.id == by for seat in state.present)


def _carrying(here: RoundId, turn: Turn[Standup], members: set[MemberId], book: Book) -> Turn[Standup]:
    """The turn, with the blockers that these members still carry and this round does not speak of yet."""
    known = {each.round for each in turn.state.blockers}
    carried = tuple(b for b in book.blockers if b.member in members and b.round not in known)
    state = replace(turn.state, blockers=turn.state.blockers + carried)
    return replace(turn, state=state, tells=tuple(Tell(each.round, Carry(here)) for each in carried))


def _answered(
    round_: Round[Standup], act: Answer, by: MemberId | None, at: datetime, book: Book
) -> Turn[Standup]:
    after = survey.answer(round_.state.survey, act, by, at, book.said)
    seat = survey.seat_of(after, by, at)
    state = _closing(replace(round_.state, survey=after), round_.state.survey, by, at, book)
    turn = _turn(state, at)
    turn = replace(turn, entries=survey.entry(round_.id, after, by))
    if after.trial:
        return _tried(round_.id, turn, seat)
    if round_.plan is None or seat.given is None:
        return turn
    if seat.asked_at is None:  # who answers before their prompt carries what the prompt would have
        turn = _carrying(round_.id, turn, {seat.member.id}, book)
    mine = {each.round for each in round_.state.blockers if each.member == by and is_open(each)}
    resolved = tuple(Tell(each, Resolve(seat.member.name)) for each in act.resolved if each in mine)
    turn = replace(turn, tells=turn.tells + resolved)
    return _raise(round_, round_.plan, seat, seat.given.texts.get(BLOCKERS.key, ""), turn)


def reads_of_answer(round_: Round[Standup], by: MemberId | None) -> frozenset[Page]:
    """Whoever was prompted has been asked about all that the book knows of them."""
    asked = any(seat.member.id == by and seat.asked_at for seat in round_.state.survey.seats)
    return reads_of_last(round_, by) | (frozenset() if asked else frozenset({"said", "blockers"}))


def reads_of_last(round_: Round[Standup], by: MemberId | None) -> frozenset[Page]:
    """Spikes and actions are of interest only where the digest goes out."""
    return frozenset({"spikes", "actions"}) if _waits_for(round_.state.survey, by) else frozenset()


def _tried(here: RoundId, turn: Turn[Standup], seat: survey.Seat) -> Turn[Standup]:
    """A trial shows what a blocker looks like, and raises none."""
    text = seat.given.texts.get(BLOCKERS.key, "") if seat.given else ""
    stuck = (
        () if _is_nothing(text) else (Obstacle(here, seat.member.id, text, turn.state.survey.day, "open"),)
    )
    return replace(turn, state=replace(turn.state, blockers=stuck))


def _raise(
    round_: Round[Standup], plan: PlanId, seat: survey.Seat, text: str, turn: Turn[Standup]
) -> Turn[Standup]:
    """Open a blocker for what the answer names, or reword or take back the one that it named before."""
    text = "" if _is_nothing(text) else text
    day = turn.state.survey.day
    key = f"{day.isoformat()}/{seat.member.id}"
    own = round_id(plan, blocker.CEREMONY.kind, key)
    known = next((each for each in turn.state.blockers if each.round == own), None)
    if known:
        back = known.standing == "withdrawn"
        same = (text == known.text and not back) if text else back
        return turn if same else replace(turn, tells=(*turn.tells, Tell(own, Reword(text))))
    if not text:
        return turn
    begun = blocker.Blocker(seat.member.id, seat.member.name, text, day, (round_.id,))
    raised = Opening(blocker.CEREMONY.kind, key, blocker.raised(own, begun))
    state = replace(turn.state, blockers=(*turn.state.blockers, blocker.obstacle(own, begun)))
    return replace(turn, state=state, opens=(raised,))


def _is_nothing(text: str) -> bool:
    plain = text.casefold().translate(str.maketrans("", "", string.punctuation + "–—'’…")).strip()
    return plain in _NOTHING
