"""What is in a sprint: the stories that it is planned with, and those that come and go while it runs."""

from dataclasses import replace
from datetime import datetime

from bot.book.planning import with_days
from bot.ceremonies.experiment import Tried, begun_with, heard
from bot.ceremonies.sprint.state import GOAL_TEXT, MOST, MOST_DAYS, Settle, Sprint
from bot.errors import BadInput, Settled
from bot.model import Book, Claim, Story, StoryId


def settled(state: Sprint, act: Settle, book: Book, at: datetime) -> Sprint:
    """Planned, or planned anew while it runs. Raises BadInput by field, and Settled for one that is over."""
    if state.closed_at:
        raise Settled(f"Sprint {state.span.number} is over.")
    goal = act.goal.strip()
    if act.seen_goal is not None and goal == act.seen_goal.strip():
        goal = state.goal  # another may have changed it meanwhile
    if len(goal) > GOAL_TEXT:
        raise BadInput(f"The goal has {GOAL_TEXT} characters at most.", "goal")
    wanted = tuple(dict.fromkeys(act.stories))
    if not wanted and not any(each.state == "done" for each in state.claims):
        raise BadInput("Choose at least one story.", "stories")
    if len(wanted) > MOST:
        raise BadInput(f"A sprint holds {MOST} stories at most.", "stories")
    if act.days is not None and not 0 <= act.days <= MOST_DAYS:
        raise BadInput(f"The working days are a number from 0 to {MOST_DAYS}.", "days")
    known = {each.id: each for each in book.backlog}
    _require_known(state, wanted, known)
    running = state.phase == "running"
    seen = None if act.seen is None else frozenset(act.seen)
    kept = tuple(_kept(each, wanted, seen) for each in state.claims)
    there = {each.story for each in kept}
    new = tuple(
        _claimed(known[each], state, book, added=running)
        for each in wanted
        if each not in there and each in known
    )
    if not running:
        new += _done_before(state, book)
    outlook = state.outlook
    if outlook and act.days is not None:
        outlook = with_days(outlook, act.days)
    claims = (*kept, *new)
    planned = replace(
        state,
        phase="running",
        closed_by="",
        goal=goal,
        claims=claims,
        outlook=outlook,
        tried=begun_with(book, {each.story for each in claims}),
    )
    return planned.marked(at)


def tried(state: Sprint, act: Tried) -> Sprint:
    """An experiment of one of its stories stands otherwise. Before it is planned its own book tells that, and what is
    closed stays as it was."""
    if state.phase != "running":
        return state
    return replace(state, tried=heard(state.tried, act, lambda story: state.claim(story) is not None))


def _require_known(state: Sprint, wanted: tuple[StoryId, ...], known: dict[StoryId, Story]) -> None:
    strange = [each for each in wanted if each not in known and state.claim(each) is None]
    if strange:
        raise BadInput("One of these stories is done or dropped by now. Open the form anew.", "stories")


def _kept(claim: Claim, wanted: tuple[StoryId, ...], seen: frozenset[StoryId] | None) -> Claim:
    """What was in it stays as it is, is taken out, or comes back. What is done stays done, and what another has put in
    meanwhile stays in."""
    if claim.state == "open" and claim.story not in wanted and (seen is None or claim.story in seen):
        return replace(claim, state="removed")
    if claim.state == "removed" and claim.story in wanted:
        return replace(claim, state="open")
    return claim


def _done_before(state: Sprint, book: Book) -> tuple[Claim, ...]:
    """What rolled over and was done before this sprint was planned."""
    done = {each.id: each for each in book.stories if each.state == "done"}
    return tuple(
        replace(_claimed(done[each.story], state, book, added=False), state="done", done_at=each.done_at)
        for each in state.carried
        if each.done_at and each.story in done
    )


def _claimed(story: Story, state: Sprint, book: Book, *, added: bool) -> Claim:
    before = next((each for each in state.carried if each.story == story.id), None)
    if before and not any(each.active and each.id == before.owner for each in book.members):
        before = replace(before, owner=None, owner_name="")  # they have left since
    return Claim(
        story.id,
        story.number,
        story.title,
        story.kind,
        story.effort.points if story.effort else None,
        story.epic,
        before.owner if before else None,
        before.owner_name if before else "",
        added=added,
        rolled=before.rolled if before else 0,
    )
