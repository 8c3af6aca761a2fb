"""Experiments and decisions in a digest for people outside of the team, in their words."""

from collections.abc import Callable, Collection, Mapping

from bot.book.trials import Outcome
from bot.ceremonies.digest import Juncture, Section, Tried
from handlers.returns import number
from handlers.slack.blocks import Json
from handlers.slack.text import clip, line, say, sentence

#: A text, cut so that all of them fit.
Cut = Callable[[str], str]
#: Characters of a metric, a unit and a currency.
_METRIC, _UNIT = 60, 20
_VERDICTS: Mapping[Outcome, str] = {
    "proved": "it holds",
    "disproved": "it does not hold",
    "inconclusive": "it cannot be told",
    "dropped": "given up without an answer",
}
_STANDINGS = {"stands": "Decided", "reversed": "No longer holds", "again": "Holds after all"}


def tried(it: Tried, sections: Collection[Section], cut: Cut) -> list[Json]:
    """An experiment on one line: the question that it decides, what came of it, what that is worth, what is done."""
    return [*say(cut(it.question), bold=True), *say(f" {_told(it, sections, cut)}")]


def tried_said(it: Tried, sections: Collection[Section], cut: Cut) -> str:
    """The same for ears."""
    return f"{sentence(cut(it.question))} {_told(it, sections, cut)}"


def _told(it: Tried, sections: Collection[Section], cut: Cut) -> str:
    learnt = f"“{cut(it.hypothesis)}”: {_VERDICTS[it.verdict]}." if "learnt" in sections else ""
    worth = sentence(_worth(it)) if "worth" in sections and it.after is not None else ""
    decided = sentence(f"Decided: {cut(it.decision)}") if "decided" in sections and it.decision else ""
    if it.verdict == "dropped" and decided:
        decided = sentence(f"Why: {cut(it.decision)}")
    return " ".join(filter(None, (learnt, worth, decided)))


def _worth(it: Tried) -> str:
    """ "F1 from 70 to 85 points, worth about 7,500,000 EUR a year"."""
    metric, unit = clip(line(it.metric), _METRIC), clip(line(it.unit), _UNIT)
    after = f"{number(it.after or 0.0)} {unit}".strip()
    if it.before is None:
        return f"{metric} at {after}"
    moved = f"{metric} from {number(it.before)} to {after}"
    if it.worth is None:
        return moved
    worth = f"{number(it.worth)} {clip(line(it.currency), _UNIT)}".strip()
    return f"{moved}, worth about {worth} a year"


def juncture(it: Juncture, cut: Cut) -> str:
    """A decision on one line."""
    place = ", in the place of an earlier decision" if it.replaces and it.standing != "reversed" else ""
    return f"{_STANDINGS[it.standing]}{place}: {cut(it.text)}"
