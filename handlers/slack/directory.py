"""Who is in a Slack workspace and in its channels."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotDelivered, TokenRefused
from bot.model import Channel, ChannelId, MemberId, Person, WorkspaceId
from bot.schedule import zones
from handlers.slack.calls import ask, require_own
from handlers.slack.text import clean

#: Slack allows 1,000 a page.
_PAGE = 1000
#: So often is one page waited for.
_WAITS = 3
#: What a token answers that will never be good again; of others it may be said by mistake or for a while.
_DEAD = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})


def person(user: dict[str, Any]) -> Person:
    """A Slack user as a person; a zone that this machine does not know becomes UTC."""
    profile = user.get("profile") or {}
    name = (
        profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
    )
    zone = user.get("tz") or ""
    return Person(
        MemberId(user["id"]),
        clean(str(name or user["id"])),
        zone if zone in zones() else "UTC",
        human=not user.get("is_bot") and user["id"] != "USLACKBOT",
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        active=not user.get("deleted"),
        admin=bool(user.get("is_admin") or user.get("is_owner")),
    )


@dataclass(frozen=True)
class SlackDirectory:
    """The Directory for Slack. It serves one workspace, its token's."""

    client: AsyncWebClient
    workspace: WorkspaceId

    async def people(self, workspace: WorkspaceId) -> tuple[Person, ...]:
        """Everybody in the workspace; in a large one this may take minutes."""
        require_own(self.workspace, workspace)
        pages = _pages(partial(_patiently, self.client.users_list), limit=_PAGE)
        return tuple([person(user) async for page in pages for user in page["members"]])

    async def some(self, workspace: WorkspaceId, members: Iterable[MemberId]) -> tuple[Person, ...]:
        """These people only; for more than a handful, `people` is cheaper."""
        require_own(self.workspace, workspace)
        return tuple([person((await ask(self.client.users_info, user=each))["user"]) for each in members])

    async def members(self, workspace: WorkspaceId, channel: ChannelId) -> tuple[MemberId, ...]:
        """The ids of those in a channel."""
        require_own(self.workspace, workspace)
        pages = _pages(partial(ask, self.client.conversations_members), channel=channel, limit=_PAGE)
        return tuple([MemberId(each) async for page in pages for each in page["members"]])

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person:
        """One person, as they are now."""
        require_own(self.workspace, workspace)
        return person((await ask(self.client.users_info, user=member))["user"])

    async def channel(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        """A channel's name and whether the bot is in it; a private one that it is not in cannot be seen."""
        require_own(self.workspace, workspace)
        found = (await ask(self.client.conversations_info, channel=channel))["channel"]
        return Channel(
            channel,
            clean(str(found.get("name") or "")),
            archived=bool(found.get("is_archived")),
            private=bool(found.get("is_private")),
            joined=bool(found.get("is_member")),
        )

    async def join(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        """Enter a public channel."""
        require_own(self.workspace, workspace)
        await ask(self.client.conversations_join, channel=channel)

    async def connected(self, workspace: WorkspaceId) -> bool:
        """Whether the token is good. Raises the DeliveryErrors where nobody can tell just now."""
        require_own(self.workspace, workspace)
        try:
            await ask(self.client.auth_test)
        except TokenRefused as refusal:
            if str(refusal) in _DEAD:
                return False
            raise
        return True


async def _patiently(call: Callable[..., Awaitable[Any]], **arguments: Any) -> Any:  # noqa: ANN401 — Slack's JSON
    """Ask, and wait as often as Slack says that it is too early: users.list is Tier 2, about 20 pages a minute."""
    for _ in range(_WAITS):
        try:
            return await ask(call, **arguments)
        except TokenRefused:  # no patience mends that
            raise
        except NotDelivered as refusal:
            if not refusal.retry_after:
                raise
            await asyncio.sleep(refusal.retry_after)
    return await ask(call, **arguments)


async def _pages(call: Callable[..., Awaitable[Any]], **arguments: Any) -> AsyncIterator[Any]:  # noqa: ANN401
    while True:
        page = await call(**arguments)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
        arguments["cursor"] = cursor
