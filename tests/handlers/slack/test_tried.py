"""An experiment at a glance: on a Home, in the page of an epic, below a story of the backlog."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from bot.ceremonies.estimation import Topic
from bot.ceremonies.estimation.notices import Card as VoteCard
from bot.ceremonies.experiment import Brief
from bot.ceremonies.sprint.notices import Card as SprintCard
from bot.homes.tried import Asked, Glance, Question
from bot.model import RoundId, StoryId
from handlers.slack.backlog.examples import MODALS as BACKLOGS
from handlers.slack.draw import draw
from handlers.slack.epics.examples import MODALS as EPICS
from handlers.slack.estimation.examples import NOTICES as VOTES
from handlers.slack.home.drawings import view
from handlers.slack.home.examples import HOMES
from handlers.slack.home.tried import MOST, asked, tried
from handlers.slack.sprint.examples import NOTICES as SPRINTS
from handlers.slack.tried import ROOM, beside, stands, told
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

NONE = Glance(RoundId("x"), "data", "churn-1", "Calls tell churn", "F1", "points")
ASKED: tuple[Asked, ...] = ("decide", "result", "days")
BEGAN = datetime(2026, 11, 16, tzinfo=UTC)
ONE = replace(NONE, value=85.0, day=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("glance", "said"),
    [
        (NONE, "no result yet"),
        (ONE, "F1 at 85 points on Fri 27 Nov"),
        (replace(ONE, unit=""), "F1 at 85 on Fri 27 Nov"),
        (replace(ONE, day=date(2025, 11, 27)), "F1 at 85 points on Thu 27 Nov 2025"),
        (replace(ONE, outcome="proved"), "proved, F1 at 85 points on Fri 27 Nov"),
        (replace(NONE, outcome="dropped"), "given up, without a result"),
    ],
)
def test_how_it_stands(glance: Glance, said: str) -> None:
    assert stands(glance, 2026) == said


def test_the_same_stands_beside_a_story() -> None:
    of_story = Brief("churn-1", BEGAN, StoryId("s1"), "F1", "points", 85.0, date(2026, 11, 27))
    assert told(of_story) == told(ONE) == "churn-1: F1 at 85 points on Fri 27 Nov"
    assert beside([of_story, replace(of_story, story=None)], 2027) == {
        "s1": "churn-1: F1 at 85 points on Fri 27 Nov 2026"
    }


def test_on_a_card_with_many_stories_the_longest_lines_are_cut_and_short_ones_are_not() -> None:
    short = Brief("churn-1", BEGAN, StoryId("s"), "F1", "points", 85.0, date(2026, 11, 27))
    long = [replace(short, key="k" * 40, metric="m" * 60, story=StoryId(f"s{each}")) for each in range(24)]
    lines = beside([short, *long], 2026)
    assert lines[StoryId("s")] == told(short)
    assert sum(map(len, lines.values())) <= ROOM
    assert {each[-1] for story, each in lines.items() if story != "s"} == {"…"}
    many = [replace(short, story=each.story) for each in long]
    assert set(beside(many, 2026).values()) == {told(short)}


def test_a_home_names_so_many_and_counts_the_others() -> None:
    assert tried((), 2026) == []
    drawn = tried((ONE,) * (MOST + 2), 2026)
    assert drawn[-1]["elements"][0]["text"] == "And 2 more."
    assert drawn[0]["text"]["text"] == "Your experiments"


def test_what_is_asked_is_counted_too_and_stands_in_one_place_only() -> None:
    waits = replace(ONE, question=Question("decide", RoundId("c"), 4))
    assert (asked((ONE, ONE)), tried((waits, waits), 2026)) == ([], [])
    drawn = asked((ONE, *(waits,) * (MOST + 2)))
    assert drawn[-1]["elements"][0]["text"].startswith("And 2 more about experiments.")
    assert tried((ONE, waits), 2026)[0]["text"]["text"] == "Your experiment"
    assert str(tried((waits, ONE), 2026)).count("experiment.show.1") == 1


def test_who_is_only_asked_reads_so() -> None:
    assert "you are asked" not in str(tried((ONE,), 2026))
    theirs = replace(ONE, mine=False)
    assert "you are asked after each sprint whether it goes on" in str(tried((theirs,), 2026))


def test_one_that_stops_says_so_to_who_decided_and_not_that_they_are_asked() -> None:
    said = str(tried((replace(ONE, mine=False, stops=True),), 2026))
    assert "it stops, and waits for its verdict" in said
    assert "you are asked" not in said
    assert "you are asked" not in str(tried((replace(ONE, mine=False, asked=False),), 2026))


def test_it_stands_where_people_look_for_it() -> None:
    for shown, words in (
        (EPICS["epic, with its experiments"], "disproved, F1 at 71.5 points on Fri 18 Dec"),
        (BACKLOGS["backlog"], "churn-1: F1 at 85 points on Fri 27 Nov"),
        (view(HOMES["home"]), "F1 at 85 points on Mon 23 Nov"),
    ):
        assert words in " ".join(limits.words(shown["blocks"]))


def test_it_stands_on_the_cards_of_a_sprint_and_of_a_vote_also_for_ears() -> None:
    for name, notices, said in (
        ("sprint, with what its experiments came to", SPRINTS, (
            "churn-1: F1 at 85 points on Fri 8 Jan",
            "labels-1: no result yet",
            "late-data-2: proved, recall at 81.5 % on Fri 27 Nov 2026",
        )),
        ("estimation, with what its experiments came to", VOTES, (
            "churn-1: F1 at 85 points on Fri 20 Nov",
            "late-data-2: given up, without a result",
        )),
    ):  # fmt: skip
        drawing = draw(notices[name])
        below = [each.strip() for each in limits.words(drawing.blocks) if each.startswith("\n")]
        assert below == list(said)
        assert [each for each in said if each not in drawing.text] == []


def test_what_a_card_does_not_list_takes_no_room_from_what_it_does() -> None:
    sprint = SPRINTS["sprint"]
    assert isinstance(sprint, SprintCard)
    stories = [StoryId(f"s{each}") for each in range(60)]
    it = Brief("churn-1", BEGAN, None, "F1", "points", 85.0, date(2027, 1, 8))
    claims = tuple(replace(sprint.claims[0], story=each) for each in stories)
    drawing = draw(replace(sprint, claims=claims, tried=tuple(replace(it, story=each) for each in stories)))
    below = [each.strip() for each in limits.words(drawing.blocks) if each.startswith("\n")]
    assert below == ["churn-1: F1 at 85 points on Fri 8 Jan"] * 25


@given(texts, texts)
def test_the_largest_cards_with_the_longest_lines_fit_into_a_message(one: str, two: str) -> None:
    vote, sprint = VOTES["estimation"], SPRINTS["sprint"]
    assert isinstance(vote, VoteCard)
    assert isinstance(sprint, SprintCard)
    stories = [StoryId(f"s{each}") for each in range(60)]
    tried = tuple(
        Brief(one, BEGAN, each, two, one, -1e300, date(2020, 1, 1), "inconclusive") for each in stories
    )
    link = f"https://tracker.example.com/{'x' * 300}"
    topics = tuple(Topic(each, 99_999, one * 9, two * 9, link) for each in stories[:20])
    claims = tuple(
        replace(
            sprint.claims[0],
            story=each,
            title=two * 9,
            owner_name=one * 9,
            added=True,
            points=None,
            rolled=30,
        )
        for each in stories
    )
    for card in (
        replace(vote, topics=topics, tried=tried[:20], away=(one, two) * 99),
        replace(sprint, claims=claims, tried=tried, goal=one * 9),
    ):
        drawing = draw(card)
        limits.message(drawing.text, drawing.blocks)


@given(texts, texts)
def test_whatever_people_write_stays_words(one: str, two: str) -> None:
    hostile = Glance(RoundId("x"), one, two, one, two, one, -1e300, date(2020, 1, 1), mine=False)
    waits = tuple(replace(hostile, question=Question(each, RoundId("c"), 4)) for each in ASKED)
    for shown in ((hostile,) * 20, waits * 7, (*waits, hostile)):
        drawn = view(replace(HOMES["home, many teams"], tried=shown))
        limits.home(drawn)
        assert list(limits.parsed(drawn)) == []
