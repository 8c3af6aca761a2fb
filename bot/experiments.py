"""The shell around experiments: registering one under a key of its own, finding them, results by hand and by machines,
and the verdict with the stories that follow from it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from bot import backlog, rounds, sprinting
from bot.book.pasting import Draft
from bot.ceremonies import experiment
from bot.ceremonies.experiment import Decide, Experiment, Setup, TakeResult, checked_key, key_of
from bot.ceremonies.experiment.rules import mover
from bot.ceremonies.experiment.state import Verdict
from bot.errors import BadInput, BotError, NotFound, NotYours, Refused, Settled
from bot.intake import Taken
from bot.ledger import Ledger
from bot.model import (
    Act,
    EpicId,
    MemberId,
    Opening,
    Report,
    Round,
    RoundId,
    StoryId,
    Team,
    WorkspaceId,
)
from bot.seating import seat

#: So many of a team run at once: more is no focus.
MOST = 50
#: So many stories follow from a verdict at most.
MOST_STORIES = 10
#: A key that nobody chose begins with so many words of what is believed.
_WORDS = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wrote into the form. `key`: empty, where it is to be made of the epic or the hypothesis."""

    setup: Setup
    key: str = ""
    story: StoryId | None = None
    epic: EpicId | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody decided of an experiment, and the stories that follow from it."""

    verdict: Verdict
    decision: str
    stories: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An experiment, and whose team's."""

    team: Team
    round: Round[Experiment]

    @property
    def state(self) -> Experiment:
        return self.round.state


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
    seat(ledger, team, (by, *wish.setup.deciders), present, "deciders")
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
    seat(ledger, held.team, wish.setup.deciders, present, "deciders")
    return do(ledger, workspace, round_, experiment.Alter(_placed(ledger, held.team, wish)), by, at)


def get(ledger: Ledger, workspace: WorkspaceId, round_: RoundId) -> Held:
    """The experiment. Raises NotFound."""
    return Held(*rounds.of_kind(ledger, workspace, round_, Experiment))


def called(ledger: Ledger, teams: Iterable[Team], key: str) -> Held:
    """That of this key in one of these teams. Raises NotFound with what there is, and BadInput where it may be one of
    several."""
    every = tuple(teams)
    found = [Held(team, each) for team in every if (each := _called(ledger, team, key))]
    if len(found) > 1:
        where = ", ".join(f"#{each.team.name}" for each in found)
        raise BadInput(
            f"There is an experiment {found[0].state.key} in each of {where}. Type it in the channel that you mean."
        )
    if not found:
        raise NotFound(_unknown(key, [each for team in every for each in running(ledger, team)]))
    return found[0]


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
    try:
        mover(held.state, by, ledger.history.book(held.team, None, ("members",)))
    except BotError:
        return False
    return True


def to_move(ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId) -> Held:
    """One that they may change, before they fill in a form in vain. Raises NotFound, NotYours, and Settled where it
    has its verdict."""
    held = get(ledger, workspace, round_)
    mover(held.state, by, ledger.history.book(held.team, None, ("members",)))
    require_running(held)
    return held


def require_running(held: Held) -> Held:
    """Raises Settled where it has its verdict."""
    if held.state.ended:
        raise Settled(f"{held.state.key} has its verdict. Reopen it first.")
    return held


def do(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, act: Act, by: MemberId | None, at: datetime
) -> Held:
    """Do an act to an experiment. Raises what its ceremony refuses with, NotFound."""
    held = get(ledger, workspace, round_)
    return Held(held.team, rounds.perform(ledger, workspace, round_, act, by, at))


def record(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    report: Report,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Held:
    """A result that somebody typed in, in the sprint that runs. `present`: who is in the channel, where that is known.
    Raises NotYours for who is neither in it nor of the team, and what its ceremony refuses with."""
    held = get(ledger, workspace, round_)
    if present is not None and by not in present and ledger.roster.member(held.team, by) is None:
        raise NotYours(f"Who is in #{held.team.name} adds results. Join it first.")
    seat(ledger, held.team, (by,), present, "value")
    return do(ledger, workspace, round_, TakeResult(report, _sprint(ledger, held.team)), by, at)


def _sprint(ledger: Ledger, team: Team) -> int | None:
    now = sprinting.running(ledger, team)
    return now.round.state.span.number if now else None


def decide(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, outcome: Outcome, by: MemberId, at: datetime
) -> Held:
    """The verdict, with its decision, and the stories that follow from it, or nothing at all where any of it is
    refused."""
    held = to_move(ledger, workspace, round_, by)
    if len(outcome.stories) > MOST_STORIES:
        raise BadInput(f"{MOST_STORIES} stories at most.", "stories")
    drafts = [replace(each, epic=each.epic or held.state.setup.epic) for each in outcome.stories]
    added = backlog.add(ledger, held.team, drafts, at) if drafts else ()
    act = Decide(outcome.verdict, outcome.decision, tuple(each.number for each in added))
    return do(ledger, workspace, round_, act, by, at)


def take(ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
    """A result that a machine reports. Raises NotFound for a key that is not there, and what its ceremony refuses
    with, by the fields of a report."""
    named = called(ledger, (team,), report.experiment)
    held = get(ledger, team.workspace, named.round.id)  # held from here on: what comes at once waits
    act = TakeResult(report, _sprint(ledger, team))
    try:
        after = do(ledger, team.workspace, held.round.id, act, None, at)
    except BadInput as refused:
        raise BadInput(refused.sentence, _FIELDS.get(refused.field, refused.field)) from None
    if after.state.numbered == held.state.numbered:
        return Taken("known", f"{held.state.key} has this result already.")
    return Taken("recorded", f"{held.state.key} has {_results(len(after.state.results))}.")


#: What the rules call a field, and where it stands in a report.
_FIELDS = {"metric": "metrics", "value": "metrics", "days": "fte_days"}


def _results(number: int) -> str:
    return "its first result" if number == 1 else f"{number} results"
