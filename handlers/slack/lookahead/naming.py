"""Who may be named for an item or a request: people of the team, and of its channel."""

from collections.abc import Sequence

from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import MemberId, Person, Team
from handlers.slack.desk import Desk, Envelope
from handlers.slack.meeting import require_inside

_OWNER = "owner"


async def require_named(
    desk: Desk, envelope: Envelope, team: Team, known: Sequence[Person]
) -> frozenset[MemberId] | None:
    """Who is in the team's channel, where anybody of these is not of the team yet and Slack says so in time: else
    nobody needs to know. Raises BadInput on `owner` for who cannot be named."""
    odd = next((each for each in known if not (each.human and each.active)), None)
    if odd:
        raise BadInput(f"{odd.name} cannot be named: a bot, or deactivated.", _OWNER)

    def strangers(ledger: Ledger) -> list[Person]:
        return [each for each in known if ledger.roster.member(team, each.id) is None]

    strange = await desk.store.read(strangers)
    if not strange:
        return None
    return await require_inside(desk, envelope, team.channel, team.name, strange, lambda _: _OWNER)
