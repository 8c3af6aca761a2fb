"""What of a survey is exported, beside the answers, which are in the book; and what is left when somebody erases
theirs."""

from dataclasses import replace

from bot.ceremonies.erased import unnamed
from bot.ceremonies.survey.state import Seat, Survey
from bot.model import MemberId, Record, RoundId, Row


def record(round_: RoundId, survey: Survey) -> tuple[Record, ...]:
    """A line a round: how many it asked and how many answered. A trial counts for nothing."""
    if survey.trial:
        return ()
    row: Row = {
        "round": round_,
        "kind": survey.kind,
        "title": survey.title,
        "day": survey.day,
        "present": len(survey.present),
        "answered": len(survey.answered),
        "late": sum(bool(seat.given and seat.given.late) for seat in survey.seats),
        "skipped": sum(seat.skipped for seat in survey.seats),
        "away": sum(bool(seat.absent) for seat in survey.seats),
        "digest_at": survey.digested_at,
    }
    return (Record("surveys", row),)


def erase(survey: Survey, member: MemberId) -> Survey:
    """Their seat stays, without their name and what they said. In a trial they were alone."""
    seats = tuple(_erased(each) if each.member.id == member else each for each in survey.seats)
    return unnamed(replace(survey, seats=seats), member)


def _erased(seat: Seat) -> Seat:
    return replace(seat, given=replace(seat.given, texts={}) if seat.given else None, last=None)
