"""How a question goes on: it is answered, is not the team's, or is taken back; and who is told when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot import worktime
from bot.ceremonies import moving
from bot.ceremonies.digest import TakenBack
from bot.ceremonies.question.state import (
    ANSWER,
    QUESTION,
    Answer,
    Below,
    Closed,
    Decline,
    End,
    Lead,
    Question,
    Withdraw,
)
from bot.errors import BadInput, NotYours, Settled
from bot.model import Absence, Act, Book, Member, MemberChanged, MemberId, Round, Tell, Tick, Turn

#: Leads are reminded when it has waited for so many working days of theirs.
WAITS = 2


def begin(
    book: Book, called: str, text: str, asker: Member, below: Below, where: str, at: datetime
) -> Turn[Question]:
    """The turn with which it is asked. Raises BadInput on `text`."""
    said = text.strip()
    if not said:
        raise BadInput("Type your question.", "text")
    if len(said) > QUESTION:
        raise BadInput(f"A question has {QUESTION:,} characters at most; yours has {len(said):,}.", "text")
    leads = tuple(_leads(book, asker.id, at))
    return _turn(Question(called, book.team.name, book.team.zone, said, asker, at, below, where, leads))


def advance(
    round_: Round[Question], act: Act, by: MemberId | None, at: datetime, book: Book
) -> Turn[Question]:
    """What an act makes of it. Raises Settled where it is over, NotYours for who may not, BadInput on `text`."""
    before = round_.state
    match act:
        case Tick():
            return _turn(_ticked(before, at))
        case MemberChanged():
            return _turn(before if before.closed else replace(before, leads=_led_anew(before, book)))
        case Answer() | Decline() | Withdraw() if before.closed:
            raise Settled(_settled(before.closed))
        case Answer(text):
            said = text.strip()
            if not said:
                raise BadInput("Type the answer.", "text")
            if len(said) > ANSWER:
                raise BadInput(
                    f"An answer has {ANSWER:,} characters at most; yours has {len(said):,}.", "text"
                )
            return _turn(_closed(before, "answered", moving.of_team(book, by, "can answer"), at, said))
        case Decline():
            return _turn(_closed(before, "not ours", moving.of_team(book, by, "can answer"), at))
        case Withdraw():
            if by != before.asker.id:
                raise NotYours("Only who asked can take it back.")
            # What is taken back is nobody's business any more.
            closed = Closed("taken back", by, before.asker.name, at)
            turn = _turn(replace(before, text="", closed=closed, tell_at=None))
            return replace(turn, tells=tuple(_digests_that_ask(round_, book)))
        case _:
            return _turn(before)


def _digests_that_ask(round_: Round[Question], book: Book) -> Iterator[Tell]:
    """Those that show it as waiting."""
    for each in book.digests:
        if any(asked.question == round_.id for asked in each.state.questions):
            yield Tell(each.id, TakenBack(round_.id))


def _settled(closed: Closed) -> str:
    match closed.how:
        case "answered":
            return f"{closed.name} has answered it."
        case "not ours":
            return f"{closed.name} has said that it is not the team's to answer."
        case "taken back":
            return "The question was taken back."


def _closed(state: Question, how: End, by: Member, at: datetime, text: str = "") -> Question:
    return replace(
        state, closed=Closed(how, by.id, by.name, at, text), tell_at=_at_work(state.asker, at, ()) or at
    )


def _turn(state: Question) -> Turn[Question]:
    """Over when all is said."""
    if state.closed:
        wake_at = None if state.told else state.tell_at
        return Turn(state, wake_at, over=wake_at is None)
    dues = [each.due for each in state.leads if each.due and not each.told]
    return Turn(state, min(dues, default=None))


def _ticked(state: Question, at: datetime) -> Question:
    if state.closed:
        return replace(state, told=True) if state.tell_at and at >= state.tell_at else state
    leads = tuple(_reminded(each, state.zone, at) for each in state.leads)
    return state if leads == state.leads else replace(state, leads=leads)


def _reminded(lead: Lead, zone: str, at: datetime) -> Lead:
    """What came due while nobody was at work, as when the bot was down, waits for the next morning."""
    if lead.told or lead.due is None or at < lead.due:
        return lead
    who = lead.member or _anybody(zone)
    if not worktime.at_work(who, at, lead.away):
        return replace(lead, due=_at_work(who, at, lead.away))
    return replace(lead, told=True)


def _anybody(zone: str) -> Member:
    """By whose hours the team's channel is reminded."""
    return Member(MemberId(""), "", zone)


def _leads(book: Book, asker: MemberId, at: datetime) -> Iterator[Lead]:
    """Those who lead, and when they are reminded; where nobody can be, the channel."""
    found = [
        _lead(each, tuple(one for one in book.absences if one.member == each.id), at)
        for each in book.members
        if each.active and "lead" in each.roles and each.id != asker
    ]
    yield from found
    if not any(each.due for each in found):
        yield replace(_lead(_anybody(book.team.zone), (), at), member=None)


def _lead(member: Member, away: tuple[Absence, ...], at: datetime) -> Lead:
    due = worktime.after(member, at, WAITS * worktime.day_length(member), away)
    return Lead(member, _at_work(member, due, away) if due else None, away)


def _at_work(member: Member, moment: datetime, away: tuple[Absence, ...]) -> datetime | None:
    """The first moment from then on at which they are at work; None beyond the horizon."""
    return next((starts for starts, _ in worktime.windows(member, moment, away)), None)


def _led_anew(state: Question, book: Book) -> tuple[Lead, ...]:
    """Who was reminded stays so; of the others it is as the team is now."""
    told = [each for each in state.leads if each.told]
    known = {each.member.id if each.member else None for each in told}
    if None in known:
        return state.leads
    fresh = _leads(book, state.asker.id, state.asked_at)
    return (*told, *(each for each in fresh if (each.member.id if each.member else None) not in known))
