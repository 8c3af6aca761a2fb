"""An experiment at a glance: on a Home, in the page of an epic, below a story of the backlog."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from bot.model import RoundId
from bot.tried import Asked, Glance, Question
from handlers.slack.backlog.examples import MODALS as BACKLOGS
from handlers.slack.epics.examples import MODALS as EPICS
from handlers.slack.home.drawings import view
from handlers.slack.home.examples import HOMES
from handlers.slack.home.tried import MOST, asked, tried
from handlers.slack.tried import stands
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

NONE = Glance(RoundId("x"), "data", "churn-1", "Calls tell churn", "F1", "points")
ASKED: tuple[Asked, ...] = ("decide", "result", "days")
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
    assert "you are asked whether it goes on" in str(tried((replace(ONE, mine=False),), 2026))
    assert "you are asked" not in str(tried((replace(ONE, mine=False, asked=False),), 2026))


def test_it_stands_where_people_look_for_it() -> None:
    for shown, words in (
        (EPICS["epic, with its experiments"], "disproved, F1 at 71.5 points on Fri 18 Dec"),
        (BACKLOGS["backlog"], "churn-1: F1 at 85 points on Fri 27 Nov"),
        (view(HOMES["home"]), "F1 at 85 points on Mon 23 Nov"),
    ):
        assert words in " ".join(limits.words(shown["blocks"]))


@given(texts, texts)
def test_whatever_people_write_stays_words(one: str, two: str) -> None:
    hostile = Glance(RoundId("x"), one, two, one, two, one, -1e300, date(2020, 1, 1), mine=False)
    waits = tuple(replace(hostile, question=Question(each, RoundId("c"), 4)) for each in ASKED)
    for shown in ((hostile,) * 20, waits * 7, (*waits, hostile)):
        drawn = view(replace(HOMES["home, many teams"], tried=shown))
        limits.home(drawn)
        assert list(limits.parsed(drawn)) == []
