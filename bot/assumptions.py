"""The shell around assumptions: writing one down under the team's next number, finding them, and the stories that a
broken one writes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import backlog, logbook, rounds
from bot.book import pasting
from bot.ceremonies import assumption, experiment
from bot.ceremonies.assumption import About, Assumption, Break, Change, Draft, Undo, Written
from bot.ceremonies.assumption.rules import (
    require_changer,
    require_settler,
    require_taker,
    require_there,
    require_undoer,
)
from bot.ceremonies.assumption.setting import Key, stories, story_key
from bot.ceremonies.assumption.state import Verdict
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.logbook import RECENT
from bot.model import (
    Act,
    Book,
    EpicId,
    MemberId,
    Opening,
    Round,
    RoundId,
    Story,
    StoryId,
    Team,
    WorkspaceId,
)
from bot.seating import seat
from bot.theirs import Theirs

#: So many of the experiments that run are named to somebody who named another.
_NAMED = 5
_TYPED = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wrote into the form. `experiment`: its key."""

    draft: Draft
    experiment: str = ""
    epic: EpicId | None = None
    story: StoryId | None = None


#: An assumption, and whose team's.
Made = Theirs[Assumption]


@dataclass(frozen=True, slots=True)
class Undone:
    """What is undone: `gone`, the numbers of the stories that were taken back; `stay`, of those that were not."""

    made: Made
    gone: tuple[int, ...] = ()
    stay: tuple[int, ...] = ()


def record(
    ledger: Ledger,
    team: Team,
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Round[Assumption]:
    """Write one down. `present`: who is in the channel, where that is known. Raises NotYours for who is not of the
    team, NotFound for a story that is gone, and BadInput by field."""
    seat(ledger, team, (by, wish.draft.owner), present)
    number = logbook.next_number(ledger, team, assumption.KIND)
    turn = assumption.begin(_who(ledger, team), wish.draft, number, by, at, _about(ledger, team, wish))
    begun = rounds.start(ledger, team, None, Opening(assumption.KIND, str(number), turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return begun


def _who(ledger: Ledger, team: Team) -> Book:
    return ledger.history.book(team, None, ("members", "absences"))


def _about(ledger: Ledger, team: Team, wish: Wish) -> About:
    key, its_epic = _experiment(ledger, team, wish.experiment)
    epic = ledger.epics.get(team, wish.epic) if wish.epic else None
    story = backlog.get(ledger, team, wish.story) if wish.story else None
    name = epic.name if epic else its_epic or (story.epic if story else "")
    about = About(key, name, epic.id if epic else None)
    return About(key, name, about.epic_id, story.id, story.number, story.title) if story else about


def _experiment(ledger: Ledger, team: Team, typed: str) -> tuple[str, str]:
    """The key of the experiment that is meant, and its epic. Raises BadInput where none that runs is called so."""
    key = " ".join(typed.split())
    if not key:
        return "", ""
    running = ledger.rounds.open_of(team, (experiment.KIND,))
    for each in running:
        if each.state.key.casefold() == key.casefold():
            return each.state.key, each.state.setup.epic
    known = ", ".join(each.state.key for each in running[-_NAMED:])
    more = f" There is {known}." if known else ""
    raise BadInput(f"No experiment that runs here is called “{key[:_TYPED]}”.{more}", "experiment")


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Made:
    """The assumption. Raises NotFound."""
    return Made(*rounds.of_kind(ledger, workspace, round_, Assumption))


def numbered(ledger: Ledger, teams: Iterable[Team], number: int) -> Made:
    """The assumption of this number in one of these teams. Raises NotFound, and BadInput where it may be one of
    several."""
    return logbook.numbered(ledger, teams, assumption.KIND, number)


def listed(ledger: Ledger, team: Team, most: int = RECENT) -> tuple[Made, ...]:
    """All that are open, newest first; then the last of the others, without those that were taken back."""
    open_ = {each.id: each for each in ledger.rounds.open_of(team, (assumption.KIND,))}
    last = {each.id: each for each in ledger.rounds.recent(team, assumption.KIND, most)}
    every = sorted((open_ | last).values(), key=lambda each: (each.id not in open_, -each.state.number))
    return tuple(Made(team, each) for each in every if not each.state.taken)


def to_settle(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, how: Verdict, by: MemberId) -> Made:
    """One of which they may say this, before they fill in a form in vain. Raises NotFound, Settled, NotYours."""
    found = get(ledger, workspace, round_)
    require_settler(found.round.state, how, by, _who(ledger, found.team))
    return found


def may_settle(ledger: Ledger, made: Made, how: Verdict, by: MemberId) -> bool:
    """Whether they may say so of it."""
    book = _who(ledger, made.team)
    return logbook.may(lambda: require_settler(made.round.state, how, by, book))


def may_undo(ledger: Ledger, made: Made, by: MemberId, at: datetime) -> bool:
    """Whether they may still undo what was said of it."""
    state, book = made.round.state, _who(ledger, made.team)
    last = state.said
    return last is not None and logbook.may(lambda: require_undoer(state, last.how, by, at, book))


def require_open(made: Made) -> Made:
    """Raises Settled for one that was taken back."""
    require_there(made.round.state)
    return made


def to_change(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Made:
    """One that they may change, before they fill in a form in vain. Raises NotFound, Settled, NotYours."""
    found = get(ledger, workspace, round_)
    require_changer(found.round.state, by, _who(ledger, found.team))
    return found


def may_change(ledger: Ledger, made: Made, by: MemberId) -> bool:
    """Whether they may still say what it is."""
    book = _who(ledger, made.team)
    return logbook.may(lambda: require_changer(made.round.state, by, book))


def may_take_back(ledger: Ledger, made: Made, by: MemberId, at: datetime) -> bool:
    """Whether it was written down just now and is theirs to take back."""
    book = _who(ledger, made.team)
    return logbook.may(lambda: require_taker(made.round.state, by, at, book))


def change(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    act: Change,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Made:
    """Say otherwise what it is, or whose. `present`: who is in the channel, where that is known. Raises what its
    ceremony refuses with, and NotFound."""
    found = to_change(ledger, workspace, round_, by)
    if act.draft.owner and act.draft.owner != found.round.state.owner.id:  # who has left stays gone
        seat(ledger, found.team, (act.draft.owner,), present)
    return do(ledger, workspace, round_, act, by, at)


def do(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId, at: datetime) -> Made:
    """Say of an assumption that it held, that nobody knows yet, or that it was a slip. Raises NotFound, and
    what its ceremony refuses with."""
    found = get(ledger, workspace, round_)
    return Made(found.team, rounds.perform(ledger, workspace, round_, act, by, at))


def break_(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    what: str,
    work: Sequence[str],
    by: MemberId,
    at: datetime,
) -> Made:
    """It broke: the work that this causes stands in the backlog, a story a line, or nothing is changed at all. A line
    that a story stands there for already, since an undo left it, writes no other.

    Raises NotFound, NotYours, Settled where somebody was first, and BadInput by field: what, stories.
    """
    found = to_settle(ledger, workspace, round_, "broken", by)
    lines = stories(work, "stories")
    written = _written(ledger, found, lines, at)
    return do(ledger, workspace, round_, Break(what, written), by, at)


def _written(ledger: Ledger, made: Made, lines: Sequence[str], at: datetime) -> tuple[Written, ...]:
    state, team = made.round.state, made.team
    epic = _epic(ledger, team, state.about)
    drafts = [_draft(each, epic) for each in lines]
    there = dict(_there(ledger, team, state.left))
    new = [each for each in drafts if story_key(each) not in there]
    try:
        added = iter(backlog.add(ledger, team, new, at) if new else ())
    except BadInput as refused:
        raise BadInput(refused.sentence, "stories") from None
    return tuple(there.get(story_key(each)) or _as_written(next(added)) for each in drafts)


def _there(ledger: Ledger, team: Team, left: Iterable[Written]) -> Iterable[tuple[Key, Written]]:
    for each in left:
        story = ledger.backlog.get(team, each.story)
        if story and story.state != "dropped":
            yield story_key(each), each


def _epic(ledger: Ledger, team: Team, about: About) -> str:
    """The epic's name as it is now."""
    epic = ledger.epics.get(team, about.epic_id) if about.epic_id else None
    return epic.name if epic else about.epic


def _draft(line: str, epic: str) -> pasting.Draft:
    draft = pasting.read_line(line)
    return pasting.Draft(draft.title, link=draft.link, epic=epic)


def _as_written(story: Story) -> Written:
    return Written(story.id, story.number, story.title, story.link)


def undo(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, how: Verdict, by: MemberId, at: datetime
) -> Undone:
    """It did not hold, or break, after all. Stories that it wrote and that nobody has touched are dropped; the others
    stay. Raises what its ceremony refuses with, and NotFound."""
    found = get(ledger, workspace, round_)
    state, team = found.round.state, found.team
    last = require_undoer(state, how, by, at, _who(ledger, team))
    gone = [each for each in last.stories if _take_back(ledger, team, each, by, at)]
    act = Undo(how, tuple(each.story for each in gone))
    after = do(ledger, workspace, round_, act, by, at)
    stay = tuple(each.number for each in last.stories if each not in gone)
    return Undone(after, tuple(each.number for each in gone), stay)


def _take_back(ledger: Ledger, team: Team, wrote: Written, by: MemberId, at: datetime) -> bool:
    """Whether it was taken back, or had been dropped before."""
    story = ledger.backlog.get(team, wrote.story)
    if story is None or story.state == "dropped":
        return True
    as_written = pasting.Draft(wrote.title, link=wrote.link, epic=story.epic)
    return backlog.drop_fresh(ledger, team, story, as_written, by, at)
