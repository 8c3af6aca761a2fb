"""What is said of a team's claims is what was counted, and nothing where there is little to count."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.calibration import (
    FEW,
    KINDS,
    Claim,
    Record,
    nearest,
    record,
    records,
    rollovers_sentence,
    sentence,
)
from bot.book.deck import DEFAULT
from bot.model import StoryKind


def kept(number: int, points: int = 8, kind: StoryKind = "experiment", sprint: int = 1) -> list[Claim]:
    return [Claim(points, kind, sprint, finished_in=1)] * number


def late(number: int, points: int = 8, kind: StoryKind = "experiment", took: int = 2) -> list[Claim]:
    return [Claim(points, kind, 1, finished_in=took)] * number


def rolling(number: int, rolled: int = 1, points: int = 8, kind: StoryKind = "experiment") -> list[Claim]:
    return [Claim(points, kind, 1, rolled=rolled)] * number


def test_four_of_ten_eights_of_kind_experiment_were_finished_in_their_sprint() -> None:
    claims = [*kept(4), *late(4), *late(2, took=3), *kept(9, points=3), *kept(9, kind="feature")]
    found = record(claims, 5, 8, "experiment")
    assert found == Record(10, 4, Fraction(8, 10), 0, 8, "experiment")
    assert sentence(found) == "8-pointers of kind experiment finish in their sprint 4 times in 10."
    assert rollovers_sentence(found) == "They roll over 0.8 times on average."


def test_of_few_claims_nothing_is_said() -> None:
    assert record(kept(FEW - 1), 5, 8, "experiment") is None
    assert record(kept(FEW), 5, 8, "experiment") == Record(5, 5, Fraction(0), 0, 8, "experiment")
    assert nearest(kept(FEW - 1), 5, 8, "experiment") is None
    assert nearest((), 5, 8, "experiment") is None
    assert records(kept(FEW - 1), 5) == ()
    assert (sentence(None), rollovers_sentence(None)) == ("", "")


def test_where_there_are_few_of_its_kind_its_size_speaks_and_then_the_team() -> None:
    few = kept(3)
    of_size = [*few, *late(2, kind="feature")]
    assert nearest(of_size, 5, 8, "experiment") == Record(5, 3, Fraction(2, 5), 0, 8)
    of_team = [*few, *late(2, points=5)]
    assert nearest(of_team, 5, 8, "experiment") == Record(5, 3, Fraction(2, 5))
    own = [*kept(5), *late(9, kind="feature")]
    assert nearest(own, 5, 8, "experiment") == Record(5, 5, Fraction(0), 0, 8, "experiment")
    assert nearest(own, 5, 13, "spike") == Record(14, 5, Fraction(9, 14))


def test_other_kinds_of_that_size_do_not_speak_through_the_kind_alone() -> None:
    """Size says more of whether a story fits a sprint than kind: of kind spike there are many here, of size 8 few."""
    claims = [*kept(9, points=1, kind="spike"), *late(1, kind="spike")]
    assert nearest(claims, 5, 8, "spike") == Record(10, 9, Fraction(1, 10))


def test_claims_of_a_sprint_that_still_runs_do_not_count_even_where_they_are_finished() -> None:
    running = [*kept(5, sprint=6), *([Claim(8, "experiment", 6)] * 5)]
    past = [*kept(2), *late(3)]
    assert record([*past, *running], 5) == Record(5, 2, Fraction(3, 5))
    assert record(running, 5) is None
    assert record([*past, *running], 6) == Record(15, 7, Fraction(3, 15), 5)
    assert record(kept(9), 0) is None


def test_a_claim_that_rolls_on_was_not_kept_and_has_rolled_at_least_so_often() -> None:
    found = record([*kept(3), *rolling(1, rolled=3), *rolling(1)], 5)
    assert found == Record(5, 3, Fraction(4, 5), 2)
    assert rollovers_sentence(found) == "They roll over at least 0.8 times on average."


def test_one_that_was_dropped_in_its_sprint_was_not_finished_in_it() -> None:
    assert record([*kept(4), *rolling(1, rolled=0)], 5) == Record(5, 4, Fraction(0), 1)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (
            Record(9, 4, Fraction(1), 0, 8, "experiment"),
            "8-pointers of kind experiment finish in their sprint about 4 times in 10 (4 of 9).",
        ),
        (Record(10, 1, Fraction(1), 0, 13), "13-pointers finish in their sprint once in 10."),
        (Record(10, 0, Fraction(1), 0, 13), "13-pointers finish in their sprint 0 times in 10."),
        (Record(10, 10, Fraction(0), 0, 1), "1-pointers finish in their sprint 10 times in 10."),
        (Record(5, 2, Fraction(1)), "Stories of this team finish in their sprint 4 times in 10 (2 of 5)."),
        (
            Record(7, 7, Fraction(0), kind="debt"),
            "Stories of kind debt finish in their sprint 10 times in 10 (7 of 7).",
        ),
        (
            Record(30, 29, Fraction(1)),
            "Stories of this team finish in their sprint more than 9 times in 10 (29 of 30).",
        ),
        (
            Record(30, 1, Fraction(1)),
            "Stories of this team finish in their sprint less than once in 10 (1 of 30).",
        ),
        (
            Record(20, 19, Fraction(1)),
            "Stories of this team finish in their sprint about 9 times in 10 (19 of 20).",
        ),
        (
            Record(20, 9, Fraction(1)),
            "Stories of this team finish in their sprint about 4 times in 10 (9 of 20).",
        ),
        (
            Record(20, 1, Fraction(1)),
            "Stories of this team finish in their sprint less than once in 10 (1 of 20).",
        ),
        (Record(7, 1, Fraction(1)), "Stories of this team finish in their sprint about once in 10 (1 of 7)."),
    ],
)
def test_a_share_is_said_in_tens_and_counted_where_there_are_not_ten(of: Record, said: str) -> None:
    assert sentence(of) == said


@pytest.mark.parametrize(
    ("rollovers", "unfinished", "said"),
    [
        (Fraction(0), 0, "None of them has rolled over."),
        (Fraction(1), 0, "They roll over 1 time on average."),
        (Fraction(20, 19), 0, "They roll over 1.1 times on average."),
        (Fraction(1, 100), 0, "They roll over 0.1 times on average."),
        (Fraction(1, 4), 0, "They roll over 0.3 times on average."),
        (Fraction(5, 2), 3, "They roll over at least 2.5 times on average."),
        (Fraction(12), 1, "They roll over at least 12 times on average."),
    ],
)
def test_rollovers_are_said_to_one_digit(rollovers: Fraction, unfinished: int, said: str) -> None:
    assert rollovers_sentence(Record(9, 1, rollovers, unfinished)) == said


def test_all_that_can_be_said_goes_from_the_team_to_size_and_kind() -> None:
    claims = [*kept(5), *late(5, points=3, kind="feature"), *kept(2, points=3)]
    assert [(each.points, each.kind, each.kept, each.claims) for each in records(claims, 1)] == [
        (None, None, 7, 12),
        (None, "feature", 0, 5),
        (None, "experiment", 7, 7),
        (3, None, 2, 7),
        (8, None, 5, 5),
        (3, "feature", 0, 5),
        (8, "experiment", 5, 5),
    ]


SIZES = st.sampled_from(DEFAULT[2:5])
CLAIMS = st.lists(
    st.builds(
        lambda points, kind, sprint, took, rolled: Claim(
            points, kind, sprint, took, rolled if took is None else 0
        ),
        SIZES,
        st.sampled_from(KINDS[:3]),
        st.integers(1, 8),
        st.none() | st.integers(1, 4),
        st.integers(0, 3),
    ),
    max_size=60,
)


@given(CLAIMS, st.integers(0, 9), SIZES, st.sampled_from(KINDS))
def test_what_is_said_is_of_enough_claims_and_of_the_narrowest_group_that_has_them(
    claims: list[Claim], ended: int, points: int, kind: StoryKind
) -> None:
    settled = [each for each in claims if each.sprint <= ended]
    groups = (
        [each for each in settled if (each.points, each.kind) == (points, kind)],
        [each for each in settled if each.points == points],
        settled,
    )
    group = next((each for each in groups if len(each) >= FEW), None)
    found = nearest(claims, ended, points, kind)
    if group is None:
        assert found is None
        return
    assert found is not None
    assert found.claims == len(group)
    assert 0 <= found.kept + found.unfinished <= found.claims
    assert found.rollovers * found.claims >= found.claims - found.kept - found.unfinished


@given(CLAIMS, st.integers(0, 9), st.data())
def test_what_happens_in_a_sprint_that_runs_changes_nothing_of_what_was_kept(
    claims: list[Claim], ended: int, data: st.DataObject
) -> None:
    """Neither new claims, nor whether they are finished early, nor that an older one is finished now."""
    before = record(claims, ended)
    new = data.draw(
        st.lists(st.builds(Claim, SIZES, st.just("debt"), st.just(ended + 1), st.none() | st.just(1)))
    )
    done = [
        Claim(each.points, each.kind, each.sprint, each.rolled + 1)
        if each.finished_in is None and each.rolled
        else each
        for each in claims
    ]
    after = record([*done, *new], ended)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert (after.claims, after.kept, after.rollovers) == (before.claims, before.kept, before.rollovers)


@given(CLAIMS, st.integers(0, 9))
def test_kinds_and_sizes_each_make_up_the_team(claims: list[Claim], ended: int) -> None:
    found = records(claims, ended)
    whole = record(claims, ended)
    assert found == records(claims[::-1], ended)
    assert all(each.claims >= FEW for each in found)
    for part in (
        [each for each in found if each.points and not each.kind],
        [each for each in found if each.kind and not each.points],
    ):
        assert not part or (whole is not None and sum(each.kept for each in part) <= whole.kept)
    if whole is not None:
        assert found[0] == whole


@given(st.integers(FEW, 400), st.data())
def test_a_share_in_words_is_never_further_from_the_count_than_half_a_time_in_ten(
    claims: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, claims))
    said = sentence(Record(claims, number, Fraction(1)))
    words, counted = re.fullmatch(r"Stories of this team finish in their sprint ([^(]*)(.*)\.", said).groups()  # type: ignore[union-attr] # it matches
    assert counted == ("" if claims == 10 else f"({number} of {claims})")
    tenths = 1 if "once" in words else int(re.search(r"\d+", words)[0])  # type: ignore[index] # it has a number
    exact = Fraction(10 * number, claims)
    if words.startswith("less"):
        assert 0 < exact < tenths == 1
    elif words.startswith("more"):
        assert 9 == tenths < exact < 10
    else:
        assert abs(exact - tenths) <= Fraction(1, 2)
        assert (exact == tenths) == (not words.startswith("about"))
