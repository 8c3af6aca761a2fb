"""The shell around experiments: registering one under a key of its own, finding them, results by hand and by machines,
and the verdict with the stories that follow from it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import Any

from bot import backlog, logbook, rounds
from bot.book.epics import same
from bot.ceremonies import experiment
from bot.ceremonies.experiment import (
    Experiment,
    HandOver,
    Setup,
    checked_key,
    key_of,
)
from bot.ceremonies.experiment.rules import mover, over
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.ledger import Ledger
from bot.model import (
    Act,
    EpicId,
    MemberId,
    Opening,
    Role,
    Round,
    RoundId,
    StoryId,
    Team,
    WorkspaceId,
)
from bot.seating import seat
from bot.theirs import Theirs, require_one

#: So many of a team run at once: more is no focus.
MOST = 50
#: An epic's new name is given to so many of the last.
_RECENT = 500
#: Who decides need not be in the channel: they say what it is worth.
_VALUES: tuple[Role, ...] = ("stakeholder",)
#: A key that nobody chose begins with so many words of what is believed.
_WORDS = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wrote into the form. `key`: empty, where it is to be made of the epic or the hypothesis."""

    setup: Setup
    key: str = ""
    story: StoryId | None = None
    epic: EpicId | None = None
    owner: MemberId | None = None  #: None: as it is, or who registers it


#: An experiment, and whose team's.
Held = Theirs[Experiment]


def register(
    ledger: Ledger,
    team: Team,
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Held:
    """Register one. `present`: who is in the channel, where that is known. Raises BadInput by field, NotFound for a
    story that is gone, Refused where too many run."""
    if (
        len(ledger.rounds.open_of(team, (experiment.KIND,))) >= MOST
    ):  # holds the team until the transaction ends
        raise Refused(
            f"{MOST} experiments run here already. Decide one first: `/experiment list` shows them."
        )
    seat(ledger, team, (by,), present, "deciders")
    seat(ledger, team, wish.setup.deciders, present, "deciders", outside=_VALUES)
    setup = _placed(ledger, team, wish)
    key = _key(ledger, team, wish.key, setup)
    book = ledger.history.book(team, None, ("members",))
    who = next((each for each in book.members if each.id == by), None)
    if who is None:
        raise NotFound
    turn = experiment.begin(book, key, setup, who, at)
    begun = rounds.start(ledger, team, None, Opening(experiment.KIND, key, turn), at)
    if begun is None:
        raise NotFound  # no two have the same name
    return Held(team, begun)


def _placed(ledger: Ledger, team: Team, wish: Wish) -> Setup:
    """The setup, with its story and epic as they are called."""
    story = backlog.get(ledger, team, wish.story) if wish.story else None
    epic = ledger.epics.get(team, wish.epic) if wish.epic else None
    named = epic.name if epic else story.epic if story else ""
    return replace(
        wish.setup, story=story.id if story else None, number=story.number if story else None, epic=named
    )


def _key(ledger: Ledger, team: Team, typed: str, setup: Setup) -> str:
    if not typed.strip():
        words = setup.epic or " ".join(setup.hypothesis.split()[:_WORDS])
        return key_of(words, lambda key: _called(ledger, team, key) is not None)
    key = checked_key(typed)
    if _called(ledger, team, key):
        raise BadInput(f"There is an experiment {key} already.", "key")
    return key


def _called(ledger: Ledger, team: Team, key: str) -> Round[Any] | None:
    try:
        return ledger.rounds.called(team, experiment.KIND, checked_key(key))
    except BadInput:  # none was ever called so
        return None


def change(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    wish: Wish,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Held:
    """Let its setup read otherwise; its key stays. Raises what its ceremony refuses with."""
    held = to_move(ledger, workspace, round_, by)
    new = set(wish.setup.deciders) - set(held.state.setup.deciders)  # who has left stays gone
    seat(ledger, held.team, sorted(new), present, "deciders", outside=_VALUES)
    after = do(ledger, workspace, round_, experiment.Alter(_placed(ledger, held.team, wish)), by, at)
    if wish.owner and wish.owner != held.state.owner:
        seat(ledger, held.team, (wish.owner,), present, "owner")
        return do(ledger, workspace, round_, HandOver(wish.owner), by, at)
    return after


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Held:
    """The experiment. Raises NotFound."""
    return Held(*rounds.of_kind(ledger, workspace, round_, Experiment))


def called(ledger: Ledger, teams: Iterable[Team], key: str) -> Held:
    """That of this key in one of these teams. Raises NotFound with what there is, and BadInput where it may be one of
    several."""
    every = tuple(teams)
    found = [Held(team, each) for team in every if (each := _called(ledger, team, key))]
    if not found:
        raise NotFound(_unknown(key, [each for team in every for each in running(ledger, team)]))
    return require_one(found, f"There is an experiment {found[0].state.key} in each of")


def meant(ledger: Ledger, teams: Iterable[Team], key: str) -> Held:
    """That of this key; where none is named, the only one that runs. Raises NotFound; BadInput for one of several."""
    every = tuple(teams)
    if key.strip():
        return called(ledger, every, key)
    going = [each for team in every for each in running(ledger, team)]
    if not going:
        raise NotFound("No experiment runs here. `/experiment new` registers one.")
    if len(going) > 1:
        raise BadInput(f"Name one: those that run are {', '.join(each.state.key for each in going[:10])}.")
    return going[0]


def _unknown(key: str, there: Sequence[Held]) -> str:
    keys = [each.state.key for each in there]
    near = get_close_matches(key.strip().casefold()[:80], keys, n=1)
    named = " ".join(key.split())[:80]
    if near:
        return f"There is no experiment {named} here. Did you mean {near[0]}?"
    known = (
        f"Those that run are {', '.join(keys[:10])}."
        if keys
        else "None runs: `/experiment new` registers one."
    )
    return f"There is no experiment {named} here. {known}"


def running(ledger: Ledger, team: Team) -> tuple[Held, ...]:
    """Those of a team that have no verdict yet, oldest first."""
    found = ledger.rounds.open_of(team, (experiment.KIND,))
    return tuple(
        Held(team, each) for each in sorted(found, key=lambda each: (each.opened_at, each.state.key))
    )


def recent(ledger: Ledger, team: Team, most: int) -> tuple[Held, ...]:
    """The last that were registered, with a verdict or without, newest first."""
    return tuple(Held(team, each) for each in ledger.rounds.recent(team, experiment.KIND, most))


def may_move(ledger: Ledger, held: Held, by: MemberId) -> bool:
    """Whether they may change, decide and correct it."""
    book = ledger.history.book(held.team, None, ("members",))
    return logbook.may(lambda: mover(held.state, by, book))


def to_move(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Held:
    """One that they may change, before they fill in a form in vain. Raises NotFound, NotYours, and Settled where it
    has its verdict."""
    held = get(ledger, workspace, round_)
    mover(held.state, by, ledger.history.book(held.team, None, ("members",)))
    require_running(held)
    return held


def rename_epic(ledger: Ledger, team: Team, before: str, after: str, at: datetime) -> None:
    """Let the experiments of an epic name it as it is called now."""
    for each in ledger.rounds.recent(team, experiment.KIND, _RECENT):
        if same(each.state.setup.epic, before):
            rounds.amend(ledger, team.workspace, each.id, partial(_in_epic, name=after), at, told=True)


def _in_epic(state: Experiment, name: str) -> Experiment:
    return replace(state, setup=replace(state.setup, epic=name))


def require_running(held: Held) -> Held:
    """Raises Settled where it has its verdict."""
    if held.state.ended:
        raise Settled(over(held.state))
    return held


def do(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId | None, at: datetime
) -> Held:
    """Do an act to an experiment. Raises what its ceremony refuses with, NotFound."""
    held = get(ledger, workspace, round_)
    return Held(held.team, rounds.perform(ledger, workspace, round_, act, by, at))
