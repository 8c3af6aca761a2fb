"""What a team might talk about, out of its own days: things that stayed, came again or broke off, and nobody's doing.

Each is weighed by how far it is past the mark from which on it is worth a word, so that unlike things can be put in
order: a blocker of six working days, where three are the mark, tells as much as a sprint that missed it twice as far.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import takewhile
from typing import Literal

from bot.book.days import Days
from bot.book.fortnight import Standups, closed, end_of, figures, stood
from bot.book.trials import Broken, Taken, Trial
from bot.model import WEEKDAYS, Past, Reason, SprintPast, StoryId
from bot.model.past import REACH

#: More are not suggested: a team has an hour.
MOST = 3
#: The marks: working days of a blocker, sprints of a story, extensions of a box, times of a reason.
STAYED, ROLLED, GROWN, AGAIN = 3, 3, 2, 3
#: Days of an experiment that is disproved then: two sprints.
LONG = 28
#: A share of answers that fell by so much, where at least so many standups asked at least so many each before and now.
FELL, HELD, CROWD = Fraction(1, 5), 3, 3
#: A sprint that finished less than this of what it took on.
SHORT = Fraction(3, 5)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stayed:
    """A blocker that stayed for so many working days, or is open still."""

    text: str
    days: int
    open: bool
    kind: Literal["blocker"] = "blocker"


@dataclass(frozen=True, slots=True)
class Rolled:
    """A story that so many sprints did not finish."""

    story: StoryId
    number: int
    title: str
    times: int
    kind: Literal["rolled"] = "rolled"


@dataclass(frozen=True, slots=True)
class Overran:
    """A spike that took longer than its box, or whose box was made larger so many times. `open`: not decided yet."""

    question: str
    grown: int
    open: bool
    kind: Literal["spike"] = "spike"


@dataclass(frozen=True, slots=True)
class Fell:
    """Of those asked in standups fewer answered than in as many days before: both in whole percent."""

    before: int
    now: int
    kind: Literal["answers"] = "answers"


@dataclass(frozen=True, slots=True)
class Short:
    """A sprint that finished little of what it took on, in points."""

    number: int
    completed: int
    taken: int
    kind: Literal["sprint"] = "sprint"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A reason that so many rollovers share."""

    reason: Reason
    times: int
    kind: Literal["reason"] = "reason"


@dataclass(frozen=True, slots=True)
class Disproved:
    """An experiment that was disproved so many days after it was registered."""

    hypothesis: str
    days: int
    kind: Literal["experiment"] = "experiment"


@dataclass(frozen=True, slots=True)
class Breaks:
    """A guardrail that the latest result of an experiment does not keep, nor perhaps did those before."""

    key: str
    broken: Broken
    kind: Literal["guardrail"] = "guardrail"


Topic = Stayed | Rolled | Overran | Fell | Short | Repeated | Disproved | Breaks
#: How telling, at least 1, and what.
Weighed = tuple[Fraction, Topic]
#: Of equally telling ones, the first of these kinds.
_ORDER = ("blocker", "rolled", "guardrail", "spike", "experiment", "sprint", "reason", "answers")


def topics(
    past: Past,
    sprints: Sequence[SprintPast],
    first: date,
    last: date,
    zone: str,
    days: Collection[int] = WEEKDAYS,
    trials: Sequence[Trial] = (),
) -> tuple[Topic, ...]:
    """At most three, the most telling first, of the days from `first` to `last`; each kind has its turn before any has
    a second. `days`: the weekdays on which the team works."""
    there = Days(first, last, zone)
    found = [
        *_stayed(past, there, days),
        *_rolled(past, sprints, there),
        *_overran(past, there),
        *_short(sprints, there),
        *_repeated(sprints, there),
        *_fell(past, there),
        *_disproved(trials, there),
        *_breaks(trials, there),
    ]
    found.sort(key=lambda each: (-each[0], _ORDER.index(each[1].kind), repr(each[1])))
    earlier: Counter[str] = Counter()
    turns: list[tuple[int, Topic]] = []
    for _, topic in found:
        turns.append((earlier[topic.kind], topic))
        earlier[topic.kind] += 1
    return tuple(topic for _, topic in sorted(turns, key=lambda each: each[0])[:MOST])


def _stayed(past: Past, there: Days, days: Collection[int]) -> Iterator[Weighed]:
    for each in stood(past, there):
        end = end_of(each, there)
        stayed = _working_days(each.day, end or there.last, days)
        if stayed >= STAYED or end is None:
            yield max(Fraction(1), Fraction(stayed, STAYED)), Stayed(each.text, stayed, open=end is None)


def _working_days(first: date, last: date, days: Collection[int]) -> int:
    """Those after the first, up to and with the last."""
    weeks, rest = divmod(max(0, (last - first).days), 7)
    return weeks * len(set(days)) + sum((first + (each + 1) * _DAY).weekday() in days for each in range(rest))


def _rolled(past: Past, sprints: Sequence[SprintPast], there: Days) -> Iterator[Weighed]:
    """Told by the last sprint that a story was in; not of one that is done by now."""
    done = {each.id for each in past.done}
    latest = {
        claim.story: claim
        for each in sorted(closed(sprints, there), key=lambda each: (each.sprint.first, each.sprint.number))
        for claim in each.sprint.claims
    }
    for claim in latest.values():
        times = claim.rolled + 1
        if claim.state == "rolled" and claim.story not in done and times >= ROLLED:
            yield Fraction(times, ROLLED), Rolled(claim.story, claim.number, claim.title, times)


def _overran(past: Past, there: Days) -> Iterator[Weighed]:
    for each in past.spikes:
        spike = each.entry
        over = Fraction(spike.used / spike.box) if spike.box else Fraction(0)
        if there.have(spike.ended_at) and (over > 1 or spike.grown >= GROWN):
            yield max(over, Fraction(spike.grown, GROWN)), Overran(spike.question, spike.grown, open=False)
    for round_ in past.open_spikes:
        grown = len(round_.state.grown)
        if grown >= GROWN:
            yield Fraction(grown, GROWN), Overran(round_.state.question, grown, open=True)


def _short(sprints: Sequence[SprintPast], there: Days) -> Iterator[Weighed]:
    """What was taken out of it by hand, it did not take on."""
    for each in closed(sprints, there):
        sprint = each.sprint
        taken = sprint.committed + sprint.added - sprint.removed
        if taken > 0 and sprint.completed < SHORT * taken:
            missed = 1 - Fraction(sprint.completed, taken)
            yield missed / (1 - SHORT), Short(sprint.number, sprint.completed, taken)


def _repeated(sprints: Sequence[SprintPast], there: Days) -> Iterator[Weighed]:
    reasons = Counter(
        claim.reason
        for each in closed(sprints, there)
        for claim in each.sprint.claims
        if claim.state == "rolled" and claim.reason
    )
    for reason, times in reasons.items():
        if times >= AGAIN:
            yield Fraction(times, AGAIN), Repeated(reason, times)


def _fell(past: Past, there: Days) -> Iterator[Weighed]:
    """Against as many days before, as far as the book reaches. Of a team of one or two it would tell what one of them
    did."""
    if 2 * (there.last - there.first + _DAY) > REACH:
        return
    before = figures(
        past, (), there.first - (there.last - there.first) - _DAY, there.first - _DAY, there.zone
    )
    now = figures(past, (), there.first, there.last, there.zone)
    was, is_ = _share(before.standups), _share(now.standups)
    if was is not None and is_ is not None and was - is_ >= FELL:
        yield (was - is_) / FELL, Fell(round(100 * was), round(100 * is_))


def _disproved(trials: Sequence[Trial], there: Days) -> Iterator[Weighed]:
    """A verdict is a full result: what is worth a word is that it came late."""
    for each in trials:
        if each.outcome == "disproved" and each.ended_at and there.have(each.ended_at):
            took = (there.day(each.ended_at) - there.day(each.began)).days
            if took >= LONG:
                yield Fraction(took, LONG), Disproved(each.hypothesis, took)


def _breaks(trials: Sequence[Trial], there: Days) -> Iterator[Weighed]:
    """By the latest result, if it is of these days; the more of them in a row, the more telling. What is not gone on
    with breaks nothing."""
    for each in trials:
        ended = each.outcome in {"disproved", "dropped"}
        latest = each.results[-1] if each.results else None
        if ended or latest is None or not there.have(latest.at):
            continue
        for broken in latest.broken:
            row = takewhile(partial(_holds_not, broken), reversed(each.results))
            yield Fraction(sum(there.have(one.at) for one in row)), Breaks(each.key, broken)


def _holds_not(broken: Broken, taken: Taken) -> bool:
    return any((each.metric, each.subset) == (broken.metric, broken.subset) for each in taken.broken)


def _share(standups: Standups) -> Fraction | None:
    if standups.held < HELD or standups.asked < CROWD * standups.held:
        return None
    return Fraction(standups.answered, standups.asked)
