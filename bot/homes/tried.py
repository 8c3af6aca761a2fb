"""Experiments as they stand elsewhere: on Homes, beside the stories of an epic, and below a story of the backlog."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from bot.book.epics import same
from bot.book.trials import Outcome
from bot.ceremonies import checkpoint, experiment
from bot.ceremonies.checkpoint import Checkpoint
from bot.ceremonies.checkpoint.clock import asked_for_verdict
from bot.ceremonies.experiment import Experiment, Judgement
from bot.ceremonies.experiment.shown import judged_last
from bot.ledger import Ledger
from bot.model import MemberId, Round, RoundId, StoryId, Team

#: What somebody is asked about one after a sprint: whether another sprint is worth it, what it came to, how many
#: FTE-days its last result took or, where it was decided that it stops, for its verdict.
Asked = Literal["decide", "result", "days", "verdict"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a checkpoint asks whoever looks. `round`: the checkpoint's or, of a verdict, the experiment's."""

    asked: Asked
    round: RoundId
    sprint: int


@dataclass(frozen=True, slots=True)
class Glance:
    """An experiment at a glance. `value` and `day`: of its latest result, by the team's calendar; None: there is none
    yet. `mine`: whoever looks owns it; else they decide on it, and are `asked` to at each sprint's end. `question`:
    what waits for them. `stops`: it was decided that it does, and it has no verdict yet."""

    round: RoundId
    team: str
    key: str
    hypothesis: str
    metric: str
    unit: str = ""
    value: float | None = None
    day: date | None = None
    outcome: Outcome | None = None
    mine: bool = True
    question: Question | None = None
    asked: bool = True
    stops: bool = False


def at_home(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Glance, ...]:
    """Those that run and are theirs, then those on which they are named to decide, or asked to. The days of results are
    told, not how long ago they are: a Home that nothing has changed is not drawn again each morning."""
    found = [each for team in teams for each in _of_member(ledger, team, member)]
    return tuple(sorted(found, key=lambda each: (not each.mine, each.team, each.key)))


def _of_member(ledger: Ledger, team: Team, member: MemberId) -> Iterator[Glance]:
    rounds: tuple[Round[Any], ...] = ledger.rounds.open_of(team, (experiment.KIND, checkpoint.KIND))
    asking = {each.id: each for each in rounds if each.kind == checkpoint.KIND}
    for each in rounds:
        if each.kind != experiment.KIND:
            continue
        state: Experiment = each.state
        held = asking.get(state.checkpoint) if state.checkpoint else None
        question = (asked(held, member) if held else None) or owed(each, held, member)
        if question or member in {state.owner, *state.setup.deciders}:
            found = glance(each, team, mine=state.owner == member, question=question)
            yield replace(found, stops=_stopped(each, held) is not None)


def asked(held: Round[Checkpoint], member: MemberId) -> Question | None:
    """What waits for somebody at a checkpoint: for who decides the decision, and what is missing for who owns it. Leads
    decide where nobody else is there who was named to."""
    state = held.state
    if state.phase == "open" and any(each.id == member for each in state.deciders):
        return Question("decide", held.id, state.sprint)
    if state.phase in {"asked", "open"} and state.lack and member == state.owner.id:
        return Question(state.lack, held.id, state.sprint)
    return None


def owed(its: Round[Experiment], held: Round[Checkpoint] | None, member: MemberId) -> Question | None:
    """The verdict that waits for somebody since it was decided that it stops: also when nothing of that can be taken
    back any more and its checkpoint is over, but not while a newer one asks. It waits for its owner or, as long as that
    checkpoint knows that they have left, for the leads."""
    judged = _stopped(its, held)
    if judged is None:
        return None
    waits = {each.id for each in asked_for_verdict(held.state)} if held else {its.state.owner}
    return Question("verdict", its.id, judged.sprint) if member in waits else None


def _stopped(its: Round[Experiment], held: Round[Checkpoint] | None) -> Judgement | None:
    """That it stops, as it was decided last; None where that holds no more, or a newer question is open."""
    judged = judged_last(its.state)
    if judged is None or judged.going != "stop" or (held and held.state.phase in {"asked", "open"}):
        return None
    return judged


def of_epic(ledger: Ledger, team: Team, epic: str) -> tuple[Glance, ...]:
    """The team's last experiments of an epic: those that run first, and of each sort the newest first."""
    found = [
        glance(each, team)
        for each in _last(ledger, team)
        if each.state.setup.epic and same(each.state.setup.epic, epic)
    ]
    return tuple(sorted(found, key=lambda each: each.outcome is not None))


def by_story(ledger: Ledger, team: Team) -> Mapping[StoryId, Glance]:
    """The team's last experiments by the story that they belong to; of several of one, the newest."""
    found: dict[StoryId, Glance] = {}
    for each in _last(ledger, team):
        if each.state.setup.story:
            found.setdefault(each.state.setup.story, glance(each, team))
    return found


def _last(ledger: Ledger, team: Team) -> tuple[Round[Experiment], ...]:
    return ledger.history.book(team, None, ("trials",)).trials


def glance(
    round_: Round[Experiment], team: Team, *, mine: bool = True, question: Question | None = None
) -> Glance:
    """How it stands."""
    state, its = round_.state, experiment.brief(round_.state)
    return Glance(
        round_.id,
        team.name,
        its.key,
        state.setup.hypothesis,
        its.metric,
        its.unit,
        its.value,
        its.day,
        its.outcome,
        mine,
        question,
        state.setup.checkpoints,
    )
