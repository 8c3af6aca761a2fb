"""One example of each state of an action: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.ceremonies.action import Action
from bot.ceremonies.action.shown import AskLead, Nudge, Over
from bot.ceremonies.action.state import Ended, Missing
from bot.model import Dm, Member, MemberId, Notice, Room, RoundId
from handlers.slack.action import forms
from handlers.slack.action.listing import told
from handlers.slack.blocks import Json

_ROUND, _PRIYA, _OLIVER = RoundId("round-41"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_TEXT, _TEAM = "Split the nightly job, so that a late partition holds up one table only", "data-science"
_DUE, _LINK = date(2026, 11, 27), "https://git.example.com/pipelines/issues/91"
_at = datetime(2026, 11, 27, 10, tzinfo=UTC)
_due = Nudge(Dm(_PRIYA), _ROUND, _TEXT, _TEAM, "due", _DUE, _LINK)
_lead = AskLead(
    Dm(_OLIVER), _ROUND, _TEXT, _TEAM, _DUE, Missing(1, "Priya Nair", left=True, leads=(_OLIVER,))
)


def _past(over: Over, *, last: bool = True) -> Nudge:
    return replace(_due, over=over, last=last)


NOTICES: Mapping[str, Notice] = {
    "action, half-time": replace(_due, matter="mid"),
    "action, due": _due,
    "action, due, without a link": replace(_due, link=""),
    "action, yours": replace(_due, matter="yours"),
    "action, done": _past(Over(Ended("done", _PRIYA, "Priya Nair", _at))),
    "action, dropped": _past(
        Over(Ended("dropped", _OLIVER, "Oliver Grant", _at, "The new cluster does that by itself"))
    ),
    "action, done, an earlier message": _past(Over(Ended("done", _PRIYA, "Priya Nair", _at)), last=False),
    "action, still open": _past(Over(open=True)),
    "action, another's now": _past(Over(now="Diego Ramos")),
    "action, past": _past(Over(), last=False),
    "action, to the lead: left": _lead,
    "action, to the lead: away for long": replace(_lead, missing=replace(_lead.missing, left=False)),
    "action, to the channel, where nobody leads": replace(_lead, place=Room()),
    "action, to the lead: settled": replace(_lead, settled=True),
}

_state = Action(_TEAM, _TEXT, Member(_PRIYA, "Priya Nair", "Europe/London"), date(2026, 11, 20), _DUE, _LINK)

MODALS: Mapping[str, Json] = {
    "action, still open, in the form": forms.keep_view(_ROUND, _state, _DUE),
    "action, drop": forms.drop_view(_ROUND, _state, _DUE),
    "action, hand over": forms.hand_over_view(_ROUND, _state, _DUE),
    "action, change": forms.change_view(_ROUND, _state, _DUE),
    "said in a modal: action dropped": told("Dropped", _TEXT, _ROUND).as_modal(),
}
