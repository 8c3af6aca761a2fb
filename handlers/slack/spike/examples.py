"""One example of each state of a spike: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.ceremonies.spike import About, Spike
from bot.ceremonies.spike.box import Box
from bot.ceremonies.spike.notices import AskAgain, AskLead, Card, Decided, Over, Remind, Yours
from bot.ceremonies.spike.state import Ended, Grown, Held, Missing
from bot.model import ChannelId, Dm, Member, MemberId, Notice, Room, RoundId, Story, StoryId, Thread
from handlers.slack.blocks import Json
from handlers.slack.spike import decide_form, move_forms, start_form

_ROUND, _PRIYA, _OLIVER = RoundId("round-12"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_LONDON, _TEAM = "Europe/London", "data-science"
_QUESTION = "Do late partitions explain the drop in recall?"
_HOUR = timedelta(hours=1)
_NOW, _UP = datetime(2026, 11, 20, 16, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC)
_about = About(StoryId("s3"), 14, "Calibrate the churn model")
_card = Card(
    Room(),
    _ROUND,
    _QUESTION,
    "Priya Nair",
    (),
    3 * _HOUR,
    0,
    "running",
    None,
    _NOW,
    _UP,
    _LONDON,
    "A plot of recall by arrival time, for four weeks",
    "Recall drops only where a partition came after 06:00",
    _about,
)
_held = Held("waiting for the March export", "Priya Nair", _NOW)
_ended = Ended(
    "estimable",
    "Yes: 9 of 11 drops follow a late partition. A rerun at 07:00 would have caught all of them.",
    ("https://wiki.example.com/recall",),
    "disproved",
    "Priya Nair",
    _UP,
)
_missing = Missing(
    1, "Priya Nair", left=False, first=date(2026, 11, 23), back=datetime(2026, 11, 26, 9, tzinfo=UTC)
)
_remind = Remind(Dm(_PRIYA), _ROUND, _QUESTION, _TEAM, stage="half", box=3 * _HOUR, up_at=_UP, zone=_LONDON)
_yours = Yours(
    Dm(_PRIYA),
    _ROUND,
    _QUESTION,
    _TEAM,
    owner="Priya Nair",
    box=3 * _HOUR,
    up_at=_UP,
    zone=_LONDON,
)
_lead = AskLead(Dm(_OLIVER), _ROUND, _TEAM, _QUESTION, _missing, settled=False, zone=_LONDON)
_decided = Decided(
    Thread("card"),
    _ROUND,
    _QUESTION,
    _ended,
    3 * _HOUR,
    timedelta(hours=2, minutes=30),
    1,
    _card.hypothesis,
    _about,
)


def _end(decision: str, text: str, **more: object) -> Decided:
    ended = replace(_ended, decision=decision, text=text, links=(), verdict="", **more)  # type: ignore[arg-type]
    return replace(_decided, ended=ended, grown=0)


NOTICES: Mapping[str, Notice] = {
    "spike": _card,
    "spike, two people": replace(_card, others=("Diego Ramos",), hypothesis="", answer="", about=None),
    "spike, from Monday on": replace(
        _card, phase="ahead", starts_at=datetime(2026, 11, 23, 9, tzinfo=UTC), box=40 * _HOUR, days=5
    ),
    "spike, half-time": replace(_card, phase="half"),
    "spike, nearly done": replace(_card, phase="near"),
    "spike, time is up": replace(
        _card, phase="up", grown=(Grown(_HOUR, "The export is slow", "Priya Nair"),)
    ),
    "spike, paused": replace(_card, phase="paused", pause=_held, left=2 * _HOUR),
    "spike, its owner is away": replace(_card, missing=_missing),
    "spike, decided": replace(_card, phase="ended", ended=_ended, left=_HOUR / 2),
    "spike, yours": _yours,
    "spike, yours from tomorrow": replace(
        _yours, standing="ahead", box=40 * _HOUR, days=5, starts_at=datetime(2026, 11, 23, 9, tzinfo=UTC)
    ),
    "spike, yours, and its time is up": replace(_yours, standing="up"),
    "spike, with somebody": replace(_yours, alone=False, owner="Diego Ramos"),
    "spike, yours no more": Yours(Dm(_PRIYA), _ROUND, _QUESTION, _TEAM, Over(now="Diego Ramos")),
    "spike, to its owner: half-time": _remind,
    "spike, to its owner: nearly done": replace(_remind, stage="near"),
    "spike, to its owner: time is up": replace(_remind, stage="up"),
    "spike, to its owner: passed": Remind(Dm(_PRIYA), _ROUND, _QUESTION, _TEAM, Over()),
    "spike, asked again": AskAgain(Dm(_PRIYA), _ROUND, _QUESTION, _TEAM),
    "spike, asked again, decided": AskAgain(Dm(_PRIYA), _ROUND, _QUESTION, _TEAM, Over("answered")),
    "spike, to the lead: away": _lead,
    "spike, to the lead: left": replace(_lead, missing=replace(_missing, left=True, first=None, back=None)),
    "spike, to the lead: settled": replace(_lead, settled=True),
    "decision, can be estimated": _decided,
    "decision, answered": _end("answered", "No: the drop is there on days without late partitions too."),
    "decision, split": _end("split", "Two things are hidden in it.", split=(21, 22)),
    "decision, another spike": _end(
        "another", "A rerun moves the labels.", next="Which features lose their meaning after a rerun?"
    ),
    "decision, dropped": _end("drop", "The source keeps no history, so nobody can know.", dropped=True),
}

_member = Member(_PRIYA, "Priya Nair", _LONDON)
_state = Spike(
    _TEAM,
    _LONDON,
    _QUESTION,
    "",
    _card.hypothesis,
    _about,
    _OLIVER,
    "Oliver Grant",
    (_member,),
    Box(3 * _HOUR, _member, since=_NOW),
    _NOW,
)
_story = Story(_about.story, _about.number, _about.title, unclear=True)

MODALS: Mapping[str, Json] = {
    "start a spike": start_form.view(
        start_form.StartForm(ChannelId("C1"), _TEAM, _PRIYA, (_story,), _story.id, _QUESTION)
    ),
    "pause a spike": move_forms.pause_view(_ROUND, _state, _PRIYA),
    "pause one of several": move_forms.pause_one_view(
        {_ROUND: _QUESTION, RoundId("round-13"): "Which?"}, "waiting for data"
    ),
    "extend a spike": move_forms.extend_view(
        _ROUND, replace(_state, grown=(Grown(_HOUR, "Slow", "Priya Nair"),)), _PRIYA
    ),
    "hand a spike over": move_forms.hand_over_view(_ROUND, _state, _PRIYA),
    "finish a spike": decide_form.view(_ROUND, _state),
    "finish a spike, split": decide_form.view(_ROUND, _state, "split"),
    "finish a spike, dropped": decide_form.view(_ROUND, replace(_state, hypothesis=""), "drop"),
    "finish a spike, another": decide_form.view(_ROUND, replace(_state, hypothesis=""), "another"),
}
