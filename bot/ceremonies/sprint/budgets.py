"""Error budgets that are spent while a sprint is to be planned, and what is decided about that."""

from collections.abc import Iterable
from dataclasses import replace

from bot.ceremonies.kpi import BudgetStands, Kpi
from bot.ceremonies.kpi.rules import stands
from bot.ceremonies.sprint.notices import Plan
from bot.ceremonies.sprint.state import Course, Spent, Sprint, Steer, Steered, SteerNot
from bot.errors import Refused, Settled
from bot.model import Book, Member

#: What was decided, in the middle of a sentence.
COURSES: dict[Course, str] = {"repair": "repair first", "features": "features anyway"}


def spent_in(book: Book) -> tuple[Spent, ...]:
    """Those that are spent just now, by name."""
    every = (_spent(stands(each.id, each.state)) for each in book.kpis if isinstance(each.state, Kpi))
    return tuple(sorted(filter(None, every), key=_name))


def _spent(stands: BudgetStands) -> Spent | None:
    return None if stands.percent is None else Spent(stands.kpi, stands.name, stands.percent)


def _name(spent: Spent) -> str:
    return spent.name


def heard(state: Sprint, act: BudgetStands) -> Sprint:
    """A budget turned. What is planned, planned with what was known then."""
    if state.phase not in {"planning", "skipped"}:
        return state
    others = [each for each in state.spent if each.kpi != act.kpi]
    now = _spent(act)
    return replace(state, spent=tuple(sorted([*others, *([now] if now else [])], key=_name)))


def decided(its: Sprint | Plan) -> tuple[Steered, ...]:
    """What was decided about budgets, the latest last."""
    return (*its.steered_before, its.steered) if its.steered else ()


def unsettled(spent: Iterable[Spent], decided: Iterable[Steered]) -> tuple[Spent, ...]:
    """Those of the spent budgets that nothing is decided about yet."""
    every = tuple(decided)
    if any(not each.about for each in every):
        return ()
    about = {one.kpi for each in every for one in each.about}
    return tuple(each for each in spent if each.kpi not in about)


def require_unsteered(state: Sprint) -> None:
    """Raises Settled where all is decided, or the sprint is not to be planned; Refused where nothing is spent."""
    its = state.steered
    if its and not unsettled(state.spent, decided(state)):
        raise Settled(
            f"{its.by_name} has decided that already: {COURSES[its.course]}, decision #{its.number}."
        )
    if state.phase != "planning":
        raise Settled(
            f"Sprint {state.span.number} is not to be planned any more. `/decision` records others."
        )
    if not state.spent:
        raise Refused("No error budget is spent any more.")


def steered(state: Sprint, act: Steer, by: Member) -> Sprint:
    """With what was decided. Raises Settled, Refused."""
    require_unsteered(state)
    before = decided(state)
    about = unsettled(state.spent, before)
    if act.about:
        about = tuple(each for each in about if each.kpi in act.about)
    new = Steered(act.course, act.number, act.decision, by.id, by.name, about)
    return replace(state, steered=new, steered_before=before)


def unsteered(state: Sprint, act: SteerNot) -> Sprint:
    """The decision was taken back: where the sprint is still to be planned, it can be decided anew."""
    rest = tuple(each for each in decided(state) if each.decision != act.decision)
    return replace(state, steered=rest[-1] if rest else None, steered_before=rest[:-1])
