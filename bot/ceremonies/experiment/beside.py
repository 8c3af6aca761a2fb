"""An experiment in a line, beside the story that it belongs to: sprints and votes hold it so, and hear what changes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.book.trials import Outcome
from bot.ceremonies.experiment.state import Experiment
from bot.model import Act, Book, StoryId, Tell
from bot.schedule import local_day


@dataclass(frozen=True, slots=True)
class Brief:
    """How it stands. `metric`, `value` and `day`: of its latest result, by the name that it was measured as and the
    team's calendar; no value: there is none yet.
    `story` None: it belongs to none, or to none any more."""

    key: str
    began: datetime
    story: StoryId | None = None
    metric: str = ""
    unit: str = ""
    value: float | None = None
    day: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Tried(Act):
    """Told to the sprints and votes that hold its story, or the one that it belonged to: how an experiment stands now.
    Their cards show it, and their threads say nothing: its own thread has told it already, and nobody is to hear of a
    result twice."""

    now: Brief


def brief(state: Experiment) -> Brief:
    """The same of an experiment."""
    latest, ended = state.results[-1] if state.results else None, state.ended
    return Brief(
        state.key,
        state.opened_at,
        state.setup.story,
        latest.measured_as(state.setup.metric) if latest else state.setup.metric.name,
        state.setup.metric.unit,
        latest.value if latest else None,
        local_day(latest.at, state.zone) if latest else None,
        (ended.verdict or "dropped") if ended else None,
    )


def tells(before: Experiment | None, after: Experiment, book: Book) -> tuple[Tell, ...]:
    """Who hears of it, where it stands otherwise than it did."""
    was, now = brief(before) if before else None, brief(after)
    if was == now:
        return ()
    stories = {each.story for each in (was, now) if each and each.story}
    concerned = (each for each in book.about if any(map(each.state.concerns, stories)))
    return tuple(Tell(each.id, Tried(now)) for each in concerned)


def heard(known: Iterable[Brief], act: Tried, concerns: Callable[[StoryId], bool]) -> tuple[Brief, ...]:
    """What is known of experiments, with what was heard of one; `concerns`: which stories they are looked at for."""
    others = [each for each in known if each.key != act.now.key]
    theirs = act.now.story is not None and concerns(act.now.story)
    return _in_order([*others, act.now] if theirs else others)


def begun_with(book: Book, stories: Collection[StoryId]) -> tuple[Brief, ...]:
    """What the book knows of the experiments of these stories."""
    every = (brief(each.state) for each in book.trials)
    return _in_order(each for each in every if each.story in stories)


def _in_order(every: Iterable[Brief]) -> tuple[Brief, ...]:
    return tuple(sorted(every, key=lambda each: (each.began, each.key)))


def newest(known: Iterable[Brief], stories: Collection[StoryId]) -> tuple[Brief, ...]:
    """Of the experiments of each of these stories the newest."""
    return tuple({each.story: each for each in known if each.story in stories}.values())
