"""An experiment as frozen values: what is believed, what would decide it, the results so far, and the verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model import Act, Measured, MemberId, Report, RoundId, StoryId, measures

KIND = "experiment"
#: Characters: of a key, a name or unit of a metric, of each text, and of a note or reference of a result.
KEY_TEXT, NAME_TEXT, UNIT_TEXT, TEXT, NOTE_TEXT = 40, 60, 20, 500, 300
#: What an experiment has at most.
MOST_RESULTS, MOST_GUARDRAILS, MOST_CHANGES = 500, 10, 100
#: FTE-days of one result: more is a slip.
MOST_DAYS = 1_000.0

Better = Literal["higher", "lower"]
Verdict = Literal["proved", "disproved", "inconclusive"]
Going = Literal["go on", "stop"]


def of_name(name: str) -> tuple[str, str]:
    """The same for a name as jobs write it, with its subset after an @: "f1@de"."""
    metric, _, subset = name.partition("@")
    return measures(metric, subset)


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured. `baseline`: what there is without the experiment; `target`: what would prove it; `floor` and
    `ceiling`: no value lies outside."""

    name: str
    unit: str = ""
    better: Better = "higher"
    baseline: float | None = None
    target: float | None = None
    floor: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What must not get worse than a limit, of a subset of the data or of all (empty)."""

    metric: str
    limit: float
    better: Better = "higher"
    subset: str = ""

    def holds(self, value: float) -> bool:
        """Whether a value is within it."""
        return value >= self.limit if self.better == "higher" else value <= self.limit


@dataclass(frozen=True, slots=True)
class Worth:
    """What a unit of the metric is worth in a year, and what an FTE-day costs, in one currency."""

    per_unit: float
    currency: str = ""
    day_cost: float | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """What was clear beforehand. `if_proved` and `if_disproved`: what is done then, a line of it a story."""

    hypothesis: str
    question: str
    for_whom: str
    metric: Metric
    guardrails: tuple[Guardrail, ...] = ()
    worth: Worth | None = None
    if_proved: str = ""
    if_disproved: str = ""
    story: StoryId | None = None
    number: int | None = None  #: the story's
    epic: str = ""
    deciders: tuple[MemberId, ...] = ()  #: who says whether it goes on after a sprint; none: the leads
    checkpoints: bool = True  #: whether that is asked at a sprint's end


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `days`: FTE-days spent since the one before, None where nobody said; `guarded`: of its guardrails;
    `by_name`: who gave it, empty for a machine."""

    number: int
    at: datetime
    value: float
    low: float | None = None
    high: float | None = None
    days: float | None = None
    guarded: tuple[Measured, ...] = ()
    sprint: int | None = None
    commit: str = ""
    data: str = ""
    model: str = ""
    note: str = ""
    source: str = ""
    link: str = ""
    by: MemberId | None = None
    by_name: str = ""
    key: str = ""  #: the sender's own, of a report
    corrected: bool = False
    called: str = ""  #: the metric's name then, where it was renamed since
    gist: str = ""  #: of the report: with another, its key stands for another result

    def renamed(self, metric: Metric) -> str:
        """What it was measured as, where that is not how the metric is called now."""
        return self.called if self.called and of_name(self.called) != of_name(metric.name) else ""

    def measured_as(self, metric: Metric) -> str:
        """The name that it was measured as."""
        return self.renamed(metric) or metric.name


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, and how they are called."""

    by: MemberId
    by_name: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What was changed of its setup after the first result: what it said before, and says now."""

    what: str
    before: str
    after: str
    at: datetime
    by_name: str
    results: int  #: how many there were then
    by: MemberId | None = None
    whom_before: tuple[
        Named, ...
    ] = ()  #: where people were named: a name in a text would outlive its erasure
    whom_after: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """What it came to. `dropped`: it was given up without a verdict, and `decision` says why."""

    at: datetime
    by: MemberId | None
    by_name: str
    decision: str
    verdict: Verdict | None = None
    stories: tuple[int, ...] = ()  #: what follows of it in the backlog, by number
    titles: tuple[str, ...] = ()  #: of those, as they were written
    missed: bool = False  #: its target was not reached then
    broken: int = 0  #: so many guardrails were broken then

    @property
    def dropped(self) -> bool:
        return self.verdict is None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether it goes on after a sprint, as somebody decided at its checkpoint."""

    sprint: int
    going: Going
    reason: str
    by: MemberId | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Experiment:
    """A round that holds one experiment, from its registration to its verdict."""

    key: str  #: how people and machines call it, unique in its team
    team: str
    zone: str
    setup: Setup
    owner: MemberId
    owner_name: str
    opened_at: datetime
    results: tuple[Result, ...] = ()  #: by when they were measured
    numbered: int = 0
    changes: tuple[Changed, ...] = ()
    gone: tuple[Result, ...] = ()  #: results that do not count
    ended: Ended | None = None
    verdicts: tuple[Ended, ...] = ()  #: all that there were, the last of which holds where it has ended
    judged: tuple[Judgement, ...] = ()  #: one a sprint, oldest first
    checkpoint: RoundId | None = None  #: the last that asks whether it goes on, and hears of what changes


# What is done to it.


@dataclass(frozen=True, slots=True)
class Record(Act):
    """A result came in. `sprint`: the number of the one that runs."""

    report: Report
    sprint: int | None = None


@dataclass(frozen=True, slots=True)
class Correct(Act):
    """A result reads otherwise."""

    number: int
    value: float
    days: float | None


@dataclass(frozen=True, slots=True)
class TakeOut(Act):
    """A result does not count."""

    number: int


@dataclass(frozen=True, slots=True)
class Alter(Act):
    """Its setup is another."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class Decide(Act):
    """The verdict, and what is done. `stories`: what was put into the backlog for it, by number and as
    it was written."""

    verdict: Verdict
    decision: str
    stories: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop(Act):
    """It is given up."""

    why: str


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """It goes on after all."""


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """Somebody else owns it."""

    to: MemberId


# Between it and its checkpoints.


@dataclass(frozen=True, slots=True)
class Watch(Act):
    """Told by a checkpoint: from now on that one hears how it stands, first of all now."""

    checkpoint: RoundId


@dataclass(frozen=True, slots=True)
class Judged(Act):
    """Told by a checkpoint: what was decided there."""

    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Unjudged(Act):
    """Told by a checkpoint: that was taken back."""

    sprint: int


@dataclass(frozen=True, slots=True)
class ExperimentStands(Act):
    """Told to its checkpoints: how it stands now."""

    experiment: Experiment
