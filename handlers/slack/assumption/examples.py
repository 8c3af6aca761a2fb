"""One example of each state of an assumption: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.ceremonies.assumption import About, Assumption, Written
from bot.ceremonies.assumption.shown import Ask, Card, Face, face_of
from bot.ceremonies.assumption.state import Changed, Said, Waited
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
from bot.shell.assumptions import Made, Undone
from handlers.slack.assumption import forms
from handlers.slack.assumption.forms import WriteForm
from handlers.slack.assumption.listeners import settled_reply, undone_reply
from handlers.slack.assumption.writing import written_reply
from handlers.slack.blocks import Json

_ROUND, _PRIYA, _OLIVER = RoundId("round-61"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_TEXT, _TEAM = "Customers log in at least once a week", "data-science"
_WORK = ("Find another sign of activity than logins", "Label last year's churn again")
_ON, _DAY, _LATER = date(2026, 11, 24), date(2026, 12, 15), date(2027, 1, 12)
_at = datetime(2026, 12, 15, 10, tzinfo=UTC)
_member = Member(_PRIYA, "Priya Nair", "Europe/London")
_state = Assumption(
    3,
    _TEAM,
    "Europe/London",
    _TEXT,
    _member,
    _member,
    datetime(2026, 11, 24, 10, tzinfo=UTC),
    "Nine in ten did last spring.",
    _WORK,
    About("churn-1", "Churn", EpicId("e1"), StoryId("s1"), 12, "Calibrate the churn model"),
    _DAY,
)
_stories = tuple(Written(StoryId(f"s{each}"), each, text) for each, text in enumerate(_WORK, start=31))
_held = Said("held", _PRIYA, "Priya Nair", _at, "Logins of four weeks: 93 % came back within seven days.")
_broke = Said(
    "broken", _OLIVER, "Oliver Grant", _at, "The app keeps people logged in: half of them never do.", _stories
)
_changed = Changed(_OLIVER, "Oliver Grant", datetime(2026, 12, 1, 10, tzinfo=UTC))
_waited = Waited(_PRIYA, "Priya Nair", _at, _LATER)


def _of(*said: Said) -> Face:
    return face_of(replace(_state, verdicts=said))


_face = _of()
_ask = Ask(Dm(_PRIYA), _ROUND, _face, _TEAM, "day", _DAY)

NOTICES: Mapping[str, Notice] = {
    "assumption": Card(Room(), _ROUND, _face),
    "assumption, in few words": Card(Room(), _ROUND, Face(1, _TEXT, "Priya Nair", _ON)),
    "assumption, held": Card(Room(), _ROUND, _of(_held)),
    "assumption, broken": Card(Room(), _ROUND, _of(_held, _broke)),
    "assumption, broken, no work": Card(Room(), _ROUND, _of(replace(_broke, stories=()))),
    "assumption, changed": Card(Room(), _ROUND, face_of(replace(_state, changed=(_changed,)))),
    "assumption, taken back": Card(Room(), _ROUND, face_of(replace(_state, taken=_changed))),
    "assumption, to be checked": _ask,
    "assumption, to be checked, to a lead: left": replace(_ask, place=Dm(_OLIVER), matter="gone"),
    "assumption, to be checked, to a lead: no answer": replace(_ask, place=Dm(_OLIVER), matter="unanswered"),
    "assumption, to be checked, to the channel": replace(_ask, place=Room(), matter="gone"),
    "assumption, to be checked: held": replace(_ask, face=_of(_held)),
    "assumption, to be checked: broken": replace(_ask, face=_of(_broke)),
    "assumption, to be checked: changed": replace(_ask, moved=_changed),
    "assumption, to be checked: not known": replace(_ask, answer=_waited),
    "assumption, to be checked: not known, no day": replace(_ask, answer=replace(_waited, day=None)),
}

_team = Team(TeamId("team-1"), WorkspaceId("slack:T0"), ChannelId("C0DATA"), _TEAM, "Europe/London")
_form = WriteForm(ChannelId("C0DATA"), _TEAM, _PRIYA)


def _made(*said: Said) -> Made:
    state = replace(_state, verdicts=said)
    return Made(_team, Round(_ROUND, _team.workspace, _team.id, "assumption", "3", _at, state))


MODALS: Mapping[str, Json] = {
    "assumption, write": forms.write_view(_form),
    "assumption, write, with epics and stories": forms.write_view(
        replace(
            _form,
            text=_TEXT,
            epics=(Epic(EpicId("e1"), "Churn"),),
            stories=(Story(StoryId("s1"), 12, "Calibrate the churn model"),),
        )
    ),
    "assumption, change": forms.change_view(_ROUND, _state),
    "assumption, held: how": forms.held_view(_ROUND, _state),
    "assumption, broken: what": forms.broken_view(_ROUND, _state),
    "assumption, broken again": forms.broken_view(_ROUND, replace(_state, left=_stories[:1])),
    "assumption, later": forms.later_view(_ROUND, _state),
    "said in a modal: assumption written": written_reply(_made()).as_modal(),
    "said in a modal: assumption held": settled_reply(_made(_held)).as_modal(),
    "said in a modal: assumption broken": settled_reply(_made(_broke)).as_modal(),
    "said in a modal: assumption undone": undone_reply(Undone(_made(), (31,), (32,))).as_modal(),
}
