"""What of a checkpoint is exported."""

from bot.ceremonies.checkpoint.state import Checkpoint
from bot.ceremonies.erased import who
from bot.model import Record, Round, Row


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
