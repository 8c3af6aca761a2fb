"""One example of each state of a checkpoint: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.ceremonies.checkpoint import Checkpoint
from bot.ceremonies.checkpoint.facts import facts_of
from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.checkpoint.state import Answered, Daysless, Undone
from bot.ceremonies.experiment import Experiment, Guardrail, Judgement, Metric, Setup, Worth
from bot.ceremonies.experiment.state import Ended, Result
from bot.model import (
    ChannelId,
    Dm,
    Measured,
    Member,
    MemberId,
    Notice,
    Room,
    Round,
    RoundId,
    Team,
    TeamId,
    WorkspaceId,
)
from bot.shell.checkpoints import Held
from handlers.slack.blocks import Json
from handlers.slack.checkpoint import forms
from handlers.slack.checkpoint.listeners import judged_reply

_ROUND, _EXPERIMENT = RoundId("round-52"), RoundId("round-47")
_PRIYA, _OLIVER, _TEAM = MemberId("U0PRIYA"), MemberId("U0OLIVER"), "data-science"
_AT = datetime(2026, 11, 20, 17, tzinfo=UTC)
_F1 = Metric("F1", "%", "higher", target=90.0, floor=0.0, ceiling=100.0)
_SETUP = Setup(
    "Calls that come again within a week tell who leaves",
    "Do we build the feature store for calls?",
    "the contracts team",
    _F1,
    worth=Worth(500_000, "EUR", 800),
)
_RESULTS = ((75.0, 10.0), (78.0, 8.0), (80.0, 5.0), (85.0, 20.0))
_experiment = Experiment(
    "churn-1",
    _TEAM,
    "Europe/London",
    _SETUP,
    _PRIYA,
    "Priya Nair",
    _AT - timedelta(days=60),
    tuple(
        Result(number, _AT - timedelta(days=14 * (4 - number)), value, days=days, sprint=8 + number)
        for number, (value, days) in enumerate(_RESULTS, start=1)
    ),
    4,
)


def _of(count: int, setup: Setup = _SETUP) -> Experiment:
    return replace(_experiment, setup=setup, results=_experiment.results[:count])


_facts = facts_of(_experiment)
_watched = replace(_SETUP, guardrails=(Guardrail("recall", 0.7, subset="de"),))
_at_a_price = replace(
    _of(4, _watched),
    results=(
        *_experiment.results[:3],
        replace(_experiment.results[3], guarded=(Measured("recall", 0.6, subset="de"),)),
    ),
)
_broken = facts_of(_at_a_price)
_goes = Judgement(12, "go on", "A point is worth far more than a sprint costs", _OLIVER, "Oliver Grant", _AT)
_stops = replace(_goes, going="stop", reason="The contracts team needs people now")
_undone = Undone(_goes, _PRIYA, "Priya Nair", _AT)
_proved = Ended(_AT, _PRIYA, "Priya Nair", "Build the feature store", "proved")
_card = Card(Room(), _ROUND, _EXPERIMENT, 12, _facts, "open")
_ask = Ask(Dm(_OLIVER), _ROUND, _EXPERIMENT, _TEAM, 12, "decide", _facts, "open")
_report = Ask(Dm(_PRIYA), _ROUND, _EXPERIMENT, _TEAM, 12, "report", _facts, "asked", "result")
_verdict = replace(_report, matter="verdict", phase="decided", lack="", judgement=_stops)
_taken_back = replace(_ask, matter="undone", undone=_undone)
_latency = replace(
    _SETUP, metric=Metric("Latency", "ms", "lower", 400.0, 100.0), worth=None, question="Can calls be live?"
)
_falling = replace(
    _of(4, _latency),
    results=tuple(
        replace(each, value=value)
        for each, value in zip(_experiment.results, (300.0, 240.0, 220.0, 215.0), strict=True)
    ),
)

NOTICES: Mapping[str, Notice] = {
    "checkpoint": _card,
    "checkpoint, a metric that is to fall": replace(_card, facts=facts_of(_falling)),
    "checkpoint, a guardrail broken": replace(_card, facts=_broken),
    "checkpoint, one result": replace(_card, facts=facts_of(_of(1))),
    "checkpoint, no result": replace(_card, facts=facts_of(_of(0)), lack="result"),
    "checkpoint, without FTE-days": replace(_card, lack="days"),
    "checkpoint, nothing new": replace(_card, answered=Answered("nothing new", _PRIYA, "Priya Nair", 4)),
    "checkpoint, not worked on": replace(_card, answered=Answered("not worked on", _PRIYA, "Priya Nair")),
    "checkpoint, put off": replace(_card, later=("Oliver Grant", "Mia Wong")),
    "checkpoint, it goes on": replace(_card, phase="decided", judgement=_goes, undoable=True),
    "checkpoint, it stops": replace(_card, phase="decided", judgement=_stops, undoable=True),
    "checkpoint, it went on, a week ago": replace(_card, phase="decided", judgement=_goes),
    "checkpoint, it stopped and has its verdict": replace(
        _card, phase="decided", judgement=_stops, ended=_proved
    ),
    "checkpoint, it stopped and was reopened": replace(
        _card, phase="decided", judgement=_stops, reopened=True
    ),
    "checkpoint, a verdict came first": replace(_card, phase="ended", ended=_proved),
    "checkpoint, given up": replace(_card, phase="ended", ended=replace(_proved, verdict=None)),
    "checkpoint, a newer one": replace(_card, phase="outdated"),
    "checkpoint, nobody decided": replace(_card, phase="undecided"),
    "checkpoint, not wanted any more": replace(_card, phase="unwanted"),
    "checkpoint, to who decides": _ask,
    "checkpoint, to who decides, a guardrail broken": replace(_ask, facts=_broken),
    "checkpoint, to who decides, no result": replace(_ask, facts=facts_of(_of(0))),
    "checkpoint, reminder": replace(_ask, matter="again"),
    "checkpoint, to who decided": replace(_ask, past="answered", phase="decided", judgement=_goes),
    "checkpoint, to who decides, closed": replace(_ask, past="answered", phase="undecided"),
    "checkpoint, to who decides no more": replace(_ask, past="not asked"),
    "checkpoint, to the owner": _report,
    "checkpoint, to the owner, FTE-days": replace(_report, lack="days", daysless=Daysless(4, 85.0)),
    "checkpoint, to the owner, answered": replace(_report, lack="", past="answered", phase="open"),
    "checkpoint, to the owner, ended": replace(
        _report, lack="", past="answered", phase="ended", ended=_proved
    ),
    "checkpoint, verdict": _verdict,
    "checkpoint, verdict, given": replace(_verdict, past="answered", ended=_proved),
    "checkpoint, verdict, reopened": replace(_verdict, past="answered", reopened=True),
    "checkpoint, verdict, asked anew": replace(_verdict, past="answered"),
    "checkpoint, verdict, not wanted": replace(_verdict, past="answered", phase="open", judgement=None),
    "checkpoint, verdict, taken back": replace(
        _verdict, past="answered", phase="open", judgement=None, undone=replace(_undone, judgement=_stops)
    ),
    "checkpoint, taken back, to who decided": _taken_back,
    "checkpoint, taken back, decided by somebody else": replace(
        _taken_back, phase="decided", judgement=replace(_stops, by=_PRIYA, by_name="Priya Nair")
    ),
    "checkpoint, taken back, and outdated": replace(_taken_back, phase="outdated"),
    "checkpoint, taken back, decided anew": replace(
        _taken_back, past="answered", phase="decided", judgement=_stops
    ),
}

STATE = Checkpoint(
    _TEAM,
    "Europe/London",
    _EXPERIMENT,
    12,
    _AT - timedelta(days=14),
    _AT,
    _facts,
    Member(_PRIYA, "Priya Nair", "Europe/London"),
    lack="result",
)
_team = Team(TeamId("team-1"), WorkspaceId("slack:T1"), ChannelId("C0DATA"), _TEAM, "Europe/London")


def _held(judged: Judgement) -> Held:
    state = replace(STATE, lack="", judgement=judged)
    return Held(_team, Round(_ROUND, _team.workspace, _team.id, "checkpoint", "12/churn-1", _AT, state))


MODALS: Mapping[str, Json] = {
    "checkpoint, what it came to": forms.answer_view(_ROUND, STATE),
    "checkpoint, the first time": forms.answer_view(_ROUND, replace(STATE, facts=facts_of(_of(0)))),
    "checkpoint, FTE-days": forms.answer_view(
        _ROUND, replace(STATE, lack="days", daysless=Daysless(4, 85.0))
    ),
    "checkpoint, go on": forms.judge_view(_ROUND, STATE, "go on"),
    "checkpoint, stop": forms.judge_view(_ROUND, STATE, "stop"),
    "checkpoint, go on, a guardrail broken": forms.judge_view(_ROUND, replace(STATE, facts=_broken), "go on"),
    "said in a modal: checkpoint, it goes on": judged_reply(_held(_goes)).as_modal(),
    "said in a modal: checkpoint, it stops": judged_reply(_held(_stops)).as_modal(),
}
