"""One example of each state of a request for data access: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.ceremonies.access import Access
from bot.ceremonies.access.shown import AskLead, Nudge, Over
from bot.ceremonies.access.state import Ended, Missing
from bot.model import Dm, Member, MemberId, Notice, Room, RoundId
from handlers.slack.access import forms
from handlers.slack.blocks import Json

_ROUND, _PRIYA, _OLIVER = RoundId("round-32"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_WHAT, _TEAM = "Read access to the billing tables, for the churn model in January", "data-science"
_ON, _EXPECTED = date(2026, 11, 23), date(2026, 12, 8)
_ask = Nudge(Dm(_PRIYA), _ROUND, _WHAT, _TEAM, "ask", expected=_EXPECTED)
_there = replace(_ask, matter="there", asked_on=_ON)
_lead = AskLead(Dm(_OLIVER), _ROUND, _WHAT, _TEAM, Missing(1, "Priya Nair", left=True, leads=(_OLIVER,)))


def _past(over: Over) -> Nudge:
    return Nudge(Dm(_PRIYA), _ROUND, _WHAT, _TEAM, "there", over=over)


NOTICES: Mapping[str, Notice] = {
    "access, to be asked for": _ask,
    "access, to be asked for, nobody has taken it": replace(_ask, taken=False, expected=None),
    "access, is it there": _there,
    "access, is it there, nobody knows when": replace(_there, expected=None),
    "access, yours": replace(_there, matter="yours"),
    "access, it is there": _past(Over(Ended("there", "Priya Nair"))),
    "access, given up": _past(Over(Ended("given up", "Oliver Grant"))),
    "access, another's now": _past(Over(now="Diego Ramos")),
    "access, past": _past(Over()),
    "access, to the lead: left": _lead,
    "access, to the lead: away for long": replace(_lead, missing=replace(_lead.missing, left=False)),
    "access, to the channel, where nobody leads": replace(_lead, place=Room()),
    "access, to the lead: settled": replace(_lead, settled=True),
}

_state = Access(
    _TEAM,
    "Europe/London",
    _WHAT,
    Member(_PRIYA, "Priya Nair", "Europe/London"),
    True,
    None,
    _EXPECTED,
    datetime(2026, 11, 23, 16, tzinfo=UTC),
)

MODALS: Mapping[str, Json] = {
    "access, asked for": forms.asked_view(_ROUND, _state, _ON),
    "access, not yet there": forms.not_yet_view(_ROUND, _state, _ON),
    "access, hand over": forms.hand_over_view(_ROUND, _state, _ON),
}
