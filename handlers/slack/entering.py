"""Making sure that the bot is in the channel where somebody wants something of it."""

from bot.errors import BadInput, Refused, Unreachable
from bot.model import Channel, ChannelId, WorkspaceId
from bot.people import FEW
from handlers.slack.calls import ask
from handlers.slack.desk import Desk, Envelope, Json


async def enter(desk: Desk, envelope: Envelope, elsewhere: str, command: str) -> tuple[str, bool]:
    """Join the channel if need be; its name, and whether it has too many people to look at each.

    `elsewhere`: what is said where it is no channel; `command`: what to type again. Raises Refused with what to do.
    """
    invite = f"Piton is not in this private channel. Type `/invite @Piton` here, then `{command}` again."
    if envelope.channel.startswith("D"):
        raise Refused(elsewhere)
    try:
        found = await ask(desk.client.conversations_info, channel=envelope.channel, include_num_members=True)
    except Unreachable:
        raise Refused(invite) from None
    channel: Json = found["channel"]
    if channel.get("is_im") or channel.get("is_mpim"):
        raise Refused(elsewhere)
    if channel.get("is_archived"):
        raise Refused("This channel is archived: nothing can be posted here.")
    if not channel.get("is_member"):
        if channel.get("is_private"):
            raise Refused(invite)
        await ask(desk.client.conversations_join, channel=envelope.channel)
    return str(channel.get("name", "")), int(channel.get("num_members") or 0) > FEW


async def enter_other(desk: Desk, workspace: WorkspaceId, channel: ChannelId, field: str) -> Channel:
    """Join a channel that somebody chose in a form, if need be. Raises BadInput by `field` where Piton cannot post in
    it."""
    invite = "Piton is not in that channel. Type /invite @Piton there, then save this again."
    try:
        found = await desk.directory.channel(workspace, channel)
        if found.archived:
            raise BadInput("That channel is archived: nothing can be posted there.", field)
        if not found.joined:
            if found.private:
                raise BadInput(invite, field)
            await desk.directory.join(workspace, channel)
    except Unreachable:
        raise BadInput(invite, field) from None
    return found
