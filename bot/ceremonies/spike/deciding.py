"""The decision at the end of a spike, and what follows from it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import worktime
from bot.ceremonies import estimation
from bot.ceremonies.spike.beginning import begin
from bot.ceremonies.spike.box import MOST_DAYS
from bot.ceremonies.spike.state import KIND, LONG_TEXT, Decide, Ended, Spike
from bot.errors import BadInput
from bot.model import Book, Member, Opening, Round, SpikeEnded, Turn

_ASKS = {
    "answered": "Say what you found.",
    "estimable": "Say what you found, for those who estimate it.",
    "split": "Say what you found.",
    "another": "Say what you found so far.",
    "drop": "Say why.",
}


def decided(
    round_: Round[Spike], state: Spike, act: Decide, by: Member, at: datetime, book: Book
) -> Turn[Spike]:
    """The turn that ends it, whenever that is. Raises BadInput, by field."""
    _require_sound(state, act)
    box = state.box.stopped(at)
    ended = Ended(
        act.decision,
        act.text.strip(),
        act.links,
        act.verdict,
        by.name,
        at,
        act.split,
        act.dropped,
        act.next.strip(),
    )
    after = replace(state, box=box, ended=ended, missing=None, ask_at=None)
    entry = SpikeEnded(
        state.question,
        state.owner.id,
        state.about.story if state.about else None,
        box.size,
        box.used,
        len(state.grown),
        act.decision,
        act.verdict,
        ended.text,
        act.links,
        state.starts_at,
        at,
        by.id,
    )
    opens = _opened(round_, state, act, by, at, book)
    return Turn(after, entries=(entry,), opens=opens, over=True, concerns=state.concerned)


def _require_sound(state: Spike, act: Decide) -> None:
    if not act.text.strip():
        raise BadInput(_ASKS[act.decision], "text")
    if len(act.text) > LONG_TEXT:
        raise BadInput(f"{LONG_TEXT} characters at most; yours has {len(act.text)}.", "text")
    if act.decision == "another" and not act.next.strip():
        raise BadInput("Say what the next question is.", "next")
    if act.decision in {"estimable", "split"} and state.about is None:
        raise BadInput("This spike is for no story, so there is none to estimate or split.", "decision")
    if act.decision == "split" and not act.split:
        raise BadInput("Name the stories that it becomes, one a line.", "stories")
    if act.verdict and not state.hypothesis:
        raise BadInput("This spike has no hypothesis.", "verdict")


def _opened(
    round_: Round[Spike], state: Spike, act: Decide, by: Member, at: datetime, book: Book
) -> tuple[Opening, ...]:
    """The vote on its story, with what was found; or the next spike, of the same size."""
    try:
        if act.decision == "another":
            return (Opening(KIND, round_.id, _next(state, act, by, at, book)),)
        if act.decision == "estimable" and (about := state.about):
            known = act.topic or estimation.Topic(about.story, about.number, about.title)
            topic = replace(known, finding=act.text.strip())
            vote = estimation.begin(book, [topic], act.ballots, book.team.deck, by, at)
            return (Opening(estimation.KIND, round_.id, vote),)
    except BadInput as refused:  # by the fields of another form: this one has only those of the decision
        raise BadInput(refused.sentence, "next" if refused.field == "question" else "decision") from None
    return ()


def _next(state: Spike, act: Decide, by: Member, at: datetime, book: Book) -> Turn[Spike]:
    owners = [each.id for each in state.owners if each.active] or [by.id]
    whose = next((each for each in state.owners if each.id == owners[0]), by)
    first = state.box.size - sum((each.more for each in state.grown), timedelta(0))
    size = min(first, MOST_DAYS * worktime.day_length(whose))  # who has it now may work shorter days
    return begin(book, act.next, size, owners, by, at, about=state.about)
