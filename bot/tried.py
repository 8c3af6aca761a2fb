"""Experiments as they stand elsewhere: on Homes, beside the stories of an epic, and below a story of the backlog."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot import schedule
from bot.book.epics import same
from bot.book.trials import Outcome
from bot.ceremonies import experiment
from bot.ceremonies.experiment import Experiment
from bot.ledger import Ledger
from bot.model import MemberId, Round, RoundId, StoryId, Team

#: So many of a team's last experiments are looked through for those of an epic or a story.
RECENT = 100


@dataclass(frozen=True, slots=True)
class Glance:
    """An experiment at a glance. `value` and `day`: of its latest result, by the team's calendar; None: there is none
    yet. `mine`: whoever looks owns it; else they are named to decide on it, and are `asked` to at each sprint's end."""

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
    asked: bool = True


def at_home(ledger: Ledger, teams: Iterable[Team], member: MemberId) -> tuple[Glance, ...]:
    """Those that run and are theirs, then those on which they are named to decide. The days of results are told, not
    how long ago they are: a Home that nothing has changed is not drawn again each morning."""
    found = [
        glance(each, team, mine=each.state.owner == member)
        for team in teams
        for each in ledger.rounds.open_of(team, (experiment.KIND,))
        if member in {each.state.owner, *each.state.setup.deciders}
    ]
    return tuple(sorted(found, key=lambda each: (not each.mine, each.team, each.key)))


def of_epic(ledger: Ledger, team: Team, epic: str) -> tuple[Glance, ...]:
    """The team's last experiments of an epic: those that run first, and of each sort the newest first."""
    found = [
        glance(each, team)
        for each in ledger.rounds.recent(team, experiment.KIND, RECENT)
        if each.state.setup.epic and same(each.state.setup.epic, epic)
    ]
    return tuple(sorted(found, key=lambda each: each.outcome is not None))


def by_story(ledger: Ledger, team: Team) -> Mapping[StoryId, Glance]:
    """The team's last experiments by the story that they belong to; of several of one, the newest."""
    found: dict[StoryId, Glance] = {}
    for each in ledger.rounds.recent(team, experiment.KIND, RECENT):
        if each.state.setup.story:
            found.setdefault(each.state.setup.story, glance(each, team))
    return found


def glance(round_: Round[Experiment], team: Team, *, mine: bool = True) -> Glance:
    """How it stands."""
    state, ended = round_.state, round_.state.ended
    latest = state.results[-1] if state.results else None
    return Glance(
        round_.id,
        team.name,
        state.key,
        state.setup.hypothesis,
        state.setup.metric.name,
        state.setup.metric.unit,
        latest.value if latest else None,
        schedule.local_day(latest.at, state.zone) if latest else None,
        (ended.verdict or "dropped") if ended else None,
        mine,
        state.setup.checkpoints,
    )
