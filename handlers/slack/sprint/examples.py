"""One example of each state of a sprint: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from bot.book.planning import Makeup, Outlook
from bot.book.ranking import Ranked
from bot.cadence import Cadence, Span, Stage
from bot.ceremonies.experiment import Brief
from bot.ceremonies.sprint import Hours, Sprint
from bot.ceremonies.sprint.notices import Card, Closed, Ending, Plan, Why
from bot.ceremonies.sprint.state import Mark, Spent, Steered
from bot.model import (
    ChannelId,
    Claim,
    Dm,
    Estimate,
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
from bot.shell.sprinting import Choice, Running
from handlers.slack.blocks import Json
from handlers.slack.sprint import plan_form, setup_form, small_forms, spent

_ROUND, _PRIYA, _OLIVER = RoundId("round-21"), MemberId("U0PRIYA"), MemberId("U0OLIVER")
_LONDON, _TEAM = "Europe/London", "data-science"
_SPAN = Span(4, date(2027, 1, 4), date(2027, 1, 17))
_CLOSES = datetime(2027, 1, 15, 17, tzinfo=UTC)
_GOAL = "Recall holds above 80 % when partitions come late"
_outlook = Outlook(34.0, 4, 2, 19.0, 14.0)
_makeup = Makeup(4, 19, 0, (("Churn", 11), ("Data quality", 5)), 3)
_claims = (
    Claim(
        StoryId("s1"),
        12,
        "Calibrate the churn model",
        "experiment",
        8,
        "Churn",
        _PRIYA,
        "Priya Nair",
        rolled=1,
    ),
    Claim(
        StoryId("s2"),
        14,
        "Rerun late partitions",
        "feature",
        3,
        "Churn",
        _OLIVER,
        "Oliver Shaw",
        state="done",
    ),
    Claim(StoryId("s3"), 17, "Alert on missing labels", "debt", 3, "Data quality"),
    Claim(StoryId("s4"), 19, "Look at the March export", "spike", None, added=True),
)
_card = Card(Room(), _ROUND, _SPAN, _GOAL, _claims, closed=False, closes_at=_CLOSES, zone=_LONDON)
_began = datetime(2026, 11, 16, 9, tzinfo=UTC)
_tried = (
    Brief("churn-1", _began, StoryId("s1"), "F1", "points", 85.0, date(2027, 1, 8)),
    Brief("late-data-2", _began, StoryId("s2"), "recall", "%", 81.5, date(2026, 11, 27), "proved"),
    Brief("labels-1", _began, StoryId("s3"), "null rate", "%"),
)
_rolled = tuple(
    replace(each, state="rolled", reason="data" if each.number == 12 else "", note="")  # noqa: PLR2004 — a story's
    if each.state == "open"
    else each
    for each in _claims
)
_days = tuple(date(2027, 1, each) for each in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15))
_marks = (
    Mark(datetime(2027, 1, 4, 11, tzinfo=UTC), 0, 14),
    Mark(datetime(2027, 1, 8, 15, tzinfo=UTC), 3, 14),
    Mark(_CLOSES, 3, 14),
)
_closed = Closed(Room(), _ROUND, _SPAN, _GOAL, _rolled, 14, _marks, _LONDON, _days)
_plan = Plan(
    Room(),
    _ROUND,
    _SPAN,
    "planning",
    _outlook,
    _makeup,
    ("8-pointers of kind experiment finish in their sprint 4 times in 10.",),
    1,
)
_spent = tuple(
    Spent(f"round-k{number}", each, 132 - number)
    for number, each in enumerate(("availability", "null rate@de", "recall@de", "recall@fr"))
)
_steered = Steered("repair", 7, RoundId("round-51"), _PRIYA, "Priya Nair")
_why = Why(Dm(_PRIYA), _ROUND, _TEAM, 4, _claims[0], often=False, over=False)

NOTICES: Mapping[str, Notice] = {
    "sprint, to be planned": _plan,
    "sprint, the first to be planned": replace(
        _plan, outlook=Outlook(38.0), proposed=Makeup(0, 0, 0, (), 0), hints=(), carried=0
    ),
    "sprint, to be planned after some in which nothing estimated was done": replace(
        _plan, outlook=Outlook(38.0, closed=True), proposed=Makeup(0, 0, 0, (), 0), hints=(), carried=0
    ),
    "sprint, to be planned with a budget spent": replace(_plan, spent=_spent[:1]),
    "sprint, to be planned with several budgets spent": replace(_plan, spent=_spent),
    "sprint, to be planned, repair first": replace(_plan, spent=_spent[:1], steered=_steered),
    "sprint, to be planned, another budget spent since": replace(
        _plan, spent=_spent[:2], steered=replace(_steered, about=_spent[:1])
    ),
    "sprint, to be planned, decided twice": replace(
        _plan,
        spent=_spent[:3],
        steered=Steered("features", 8, RoundId("round-52"), _PRIYA, "Priya Nair", _spent[1:3]),
        steered_before=(replace(_steered, about=_spent[:1]),),
    ),
    "sprint, planned": replace(_plan, phase="running"),
    "sprint, planned, repair first": replace(_plan, phase="running", steered=_steered),
    "sprint, skipped": replace(_plan, phase="skipped"),
    "sprint, skipped by hand": replace(_plan, phase="skipped", skipped_by="Oliver Shaw"),
    "sprint, the last that is called": replace(_plan, phase="skipped", last=True),
    "sprint": _card,
    "sprint, with what its experiments came to": replace(_card, tried=_tried),
    "sprint, in a stage": replace(_card, stage="Look at the data"),
    "sprint, its last day": Ending(
        Room(),
        _ROUND,
        _SPAN,
        tuple(each for each in _claims if each.state == "open"),
        _CLOSES,
        _LONDON,
        over=False,
    ),
    "sprint, its last day is over": Ending(Room(), _ROUND, _SPAN, (), _CLOSES, _LONDON, over=True),
    "sprint, its card when it is closed": replace(_card, claims=_rolled, closed=True, closes_at=None),
    "sprint, what came of it": _closed,
    "sprint, what came of it, later": replace(_closed, asking=False),
    "sprint, closed early with all done": replace(
        _closed,
        claims=tuple(replace(each, state="done") for each in _claims),
        by="Priya Nair",
    ),
    "sprint, why": _why,
    "sprint, why, the third time": replace(_why, claim=replace(_claims[0], rolled=2), often=True),
    "sprint, why, said": replace(_why, claim=_rolled[0], over=True),
}

_state = Sprint(
    _TEAM,
    _LONDON,
    _SPAN,
    Cadence(2, date(2027, 1, 4), number=4),
    Hours(time(10), time(17)),
    _OLIVER,
    "Oliver Shaw",
    (0, 1, 2, 3, 4),
    phase="running",
    goal=_GOAL,
    outlook=_outlook,
    claims=_claims,
)
_stories = tuple(
    Story(
        each.story,
        each.number,
        each.title,
        epic=each.epic,
        kind=each.kind,
        effort=Estimate(each.size, each.size, each.size, 3) if each.points else None,
        value=Estimate(5, 3, 8, 2),
    )
    for each in _claims
)
_running = Running(
    Team(TeamId("t1"), WorkspaceId("w1"), ChannelId("C1"), _TEAM, _LONDON),
    Round(
        _ROUND,
        WorkspaceId("w1"),
        TeamId("t1"),
        "sprint",
        "4",
        _CLOSES,
        replace(_state, phase="planning", claims=()),
    ),
)
_choice = Choice(
    _running,
    tuple(Ranked(each, place, Fraction(5, 3)) for place, each in enumerate(_stories, start=1)),
    (_stories[0].id, _stories[1].id),
    _outlook,
    _makeup,
    _plan.hints,
)

MODALS: Mapping[str, Json] = {
    "sprint, repair first": spent.why_view(_ROUND, _spent, "repair"),
    "sprint, features anyway": spent.why_view(_ROUND, _spent[:1], "features"),
    "set up sprints": setup_form.view(ChannelId("C1"), _TEAM, date(2027, 1, 4)),
    "change the sprints": setup_form.view(
        ChannelId("C1"),
        _TEAM,
        date(2027, 1, 4),
        Cadence(4, date(2027, 1, 4), (Stage("Look at the data", 1), Stage("Build", 3))),
        Hours(),
    ),
    "plan a sprint": plan_form.view(_choice),
    "take a story": small_forms.take_view(_ROUND, _state, _PRIYA),
    "mark stories done": small_forms.done_view(_ROUND, _state, _PRIYA),
    "why it took longer": small_forms.why_view(_ROUND, _rolled[0]),
    "split what rolled over": small_forms.split_view(_ROUND, _rolled[0]),
    "close a sprint": small_forms.close_view(_ROUND, _state),
}
