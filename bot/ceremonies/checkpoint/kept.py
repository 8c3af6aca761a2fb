"""What of a checkpoint is exported, and what is left of it once somebody's data is erased."""

from dataclasses import replace

from bot.ceremonies.checkpoint.state import Checkpoint
from bot.ceremonies.erased import unnamed, who
from bot.model import MemberId, Record, Round, Row


def record(round_: Round[Checkpoint]) -> tuple[Record, ...]:
    """Its line: what was said of the sprint, what the results advised then, and what came of the question. What was
    decided stands with the experiment."""
    state = round_.state
    answered, advice = state.answered, state.facts.advice
    by, name = who(answered.by, answered.by_name) if answered else ("", "")
    row: Row = {
        "round": round_.id,
        "experiment": state.experiment,
        "key": state.facts.key,
        "sprint": state.sprint,
        "opened_at": state.opened_at,
        "answer": answered.how if answered else "",
        "fte_days": answered.days if answered else None,
        "answered_by": by,
        "answered_by_name": name,
        "advice": advice.say if advice else "",
        "because": advice.because if advice else "",
        "outcome": state.judgement.going if state.judgement else state.phase,
    }
    return (Record("checkpoints", row),)


def erase(state: Checkpoint, member: MemberId) -> Checkpoint:
    """Without their name and their days away; what was decided, and why, is the team's."""
    away = tuple(each for each in state.away if each.member != member)
    return unnamed(replace(state, away=away), member)
