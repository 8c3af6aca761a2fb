"""One example of each modal of the backlog."""

from collections.abc import Mapping
from datetime import date

from bot.book.pasting import read
from bot.book.ranking import rank
from bot.homes.tried import Glance
from bot.model import ChannelId, Estimate, RoundId, Story, StoryId, TeamId
from handlers.slack.backlog import drawings, story_form
from handlers.slack.backlog.drawings import Look
from handlers.slack.blocks import Json

_C1 = ChannelId("C1")


def _points(card: int, low: int = 0, high: int = 0) -> Estimate:
    return Estimate(card, low or card, high or card, 4)


_churn = Story(
    StoryId("s1"),
    12,
    "Churn by region",
    "Which regions lose customers?",
    "https://tracker.example.com/DS-12",
    "Retention",
    "Sales",
    "experiment",
    "prototype",
    effort=_points(5, 3, 5),
    value=_points(8),
)
_stories = (
    _churn,
    Story(StoryId("s2"), 13, "Backfill March", epic="Data", kind="debt", effort=_points(3), value=_points(5)),
    Story(StoryId("s3"), 14, "Calibrate the churn model", effort=_points(3)),
    Story(StoryId("s4"), 15, "Why do the labels disagree?", unclear=True, value=_points(13)),
)
_many = [Story(StoryId(f"m{n}"), n, f"Story {n}", effort=_points(2), value=_points(3)) for n in range(1, 41)]
_TRIED = {
    _churn.id: Glance(
        RoundId("x1"), "data-science", "churn-1", "Calls tell churn", "F1", "points", 85, date(2026, 11, 27)
    )
}
_pasted = "Churn by region https://tracker.example.com/DS-12\n=SUM(A1)\n" + "x" * 160

MODALS: Mapping[str, Json] = {
    "backlog": drawings.view(
        Look(TeamId("team-1")), "data-science", rank(_stories), ("Data", "Retention"), _TRIED
    ),
    "backlog, empty": drawings.view(Look(TeamId("team-1")), "data-science", (), ()),
    "backlog, its second page": drawings.view(
        Look(TeamId("team-1"), page=1), "data-science", rank(_many), ()
    ),
    "story, a new one": story_form.view(_C1, "data-science"),
    "story, to change it": story_form.view(_C1, "data-science", _churn),
    "import": story_form.import_view(_C1, "data-science"),
    "import, looked at": story_form.import_view(_C1, "data-science", _pasted, read(_pasted)),
}
