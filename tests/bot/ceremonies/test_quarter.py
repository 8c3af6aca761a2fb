"""The weekly look at the quarter: on Mondays by the team's clock, once each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies.quarter import advance, begin, show
from bot.model import MemberChanged, Round, RoundId, Tick
from tests.factories import WORKSPACE, make_book, make_member, make_team

MONDAY = datetime(2027, 1, 4, 9, tzinfo=UTC)
ADA = make_member("Ada")
zones = st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati"])


@given(zones, st.integers(0, 10 * 366 * 24))
def test_it_looks_on_each_monday_at_ten(zone: str, hours: int) -> None:
    team, at = replace(make_team(), zone=zone), MONDAY + timedelta(hours=hours)
    turn = begin(team, at)
    round_ = Round(RoundId("q"), WORKSPACE, team.id, "quarter", "q", at, turn.state, wake_at=turn.wake_at)
    book = make_book(ADA)
    last = at
    for _ in range(3):
        assert turn.wake_at
        assert last < turn.wake_at <= last + timedelta(days=8)
        early = advance(round_, Tick(), None, turn.wake_at - timedelta(seconds=1), book)
        assert (early.state, early.wake_at) == (turn.state, turn.wake_at)
        assert advance(round_, MemberChanged(ADA.id), None, turn.wake_at, book).wake_at == turn.wake_at
        last = turn.wake_at
        turn = advance(round_, Tick(), None, last, book)
        round_ = replace(round_, state=turn.state, wake_at=turn.wake_at)
    assert show(round_) == {}
