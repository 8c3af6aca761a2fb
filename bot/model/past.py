"""What a team's last weeks came to, for a retrospective to look back on: counts and things, no one's own figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.model.entry import Entry, SpikePast, Standing
from bot.model.round import Round
from bot.model.sprint import SprintPast
from bot.model.story import Story, StoryId
from bot.model.team import RoundId

#: So far back a `Past` reaches: six sprints of two weeks, and the time before the first of them.
REACH = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class StandupStands(Entry):
    """How many a standup counts on, and how many of them have answered, once its digest is out."""

    day: date
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class StandupPast:
    """A standup in the book, and the round that held it."""

    round: RoundId
    day: date
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class BlockerPast:
    """A blocker, whoever's it was: when it was raised, where it stands, and when it was resolved or taken back."""

    round: RoundId
    text: str
    day: date
    standing: Standing
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EstimatePast:
    """A vote that settled a story's effort or value. `at`: when its round was opened."""

    story: StoryId
    ballot: str
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """A team's last weeks, up to a moment; each part oldest first."""

    standups: tuple[StandupPast, ...] = ()  #: whose digests are out
    blockers: tuple[BlockerPast, ...] = ()  #: in the way at some time of these weeks, or taken back in them
    spikes: tuple[SpikePast, ...] = ()  #: ended in them
    open_spikes: tuple[Round[Any], ...] = ()  #: not ended yet
    estimates: tuple[EstimatePast, ...] = ()
    done: tuple[Story, ...] = ()  #: in them
    sprints: tuple[SprintPast, ...] = ()  #: closed in them
    experiments: tuple[Round[Any], ...] = ()  #: that run, or to which something was done in them
