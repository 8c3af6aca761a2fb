"""What a digest tells of experiments and of the decision log: what came to pass since the last one, each thing once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.ceremonies.decision import Decision
from bot.ceremonies.decision.state import UNDO
from bot.ceremonies.digest.state import LATELY, TEXT, Digest, Holds, Juncture, Mark, Need, Section, Tried
from bot.ceremonies.experiment import Experiment, waits
from bot.model import Book, Round, RoundId, StoryId


@dataclass(frozen=True, slots=True)
class Told:
    """Since when things are told, and what was told of them already."""

    since: datetime
    until: datetime
    marks: Mapping[RoundId | StoryId, datetime]

    def misses(self, what: RoundId, at: datetime) -> bool:
        """Whether something that came to pass then is to be told now."""
        return self.since - LATELY <= at <= self.until and self.marks.get(what) != at


def ended(book: Book, told: Told) -> list[Round[Experiment]]:
    """The experiments that have their verdict, or were given up, in the order in which that was."""
    found: list[Round[Experiment]] = [
        each for each in book.tried if each.state.ended and told.misses(each.id, each.state.ended.at)
    ]
    return sorted(found, key=lambda each: (each.state.ended.at if each.state.ended else told.until, each.id))


def says_something(it: Tried, sections: tuple[Section, ...]) -> bool:
    """Whether it would not stand there bare, with what these sections tell."""
    measured = it.after is not None
    return (
        "learnt" in sections
        or ("decided" in sections and bool(it.decision))
        or ("worth" in sections and measured)
    )


def tried(round_: Round[Experiment]) -> Tried:
    """What it came to, in words and numbers of its own; nobody's name. Only what holds is worth anything."""
    setup, results, over = round_.state.setup, round_.state.results, round_.state.ended
    values = [each.value for each in results]
    known = [setup.metric.baseline, *values] if setup.metric.baseline is not None else values
    before, after = (
        (known[0], known[-1]) if len(known) > 1 and values else (None, values[-1] if values else None)
    )
    verdict = (over.verdict or "dropped") if over else "inconclusive"
    worth = None
    if verdict == "proved" and setup.worth and before is not None and after is not None:
        gain = after - before if setup.metric.better == "higher" else before - after
        worth = gain * setup.worth.per_unit if gain > 0 else None
    return Tried(
        setup.epic.strip(),
        setup.question,
        setup.hypothesis,
        verdict,
        over.decision if over else "",
        setup.metric.name,
        setup.metric.unit,
        before,
        after,
        worth or None,
        setup.worth.currency if setup.worth and worth else "",
    )


def junctures(book: Book, told: Told, last: Digest | None) -> Iterator[Juncture]:
    """Decisions that were recorded, that were reversed, and that stand again after a digest has told that they do not.
    One in whose place another stands is told by that one; what came and went between two digests is not told."""
    gone = _gone(last)
    for round_ in sorted(book.decided, key=lambda each: (each.state.at, each.id)):
        state: Decision = round_.state
        new = told.misses(round_.id, state.at)
        if state.standing == "stands" and (new or round_.id in gone):
            yield _juncture(round_, state, "stands" if new else "again")
        elif (
            state.standing == "reversed"
            and state.ended
            and told.misses(round_.id, state.ended.at)
            and not new
        ):
            yield _juncture(round_, state, "reversed")


def _juncture(round_: Round[Decision], state: Decision, standing: Holds) -> Juncture:
    return Juncture(
        state.about.epic.strip(),
        state.text,
        standing,
        replaces=bool(state.replaces),
        round=round_.id,
    )


def _gone(last: Digest | None) -> Mapping[RoundId | StoryId, datetime]:
    """The decisions of which some digest has told that they do not stand, and when it did."""
    if last is None:
        return {}
    before = {each.what: each.at for each in last.reversed}
    new = {each.round: last.until for each in last.junctures if each.round and each.standing == "reversed"}
    return before | new


def reversed_(book: Book, until: datetime, last: Digest | None) -> Iterator[Mark]:
    """Those that were told by digests before this one: as long as they can be restored, wherever they are not yet."""
    again = {each.id for each in book.decided if each.state.standing != "reversed"}
    for what, at in _gone(last).items():
        if what not in again and until <= at + UNDO + LATELY:
            yield Mark(what, at)


def marks(book: Book, told: Told) -> Iterator[Mark]:
    """All of it that was, told or not: no later digest tells it."""
    for each in ended(book, told):
        if each.state.ended:
            yield Mark(each.id, each.state.ended.at)
    for round_ in book.decided:
        state: Decision = round_.state
        moment = state.ended.at if state.ended else state.at
        if told.since - LATELY <= moment <= told.until:
            yield Mark(round_.id, moment)


def to_decide(book: Book) -> Iterator[Need]:
    """Experiments that wait for a word of those who were named to decide on them, and who read this."""
    readers = {each.id for each in book.readers if each.active}
    for each in book.tried:
        state: Experiment = each.state
        if waits(state, readers):
            yield Need(
                "verdict", (state.setup.question[:TEXT],), epic=state.setup.epic.strip(), ids=(each.id,)
            )
