"""Whatever is done to a decision in whatever order: no slot is dropped, and nothing is said of another."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.decision import (
    Confirm,
    Decision,
    Reinstate,
    Replaces,
    Restore,
    Reverse,
    Supersede,
    TakeBack,
)
from bot.ceremonies.decision.shown import show
from bot.errors import BotError
from bot.model import Act, RoundId, Tick
from bot.rounds import fingerprint
from storage import codec
from tests.bot.ceremonies.deciding import ADA, BEN, OTHER, Desk

_ACTS = st.one_of(
    st.builds(Confirm, st.none() | st.dates(date(2026, 11, 1), date(2027, 6, 1)), st.just("so")),
    st.builds(Reverse, st.sampled_from(("", "so"))),
    st.builds(Supersede, st.just(7), st.just(OTHER)),
    st.just(Restore()),
    st.just(TakeBack()),
    st.builds(Replaces, st.just(2), st.just(RoundId("two"))),
    st.builds(Reinstate, st.just(OTHER)),
    st.just(Tick()),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(_ACTS, st.sampled_from(("Ada", "Ben", "Cai", "Lea")), st.integers(0, 400)), max_size=12
    )
)
def test_whatever_is_done_in_whatever_order_no_slot_is_dropped_and_nothing_is_said_of_another(
    acts: list[tuple[Act, str, int]],
) -> None:
    desk = Desk(ADA, BEN)
    slots = set(show(desk.round))
    for act, by, hours in acts:
        desk.to(desk.at + timedelta(hours=hours))
        before = desk.round
        try:
            desk.act(act, by)
        except BotError:
            assert desk.round == before
        shown = show(desk.round)
        assert slots <= shown.keys()
        slots = set(shown)
        kept = codec.load(Decision, codec.dump(Decision, desk.state))
        again = show(replace(desk.round, state=kept))
        assert {name: fingerprint(each) for name, each in shown.items()} == {
            name: fingerprint(each) for name, each in again.items()
        }
        current = [each.to for each in desk.state.asked]
        assert len(set(current)) == len(current)
        ended = desk.state.ended is not None
        assert desk.round.over == (ended or desk.state.day is None)
        if desk.round.over:
            assert all(each.moot for each in desk.asks())
