"""A team's figures, and what it might talk about, in sentences that people read. Where there is nothing, nothing is
said; and nothing is said of one person."""

from collections.abc import Iterable, Mapping

from bot.book.boxes import Result
from bot.book.fortnight import Blockers, Figures, Points, Spikes, Standups
from bot.book.topics import Breaks, Disproved, Fell, Overran, Repeated, Rolled, Short, Stayed, Topic
from bot.book.trials import Experiments, Outcome
from bot.model import SpikeDecision
from handlers.returns import number
from handlers.slack.sprint.drawings import REASONS
from handlers.slack.text import clip, count, line

#: Characters of a blocker, a question or a title.
_TEXT = 150
_DECISIONS: Mapping[SpikeDecision, str] = {
    "answered": "answered",
    "estimable": "ready to estimate",
    "split": "split into stories",
    "another": "followed by another spike",
    "drop": "dropped",
}
_RESULTS: Mapping[Result, str] = {"proved": "proved", "disproved": "disproved", "open": "still open"}
_OUTCOMES: Mapping[Outcome, str] = {
    "proved": "proved",
    "disproved": "disproved",
    "inconclusive": "inconclusive",
    "dropped": "given up",
}


def lines(figures: Figures) -> list[str]:
    """A sentence for each part that there is something to tell of, without a full stop."""
    found = (
        _standups(figures.standups),
        _blockers(figures.blockers),
        _spikes(figures.spikes),
        _hypotheses(figures.spikes),
        _experiments(figures.experiments),
        _points(figures.points),
        _rolled(figures.points),
        _counted("Stories", ((figures.done, "done"), (figures.estimated, "estimated"))),
    )
    return [each for each in found if each]


def _counted(label: str, numbers: Iterable[tuple[int, str]]) -> str:
    """ "Spikes: 2 ended, 1 dropped": those that are not 0."""
    named = [f"{number} {words}" for number, words in numbers if number]
    return f"{label}: {', '.join(named)}" if named else ""


def _standups(standups: Standups) -> str:
    if not standups.asked:
        return ""
    many = f" in {standups.held} standups" if standups.held > 1 else ""
    return f"Standups: {standups.answered} of {standups.asked} answered{many}"


def _blockers(blockers: Blockers) -> str:
    said = _counted(
        "Blockers",
        ((blockers.raised, "raised"), (blockers.resolved, "resolved"), (blockers.open, "still open")),
    )
    if blockers.longest is None or blockers.median is None:
        return said
    many = blockers.resolved + blockers.open
    if not blockers.longest:
        return f"{said}; {'it did not stay' if many == 1 else 'none stayed'} overnight"
    if many == 1:
        return f"{said}; it stayed {_days(blockers.longest)}"
    half = f", half of them {_days(blockers.median)} at most" if blockers.median < blockers.longest else ""
    return f"{said}; the longest stayed {_days(blockers.longest)}{half}"


def _days(number: float) -> str:
    return f"{number:g} {'day' if number == 1 else 'days'}"


def _spikes(spikes: Spikes) -> str:
    if not spikes.ended:
        return ""
    decided = ", ".join(f"{number} {_DECISIONS[each]}" for each, number in spikes.decisions)
    if spikes.overrun == spikes.ended:
        boxes = f"{'it' if spikes.ended == 1 else 'all'} took longer than {_boxes(spikes.ended)}"
    elif spikes.overrun:
        boxes = f"{spikes.kept} kept to {_boxes(spikes.kept)}, {spikes.overrun} took longer"
    else:
        boxes = f"{'it' if spikes.ended == 1 else 'all'} kept to {_boxes(spikes.ended)}"
    return f"Spikes: {spikes.ended} ended ({decided}); {boxes}" if decided else f"Spikes: {boxes}"


def _boxes(number: int) -> str:
    return "its box" if number == 1 else "their boxes"


def _hypotheses(spikes: Spikes) -> str:
    return _counted("Hypotheses", ((number, _RESULTS[each]) for each, number in spikes.results))


def _experiments(experiments: Experiments) -> str:
    results = "result came in" if experiments.results == 1 else "results came in"
    ended = ((number, _OUTCOMES[each]) for each, number in experiments.outcomes)
    return _counted("Experiments", (*ended, (experiments.results, results)))


def _points(points: Points) -> str:
    label = f"Points in {points.sprints} sprints" if points.sprints > 1 else "Points"
    if not (points.committed or points.added):
        return ""
    numbers = [f"{points.committed} planned"]
    numbers += [f"{points.added} added later"] if points.added else []
    numbers += [f"{points.completed} done"]
    numbers += [f"{points.rolled} rolled over"] if points.rolled else []
    return f"{label}: {', '.join(numbers)}"


def _rolled(points: Points) -> str:
    if not points.stories:
        return ""
    why = ", ".join(f"{REASONS[each].lower()} ({number})" for each, number in points.reasons)
    return f"Rolled over: {count(points.stories, 'story', 'stories')}{f'. Why: {why}' if why else ''}"


def topic_words(topic: Topic) -> str:
    """What there is to talk about, as a sentence; what people wrote in it is cut, and to be drawn literally."""
    match topic:
        case Stayed():
            return _stayed(topic)
        case Rolled(_, number, title, times):
            return f"#{number} {_quoted(title)} went through {times} sprints and is not done."
        case Overran():
            return _overran(topic)
        case Fell() | Short() | Repeated():
            return _numbers(topic)
        case Disproved(hypothesis, days):
            return f"{_quoted(hypothesis)} was disproved, {count(days, 'day')} after it was registered."
        case Breaks():
            return _breaks(topic)


def _numbers(topic: Fell | Short | Repeated) -> str:
    match topic:
        case Fell(before, now):
            return f"Fewer people answer standups: {now} % now, {before} % before."
        case Short(number, completed, taken):
            return f"Sprint {number} finished {completed} of the {count(taken, 'point')} that it took on."
        case Repeated(reason, times):
            return f"{times} stories rolled over for the same reason: {REASONS[reason].lower()}."


def _stayed(topic: Stayed) -> str:
    for_days = f" for {count(topic.days, 'working day')}" if topic.days else ""
    if topic.open:
        return f"{_quoted(topic.text)} is still in the way{', and has been' if for_days else ''}{for_days}."
    return f"{_quoted(topic.text)} was in the way{for_days}."


def _overran(topic: Overran) -> str:
    spike = f"The spike {_quoted(topic.question)}"
    times = {0: "", 1: "once", 2: "twice"}.get(topic.grown, f"{topic.grown} times")
    said = f"{spike} got more time {times}" if times else f"{spike} took longer than its box"
    return f"{said} and is not decided yet." if topic.open else f"{said}."


def _breaks(topic: Breaks) -> str:
    it = topic.broken
    subset = f" of {clip(line(it.subset), _TEXT)}" if it.subset else ""
    end = "least" if it.higher else "most"
    measured = f"{clip(line(it.metric), _TEXT)}{subset}"
    return f"In {topic.key}, {measured} came to {number(it.value)}: it was to be {number(it.limit)} at {end}."


def _quoted(text: str) -> str:
    return f"“{clip(line(text), _TEXT) or '–'}”"
