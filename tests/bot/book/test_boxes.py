"""The report on spikes, in plain numbers."""

from datetime import timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.book.boxes import DECISIONS, Estimates, Report, report
from bot.model import MemberId, SpikeDecision, SpikeEnded, SpikePast, StoryId, Verdict
from tests.factories import utc

HOUR = timedelta(hours=1)


def past(
    used: float = 1,
    box: float = 2,
    *,
    grown: int = 0,
    decision: SpikeDecision = "answered",
    verdict: Verdict = "",
    number: int | None = None,
    before: int | None = None,
    after: int | None = None,
) -> SpikePast:
    entry = SpikeEnded(
        "Can we?",
        MemberId("U1"),
        StoryId("S1") if number else None,
        box * HOUR,
        used * HOUR,
        grown,
        decision,
        verdict,
        "Yes",
        (),
        utc("23 09:00"),
        utc("24 09:00"),
        MemberId("U1"),
    )
    return SpikePast(entry, number, before, after)


def test_no_spikes_are_a_report_of_zeros() -> None:
    assert report([]) == Report(
        0,
        0,
        None,
        (("answered", 0), ("estimable", 0), ("split", 0), ("another", 0), ("drop", 0)),
        (("proved", 0), ("disproved", 0), ("open", 0)),
        (),
    )


def test_a_spike_kept_to_its_first_box_if_that_never_grew_and_was_not_passed() -> None:
    pasts = [past(2, 2), past(1, 3, grown=1), past(2.01, 2), past(0, 2)]
    assert report(pasts).kept == 2


def test_the_share_is_the_one_in_the_middle_whatever_ran_away() -> None:
    assert report([past(1, 2), past(3, 4), past(200, 2)]).share == 75
    assert report([past(1, 2), past(2, 2)]).share == 75
    assert report([past(1, 3)]).share == 33


def test_a_box_without_any_time_has_no_share() -> None:
    assert report([past(0, 0)]).share is None
    assert report([past(0, 0), past(1, 2)]).share == 50


def test_decisions_and_results_are_counted_each_in_their_order() -> None:
    found = report(
        [
            past(decision="drop", verdict="disproved"),
            past(decision="estimable", verdict="proved"),
            past(decision="drop", verdict="proved"),
            past(decision="another", verdict="open"),
            past(),
        ]
    )
    assert found.decisions == (("answered", 1), ("estimable", 1), ("split", 0), ("another", 1), ("drop", 2))
    assert found.results == (("proved", 2), ("disproved", 1), ("open", 1))


def test_a_story_stands_once_as_it_was_before_its_first_spike() -> None:
    found = report(
        [
            past(number=13, before=8, after=5),
            past(),
            past(number=12, after=5),
            past(number=13, before=6, after=5),
        ]
    )
    assert found.stories == (Estimates(12, None, 5), Estimates(13, 8, 5))


verdicts: st.SearchStrategy[Verdict] = st.sampled_from(get_args(Verdict))
pasts = st.lists(
    st.builds(
        past,
        st.floats(0, 100),
        st.floats(0, 100),
        grown=st.integers(0, 3),
        decision=st.sampled_from(DECISIONS),
        verdict=verdicts,
        number=st.none() | st.integers(1, 5),
    )
)


@given(pasts)
def test_every_spike_is_counted_once(given_: list[SpikePast]) -> None:
    found = report(given_)
    assert sum(number for _, number in found.decisions) == found.spikes == len(given_)
    assert sum(number for _, number in found.results) == sum(bool(each.entry.verdict) for each in given_)
    assert 0 <= found.kept <= found.spikes


@given(pasts)
def test_but_for_what_stories_were_before_the_order_does_not_matter(given_: list[SpikePast]) -> None:
    one, other = report(given_), report(given_[::-1])
    assert (one.share, one.kept, one.decisions, one.results) == (
        other.share,
        other.kept,
        other.decisions,
        other.results,
    )
    assert [each.number for each in one.stories] == [each.number for each in other.stories]


@given(pasts)
def test_half_of_the_spikes_are_on_either_side_of_the_share(given_: list[SpikePast]) -> None:
    found = report(given_)
    shares = [100 * (each.entry.used / each.entry.box) for each in given_ if each.entry.box]
    if found.share is None:
        assert not shares
        return
    assert sum(each < found.share - 1 for each in shares) <= len(shares) / 2
    assert sum(each > found.share + 1 for each in shares) <= len(shares) / 2
