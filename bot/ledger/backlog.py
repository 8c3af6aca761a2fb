"""What a team may do, and what it was estimated at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.book.pasting import Draft
from bot.model import Estimated, RoundId, Story, StoryId, StoryState, Team


class Backlog(Protocol):
    """The stories of a team. Numbers are given once: a dropped story keeps its own."""

    def add(self, team: Team, drafts: Sequence[Draft], at: datetime) -> tuple[Story, ...]:
        """Add stories, numbered in this order after those that are there."""
        ...

    def put(self, team: Team, story: Story) -> None:
        """Keep a story as it is from now on."""
        ...

    def get(self, team: Team, story: StoryId) -> Story | None: ...

    def numbered(self, team: Team, number: int) -> Story | None: ...

    def these(self, team: Team, stories: Iterable[StoryId]) -> tuple[Story, ...]:
        """Those of these that the team has, oldest first."""
        ...

    def of_team(self, team: Team, states: Iterable[StoryState] = ("open",)) -> tuple[Story, ...]:
        """The team's stories in these states, oldest first."""
        ...

    def last_vote(self, team: Team, story: StoryId) -> RoundId | None:
        """The round that last counted a vote on the story."""
        ...

    def polls(self, team: Team, story: StoryId) -> tuple[Estimated, ...]:
        """All votes on a story, oldest first."""
        ...
