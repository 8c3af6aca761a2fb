"""What the crew carries, named so that it may be lost, repeated or late."""

from typing import Literal

from bot.model import WorkspaceId

#: What the crew carries: the open, wake, deliver, refresh and check of things named by workspace and id; of a member,
#: their Home.
Task = Literal["open", "wake", "deliver", "refresh", "check", "home"]


#: A thing of a workspace: a plan's id, a round's, a channel's; for `refresh`, the workspace's own.
Job = tuple[WorkspaceId, str]
