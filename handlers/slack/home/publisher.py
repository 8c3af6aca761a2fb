"""Publishing Homes on Slack."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.homes.home import Home
from bot.model import MemberId, WorkspaceId
from handlers.slack.calls import ask, require_own
from handlers.slack.home.drawings import view


@dataclass(frozen=True)
class SlackPublisher:
    """The Publisher for Slack. It serves one workspace, its token's."""

    client: AsyncWebClient
    workspace: WorkspaceId

    async def publish(self, workspace: WorkspaceId, member: MemberId, home: Home) -> None:
        """Make a member's Home show this."""
        require_own(self.workspace, workspace)
        await ask(self.client.views_publish, user_id=member, view=view(home))
