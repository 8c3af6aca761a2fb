"""A fortnight in sentences: quiet, usual and huge; and what there is to talk about."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given

from bot.book.fortnight import Blockers, Figures, Points, Spikes, Standups
from bot.book.topics import Breaks, Disproved, Fell, Overran, Repeated, Rolled, Short, Stayed, Topic
from bot.book.trials import OUTCOMES, Broken, Experiments
from bot.model import Reason, SpikeDecision, StoryId
from handlers.slack.blocks import context
from handlers.slack.fold import Item, Part, drawn, fold
from handlers.slack.retro.figures import lines, topic_words
from handlers.slack.text import spoken
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 27)
QUIET = Figures(FIRST, LAST)
USUAL = Figures(
    FIRST,
    LAST,
    Standups(10, 48, 41),
    Blockers(3, 2, 1, 2, 6),
    Spikes(3, 2, 1, (("answered", 2), ("drop", 1)), (("proved", 1), ("disproved", 1))),
    Points(1, 24, 3, 21, 5, 2, (("data", 2),)),
    4,
    7,
    Experiments(5, (("proved", 1), ("disproved", 2))),
)
MANY = 10**6
REASONS: tuple[tuple[Reason, int], ...] = tuple((each, MANY) for each in get_args(Reason) if each)
DECISIONS: tuple[tuple[SpikeDecision, int], ...] = tuple((each, MANY) for each in get_args(SpikeDecision))
HUGE = Figures(
    FIRST,
    LAST,
    Standups(MANY, MANY, MANY),
    Blockers(MANY, MANY, MANY, 2.5, MANY),
    Spikes(MANY, MANY, MANY, DECISIONS, (("proved", MANY), ("disproved", MANY), ("open", MANY))),
    Points(MANY, MANY, MANY, MANY, MANY, MANY, REASONS),
    MANY,
    MANY,
    Experiments(MANY, tuple((each, MANY) for each in OUTCOMES)),
)


def test_of_a_quiet_fortnight_nothing_is_said() -> None:
    assert lines(QUIET) == []


def test_a_usual_one() -> None:
    assert lines(USUAL) == [
        "Standups: 41 of 48 answered in 10 standups",
        "Blockers: 3 raised, 2 resolved, 1 still open; the longest stayed 6 days, half of them 2 days at most",
        "Spikes: 3 ended (2 answered, 1 dropped); 2 kept to their boxes, 1 took longer",
        "Hypotheses: 1 proved, 1 disproved",
        "Experiments: 1 proved, 2 disproved, 5 results came in",
        "Points: 24 planned, 3 added later, 21 done, 5 rolled over",
        "Rolled over: 2 stories. Why: the data was not ready (2)",
        "Stories: 7 done, 4 estimated",
    ]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Figures(FIRST, LAST, Standups(1, 5, 0)), ["Standups: 0 of 5 answered"]),
        (Figures(FIRST, LAST, Standups(1, 0, 0)), []),
        (
            Figures(FIRST, LAST, blockers=Blockers(1, 1, 0, 0, 0)),
            ["Blockers: 1 raised, 1 resolved; it did not stay overnight"],
        ),
        (
            Figures(FIRST, LAST, blockers=Blockers(2, 2, 0, 0, 0)),
            ["Blockers: 2 raised, 2 resolved; none stayed overnight"],
        ),
        (Figures(FIRST, LAST, blockers=Blockers(0, 1, 0, 1, 1)), ["Blockers: 1 resolved; it stayed 1 day"]),
        (
            Figures(FIRST, LAST, blockers=Blockers(0, 0, 2, 4, 4)),
            ["Blockers: 2 still open; the longest stayed 4 days"],
        ),
        (
            Figures(FIRST, LAST, blockers=Blockers(2, 0, 2, 1, 2)),
            ["Blockers: 2 raised, 2 still open; the longest stayed 2 days, half of them 1 day at most"],
        ),
        (
            Figures(FIRST, LAST, spikes=Spikes(1, 1, 0, (("estimable", 1),))),
            ["Spikes: 1 ended (1 ready to estimate); it kept to its box"],
        ),
        (
            Figures(FIRST, LAST, spikes=Spikes(2, 1, 1, (("split", 1), ("another", 1)))),
            [
                "Spikes: 2 ended (1 split into stories, 1 followed by another spike); 1 kept to its box, 1 took longer"
            ],
        ),
        (
            Figures(FIRST, LAST, spikes=Spikes(1, 0, 1, (("drop", 1),))),
            ["Spikes: 1 ended (1 dropped); it took longer than its box"],
        ),
        (Figures(FIRST, LAST, points=Points(1)), []),
        (Figures(FIRST, LAST, points=Points(1, stories=1)), ["Rolled over: 1 story"]),
        (Figures(FIRST, LAST, points=Points(2, 8, 0, 8)), ["Points in 2 sprints: 8 planned, 8 done"]),
        (Figures(FIRST, LAST, estimated=1), ["Stories: 1 estimated"]),
        (Figures(FIRST, LAST, experiments=Experiments(1)), ["Experiments: 1 result came in"]),
        (Figures(FIRST, LAST, experiments=Experiments(0, (("dropped", 1),))), ["Experiments: 1 given up"]),
    ],
)
def test_forms_of_one_and_many(figures: Figures, said: list[str]) -> None:
    assert lines(figures) == said


def test_a_huge_one_fits() -> None:
    [message] = fold([Part("In figures", tuple(map(Item, lines(HUGE))))])
    limits.message(spoken(*lines(HUGE)), drawn(message))


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (
            Stayed("No access", 6, open=True),
            "“No access” is still in the way, and has been for 6 working days.",
        ),
        (Stayed("No access", 0, open=True), "“No access” is still in the way."),
        (Stayed("No access", 3, open=False), "“No access” was in the way for 3 working days."),
        (Stayed("", 1, open=True), "“–” is still in the way, and has been for 1 working day."),
        (
            Rolled(StoryId("S1"), 12, "Churn by region", 3),
            "#12 “Churn by region” went through 3 sprints and is not done.",
        ),
        (Overran("Can we?", 0, open=False), "The spike “Can we?” took longer than its box."),
        (Overran("Can we?", 2, open=False), "The spike “Can we?” got more time twice."),
        (Overran("Can we?", 2, open=True), "The spike “Can we?” got more time twice and is not decided yet."),
        (Fell(92, 61), "Fewer people answer standups: 61 % now, 92 % before."),
        (Short(4, 5, 10), "Sprint 4 finished 5 of the 10 points that it took on."),
        (Short(4, 0, 1), "Sprint 4 finished 0 of the 1 point that it took on."),
        (Repeated("data", 3), "3 stories rolled over for the same reason: the data was not ready."),
        (
            Disproved("Calls tell churn", 43),
            "“Calls tell churn” was disproved, 43 days after it was registered.",
        ),
        (
            Breaks("churn-1", Broken("recall", "DE", 60, 55)),
            "In churn-1, recall of DE came to 55: it was to be 60 at least.",
        ),
        (
            Breaks("churn-1", Broken("latency", "", 200, 1_000_000, higher=False)),
            "In churn-1, latency came to 1,000,000: it was to be 200 at most.",
        ),
    ],
)
def test_what_there_is_to_talk_about(topic: Topic, said: str) -> None:
    assert topic_words(topic) == said


@given(texts)
def test_whatever_people_wrote_is_a_short_sentence(text: str) -> None:
    for topic in (
        Stayed(text, 3, open=True),
        Rolled(StoryId("S"), 10**6, text, 99),
        Overran(text, 2, open=True),
        Disproved(text, 10**6),
        Breaks("k", Broken(text, text, -1e300, 1e300)),
    ):
        words = topic_words(topic)
        assert "\n" not in words
        limits.message(spoken(words), [*drawn([Part(words)]), context(words)])
