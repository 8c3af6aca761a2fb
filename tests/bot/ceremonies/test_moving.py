"""Whose a round is to move."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies.moving import mover, of_team
from bot.errors import NotYours
from bot.model import Member
from tests.factories import make_book, make_member

ADA, BEN, LEA = make_member("Ada"), make_member("Ben"), make_member("Lea", roles=("lead",))


def refused(members: Sequence[Member], by: Member, own: Sequence[Member], **more: str) -> str:
    with pytest.raises(NotYours) as found:
        mover(make_book(*members), by.id, [(each.id, each.name) for each in own], **more)  # type: ignore[arg-type]
    return found.value.sentence


def test_its_own_people_and_leads_may_and_others_read_who_may() -> None:
    book = make_book(ADA, BEN, LEA)
    assert mover(book, ADA.id, [(ADA.id, "Ada")]) == ADA
    assert mover(book, LEA.id, [(ADA.id, "Ada")]) == LEA
    assert refused((ADA, BEN, LEA), BEN, (ADA,)) == "Only Ada and the team's leads can do that."
    assert refused((BEN, LEA), BEN, (ADA,), can="can close it") == "Only the team's leads can close it."
    assert refused((ADA, BEN, LEA), BEN, (ADA,), whose="who decided").startswith("Only who decided and")


def test_where_none_of_them_is_left_anybody_of_the_team_may() -> None:
    gone = replace(ADA, active=False)
    assert mover(make_book(gone, BEN), BEN.id, [(ADA.id, "Ada")]) == BEN
    assert mover(make_book(ADA, BEN, LEA), BEN.id, [], anybody=True) == BEN
    assert refused((BEN,), ADA, (ADA,)) == "Only the team's leads can do that."


@given(
    st.lists(
        st.sampled_from([ADA, BEN, LEA, replace(ADA, active=False)]), max_size=3, unique_by=lambda m: m.id
    )
)
def test_nobody_from_outside_ever_may(members: list[Member]) -> None:
    book = make_book(*members)
    outsider = make_member("Eve")
    for by in (outsider.id, None):
        with pytest.raises(NotYours):
            mover(book, by, [(outsider.id, "Eve")], anybody=True)
        with pytest.raises(NotYours):
            of_team(book, by)
