"""Assumptions on a Home: those to be checked with their buttons, and what is left of those that broke."""

from dataclasses import replace

from hypothesis import given

from handlers.slack.home.assumed import broken, to_check
from handlers.slack.home.drawings import view
from handlers.slack.home.examples import HOMES
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

USUAL, FULL = HOMES["home"], HOMES["home, many KPIs and assumptions"]
EMPTY = HOMES["home, newcomer without a team"]


def test_one_is_told_with_its_day_and_can_be_settled_there() -> None:
    assert list(limits.words(to_check(USUAL.to_check, 2026))) == [
        "An assumption to check",
        " ",
        "#3 Customers who leave log in less before",
        "\n#data-science · to be checked as of Mon 23 Nov",
        "Held",
        "Broken",
        "Not known yet",
    ]
    assert "as of Mon 23 Nov 2026" in str(to_check(USUAL.to_check, 2027))


def test_of_a_broken_one_the_stories_that_are_left_are_named() -> None:
    assert list(limits.words(broken(USUAL.broken))) == [
        "Still to do, as assumptions broke",
        "#2 Labels of the first year can be trusted: #31, #32 · #data-science",
    ]
    assert "can be trusted: #31, #32, #33, #34, #35 and 5 more" in str(broken(FULL.broken))


def test_where_there_is_none_nothing_is_said() -> None:
    assert (to_check((), 2026), broken(())) == ([], [])


def test_many_are_cut_each_button_has_its_own_name_and_the_rest_is_told() -> None:
    blocks = to_check(FULL.to_check, 2026)
    names = [
        each["action_id"] for block in blocks for each in block.get("elements", ()) if "action_id" in each
    ]
    assert names == [f"assumption.{how}.{row}" for row in range(3) for how in ("held", "broken", "later")]
    for each in (blocks, broken(FULL.broken)):
        assert list(limits.words(each))[-1] == "And 17 more. /assumption shows them all."


@given(texts, texts)
def test_whatever_people_write_stays_words(text: str, team: str) -> None:
    home = replace(
        EMPTY,
        to_check=tuple(replace(each, text=text, team=team) for each in FULL.to_check),
        broken=tuple(replace(each, text=text, team=team) for each in FULL.broken),
    )
    drawn = view(home)
    limits.home(drawn)
    assert list(limits.parsed(drawn)) == list(limits.parsed(view(EMPTY)))
