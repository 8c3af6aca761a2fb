"""What of a sprint is exported, beside its claims, which are in the book; and what is left when somebody erases
theirs."""

from dataclasses import replace

from bot.ceremonies.erased import unnamed
from bot.ceremonies.sprint.state import Sprint
from bot.model import MemberId, Record, Round


def record(round_: Round[Sprint]) -> tuple[Record, ...]:
    """How points were done, as the picture of its burn-up shows it."""
    state = round_.state
    return tuple(
        Record(
            "sprint_progress",
            {
                "round": round_.id,
                "sprint": state.span.number,
                "at": each.at,
                "done_points": each.done,
                "scope_points": each.scope,
            },
        )
        for each in state.marks
    )


def erase(state: Sprint, member: MemberId) -> Sprint:
    """The team's claims stay, without their name, and without their words on why one took longer."""
    claims = tuple(replace(each, note="") if each.owner == member else each for each in state.claims)
    return unnamed(replace(state, claims=claims), member)
