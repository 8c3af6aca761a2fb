"""A standup as frozen values: its survey, and what of the team it speaks of."""

from dataclasses import dataclass

from bot.ceremonies.action.standing import Agreed
from bot.ceremonies.spike.running import Running
from bot.ceremonies.survey import Question, Survey
from bot.model import MemberId, Obstacle

KIND = "standup"
TITLE = "Standup"
SINCE = Question("since", "What have you done since last time?")
UNTIL = Question("until", "What will you do until next time?")
BLOCKERS = Question("blockers", "Is anything in your way?")
QUESTIONS = (SINCE, UNTIL, BLOCKERS)


@dataclass(frozen=True, slots=True)
class Standup:
    """A round of a standup: its survey, and the blockers, spikes and actions of the team that it speaks of."""

    survey: Survey
    blockers: tuple[Obstacle, ...] = ()
    spikes: tuple[Running, ...] = ()  #: as they were when somebody was asked last, or the digest went out
    actions: tuple[Agreed, ...] = ()  #: likewise


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
