"""When will it be done, and how much fits by then? From the team's own finished sprints, as two statements: with even
odds, and with 85 %. Never as one date."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

from bot.book.likening import HALF, SURE, Board, taught
from bot.book.quantiles import Atom, quantile, quantiles
from bot.book.sprints import Sprint, in_order

#: With fewer finished sprints than this a forecast is mostly the prior's, and says that it is rough.
ENOUGH = 3
#: Nothing is said of what lies further ahead than so many sprints: a year of two weeks each.
HORIZON = 26

#: The pace itself is not known, and moves: the standard deviation of its logarithm, from what the board has shown (over
#: the root of the number of sprints) and for each sprint ahead (times the root of half their number).
UNKNOWN, DRIFT = 0.3, 0.12
#: In so many equally likely cases.
CASES = 9
#: A sprint's points are counted in so many steps up to the most that it might complete.
STEPS = 48
#: A chance below this is none, and costs no time.
NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Statement:
    """At least so many points: `half` with even odds, `sure` with 85 %. `rough`: from fewer than three sprints."""

    half: float
    sure: float
    rough: bool


@dataclass(frozen=True, slots=True)
class Due:
    """After so many sprints: `half` with even odds, `sure` with 85 %; None: not within a year's sprints."""

    half: int | None
    sure: int | None
    rough: bool


def ahead(earlier: Iterable[Sprint], days: float, committed: float | None = None) -> Statement | None:
    """What the next sprint completes, of so many days (0: not known), with so many points committed (None: not known
    yet). None where no sprint is finished: then there is nothing to go by."""
    board = _board(earlier)
    if not board.past:
        return None
    said = board.say(days, committed)
    return Statement(said.half, said.sure, _rough(board))


def fits(earlier: Iterable[Sprint], lengths: Sequence[float]) -> Statement | None:
    """How many points get done in the next sprints, of these lengths in days, one number each. None where no sprint is
    finished. ValueError where there are no lengths, or more than `HORIZON`."""
    if not 0 < len(lengths) <= HORIZON:
        raise ValueError(f"1 to {HORIZON} sprints")
    *_, last = [None, *steps(earlier, lengths)]
    return last


def steps(earlier: Iterable[Sprint], lengths: Sequence[float]) -> Iterator[Statement]:
    """How many points get done in the first sprint to come, in the first two, and so on: one statement for each of
    these lengths in days, and nothing where no sprint is finished. Each costs more than the one before: stop early."""
    board = _board(earlier)
    for sums in _sums(board, lengths) if board.past else ():
        half, sure = quantiles(sums, (HALF, SURE))
        yield Statement(half, min(half, sure), _rough(board))


def when(points: float, earlier: Iterable[Sprint], lengths: Sequence[float]) -> Due | None:
    """After how many sprints so many points are done. `lengths`, in days, are those of the sprints to come; the last
    one stands for all after it. None where no sprint is finished. ValueError where there are no lengths."""
    if not lengths:
        raise ValueError("no lengths")
    board = _board(earlier)
    if not board.past:
        return None
    if points <= 0:
        return Due(0, 0, _rough(board))
    half: int | None = None
    for number, sums in enumerate(_sums(board, [_length(lengths, at) for at in range(HORIZON)]), start=1):
        if half is None and quantile(sums, HALF) >= points:
            half = number
        if half is not None and quantile(sums, SURE) >= points:
            return Due(half, number, _rough(board))
    return Due(half, None, _rough(board))


def last_day(first: date, lengths: Sequence[float], number: int) -> date:
    """The last day of the sprint of this number, from 1, where the first begins on `first` and each follows the one
    before; of the day before `first` for 0."""
    return first + timedelta(days=sum(_length(lengths, at) for at in range(number)) - 1)


def _board(earlier: Iterable[Sprint]) -> Board:
    return taught(each for each in in_order(earlier) if each.held)


def _rough(board: Board) -> bool:
    return len(board.past) < ENOUGH


def _length(lengths: Sequence[float], at: int) -> float:
    return lengths[min(at, len(lengths) - 1)]


def _sums(board: Board, lengths: Sequence[float]) -> Iterator[list[Atom]]:
    """What the first sprint completes, the first two, and so on: sums of independent sprints at one pace, which is
    itself not known. A convolution, so that the same question always has the same answer."""
    spreads = {each: board.spread(each) for each in set(lengths)}
    sprints = [spreads[each] for each in lengths]
    step = max(max(number for number, _ in each) for each in sprints) / STEPS or 1.0
    sums = [1.0]
    for number, sprint in enumerate(sprints, start=1):
        sums = _folded(sums, _stepped(sprint, step))
        spread = math.sqrt(UNKNOWN**2 / len(board.past) + DRIFT**2 * (number - 1) / 2)
        yield [
            (at * step * math.exp(spread * case), weight)
            for case in _cases()
            for at, weight in enumerate(sums)
            if weight > NOTHING
        ]


def _stepped(atoms: Sequence[Atom], step: float) -> list[float]:
    """The chance of each number of steps. A number between two steps is shared between them, so that the mean stays."""
    chances = [0.0] * (STEPS + 2)
    for number, weight in atoms:
        at, part = divmod(number / step, 1)
        chances[int(at)] += weight * (1 - part)
        chances[int(at) + 1] += weight * part
    return chances


def _folded(left: Sequence[float], right: Sequence[float]) -> list[float]:
    """The chance of each sum."""
    chances = [0.0] * (len(left) + len(right) - 1)
    heard = [(at, one) for at, one in enumerate(right) if one]
    for at, one in enumerate(left):
        if one > NOTHING:
            for beside, other in heard:
                chances[at + beside] += one * other
    return chances


def _cases() -> list[float]:
    """Equally likely places on a normal curve."""
    return [NormalDist().inv_cdf((each + 0.5) / CASES) for each in range(CASES)]
