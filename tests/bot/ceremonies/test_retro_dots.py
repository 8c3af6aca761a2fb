"""The dots of a retro: how many, seen by nobody before they are counted, and what they bring to the top."""

import pytest

from bot.ceremonies.retro import PutTogether
from bot.ceremonies.retro.notices import Ballot, Topic
from bot.errors import Refused, Settled
from tests.bot.ceremonies.wall import grouped, voting


def test_five_dots_where_three_are_allowed_are_refused_in_a_sentence() -> None:
    wall = voting("One", "Two")
    with pytest.raises(Refused, match="You have three dots, and gave 5"):
        wall.vote("Ben", 1, 1, 2, 2, 1)
    assert wall.state.voters == 0


def test_voting_twice_leaves_the_second() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1, 1, 1)
    wall.vote("Ben", 2)
    wall.vote("Cai", 2, 1)
    assert wall.state.voters == 2
    wall.go_on()
    assert {each.number: each.dots for each in wall.state.themes} == {1: 1, 2: 2}


def test_taking_all_dots_back_is_no_vote() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1)
    wall.vote("Ben")
    assert wall.state.voters == 0


def test_a_dot_for_what_is_not_there_counts_nothing() -> None:
    wall = voting("One", "Two")
    with pytest.raises(Refused, match="no theme 7"):
        wall.vote("Ben", 1, 7)
    assert wall.state.voters == 0


def test_a_vote_that_comes_after_the_close_is_refused() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1)
    wall.go_on()
    with pytest.raises(Settled, match="The vote is closed"):
        wall.vote("Cai", 2)


def test_dots_are_seen_by_nobody_before_they_are_counted() -> None:
    wall = voting("One", "Two")
    before = wall.shown()["vote"]
    wall.vote("Ben", 2, 2)
    after = wall.shown()["vote"]
    assert isinstance(before, Ballot)
    assert after == before, "nor that somebody gave some"


def test_the_top_comes_first_and_the_rest_is_left() -> None:
    wall = voting(*(f"Note {number}" for number in range(8)))
    wall.vote("Ada", 3, 3, 5)
    wall.vote("Ben", 3, 5, 1)
    wall.go_on()
    assert wall.state.topics == (3, 5, 1)
    topics = [each for each in wall.shown().values() if isinstance(each, Topic)]
    assert [(each.position, each.dots) for each in topics] == [(1, 3), (2, 2), (3, 1)]
    assert [each.closing for each in topics] == [False, False, True]


def test_where_nobody_votes_the_themes_with_most_notes_are_talked_about() -> None:
    wall = grouped("One", "Two", "Three")
    wall.act(PutTogether((2, 3), "Both"), "Ada")
    wall.to_phase("discuss")
    assert wall.state.topics[0] == 2


def test_where_nobody_votes_three_themes_are_enough() -> None:
    wall = voting(*(f"Note {number}" for number in range(8)))
    wall.go_on()
    assert len(wall.state.topics) == 3
