"""One example of each state of a KPI: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.book.budget import Used
from bot.ceremonies.kpi import Kpi
from bot.ceremonies.kpi.shown import Card, Turned, pictured
from bot.ceremonies.kpi.state import USUAL, Changed, Ended, Reading, Turning
from bot.model import ChannelId, MemberId, Notice, Room, Round, RoundId, Team, TeamId, WorkspaceId
from bot.shell.kpis import Kept
from handlers.slack.blocks import Json
from handlers.slack.kpi import forms
from handlers.slack.kpi.listeners import created_reply

_ROUND, _PRIYA, _NAME = RoundId("round-61"), MemberId("U0PRIYA"), "Priya Nair"
_AT, _ZONE = datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/London"
_setup = USUAL["availability"]
_readings = tuple(
    Reading(number, _AT - timedelta(days=24 - number), 0.9996 if number % 7 else 0.9975, "GitHub Actions")
    for number in range(1, 25)
)
_state = Kpi("availability", "", _ZONE, _setup, _PRIYA, _NAME, _AT, _readings, _readings[-1], 24)
_card = Card(
    Room(),
    _ROUND,
    "availability",
    _setup,
    _NAME,
    _ZONE,
    Used(24, 4, 0.75),
    _readings[-1],
    curve=pictured(_state),
)
_spent = Used(24, 9, 1.32)
_turned = Turned(Room(), _ROUND, "availability", _setup, Turning(1, "spent", _AT, _spent))
_recall = replace(USUAL["model metric"], unit="points", threshold=80)
_team = Team(TeamId("team-1"), WorkspaceId("slack:T0"), ChannelId("C0DATA"), "data-science", _ZONE)

NOTICES: Mapping[str, Notice] = {
    "kpi": _card,
    "kpi, its budget spent": replace(_card, used=_spent, spent=True),
    "kpi, too few readings": replace(_card, used=Used(1, 0), last=_readings[0], curve=None),
    "kpi, no reading": replace(_card, used=Used(), last=None, curve=None),
    "kpi, of a part of the data, by hand": replace(
        _card,
        name="recall@de",
        setup=_recall,
        used=Used(12, 1, 1.67),
        last=replace(_readings[0], value=81.5, source="", by=_PRIYA, by_name=_NAME),
        spent=True,
    ),
    "kpi, changed": replace(_card, changed=Changed("threshold 0.999 → 0.99", _AT, _PRIYA, _NAME)),
    "kpi, ended": replace(_card, ended=Ended(_AT, _PRIYA, _NAME)),
    "kpi, budget spent": _turned,
    "kpi, budget spent, planned in sprints": replace(_turned, turning=replace(_turned.turning, asks=True)),
    "kpi, budget was spent": replace(_turned, passed=True),
    "kpi, budget kept again": replace(_turned, turning=Turning(2, "kept", _AT, Used(20, 2, 0.8))),
    "kpi, budget not known any more": replace(_turned, turning=Turning(2, "unknown", _AT, Used(2, 0))),
}
_kept = Kept(_team, Round(_ROUND, _team.workspace, _team.id, "kpi", "1", _AT, _state))
MODALS: Mapping[str, Json] = {
    "kpi, new": forms.create_view(ChannelId("C0DATA"), "data-science"),
    "kpi, new, typed": forms.create_view(ChannelId("C0DATA"), "data-science", "recall@de"),
    "kpi, change": forms.change_view(_ROUND, "availability", _state),
    "kpi, kept in view": created_reply(_kept).as_modal(),
}
