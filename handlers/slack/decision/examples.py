"""One example of each state of a decision: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.ceremonies.decision import Decision, Option
from bot.ceremonies.decision.shown import Ask, Card, Face
from bot.ceremonies.decision.state import Confirmed, Ended
from bot.model import (
    ChannelId,
    Dm,
    Epic,
    EpicId,
    Member,
    MemberId,
    Notice,
    Room,
    Round,
    RoundId,
    Story,
    StoryId,
    Team,
    TeamId,
    WorkspaceId,
)
from bot.shell.decisions import Made
from handlers.slack.blocks import Json
from handlers.slack.decision import forms
from handlers.slack.decision.forms import RecordForm
from handlers.slack.decision.listeners import ended_reply, recorded_reply

_ROUND, _PRIYA, _OLIVER = RoundId("round-51"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_TEXT, _TEAM = "Features are stored in one place, by day", "data-science"
_WHY = "Two stores drifted apart twice this year, and each time a model was trained on the wrong one."
_SIGN = "A rebuild takes longer than a night"
_ON, _DAY, _NEXT = date(2026, 11, 24), date(2027, 2, 1), date(2027, 8, 2)
_at = datetime(2027, 2, 1, 10, tzinfo=UTC)
_options = (
    Option("One store, by day", "simple, but a rebuild takes hours"),
    Option("A store for each model", "fast, but they drift apart"),
)
_face = Face(
    3,
    _TEXT,
    _WHY,
    ("Priya Nair", "Oliver Grant"),
    _ON,
    _options,
    "Churn",
    12,
    "Calibrate the churn model",
    _SIGN,
    _DAY,
)
_stands = Confirmed(_PRIYA, "Priya Nair", _at, _NEXT, "A rebuild takes two hours")
_reversed = Ended("reversed", _OLIVER, "Oliver Grant", _at, "A rebuild takes eleven hours by now")
_replaced = Ended("superseded", _OLIVER, "Oliver Grant", _at, number=7, round=RoundId("round-55"))
_back = Ended("taken back", _PRIYA, "Priya Nair", _at)
_card = Card(Room(), _ROUND, _face)
_ask = Ask(Dm(_PRIYA), _ROUND, _face, _TEAM, "day", _DAY)


def _of(ended: Ended) -> Face:
    return replace(_face, ended=ended, ended_on=_DAY)


NOTICES: Mapping[str, Notice] = {
    "decision": _card,
    "decision, in few words": Card(Room(), _ROUND, Face(1, _TEXT, _WHY, ("Priya Nair",), _ON, sign=_SIGN)),
    "decision, in the place of another": Card(Room(), _ROUND, replace(_face, number=7, replaces=(3,))),
    "decision, still stands": Card(
        Room(), _ROUND, replace(_face, confirmed=_stands, confirmed_on=_DAY, day=_NEXT)
    ),
    "decision, its sign came true": Card(Room(), _ROUND, replace(_face, came=True)),
    "decision, reversed": Card(Room(), _ROUND, _of(_reversed)),
    "decision, superseded": Card(Room(), _ROUND, _of(_replaced)),
    "decision, taken back": Card(Room(), _ROUND, _of(_back)),
    "decision, to be revisited": _ask,
    "decision, to be revisited, to a lead: left": replace(_ask, place=Dm(_OLIVER), matter="gone"),
    "decision, to be revisited, to a lead: no answer": replace(_ask, place=Dm(_OLIVER), matter="unanswered"),
    "decision, to be revisited, to the channel": replace(_ask, place=Room(), matter="gone"),
    "decision, what would make you revisit it came true": replace(_ask, sign=True),
    "decision, what would make the team revisit it came true: left": replace(
        _ask, place=Dm(_OLIVER), matter="gone", sign=True
    ),
    "decision, what would make the team revisit it came true: no answer": replace(
        _ask, place=Dm(_OLIVER), matter="unanswered", sign=True
    ),
    "decision, to be revisited: stands": replace(_ask, answer=_stands),
    "decision, to be revisited: stands, without a day": replace(_ask, answer=replace(_stands, day=None)),
    "decision, to be revisited: stands, an earlier one": replace(
        _ask, answer=replace(_stands, day=None), last=False
    ),
    "decision, to be revisited: reversed": replace(_ask, face=_of(_reversed)),
    "decision, to be revisited: superseded": replace(_ask, face=_of(_replaced)),
    "decision, to be revisited: taken back": replace(_ask, face=_of(_back)),
}

_member = Member(_PRIYA, "Priya Nair", "Europe/London")
_state = Decision(3, _TEAM, "Europe/London", _TEXT, _WHY, (_member,), _member, _at, sign=_SIGN, day=_DAY)
_team = Team(TeamId("team-1"), WorkspaceId("slack:T0"), ChannelId("C0DATA"), _TEAM, "Europe/London")


def _made(state: Decision, round_: RoundId = _ROUND) -> Made:
    return Made(_team, Round(round_, _team.workspace, _team.id, "decision", str(state.number), _at, state))


_other = _made(replace(_state, number=2, text="Models are trained weekly"), RoundId("round-50"))
_form = RecordForm(ChannelId("C0DATA"), _TEAM, _PRIYA)


def _ended(ended: Ended) -> Json:
    return ended_reply(_made(replace(_state, ended=ended))).as_modal()


MODALS: Mapping[str, Json] = {
    "decision, record": forms.record_view(_form),
    "decision, record, in the place of another": forms.record_view(
        replace(
            _form,
            text=_TEXT,
            epics=(Epic(EpicId("e1"), "Churn"),),
            stories=(Story(StoryId("s1"), 12, "Calibrate the churn model"),),
            others=(_other, _made(_state)),
            replaces=_ROUND,
        )
    ),
    "decision, revisit": forms.revisit_view(_ROUND, _state, [_other]),
    "decision, revisit, the only one": forms.revisit_view(_ROUND, _state, []),
    "said in a modal: decision recorded": recorded_reply(_made(_state)).as_modal(),
    "said in a modal: decision reversed": _ended(_reversed),
    "said in a modal: decision superseded": _ended(_replaced),
}
