"""How a standup's prompt and digest tell of spikes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import standup
from bot.ceremonies.spike.running import Running
from bot.model import MemberId, Notice, RoundId
from handlers.slack.draw import draw
from handlers.slack.drawing import NOTHING, Extra
from handlers.slack.examples import EXAMPLES
from handlers.slack.standup.spikes import listed, own
from handlers.slack.text import weight
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

UP = datetime(2026, 11, 23, 16, tzinfo=UTC)
RUNS = Running(RoundId("s1"), MemberId("U1"), "Ada", "Can we join the ledgers?", "runs", UP)
PAUSED = replace(RUNS, standing="paused", up_at=None, left=timedelta(hours=1))
OVER = replace(RUNS, standing="up", up_at=None)
AHEAD = replace(RUNS, standing="ahead", starts_at=UP)
ZONE = "America/New_York"

many = st.lists(
    st.builds(
        Running,
        st.just(RoundId("s1")),
        st.just(MemberId("U1")),
        texts,
        texts,
        st.sampled_from(["ahead", "runs", "paused", "up"]),
        st.none() | st.just(UP),
        st.none() | st.just(timedelta(minutes=150)),
        st.none() | st.just(UP),
    ),
    max_size=4,
).map(tuple)


def words(extra: Extra) -> str:
    return " ".join(limits.words(list(extra.blocks)))


def with_spikes(name: str, spikes: tuple[Running, ...]) -> Notice:
    notice = EXAMPLES[name]
    assert isinstance(notice, standup.Ask | standup.Digest)
    return replace(notice, spikes=spikes)


def test_an_owner_reads_in_their_own_time_how_long_it_goes_on() -> None:
    asked = "Your spike: Can we join the ledgers? · "
    assert own((RUNS,), ZONE).spoken == f"{asked}time is up Mon 23 Nov 11:00."
    assert own((PAUSED,), ZONE).spoken == f"{asked}paused, 1 h left."
    assert own((OVER,), ZONE).spoken == f"{asked}its time is up: what do you decide?"
    assert own((AHEAD,), ZONE).spoken == f"{asked}begins Mon 23 Nov 11:00."
    assert own((replace(RUNS, up_at=None),), ZONE).spoken == f"{asked}time is up later."


def test_a_prompt_shows_three_and_says_how_many_more_there_are() -> None:
    extra = own((RUNS, AHEAD, PAUSED, OVER, RUNS), ZONE)
    assert words(extra).count("Can we join the ledgers?") == extra.spoken.count("ledgers") == 3
    assert "its time is up" in words(extra)
    assert words(extra).endswith("and 2 more")
    assert extra.spoken.endswith("And 2 more.")


def test_a_digest_lists_them_with_what_is_due_first_and_says_whose_clock_it_is() -> None:
    extra = listed((RUNS, AHEAD, PAUSED, OVER), ZONE)
    assert extra.spoken == (
        "Spikes · New York time: Ada: Can we join the ledgers? · time is up, decision due. "
        "Ada: Can we join the ledgers? · until Mon 23 Nov 11:00. Ada: Can we join the ledgers? · paused. "
        "Ada: Can we join the ledgers? · begins Mon 23 Nov 11:00."
    )
    assert "New York" not in listed((PAUSED, OVER), ZONE).spoken


def test_a_digest_lists_ten_at_most_within_their_share() -> None:
    extra = listed((RUNS,) * 14, ZONE)
    assert extra.spoken.count("ledgers") == 10
    assert words(extra).endswith("and 4 more")
    long = listed((replace(RUNS, name="Ada " * 20, question="Can we? " * 60),) * 14, ZONE)
    assert weight(words(long)) <= long.weight


def test_without_spikes_nothing_is_added() -> None:
    assert own((), ZONE) == listed((), ZONE) == NOTHING + NOTHING == NOTHING


def test_blockers_come_before_spikes_in_prompt_and_digest() -> None:
    for name in ("prompt, with a blocker and many spikes", "digest, with spikes"):
        drawing = draw(EXAMPLES[name])
        said = " ".join(limits.words(drawing.blocks))
        for text in (drawing.text, said):
            assert text.index("billing tables") < text.index("late partitions")


@settings(max_examples=40, deadline=None)  # the largest take a while, mostly to be checked
@given(many, st.sampled_from([1, 5, 100]))
def test_whatever_is_asked_and_however_many_they_are_it_fits_one_message(
    spikes: tuple[Running, ...], times: int
) -> None:
    for name in ("prompt, blockers carried", "digest", "digest, three hundred members"):
        drawing = draw(with_spikes(name, spikes * times))
        limits.message(drawing.text, drawing.blocks)
