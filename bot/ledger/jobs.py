"""What the crew carries, named so that it may be lost, repeated or late."""

from collections.abc import Iterable
from typing import Literal

from bot.model import WorkspaceId

#: The kinds of it. `Job` says what each is about.
Task = Literal["open", "wake", "deliver", "refresh", "check", "home", "erase"]


#: A thing of a workspace: a plan's id (open), a round's (wake), a channel's or a member's (deliver), the workspace's
#: own (refresh), any of the last three (check), a member's (home, erase).
Job = tuple[WorkspaceId, str]


def by_workspace(jobs: Iterable[Job]) -> dict[WorkspaceId, list[str]]:
    """What they are about, by workspace, in their order."""
    found: dict[WorkspaceId, list[str]] = {}
    for workspace, thing in jobs:
        found.setdefault(workspace, []).append(thing)
    return found
