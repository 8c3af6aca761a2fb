"""One example of each state of an estimation: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.book.deck import DEFAULT
from bot.ceremonies.estimation import Topic
from bot.ceremonies.estimation.notices import (
    Ask,
    Card,
    Changed,
    Line,
    Progress,
    Recount,
    Remind,
    Result,
    Side,
    Talk,
)
from bot.ceremonies.estimation.state import Estimation, Heard, Matter
from bot.ceremonies.experiment import Brief
from bot.model import ChannelId, Dm, Estimate, MemberId, Notice, Room, RoundId, Story, StoryId, Thread
from handlers.slack.blocks import Json
from handlers.slack.estimation import call_form, settle_form, vote_form

_ROUND, _PRIYA = RoundId("round-9"), MemberId("U0PRIYA")
_LONDON = "Europe/London"
_ENDS, _NOW = datetime(2026, 11, 25, 16, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)
_topics = (
    Topic(
        StoryId("s1"),
        12,
        "Churn by region",
        "Which regions lose customers, and since when?",
        "https://tracker.example.com/DS-12",
    ),
    Topic(StoryId("s2"), 13, "Backfill March: two partitions arrived late"),
    Topic(StoryId("s3"), 14, "Calibrate the churn model"),
)
_card = Card(
    Room(),
    _ROUND,
    _topics,
    (Progress("effort", 5, 7), Progress("value", 1, 3)),
    "Oliver Grant",
    _ENDS,
    _LONDON,
    "voting",
)
_tried = (
    Brief("churn-1", _NOW, StoryId("s1"), "F1", "points", 85.0, date(2026, 11, 20)),
    Brief("late-data-2", _NOW, StoryId("s3"), "AUC", outcome="dropped"),
)
_ask = Ask(Dm(_PRIYA), _ROUND, "data-science", 1, "waiting", _topics, ("effort",), _ENDS, _LONDON)
_remind = Remind(Dm(_PRIYA), _ROUND, "data-science", 1, "waiting", 3, _ENDS, _LONDON)
_effort = Side("effort", "settled", Estimate(5, 3, 5, 7), (("3", 2), ("5", 5)))
_value = Side("value", "settled", Estimate(8, 8, 8, 3), (("8", 3),))
_apart = Side("effort", "apart", None, (("2", 1), ("5", 4), ("13", 2)))
_unsure = Side("effort", "unsure", None, (("5", 1), ("?", 4)))
_by_hand = Side(
    "effort", "settled", Estimate(8, 2, 13, 7), (), 1, "We know the data from last year", "Oliver Grant"
)
_result = Result(
    Room(),
    _ROUND,
    (
        Line(_topics[0], (_effort, _value)),
        Line(_topics[1], (_apart, _value)),
        Line(_topics[2], (_unsure, Side("value", "empty"))),
    ),
    "Oliver Grant",
    "unsettled",
)
_talk = Talk(
    Thread("result"),
    _ROUND,
    _topics[1],
    _apart,
    (Heard("Mia Wong", 2, "The loader can rerun a partition; it is one command."),),
    (
        Heard("Tom Reed", 13, "Only if the source kept them: https://wiki.example.com/retention"),
        Heard("Ana Lima", 13),
    ),
)

NOTICES: Mapping[str, Notice] = {
    "estimation": _card,
    "estimation, with what its experiments came to": replace(_card, tried=_tried),
    "estimation, one story": replace(_card, topics=_topics[:1]),
    "estimation, a second vote": replace(_card, topics=_topics[1:2], poll=2, progress=_card.progress[:1]),
    "estimation, counted": replace(_card, state="counted", progress=()),
    "estimation, ended": replace(_card, state="ended", progress=()),
    "estimation, a story reads differently": Changed(Thread("card"), _ROUND, _topics[0], dropped=False),
    "estimation, a story was dropped": Changed(Thread("card"), _ROUND, _topics[0], dropped=True),
    "ballot": _ask,
    "ballot, both": replace(_ask, ballots=("effort", "value"), topics=_topics[:1]),
    "ballot, twenty stories": replace(_ask, topics=tuple(replace(_topics[0], number=n) for n in range(20))),
    "ballot, sent": replace(_ask, state="done"),
    "ballot, over": Ask(Dm(_PRIYA), _ROUND, "data-science", 1, "over"),
    "ballot, no longer asked": replace(_ask, state="left"),
    "ballot, reminder": _remind,
    "ballot, reminder of one": replace(_remind, stories=1),
    "ballot, reminder, done": replace(_remind, state="done"),
    "ballot, reminder, over": replace(_remind, state="over"),
    "estimates": _result,
    "estimates, voted on again": replace(
        _result,
        state="voting",
        lines=(_result.lines[0], Line(_topics[1], (replace(_apart, standing="open"), _value))),
    ),
    "estimates, settled": replace(
        _result, state="settled", lines=(_result.lines[0], Line(_topics[1], (_by_hand, _value)))
    ),
    "estimates, ended": replace(_result, state="ended"),
    "estimates, far apart": _talk,
    "estimates, a second vote": Recount(Thread("result"), _ROUND, (Line(_topics[1], (_effort,)),), 2),
}

_stories = tuple(
    Story(each.story, each.number, each.title, each.text, each.link, value=Estimate(8, 8, 8, 3))
    for each in _topics
)
_call = call_form.CallForm(
    ChannelId("C1"),
    "data-science",
    _stories,
    (_stories[0].id,),
    (_PRIYA, MemberId("U0TOM")),
    (MemberId("U0MIA"),),
    date(2026, 11, 25),
)
_matters = (
    Matter(StoryId("s1"), "effort", cards={_PRIYA: "5"}, reasons={_PRIYA: "As last time"}),
    Matter(StoryId("s2"), "effort"),
    Matter(StoryId("s1"), "value"),
)
_vote = vote_form.VoteForm(_ROUND, 1, "data-science", DEFAULT, _topics, _matters[:2], _PRIYA, _ENDS, _LONDON)
_state = Estimation(
    "data-science",
    _LONDON,
    _PRIYA,
    "Priya Shah",
    _topics,
    (Matter(StoryId("s2"), "effort", "apart"), Matter(StoryId("s3"), "effort", "unsure")),
    (),
    date(2026, 11, 25),
    _NOW,
    _ENDS,
)
MODALS: Mapping[str, Json] = {
    "estimate": call_form.view(_call),
    "estimate, without a backlog": call_form.view(replace(_call, stories=(), chosen=(), stakeholders=())),
    "votes": vote_form.view(_vote, _NOW),
    "votes, on both": vote_form.view(replace(_vote, matters=_matters), _NOW),
    "settle an estimate": settle_form.view(_ROUND, _state),
}
