"""Getting to know people and channels before something is done with them: what we remember, else what Slack says."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from bot import people
from bot.errors import BadInput, DeliveryError
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Person, WorkspaceId
from bot.people import FEW
from handlers.slack.desk import Desk, Envelope
from handlers.slack.text import channel as said_channel

T = TypeVar("T")
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


async def require_inside(
    desk: Desk,
    envelope: Envelope,
    where: ChannelId,
    name: str,
    known: Sequence[Person],
    field_of: Callable[[MemberId], str],
) -> frozenset[MemberId] | None:
    """Who is in the channel; None where Slack does not say in time.

    Raises BadInput, by the field of whom it is about, for who is not in a private channel: what is private stays in it.
    Where Slack says neither that it is public nor who is in it, only who has a seat in the team may be named."""
    present, private = await _present_in(desk, envelope.workspace, where)
    outside = [each for each in known if present is None or each.id not in present]
    if private and present is not None:
        if outside:
            sentence = f"{said_channel(name)} is private, and {outside[0].name} is not in it."
            sentence += " Invite them first, or leave them out."
            raise BadInput(sentence, field_of(outside[0].id))
    elif private is not False:
        strange = await desk.store.read(lambda ledger: _unseated(ledger, envelope, where, outside))
        if strange:
            sentence = (
                f"Slack does not say just now who is in {said_channel(name)}. Try it again in a minute."
            )
            raise BadInput(sentence, field_of(strange.id))
    return present


async def require_named(
    desk: Desk, envelope: Envelope, where: ChannelId, name: str, members: Iterable[MemberId], field: str
) -> frozenset[MemberId] | None:
    """Whoever acts and whom they named in a form are met; returns who is in the channel, None where Slack does not say
    in time. Raises BadInput on `field` for bots, who was deactivated, and as `require_inside` does."""
    known = await meet(desk, envelope.workspace, list(dict.fromkeys((envelope.user, *members))))
    odd = next((each for each in known if not (each.human and each.active)), None)
    if odd:
        raise BadInput(f"{odd.name} cannot be named: a bot, or deactivated.", field)
    return await require_inside(desk, envelope, where, name, known, lambda _: field)


async def present_in(desk: Desk, workspace: WorkspaceId, channel: ChannelId) -> frozenset[MemberId] | None:
    """Who is in the channel; None where Slack does not say in time."""
    members = await _in_time(desk.directory.members(workspace, channel))
    return None if members is None else frozenset(members)


async def _present_in(
    desk: Desk, workspace: WorkspaceId, channel: ChannelId
) -> tuple[frozenset[MemberId] | None, bool | None]:
    """Who is in the channel, and whether it is private; each None where Slack does not say in time."""
    found, members = await asyncio.gather(
        _in_time(desk.directory.channel(workspace, channel)), present_in(desk, workspace, channel)
    )
    return members, found.private if found else None


async def _in_time(asked: Awaitable[T]) -> T | None:
    try:
        return await asyncio.wait_for(asked, READING)
    except (TimeoutError, DeliveryError):
        return None


def _unseated(ledger: Ledger, envelope: Envelope, where: ChannelId, known: Sequence[Person]) -> Person | None:
    """Somebody of these, other than who acts, who is not of the team yet."""
    team = ledger.roster.team_in(envelope.workspace, where)
    others = (each for each in known if each.id != envelope.user)
    return next(
        (each for each in others if team is None or ledger.roster.member(team, each.id) is None), None
    )
