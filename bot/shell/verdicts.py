"""The shell around what experiments come to: the verdict with the stories that follow from it, and taking it back."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.book.pasting import Draft
from bot.ceremonies.experiment import Decide, Reopen
from bot.ceremonies.experiment.state import Verdict
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import MemberId, RoundId, Story, WorkspaceId
from bot.shell import backlog
from bot.shell.experiments import Held, do, get, to_move

#: So many stories follow from a verdict at most.
MOST_STORIES = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody decided of an experiment, and the stories that follow from it."""

    verdict: Verdict
    decision: str
    stories: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Reopened:
    """An experiment that goes on, and its verdict's stories, by number: those that left the backlog, and those that
    stay."""

    held: Held
    gone: tuple[int, ...]
    stay: tuple[int, ...]


def decide(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, outcome: Outcome, by: MemberId, at: datetime
) -> Held:
    """The verdict, with its decision, and the stories that follow from it, or nothing at all where any of it is
    refused."""
    held = to_move(ledger, workspace, round_, by)
    if len(outcome.stories) > MOST_STORIES:
        raise BadInput(f"{MOST_STORIES} stories at most.", "stories")
    drafts = [replace(each, epic=each.epic or held.state.setup.epic) for each in outcome.stories]
    there = _there(ledger, held)
    new = [each for each in drafts if each.title not in there]
    added = iter(backlog.add(ledger, held.team, new, at) if new else ())
    stories = tuple(there[each.title] if each.title in there else next(added) for each in drafts)
    act = Decide(
        outcome.verdict,
        outcome.decision,
        tuple(each.number for each in stories),
        tuple(each.title for each in drafts),
    )
    return do(ledger, workspace, round_, act, by, at)


def _there(ledger: Ledger, held: Held) -> dict[str, Story]:
    """The stories of its verdicts so far that are still there, by what they were called."""
    found: dict[str, Story] = {}
    for ended in held.state.verdicts:
        for number, title in zip(ended.stories, ended.titles, strict=False):
            story = ledger.backlog.numbered(held.team, number)
            if story and story.state != "dropped":
                found[title] = story
    return found


def reopen(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId, at: datetime) -> Reopened:
    """It goes on after all. Of the stories that its verdict wrote, those that nobody has touched leave the backlog.
    Raises what its ceremony refuses with, and NotFound."""
    before = get(ledger, workspace, round_)
    after = do(ledger, workspace, round_, Reopen(), by, at)
    ended = before.state.ended
    gone: list[int] = []
    stay: list[int] = []
    for number, title in zip(ended.stories, ended.titles, strict=False) if ended else ():
        story = ledger.backlog.numbered(before.team, number)
        if story is None or story.state == "dropped":
            continue
        wrote = replace(backlog.draft(story), title=title, text="")
        dropped = backlog.drop_fresh(ledger, before.team, story, wrote, by, at)
        (gone if dropped else stay).append(number)
    return Reopened(after, tuple(gone), tuple(stay))
