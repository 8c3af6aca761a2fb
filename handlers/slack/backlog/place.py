"""Whose backlog a command is about."""

from bot.errors import Refused
from bot.ledger import Ledger
from bot.model import Team
from bot.shell import backlog
from handlers.slack.desk import Envelope

ELSEWHERE = "Type this in the channel of your team: its backlog belongs to the channel."


def team_here(ledger: Ledger, envelope: Envelope, elsewhere: str = ELSEWHERE) -> Team:
    """Raises Refused, with what to do, where it is no channel, NotFound where that has no team yet."""
    if envelope.channel.startswith("D"):
        raise Refused(elsewhere)
    return backlog.team_in(ledger, envelope.workspace, envelope.channel)
