"""What fits into a sprint, what it is made of, and what earlier claims say of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.book.capacity import Capacity, TeamCapacity
from bot.book.planning import Outlook, claims, makeup, outlook, points, propose, warnings, with_days
from bot.model import Claim, ClaimState, Estimate, RoundId, SprintPast, SprintStands, Story, StoryId
from tests.factories import member_id


def story(number: int, effort: int | None, value: int = 5, **more: str) -> Story:
    size = Estimate(effort, effort, effort, 2) if effort else None
    worth = Estimate(value, value, value, 2)
    return Story(StoryId(f"S{number}"), number, f"Story {number}", effort=size, value=worth, **more)  # type: ignore[arg-type] # an epic, or a kind


def past(number: int, *claimed: Claim, days: float = 20) -> SprintPast:
    first = date(2027, 1, 4)
    closed = datetime(2027, 1, 15, 17, tzinfo=UTC)
    return SprintPast(
        RoundId(f"R{number}"), SprintStands(number, "", first, date(2027, 1, 17), days, claimed, closed)
    )


def claim(number: int, size: int | None, state: ClaimState = "done") -> Claim:
    return Claim(StoryId(f"S{number}"), number, "Story", points=size, state=state)


def has(days: int) -> TeamCapacity:
    from fractions import Fraction

    return TeamCapacity((Capacity(member_id("Ada"), Fraction(days)),))


def test_the_top_of_the_backlog_up_to_the_pace() -> None:
    stories = (story(1, 8, 13), story(2, 3, 8), story(3, 5, 5), story(4, None), story(5, 1, 1))
    assert [each.number for each in propose(stories, (), 12, 60)] == [2, 1, 5]
    assert [each.number for each in propose(stories, [StoryId("S3"), StoryId("S9")], 12, 60)] == [3, 2, 5]
    assert [each.number for each in propose(stories, [StoryId("S4")], None, 60)] == [4]
    assert len(propose(stories, (), 100, 2)) == 2


sizes = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 5, 8, 13]), st.sampled_from([1, 2, 3, 5, 8, 13])), max_size=20
)


@given(sizes, st.integers(0, 60))
def test_what_is_proposed_fits(wanted: list[tuple[int, int]], pace: int) -> None:
    stories = [story(number, *each) for number, each in enumerate(wanted, start=1)]
    chosen = propose(stories, (), pace, 60)
    assert sum(map(points, chosen)) <= pace
    left = pace - sum(map(points, chosen))
    assert all(points(each) > left for each in stories if each not in chosen)


def test_a_choice_is_told_by_epics_and_its_share_of_debt() -> None:
    found = makeup((story(1, 8, epic="Churn"), story(2, 3, epic="Alerts", kind="debt"), story(3, None)))
    assert (found.stories, found.points, found.unestimated) == (3, 11, 1)
    assert found.epics == (("Churn", 8), ("Alerts", 3))
    assert found.debt_share == 27
    assert makeup(()).debt_share is None


def test_half_the_people_finish_half_as_much() -> None:
    history = [past(number, claim(number, 8), claim(10 + number, 5)) for number in (1, 2, 3, 4)]
    full, half = outlook(history, has(20), 14), outlook(history, has(10), 14)
    assert full.half
    assert half.half == full.half / 2
    assert not full.rough
    assert outlook(history[:2], has(20), 14).rough
    assert outlook((), has(20), 14) == Outlook(20.0)


def test_sprints_without_points_give_no_pace_and_are_known_to_be_over() -> None:
    history = [past(number, claim(number, None)) for number in (1, 2)]
    assert outlook(history, has(20), 14) == Outlook(20.0, closed=True)


def test_other_days_change_the_pace_with_them() -> None:
    known = Outlook(20.0, half=10.0, sure=8.0)
    assert with_days(known, 5) == Outlook(5, half=2.5, sure=2.0)
    assert with_days(Outlook(20.0), 5) == Outlook(5)
    assert with_days(replace(known, days=0.0), 5).half == 10.0


def test_a_story_is_one_claim_from_the_first_sprint_that_took_it() -> None:
    history = [
        past(1, claim(1, 8, "rolled"), claim(2, 3), claim(3, 5, "removed"), claim(4, None)),
        past(2, claim(1, 13, "rolled")),
        past(3, claim(1, 13), claim(5, 2, "rolled")),
    ]
    found = {each.points: each for each in claims(history)}
    assert set(found) == {8, 3, 2}
    assert (found[8].finished_in, found[8].sprint) == (3, 1)
    assert found[3].finished_in == 1
    assert (found[2].finished_in, found[2].rolled) == (None, 1)


def test_the_planning_card_says_how_such_sizes_went() -> None:
    history = [past(n, claim(n, 8, "done" if n % 2 else "rolled")) for n in range(1, 11)]
    assert warnings([story(50, 8), story(51, None)], history) == (
        "8-pointers of kind feature finish in their sprint 5 times in 10.",
    )
    assert warnings([story(50, 8)], history[:3]) == ()
