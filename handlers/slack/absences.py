"""What the command and the Home share about days away: what day it is for somebody, and which days a button names."""

from datetime import date

from bot import people
from bot.errors import NotFound, Refused
from bot.ledger import Ledger
from bot.schedule import local_day
from handlers.slack.desk import Desk, Envelope

_LONG = 12  #: digits: no absence has such a number


def today(desk: Desk, ledger: Ledger, envelope: Envelope) -> date:
    """The date where the person is. Raises Refused for a stranger."""
    person = ledger.roster.person(envelope.workspace, envelope.user)
    if person is None:
        raise Refused("Nobody has asked you for a standup yet, so there is nothing to be away from.")
    return local_day(desk.now(), people.zone_of(ledger, envelope.workspace, envelope.user))


def number(value: str) -> int:
    """The absence that a button carries. Raises NotFound for what no button of ours does."""
    if not (value.isdecimal() and len(value) <= _LONG):
        raise NotFound
    return int(value)
