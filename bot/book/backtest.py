"""How good the forecast was: walked forward over histories, each sprint told from what came before it alone, and beside
it what the last twelve sprints alone would have said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.book.likening import HALF, SURE, walk
from bot.book.quantiles import empirical, hit, pinball
from bot.book.sprints import Sprint, in_order

#: So many sprints of each board are learnt from only.
FIRST = 3
#: What the naive forecast looks back on.
LAST = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One sprint, and what was said before it: at least so many points with even odds (`half`), and with 85 %."""

    board: str
    sprint: Sprint
    half: float
    sure: float
    naive_half: float
    naive_sure: float


@dataclass(frozen=True, slots=True)
class Score:
    """Coverage: the share of sprints that completed what was said or more, where exactly that counts half. Pinball:
    the mean loss, in points, of the quantile at 0.5 and of the one at 0.15, which is the 85 % statement. None where no
    sprint is scored."""

    sprints: int
    coverage50: float | None
    coverage85: float | None
    pinball50: float | None
    pinball15: float | None


def tell(histories: Mapping[str, Sequence[Sprint]]) -> Iterator[Told]:
    """Every sprint but the first three of its board, in the order of boards and starts. Rows with neither commitment
    nor completion are left out first. Of a sprint itself only start, days and commitment are read before it is told,
    and nothing of a later one or of another board."""
    for board, sprints in histories.items():
        held = [each for each in in_order(sprints) if each.held]
        for at, (sprint, said) in enumerate(zip(held, walk(held), strict=True)):
            if said is not None and at >= FIRST:
                last = [each.completed for each in held[max(0, at - LAST) : at]]
                naive = (empirical(last, HALF), empirical(last, SURE))
                yield Told(board, sprint, said.half, said.sure, *naive)


def score(told: Sequence[Told]) -> tuple[Score, Score]:
    """Of the forecast, and of the naive one: the plain quantiles of the last twelve sprints' completed points."""
    return (
        _score([(each.sprint.completed, each.half, each.sure) for each in told]),
        _score([(each.sprint.completed, each.naive_half, each.naive_sure) for each in told]),
    )


def _score(said: Sequence[tuple[float, float, float]]) -> Score:
    if not said:
        return Score(0, None, None, None, None)
    return Score(
        len(said),
        fmean(hit(actual, half) for actual, half, _ in said),
        fmean(hit(actual, sure) for actual, _, sure in said),
        fmean(pinball(actual, half, HALF) for actual, half, _ in said),
        fmean(pinball(actual, sure, SURE) for actual, _, sure in said),
    )
