"""What of a standup is exported, and what is left of it once somebody's data is erased."""

from dataclasses import replace

from bot.ceremonies import survey
from bot.ceremonies.blocker import wordless
from bot.ceremonies.erased import unnamed
from bot.ceremonies.standup.state import Standup
from bot.model import MemberId, Record, Round


def record(round_: Round[Standup]) -> tuple[Record, ...]:
    """The survey's line: answers and blockers are in the book."""
    return survey.record(round_.id, round_.state.survey)


def erase(state: Standup, member: MemberId) -> Standup:
    """What they said, and what was in their way, is not there any more."""
    blockers = tuple(wordless(each, member) for each in state.blockers)
    return unnamed(replace(state, survey=survey.erase(state.survey, member), blockers=blockers), member)
