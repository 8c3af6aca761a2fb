"""Getting to know people and channels before something is done with them: what we remember, else what Slack says."""

import asyncio
from collections.abc import Sequence

from bot import people
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Person, WorkspaceId
from bot.people import FEW
from handlers.slack.desk import Desk


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
