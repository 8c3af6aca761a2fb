"""The standup: a survey whose last question asks for blockers, each followed until it is resolved."""

import string
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.ceremonies import blocker, survey
from bot.ceremonies.action.standing import Agreed, agreed
from bot.ceremonies.blocker import BlockerMoved, Carry, Resolve, Reword, wordless
from bot.ceremonies.erased import unnamed
from bot.ceremonies.spike.running import Running, running
from bot.ceremonies.survey import Answer, Question, Settings, Skip, Survey, Unskip
from bot.model import (
    Act,
    Book,
    Ceremony,
    Dm,
    MemberChanged,
    MemberId,
    Notice,
    Obstacle,
    Opening,
    Page,
    Plan,
    PlanChanged,
    PlanId,
    Record,
    Round,
    RoundId,
    StandupStands,
    Tell,
    Tick,
    Turn,
    round_id,
)

KIND = "standup"
TITLE = "Standup"
SINCE = Question("since", "What have you done since last time?")
UNTIL = Question("until", "What will you do until next time?")
BLOCKERS = Question("blockers", "Is anything in your way?")
QUESTIONS = (SINCE, UNTIL, BLOCKERS)

#: Said in the blockers' field, these mean that there is none.
_NOTHING = frozenset(
    {"", "no", "none", "nope", "nothing", "na", "no blockers", "nil", "not really", "all good"}
)


@dataclass(frozen=True, slots=True)
class Standup:
    """A round of a standup: its survey, and the blockers, spikes and actions of the team that it speaks of."""

    survey: Survey
    blockers: tuple[Obstacle, ...] = ()
    spikes: tuple[Running, ...] = ()  #: as they were when somebody was asked last, or the digest went out
    actions: tuple[Agreed, ...] = ()  #: likewise


@dataclass(frozen=True, slots=True)
class Stuck:
    """A blocker as the digest lists it."""

    name: str
    blocker: Obstacle


@dataclass(frozen=True, slots=True)
class Ask(Notice):
    """A member's prompt, with the blockers that they still carry, and the spikes and actions that are theirs."""

    ask: survey.Ask
    carried: tuple[Obstacle, ...] = ()
    spikes: tuple[Running, ...] = ()
    actions: tuple[Agreed, ...] = ()

    @property
    def moot(self) -> bool:
        return self.ask.moot

    def goes(self, at: datetime) -> datetime | None:
        return self.ask.goes(at)

    @property
    def due(self) -> datetime | None:
        return self.ask.due


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """The digest: blockers, spikes, and the actions that are due soon or overdue, first."""

    digest: survey.Digest
    blockers: tuple[Stuck, ...] = ()
    spikes: tuple[Running, ...] = ()
    zone: str = "UTC"  #: in which it says when a spike's time is up
    actions: tuple[Agreed, ...] = ()

    def goes(self, at: datetime) -> datetime | None:
        return self.digest.goes(at)


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


def _reads_of_answer(round_: Round[Standup], by: MemberId | None) -> frozenset[Page]:
    """Whoever was prompted has been asked about all that the book knows of them."""
    asked = any(seat.member.id == by and seat.asked_at for seat in round_.state.survey.seats)
    return _reads_of_last(round_, by) | (frozenset() if asked else frozenset({"said", "blockers"}))


def _reads_of_last(round_: Round[Standup], by: MemberId | None) -> frozenset[Page]:
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
        same = text == known.text and known.standing != "withdrawn"
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


def is_open(each: Obstacle) -> bool:
    """Whether a blocker is still in the way."""
    return each.standing in {"open", "acknowledged"}


def carried_by(state: Standup, member: MemberId) -> tuple[Obstacle, ...]:
    """The open blockers from earlier rounds that this member is asked about."""
    return tuple(
        each
        for each in state.blockers
        if each.member == member and each.day < state.survey.day and is_open(each)
    )


def show(round_: Round[Standup]) -> dict[str, Notice]:
    """The survey's slots, with what the standup adds to prompts and digest."""
    state = round_.state
    slots = survey.show(round_.id, state.survey, over=round_.over)
    return {name: _with_ours(notice, state) for name, notice in slots.items()}


def _with_ours(notice: Notice, state: Standup) -> Notice:
    match notice:
        case survey.Ask(place=Dm(member), state=standing):
            own = tuple(each for each in state.spikes if each.owner == member and standing == "asked")
            to_do = tuple(each for each in state.actions if each.owner == member and standing == "asked")
            return Ask(notice.place, notice.round, notice, carried_by(state, member), own, to_do)
        case survey.Digest():
            names = {seat.member.id: seat.member.name for seat in state.survey.seats}
            named = (each for each in state.blockers if each.standing != "withdrawn")
            stuck = tuple(Stuck(names.get(each.member, ""), each) for each in named)
            zone = state.survey.zone if state.spikes else "UTC"
            near = tuple(each for each in state.actions if each.near(state.survey.day))
            return Digest(notice.place, notice.round, notice, stuck, state.spikes, zone, near)
        case _:
            return notice


def record(round_: Round[Standup]) -> tuple[Record, ...]:
    """The survey's line: answers and blockers are in the book."""
    return survey.record(round_.id, round_.state.survey)


def erase(state: Standup, member: MemberId) -> Standup:
    """What they said, and what was in their way, is not there any more."""
    blockers = tuple(wordless(each, member) for each in state.blockers)
    return unnamed(replace(state, survey=survey.erase(state.survey, member), blockers=blockers), member)


CEREMONY: Ceremony[Standup] = Ceremony(
    KIND,
    Standup,
    Settings,
    advance,
    show,
    open_,
    reads={
        Tick: frozenset({"said", "blockers", "absences", "spikes", "actions"}),
        Answer: _reads_of_answer,
        Skip: _reads_of_last,
        Unskip: frozenset({"said", "blockers", "absences", "spikes", "actions"}),
        MemberChanged: frozenset({"plan", "members", "absences", "said", "blockers", "spikes", "actions"}),
        PlanChanged: frozenset({"plan", "members", "absences", "said", "blockers", "spikes", "actions"}),
    },
    keeps=frozenset({Skip, Unskip, MemberChanged}),
    record=record,
    erase=erase,
)
