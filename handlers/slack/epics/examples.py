"""One example of each modal about epics and forecasts, and of each notice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.book.reach import History
from bot.book.sprints import Sprint
from bot.ceremonies.epic import Crossed, Crossing
from bot.homes.tried import Glance
from bot.model import (
    ChannelId,
    Epic,
    EpicId,
    Estimate,
    MemberId,
    Notice,
    Room,
    RoundId,
    Story,
    StoryId,
    Team,
    TeamId,
    WorkspaceId,
)
from bot.shell.quarterly import Known
from handlers.slack.blocks import Json
from handlers.slack.epics import drawings, epic_form, outlook

_C1, _PRIYA = ChannelId("C1"), MemberId("U0PRIYA")
_TODAY = date(2027, 1, 18)
_TEAM = Team(TeamId("team-1"), WorkspaceId("slack:T1"), _C1, "data-science", "Europe/London")
_DONE_AT = datetime(2027, 1, 8, 15, tzinfo=UTC)


def _story(number: int, epic: str, effort: int = 0, value: int = 5, *, done: bool = False) -> Story:
    return Story(
        StoryId(f"s{number}"),
        number,
        f"Story {number} of the quarter",
        epic=epic,
        effort=Estimate(effort, effort, effort, 4) if effort else None,
        value=Estimate(value, value, value, 2),
        state="done" if done else "open",
        done_at=_DONE_AT if done else None,
    )


_churn = Epic(
    EpicId("e1"),
    "Churn by region",
    "Sales see a customer's risk before they call; see https://wiki.example.com/churn.",
    _PRIYA,
    "Priya Shah",
    2027,
    1,
)
_labels = Epic(EpicId("e2"), "Labels that agree", owner_name="Tom Reed", year=2027, quarter=1)
_store = Epic(EpicId("e3"), "Feature store", year=2027, quarter=2)
_ideas = Epic(EpicId("e4"), "Ideas")
_stories = (
    *(_story(n, "churn by region", 5, done=True) for n in (1, 2)),
    *(_story(n, "Churn by region", 5, 8) for n in (3, 4, 5)),
    _story(6, "Churn by region"),
    *(_story(n, "Labels that agree", 8, 3) for n in range(7, 19)),
    *(_story(n, "Feature store", 3, 1) for n in (19, 20)),
    _story(21, "Dashboards", 2, 1),
)
_sprints = tuple(
    Sprint(date(2026, 10, 26) + timedelta(14 * at), 14, 22, done)
    for at, done in enumerate((18, 23, 15, 20, 24, 19))
)
_known = Known(_TEAM, _TODAY, (_churn, _labels, _store, _ideas), _stories, History("sprint", _sprints, 6))
_new = replace(_known, history=History("week", (), 0))
_alone = _known.reach(15)
_crossing = Crossing(
    "Churn by region",
    "Q1 2027",
    date(2027, 3, 31),
    late=True,
    left=34,
    unestimated=2,
    ahead=13,
    half=date(2027, 3, 26),
    sure=date(2027, 4, 16),
    horizon=date(2028, 1, 14),
)
_crossed = Crossed(Room(), RoundId("round-1"), _crossing)
_MANY = tuple(
    Epic(EpicId(f"m{n}"), f"Epic {n}", owner_name="Priya Shah", year=2027 + n // 4, quarter=n % 4 + 1)
    for n in range(40)
)
_many = replace(_known, epics=_MANY, stories=tuple(_story(n, f"Epic {n % 40}", 3) for n in range(1, 200)))

NOTICES: Mapping[str, Notice] = {
    "epic, the forecast ends after its quarter": _crossed,
    "epic, the forecast is back within its quarter": replace(
        _crossed,
        crossing=replace(_crossing, late=False, sure=date(2027, 3, 26), ahead=0, unestimated=0, rough=True),
    ),
    "epic, later than a forecast reaches": replace(
        _crossed, crossing=replace(_crossing, half=None, sure=None)
    ),
    "epic, not done when its quarter was over": replace(
        _crossed, crossing=replace(_crossing, left=0, ahead=0, half=None, sure=None, horizon=None)
    ),
    "epic, all of it done": replace(
        _crossed,
        crossing=replace(_crossing, late=False, done=True, left=0, half=None, sure=None, horizon=None),
    ),
}
MODALS: Mapping[str, Json] = {
    "epics": drawings.view(_known, _known.figures(_known.open)),
    "epics, without a forecast": drawings.view(_new, _new.figures(_new.open)),
    "epics, forty": drawings.view(_many, _many.figures(_many.open)),
    "epic, with its stories": drawings.detail(
        _known, _known.figures((_labels,))[0], _alone.when(15) if _alone else None
    ),
    "epic, with its experiments": drawings.detail(
        _known,
        _known.figures((_churn,))[0],
        None,
        (
            Glance(
                RoundId("x1"),
                "data-science",
                "churn-2",
                "Calls tell more than tickets do",
                "F1",
                "points",
                85,
                _TODAY,
            ),
            Glance(RoundId("x2"), "data-science", "churn-3", "Weather moves churn", "F1"),
            Glance(
                RoundId("x3"),
                "data-science",
                "churn-1",
                "Churn is seasonal",
                "F1",
                "points",
                71.5,
                date(2026, 12, 18),
                "disproved",
            ),
        ),
    ),
    "epic, without stories": drawings.detail(_known, _known.figures((_ideas,))[0]),
    "epic, a new one": epic_form.new_view(_C1, "data-science", _PRIYA, "Churn by region", "Q1 2027"),
    "epic, to change it": epic_form.edit_view(_C1, "data-science", _churn),
    "forecast": outlook.view(outlook.work_out(_known)),
    "forecast, by a day": outlook.view(outlook.work_out(_known, date(2027, 4, 16))),
    "forecast, nothing estimated": outlook.view(outlook.work_out(replace(_known, stories=()))),
}
