"""A checkpoint: after a sprint, whether another one on an experiment is worth it."""

from bot.ceremonies.checkpoint.beginning import begin, openings
from bot.ceremonies.checkpoint.kept import erase, record
from bot.ceremonies.checkpoint.rules import advance
from bot.ceremonies.checkpoint.shown import show
from bot.ceremonies.checkpoint.state import KIND, Answer, Checkpoint, Judge, Later, Undo
from bot.ceremonies.experiment.state import ExperimentStands
from bot.model import Ceremony, MemberChanged, Page

_WHO: frozenset[Page] = frozenset({"members", "absences"})
_MOVES = frozenset({Answer, Judge, Later, Undo})

__all__ = [
    "CEREMONY",
    "KIND",
    "Answer",
    "Checkpoint",
    "Judge",
    "Later",
    "Undo",
    "begin",
    "openings",
]


CEREMONY: Ceremony[Checkpoint] = Ceremony(
    KIND,
    Checkpoint,
    type(None),
    advance,
    show,
    reads=dict.fromkeys((*_MOVES, MemberChanged, ExperimentStands), _WHO),
    keeps=_MOVES,
    record=record,
    erase=erase,
)
