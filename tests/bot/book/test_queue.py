"""The backlog as it is worked: from the top, as far as there is room."""

from hypothesis import given
from hypothesis import strategies as st

from bot.book.queue import estimated, fitting, in_order, points, size
from tests.backlogs import make_story
from tests.factories import utc

BEST, NEXT, LAST = make_story(3, 2, 8), make_story(1, 5, 8), make_story(2, 8, 3)


def test_the_ranking_is_the_order_and_what_is_not_open_is_in_none() -> None:
    done, dropped = make_story(4, 1, 13, done_at=utc("23 12:00")), make_story(5, 1, 13, state="dropped")
    assert in_order([LAST, done, BEST, dropped, NEXT]) == (BEST, NEXT, LAST)


def test_what_developers_cannot_say_any_more_has_no_size() -> None:
    unclear, bare = make_story(1, 5, unclear=True), make_story(2)
    assert (size(unclear), size(bare), size(BEST)) == (None, None, 2)
    assert estimated([unclear, bare, BEST]) == (BEST,)
    assert points([unclear, bare, BEST, NEXT]) == 7


def test_nothing_jumps_the_queue() -> None:
    order = [BEST, LAST, NEXT]
    assert [fitting(order, room) for room in (0, 1.9, 2, 9.9, 10, 15, 99)] == [0, 0, 1, 1, 2, 3, 3]


@given(st.lists(st.integers(1, 100), max_size=20), st.floats(0, 2000))
def test_what_fits_is_no_more_than_the_room_and_the_next_would_be(sizes: list[int], room: float) -> None:
    order = [make_story(number, each) for number, each in enumerate(sizes)]
    number = fitting(order, room)
    assert points(order[:number]) <= room
    assert number == len(order) or points(order[: number + 1]) > room
