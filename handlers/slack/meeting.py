"""Getting to know people and channels before something is done with them: what we remember, else what Slack says."""

import asyncio
from collections.abc import Sequence

from bot import people
from bot.errors import DeliveryError
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Person, WorkspaceId
from bot.people import FEW
from handlers.slack.desk import Desk
from handlers.slack.text import channel as said_channel

#: Seconds that are spent on reading who is in a channel: Slack waits for three.
READING = 1.5


async def meet(desk: Desk, workspace: WorkspaceId, members: Sequence[MemberId]) -> tuple[Person, ...]:
    """What we know of these people, in their order; whom we have not met is asked of Slack and remembered."""

    def find(ledger: Ledger) -> dict[MemberId, Person]:
        found = (ledger.roster.person(workspace, each) for each in members)
        return {person.id: person for person in found if person}

    known = await desk.store.read(find)
    strangers = [each for each in members if each not in known]
    if strangers:
        met = await _ask(desk, workspace, strangers)
        now = desk.now()
        await desk.store.run(lambda ledger: people.meet(ledger, workspace, met, now))
        known |= {person.id: person for person in met}
    return tuple(known[each] for each in members if each in known)


async def _ask(desk: Desk, workspace: WorkspaceId, strangers: Sequence[MemberId]) -> tuple[Person, ...]:
    if len(strangers) > FEW:  # then the whole list of people is cheaper
        return await desk.directory.people(workspace)
    asked = await asyncio.gather(*(desk.directory.some(workspace, [each]) for each in strangers))
    return tuple(person for found in asked for person in found)


async def humans_in(desk: Desk, workspace: WorkspaceId, channel: ChannelId) -> tuple[MemberId, ...]:
    """Those in a channel who are asked by default; they are in our roster afterwards."""
    known = await meet(desk, workspace, await desk.directory.members(workspace, channel))
    return tuple(person.id for person in known if people.is_askable(person))


async def present_in(
    desk: Desk, workspace: WorkspaceId, channel: ChannelId
) -> tuple[frozenset[MemberId] | None, bool]:
    """Who is in the channel, and whether it is private; None where Slack does not say in time, and whoever is named
    counts as in it."""
    where = desk.directory
    try:
        async with asyncio.timeout(READING):
            found, members = await asyncio.gather(
                where.channel(workspace, channel), where.members(workspace, channel)
            )
    except (TimeoutError, DeliveryError):
        return None, False
    return frozenset(members), found.private


def outsider(known: Sequence[Person], present: frozenset[MemberId] | None) -> Person | None:
    """Somebody of these who is not in the channel, where that is known: what is private stays in it."""
    return next((each for each in known if each.id not in present), None) if present is not None else None


def said_of_outsider(channel: str, person: Person) -> str:
    """What is said to whoever named them."""
    return f"{said_channel(channel)} is private, and {person.name} is not in it. Invite them first, or leave them out."
