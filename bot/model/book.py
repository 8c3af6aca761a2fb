"""What the team knows, as a ceremony reads it: frozen, and cut to the pages that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.model.entry import Obstacle, Said, SpikePast
from bot.model.past import Past
from bot.model.round import Round
from bot.model.sprint import Epic, SprintPast
from bot.model.story import Story
from bot.model.team import Absence, Member, MemberId, Plan, Team


@dataclass(frozen=True, slots=True)
class Book:
    """What the team knows, cut to what a ceremony named in `reads`."""

    team: Team
    plan: Plan | None = None
    members: tuple[Member, ...] = ()
    absences: tuple[Absence, ...] = ()
    said: tuple[Said, ...] = ()  #: each member's latest answers under this plan, in another round
    blockers: tuple[Obstacle, ...] = ()  #: those not yet resolved, under this plan
    spikes: tuple[Round[Any], ...] = ()  #: the team's that are open
    backlog: tuple[Story, ...] = ()  #: the open stories
    sprints: tuple[SprintPast, ...] = ()  #: those that are closed, oldest first
    sprint: Round[Any] | None = None  #: the one that is ahead, to be planned, or under way
    crowd: Mapping[MemberId, int] = field(default_factory=dict)  #: in how many teams each developer is one
    epics: tuple[Epic, ...] = ()
    retros: tuple[Round[Any], ...] = ()  #: the last of the team's, open and over, oldest first
    stories: tuple[Story, ...] = ()  #: open and done
    actions: tuple[Round[Any], ...] = ()  #: what the team's retros agreed to do, and is open
    past: Past | None = None  #: what the last weeks came to
    ended: tuple[SpikePast, ...] = ()  #: spikes that ended since the last digest, and a little before it
    digest: Round[Any] | None = None  #: the last one for people outside of the team
    digests: tuple[Round[Any], ...] = ()  #: the last of those, newest first
    questions: tuple[Round[Any], ...] = ()  #: of theirs, that are open
    requests: tuple[Round[Any], ...] = ()  #: for data access, that are open
    experiments: tuple[Round[Any], ...] = ()  #: those that have no verdict yet
    trials: tuple[Round[Any], ...] = ()  #: the last of those, with a verdict or without, newest first
    about: tuple[Round[Any], ...] = ()  #: sprints and votes that are open, each about some stories
    kpis: tuple[Round[Any], ...] = ()  #: that the team keeps in view
    readers: tuple[Member, ...] = ()  #: whom the plan's settings name, of the team or not
    tried: tuple[Round[Any], ...] = ()  #: experiments that run, and those that changed since the last digest
    decided: tuple[Round[Any], ...] = ()  #: decisions that were recorded or changed since then


Page = Literal[
    "plan",
    "members",
    "absences",
    "said",
    "blockers",
    "spikes",
    "backlog",
    "sprints",
    "sprint",
    "crowd",
    "epics",
    "stories",
    "actions",
    "retros",
    "past",
    "ended",
    "digest",
    "digests",
    "questions",
    "requests",
    "experiments",
    "trials",
    "about",
    "kpis",
    "readers",
    "tried",
    "decided",
]
