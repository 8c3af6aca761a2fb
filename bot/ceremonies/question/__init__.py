"""A question to the team by somebody who reads its digest. It stands in the team's channel until it is answered; the
answer stands below the digest, and the asker is told once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.ceremonies.question.rules import advance, begin
from bot.ceremonies.question.shown import show
from bot.ceremonies.question.state import EACH, KIND, MOST, Answer, Below, Decline, Question, Withdraw
from bot.model import Ceremony, MemberChanged, MemberId, Page, Record, Round

_WHO: frozenset[Page] = frozenset({"members", "absences"})

__all__ = [
    "CEREMONY",
    "EACH",
    "KIND",
    "MOST",
    "Answer",
    "Below",
    "Decline",
    "Question",
    "Withdraw",
    "begin",
]


def _record(round_: Round[Question]) -> tuple[Record, ...]:
    """One line; of what was taken back, that it was."""
    state, closed = round_.state, round_.state.closed
    told = closed if closed and closed.how != "taken back" else None
    row: Mapping[str, str | datetime | None] = {
        "question": round_.id,
        "asked_at": state.asked_at,
        "member": state.asker.id,
        "name": state.asker.name,
        "text": state.text,
        "outcome": closed.how if closed else "open",
        "by": told.by if told else None,
        "by_name": told.name if told else "",
        "ended_at": closed.at if closed else None,
        "answer": closed.text if closed else "",
    }
    return (Record("questions", row),)


def _erase(state: Question, member: MemberId) -> Question:
    if state.asker.id == member:
        state = replace(state, text="", asker=replace(state.asker, name=""))
    if state.closed and state.closed.by == member:
        state = replace(state, closed=replace(state.closed, text="", name="", by=None))
    return replace(
        state,
        leads=tuple(
            replace(each, member=replace(each.member, name=""))
            if each.member and each.member.id == member
            else each
            for each in state.leads
        ),
    )


CEREMONY: Ceremony[Question] = Ceremony(
    KIND,
    Question,
    type(None),
    advance,
    show,
    reads={**dict.fromkeys((Answer, Decline, MemberChanged), _WHO), Withdraw: frozenset({"digests"})},
    record=_record,
    erase=_erase,
)
