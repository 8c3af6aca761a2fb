"""The shell around stories: added, found, changed, dropped and had back; open estimations hear of each change."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot import rounds
from bot.book.pasting import Draft
from bot.book.ranking import Ranked, rank
from bot.ceremonies import estimation, spike, sprint
from bot.ceremonies.estimation import Estimation, StoryChanged, Topic
from bot.ceremonies.estimation.moving import facilitator
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.homes import assumed
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Round, Story, StoryId, StoryKind, Team, TeamId, WorkspaceId

#: A team has so many open stories at most: who has more has no backlog but an attic.
MOST = 1000
#: A story becomes so many at once.
MOST_PARTS = 20


def team_for(
    ledger: Ledger, workspace: WorkspaceId, channel: ChannelId, name: str, by: MemberId, at: datetime
) -> Team:
    """The team of a channel; where it has none yet, it is founded, and led by who founds it. Raises NotFound for a
    founder whom we do not know."""
    team = ledger.roster.team_in(workspace, channel)
    if team is None:
        person = ledger.roster.person(workspace, by)
        if person is None:
            raise NotFound
        team = Team(TeamId(uuid4().hex), workspace, channel, name, person.zone)
        ledger.roster.put_team(team)
        ledger.roster.seat(team, by, ("developer", "lead"))
        ledger.checks.note(workspace, channel, at)  # who else is in it
    return team


def team_in(ledger: Ledger, workspace: WorkspaceId, channel: ChannelId) -> Team:
    """The team of a channel. Raises NotFound where it has none yet."""
    team = ledger.roster.team_in(workspace, channel)
    if team is None:
        raise NotFound("There is no backlog in this channel yet. `/story add` begins one.")
    return team


def add(ledger: Ledger, team: Team, drafts: Sequence[Draft], at: datetime) -> tuple[Story, ...]:
    """Add stories to the end of the backlog. Raises BadInput where it would hold too many."""
    if len(ledger.backlog.of_team(team)) + len(drafts) > MOST:
        raise BadInput(f"A backlog holds {MOST} open stories at most. Drop what nobody will do.")
    return ledger.backlog.add(team, drafts, at)


def find(ledger: Ledger, team: Team, typed: str) -> Story:
    """The story that is meant by "#12" or "12". Raises BadInput and NotFound."""
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal()):
        raise BadInput("Name the story by its number, such as `#12`. `/backlog` shows them.")
    found = ledger.backlog.numbered(team, int(number[:9]))
    if found is None:
        raise NotFound(f"There is no story #{number[:9]} here. `/backlog` shows those that there are.")
    return found


def get(ledger: Ledger, team: Team, story: StoryId) -> Story:
    """The story. Raises NotFound."""
    found = ledger.backlog.get(team, story)
    if found is None:
        raise NotFound("That story is no longer there.")
    return found


def draft(story: Story) -> Draft:
    """What of a story its people write."""
    return Draft(**{each.name: getattr(story, each.name) for each in fields(Draft)})


def edit(ledger: Ledger, team: Team, story: StoryId, draft: Draft, at: datetime) -> Story:
    """Let a story read as the draft does; its number, state and estimates stay. Raises NotFound."""
    before = get(ledger, team, story)
    after = replace(before, **{each.name: getattr(draft, each.name) for each in fields(Draft)})
    return _put(ledger, team, before, after, at)


def drop(ledger: Ledger, team: Team, story: StoryId, by: MemberId, at: datetime) -> Story:
    """Take a story out of the backlog, and out of a vote that it is in.

    Raises NotFound, Settled where that was done, and NotYours where it is in a vote of somebody else's.
    """
    before = get(ledger, team, story)
    if before.state == "dropped":
        raise Settled(f"#{before.number} is dropped already.")
    for each in ledger.rounds.open_of(team, (estimation.KIND,)):
        if any(its.open and its.story == story for its in each.state.matters):
            _require_facilitator(ledger, team, each.state, by, before.number)
    return _turn(ledger, team, before, replace(before, state="dropped"), at)


def _require_facilitator(ledger: Ledger, team: Team, state: Estimation, by: MemberId, number: int) -> None:
    try:
        facilitator(state, by, ledger.history.book(team, None, ("members",)))
    except NotYours as refused:
        raise NotYours(f"#{number} is being voted on. {refused.sentence}") from None


def restore(ledger: Ledger, team: Team, story: StoryId, at: datetime) -> Story:
    """Have a dropped story back; votes that it was taken out of go on without it. Raises NotFound."""
    before = get(ledger, team, story)
    return _turn(ledger, team, before, replace(before, state="open", done_at=None), at)


def finish(ledger: Ledger, team: Team, story: StoryId, at: datetime) -> Story:
    """A story is done: it counts in the sprint that it is in. Raises NotFound, Settled where it was done before, and
    BadInput for one that was dropped."""
    return finish_all(ledger, team, (story,), at)[0]


def finish_all(ledger: Ledger, team: Team, stories: Collection[StoryId], at: datetime) -> tuple[Story, ...]:
    """Several stories are done at once. Raises as `finish` does."""
    done = tuple(_finish(ledger, team, each, at) for each in stories)
    _redraw(ledger, team, stories, at)
    return done


def _finish(ledger: Ledger, team: Team, story: StoryId, at: datetime) -> Story:
    before = get(ledger, team, story)
    if before.state == "done":
        raise Settled(f"#{before.number} is done already.")
    if before.state == "dropped":
        raise BadInput(f"#{before.number} is dropped. `/story restore #{before.number}` has it back.")
    return _put(ledger, team, before, replace(before, state="done", done_at=at), at)


def split(
    ledger: Ledger, team: Team, story: Story, parts: Sequence[Draft], at: datetime
) -> tuple[Story, ...]:
    """The new stories that a story becomes: of its epic, asked for by the same. It is not dropped here. Raises
    BadInput."""
    if len(parts) > MOST_PARTS:
        raise BadInput(f"A story becomes {MOST_PARTS} at most.", "stories")
    drafts = [
        replace(
            each, epic=each.epic or story.epic, asked_by=each.asked_by or story.asked_by, stage=story.stage
        )
        for each in parts
    ]
    return add(ledger, team, drafts, at) if drafts else ()


def _turn(ledger: Ledger, team: Team, before: Story, after: Story, at: datetime) -> Story:
    """Put a story whose state may be another."""
    if after.state != before.state:
        _redraw(ledger, team, (after.id,), at)
    return _put(ledger, team, before, after, at)


def _redraw(ledger: Ledger, team: Team, stories: Collection[StoryId], at: datetime) -> None:
    """The Homes that tell of these, each a moment later; all at once, since it takes reading many assumptions."""
    ledger.homes.stale(team.workspace, assumed.concerned(ledger, team, stories), at + rounds.HOME_REST)


def _put(ledger: Ledger, team: Team, before: Story, after: Story, at: datetime) -> Story:
    if after == before:
        return after
    ledger.backlog.put(team, after)
    act = StoryChanged(topic(after), dropped=after.state == "dropped", done=after.state == "done")
    for each in _open_about(ledger, team, after.id):
        rounds.perform(ledger, team.workspace, each.id, act, None, at)
    return after


def is_fresh(ledger: Ledger, team: Team, story: Story, wrote: Draft) -> bool:
    """Whether nobody has done a thing to the story since it was written so: it reads the same, nobody voted on it, and
    it is in no vote, spike or sprint."""
    touched = story.effort or story.value or story.unclear or story.finding
    if touched or story.state != "open" or draft(story) != wrote:
        return False
    return not any(_open_about(ledger, team, story.id))


def drop_fresh(ledger: Ledger, team: Team, story: Story, wrote: Draft, by: MemberId, at: datetime) -> bool:
    """Take out of the backlog what was written so and nobody has touched since; False where somebody has. Raises as
    `drop` does."""
    if not is_fresh(ledger, team, story, wrote):
        return False
    drop(ledger, team, story.id, by, at)
    return True


def _open_about(ledger: Ledger, team: Team, story: StoryId) -> Iterator[Round[Any]]:
    """The votes, spikes and sprints that have to do with a story."""
    for each in ledger.rounds.open_of(team, (sprint.KIND, estimation.KIND, spike.KIND)):
        if each.state.concerns(story):
            yield each


def rename_epic(ledger: Ledger, team: Team, story: Story, name: str) -> None:
    """Let a story be part of its epic by that one's new name; nobody votes on that."""
    ledger.backlog.put(team, replace(story, epic=name))


def topic(story: Story) -> Topic:
    """A story as it is voted on."""
    return Topic(story.id, story.number, story.title, story.text, story.link, story.finding)


def ranked(ledger: Ledger, team: Team) -> tuple[Ranked, ...]:
    """The open stories in order."""
    return rank(ledger.backlog.of_team(team))


def cut(every: Iterable[Ranked], epic: str = "", kind: StoryKind | None = None) -> tuple[Ranked, ...]:
    """Those of an epic and of a kind, each with its place among all."""
    return tuple(
        each
        for each in every
        if (not epic or each.story.epic.casefold() == epic.casefold()) and kind in {None, each.story.kind}
    )
