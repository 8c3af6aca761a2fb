"""Lists that are cut alike, or folded into several messages: within Slack's limits, and nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack.blocks import MESSAGE_TEXT, context, header
from handlers.slack.fold import BLOCKS, Item, Part, cut, drawn, fold, listed, said
from handlers.slack.text import clean, spoken, weight
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

THEME = Part("Deploys", (Item("Too slow", "3 votes"), Item("Scary on Fridays", tail=" · again")))


def test_what_fits_is_one_message() -> None:
    assert fold([THEME, Part("Nothing else")]) == [(THEME, Part("Nothing else"))]
    assert fold([]) == [()]


def test_a_part_that_does_not_fit_goes_on_under_its_heading() -> None:
    many = tuple(Item(f"{number:04} {'x' * 900}") for number in range(30))
    first, second, third = fold([Part("Notes", many)])
    assert [each.heading for each in (*first, *second, *third)] == [
        "Notes",
        "Notes (continued)",
        "Notes (continued)",
    ]
    assert tuple(item for part in (*first, *second, *third) for item in part.items) == many


def test_the_first_message_may_have_less_room() -> None:
    many = tuple(Item("x" * 900) for _ in range(12))
    sizes = [sum(len(part.items) for part in each) for each in fold([Part("Notes", many)], first=3_000)]
    assert sizes == [3, 9]


def test_a_part_begins_a_new_message_rather_than_stand_there_as_a_heading_alone() -> None:
    parts = [Part("One", (Item("x" * 11_300),)), Part("Two", (Item("y" * 200),))]
    assert [[part.heading for part in each] for each in fold(parts)] == [["One"], ["Two"]]


def test_a_long_text_goes_on_in_the_next_message_said_by_whom_once() -> None:
    long = "ab" * 12_000
    messages = fold([Part("Notes", (Item(long, "Theme", " · 3 votes"),))])
    items = [item for each in messages for part in each for item in part.items]
    assert "".join(each.text for each in items) == long
    assert [each.lead for each in items] == ["Theme", "", ""]
    assert [each.tail for each in items] == ["", "", " · 3 votes"]


def test_many_parts_are_several_messages() -> None:
    parts = [Part(f"Theme {number}", (Item("x"),)) for number in range(BLOCKS * 2 + 1)]
    assert [len(each) for each in fold(parts)] == [BLOCKS, BLOCKS, 1]


def test_it_is_said_in_words_too() -> None:
    assert said([THEME, Part("Nothing else")]) == [
        "Deploys:",
        "3 votes: Too slow.",
        "Scary on Fridays.",
        "Nothing else.",
    ]


def test_no_items_are_no_block() -> None:
    assert listed([]) == drawn([Part("")]) == []


items = st.builds(Item, texts, st.sampled_from(("", "Ada")), st.sampled_from(("", " · late")))
parts = st.lists(st.builds(Part, texts, st.lists(items, max_size=8).map(tuple)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(parts, st.sampled_from((1_000, 5_000, MESSAGE_TEXT - 500)))
def test_whatever_was_written_is_within_slacks_limits_and_none_of_it_lost(
    found: list[Part], first: int
) -> None:
    messages = fold(found, first=first)
    for at, each in enumerate(messages):
        blocks = [header("Retro"), *drawn(each), context("That is all.")]
        limits.message(spoken("Retro.", *said(each)), blocks)
        assert sum(weight(part.heading) + sum(map(_size, part.items)) for part in each) <= (
            MESSAGE_TEXT - 500 if at else first
        )
    told = [item for each in messages for part in each for item in part.items]
    short = [clean(item.text) for part in found for item in part.items if weight(item.text) < 700]
    assert [each for each in short if each not in {item.text for item in told}] == []
    assert all(messages[1:]), "no message is empty"


def _size(item: Item) -> int:
    return weight(item.text) + weight(item.lead) + weight(item.tail)


@given(st.lists(items, max_size=30), st.integers(0, 3_000))
def test_what_is_cut_fits_and_the_rest_is_counted(found: list[Item], room: int) -> None:
    shown, left_out = cut(found, room, 150, 40)
    assert len(shown) + left_out == len(found)
    assert sum(each.frame + weight(each.text) for each in shown) <= room
    assert [each.lead for each in shown] == [each.lead for each in found[: len(shown)]]
    assert all(weight(each.text) <= 150 for each in shown)


def test_short_texts_leave_their_room_to_long_ones() -> None:
    shown, left_out = cut([Item("x" * 100), Item("y"), Item("z" * 100)], 132, 150, 40)
    assert ([len(each.text) for each in shown], left_out) == ([59, 1, 59], 0)
    assert cut([Item("x" * 100)] * 3, 100, 150, 40)[1] == 1
