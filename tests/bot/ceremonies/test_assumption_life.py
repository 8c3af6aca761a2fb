"""Whatever is done to an assumption in whatever order: no slot is dropped, and nobody is asked twice."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.assumption import Assumption, Break, Change, Draft, Hold, Later, TakeBack, Undo
from bot.ceremonies.assumption.shown import show
from bot.errors import BotError
from bot.model import Act, MemberChanged, Tick
from bot.rounds import fingerprint
from storage import codec
from tests.bot.ceremonies.assuming import ADA, BEN, DAY, DRAFT, ONE, TWO, Desk

_ACTS = st.one_of(
    st.builds(Later, st.none() | st.dates(date(2026, 11, 1), date(2027, 6, 1))),
    st.builds(Hold, st.sampled_from(("", "so"))),
    st.builds(Break, st.sampled_from(("", "so")), st.sampled_from(((), (ONE,), (ONE, TWO)))),
    st.builds(Undo, st.sampled_from(("held", "broken")), st.sampled_from(((), (ONE.story,)))),
    st.builds(
        Change,
        st.builds(
            Draft,
            st.sampled_from((DRAFT.text, "Other", "")),
            st.sampled_from((ADA.id, BEN.id)),
            day=st.sampled_from((None, DAY)) | st.dates(date(2026, 11, 20), date(2027, 3, 1)),
        ),
    ),
    st.just(TakeBack()),
    st.just(MemberChanged(ADA.id)),
    st.just(Tick()),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(_ACTS, st.sampled_from(("Ada", "Ben", "Cai", "Lea")), st.integers(0, 400)), max_size=12
    )
)
def test_whatever_is_done_in_whatever_order_no_slot_is_dropped_and_nobody_is_asked_twice(
    acts: list[tuple[Act, str, int]],
) -> None:
    desk = Desk()
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
        kept = codec.load(Assumption, codec.dump(Assumption, desk.state))
        again = show(replace(desk.round, state=kept))
        assert {name: fingerprint(each) for name, each in shown.items()} == {
            name: fingerprint(each) for name, each in again.items()
        }
        current = [each.to for each in desk.state.asked]
        assert len(set(current)) == len(current)
        assert desk.round.over == (desk.state.standing != "open")
        assert all(each.moot for each in desk.asks()[: desk.state.heard])
        if desk.round.over:
            assert all(each.moot for each in desk.asks())
        broken = [each for each in desk.state.verdicts if each.how == "broken"]
        assert len(broken) <= 1
        assert not broken or desk.state.said is broken[0]
