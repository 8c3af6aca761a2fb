"""One example of each state of a retro: its messages and its modals. They are what the ceremony itself shows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.book.fortnight import Blockers, Figures, Points, Spikes, Standups
from bot.book.grouping import suggest
from bot.book.topics import Rolled, Stayed
from bot.ceremonies.retro import Note, Phase, Retro, Settings
from bot.ceremonies.retro.formats import columns_of
from bot.ceremonies.retro.shown import show
from bot.ceremonies.retro.state import Beat, Earlier, Item, Pulse, Theme
from bot.model import MemberId, Notice, RoundId, StoryId, Team, TeamId, WorkspaceId
from bot.model.team import ChannelId
from bot.shell.retros import Token
from handlers.slack.blocks import Json, modal
from handlers.slack.retro import action_form, group_form, note_form, setup_form, vote_form

_ROUND = RoundId("round-51")
_PRIYA, _DIEGO = MemberId("U0PRIYA"), MemberId("U0DIEGO")
_AT, _MEETS = datetime(2026, 11, 25, 10, tzinfo=UTC), datetime(2026, 11, 27, 14, tzinfo=UTC)
_FIRST, _DUE = date(2026, 11, 14), date(2026, 12, 4)
_PULSE = "How did the sprint feel?"
_HINTS = (
    Stayed("No read access to the billing tables", 6, open=True),
    Rolled(StoryId("S12"), 12, "Churn by region", 3),
)
_NOTES = (
    Note("3f", "start", "Ask for data access two weeks before we need it"),
    Note("41", "stop", "The Friday deploy: it took the evening, and <!channel> woke everybody"),
    Note("7c", "go_on", "Pairing on the labels"),
    Note("9a", "stop", "Deploys by hand"),
    Note("b2", "start", "Write down what a label means: https://wiki.example.com/labels"),
    Note("d0", "", "The retro itself is too long"),
)
_THEMES = (
    Theme(1, "Data access comes late", ("3f",)),
    Theme(2, "Deploys", ("41", "9a")),
    Theme(3, "Labels", ("7c", "b2")),
    Theme(6, "The retro itself is too long", ("d0",)),
    Theme(7, "", (), hint=_HINTS[0]),
    Theme(8, "", (), hint=_HINTS[1]),
)
_COUNTED = tuple(
    replace(each, dots=dots, last=last)
    for each, dots, last in zip(
        _THEMES,
        (4, 6, 2, 0, 3, 0),
        (None, Earlier(date(2026, 10, 30), "Deploys took a day"), None, None, None, None),
        strict=True,
    )
)
_CARRIED = (
    Item(
        1,
        "Move the backfill to the night",
        _DIEGO,
        "Diego Ramos",
        date(2026, 11, 20),
        round=RoundId("a1"),
        carried=True,
    ),
    Item(
        2,
        "Agree on one name for churned customers",
        _PRIYA,
        "Priya Nair",
        date(2026, 11, 27),
        "https://wiki.example.com/churn",
        RoundId("a2"),
        carried=True,
    ),
)
_AGREED = (
    Item(3, "Deploy from CI, on Tuesdays", _DIEGO, "Diego Ramos", _DUE, theme=2),
    Item(4, "Ask IT for access in the lookahead", _PRIYA, "Priya Nair", _DUE, theme=1),
)
_FIGURES = Figures(
    _FIRST,
    date(2026, 11, 27),
    Standups(10, 58, 51),
    Blockers(4, 3, 1, 2, 6),
    Spikes(2, 1, 1, (("estimable", 1), ("drop", 1)), (("proved", 1),)),
    Points(1, 34, 5, 26, 8, 2, (("data", 2),)),
    6,
    9,
)
_collect = Retro(
    "data-science",
    "Europe/London",
    Settings(pulse=_PULSE),
    _PRIYA,
    "Priya Nair",
    _AT,
    "collect",
    _MEETS,
    _MEETS,
    _FIRST,
)
_group = replace(_collect, phase="group", notes=_NOTES, themes=_THEMES, pulse=Pulse(_PULSE, 3))
_open_vote = replace(_group, phase="vote", voters=4)
_discuss = replace(_open_vote, phase="discuss", themes=_COUNTED, topics=(2, 1, 7, 3), voters=5)
_actions = replace(_discuss, phase="actions")
_closed = replace(
    _actions,
    phase="closed",
    due=None,
    closed_at=_MEETS,
    items=(*_CARRIED, *_AGREED),
    pulse=Pulse(_PULSE, 6, (0, 1, 1, 3, 1)),
    trend=(Beat(date(2026, 10, 30), 3.2, 6), Beat(date(2026, 11, 13), 3.5, 7)),
    figures=_FIGURES,
)


def _of(state: Retro, slot: str) -> Notice:
    return show(_ROUND, state)[slot]


def _with(state: Retro, phase: Phase) -> Retro:
    return replace(state, phase=phase, due=_MEETS, settings=replace(state.settings, pace="meeting"))


_later = (
    replace(_AGREED[0], standing="done"),
    replace(_AGREED[1], standing="dropped", why="IT has a form now"),
)
_many = replace(
    _closed,
    themes=tuple(Theme(number, f"Theme {number}", (f"{number}",), dots=1) for number in range(1, 61)),
    topics=(1,),
)
_named = replace(
    _group,
    settings=replace(_group.settings, anonymous=False),
    notes=tuple(replace(each, by=_DIEGO, name="Diego Ramos") for each in _NOTES),
)
_long = replace(
    _group, notes=tuple(replace(_NOTES[0], id=f"{number:03d}", text="Long " * 190) for number in range(30))
)

NOTICES: Mapping[str, Notice] = {
    "retro, notes asked for": _of(_collect, "card"),
    "retro, with open actions and suggestions": _of(replace(_collect, items=_CARRIED, hints=_HINTS), "card"),
    "retro, until we begin, with names": _of(
        replace(_collect, meets_at=None, settings=Settings(anonymous=False), items=_CARRIED[:1]), "card"
    ),
    "retro, notes are in": _of(_group, "card"),
    "retro, nobody wrote": _of(replace(_collect, phase="closed", closed_at=_MEETS), "card"),
    "retro, the notes": _of(_group, "notes"),
    "retro, the notes, by the clock": _of(_with(_group, "group"), "notes"),
    "retro, the notes with names": _of(_named, "notes"),
    "retro, the notes, past": _of(_actions, "notes"),
    "retro, many notes": _of(_long, "notes"),
    "retro, more notes": _of(_long, "notes:2"),
    "retro, vote": _of(_open_vote, "vote"),
    "retro, vote by the clock, nobody yet": _of(replace(_with(_open_vote, "vote"), voters=0), "vote"),
    "retro, dots": _of(_discuss, "vote"),
    "retro, no dots": _of(
        replace(_discuss, voters=0, themes=tuple(replace(each, dots=0) for each in _THEMES)), "vote"
    ),
    "retro, topic": _of(_discuss, "topic:2"),
    "retro, topic of one note": _of(_discuss, "topic:1"),
    "retro, topic of their own days": _of(_discuss, "topic:7"),
    "retro, last topic": _of(_discuss, "topic:3"),
    "retro, topic, past": _of(_closed, "topic:2"),
    "retro, actions, none yet": _of(_actions, "actions"),
    "retro, actions": _of(replace(_with(_actions, "actions"), items=_AGREED), "actions"),
    "retro, actions, as many as there may be": _of(
        replace(_actions, settings=Settings(actions=2), items=_AGREED), "actions"
    ),
    "retro, actions, past": _of(_closed, "actions"),
    "retro, digest": _of(_closed, "digest"),
    "retro, digest, nobody wrote": _of(
        replace(_collect, phase="closed", closed_at=_MEETS, pulse=Pulse(_PULSE, 0), figures=_FIGURES),
        "digest",
    ),
    "retro, digest, later": _of(replace(_closed, items=_later), "digest"),
    "retro, digest of many": _of(_many, "digest"),
    "retro, rest of many": _of(_many, "rest:1"),
}

_team = Team(TeamId("T1"), WorkspaceId("W1"), ChannelId("C1"), "data-science", "Europe/London")
_columns = columns_of(Settings())
_where = note_form.Written("data-science", "Stop", nameless=True)
_token = Token(_ROUND, "41", _AT, "seal")
_groups = suggest([(each.id, each.text) for each in _NOTES])
_alone = replace(
    _group, themes=tuple(Theme(number, each.text, (each.id,)) for number, each in enumerate(_NOTES, start=1))
)

MODALS: Mapping[str, Json] = {
    "retro, a note": note_form.view(_team, _columns, nameless=True),
    "retro, a note with a name": note_form.view(
        _team, _columns, nameless=False, column="stop", text="Deploys"
    ),
    "retro, a note from a message, cut": note_form.view(
        _team, _columns, nameless=True, text="word " * 250, more=note_form.TOO_LONG
    ),
    "retro, a note is in": modal(
        "said",
        "Retro",
        note_form.saved(
            _token, note_form.Written("data-science", "Stop", nameless=True), _NOTES[1].text
        ).blocks
        or [],
        close="Close",
    ),
    "retro, setup": setup_form.setup_view(ChannelId("C1"), "data-science", date(2026, 11, 30)),
    "retro, start": setup_form.begin_view(ChannelId("C1"), "data-science", Settings(), waiting=True),
    "retro, group": group_form.view(_ROUND, _alone, _groups),
    "retro, group, some done": group_form.view(_ROUND, _group, (), "Done: 6 themes now."),
    "retro, your dots": vote_form.view(_ROUND, _open_vote),
    "retro, an action": action_form.view(_ROUND, _discuss, 2, _DUE),
    "retro, an action of no theme": action_form.view(_ROUND, _actions, 0, _DUE),
}
