"""What is said of a checkpoint in words: what the sprints gained, what is ahead, what was decided."""

from collections.abc import Iterator

from bot.book.results import Gain
from bot.ceremonies.checkpoint.state import Answered, Facts, Lack
from bot.ceremonies.experiment.state import Ended
from handlers.returns import number
from handlers.slack.experiment import words
from handlers.slack.experiment.words import metric_of, value
from handlers.slack.text import clip, line, name

_JUMP, _CALLED = 60, 60


def days(figure: float) -> str:
    """1 FTE-day, 2.5 FTE-days."""
    return f"{number(figure)} FTE-day" + ("" if figure == 1 else "s")


def gained(facts: Facts) -> Iterator[str]:
    """What each of the last sprints gained, and by day."""
    if facts.latest is not None:
        called = clip(line(facts.called), _CALLED) or metric_of(facts.setup)
        known = f"{called} is {value(facts.setup.metric, facts.latest)}"
        yield f"{known}, {words.target(facts.setup.metric)}"
    for each in facts.gains:
        yield _gain(facts, each)


def _gain(facts: Facts, each: Gain) -> str:
    """Sprint 12: +2 points in 5 FTE-days, +0.4 a day. As it moved, whichever way is better."""
    metric = facts.setup.metric
    whose = f"Sprint {each.sprint}" if each.sprint is not None else "Outside of sprints"
    moved = words.gain(metric, round(words.sign(metric) * each.gain, 12))
    rate = words.signed(round(words.sign(metric) * each.per_day, 12))
    jump = f"; changed: {clip(line(each.jump), _JUMP)}" if each.jump else ""
    return f"{whose}: {moved} in {days(each.days)}, {rate} a day{jump}"


def ahead(facts: Facts) -> Iterator[str]:
    """What another sprint would likely add, and what that says."""
    if facts.advice:
        yield from words.ahead(facts.setup, facts.advice)


def advised(facts: Facts) -> str:
    """Go on: a day still gains about what it used to."""
    if facts.advice is None:
        return "Cannot tell yet: there is no result"
    return words.advised(facts.advice, broken=bool(facts.broken))


def broken(facts: Facts) -> Iterator[str]:
    """The guardrails that are not kept, in a line."""
    return words.breaks(facts.broken)


def known(sprint: int, lack: Lack, answered: Answered | None) -> Iterator[str]:
    """What its owner said of the sprint, or what is missing of it."""
    match answered.how if answered else "":
        case "not worked on" if answered:
            yield f"Not worked on in sprint {sprint}, says {name(answered.by_name)}"
        case "nothing new" if answered:
            spent = f"{days(answered.days)} went in, " if answered.days else ""
            yield f"Nothing new in sprint {sprint}: {spent}says {name(answered.by_name)}"
    if lack == "result":
        yield f"No result of sprint {sprint} came in"
    elif lack == "days":
        yield f"Nobody has said how many FTE-days the last result of sprint {sprint} took"


def verdict(key: str, ended: Ended) -> str:
    """churn-1 was proved."""
    how = {"proved": "was proved", "disproved": "was disproved", "inconclusive": "was inconclusive"}
    return f"{key} {how[ended.verdict] if ended.verdict else 'was given up'}"
