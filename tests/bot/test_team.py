"""The words for who and when."""

from dataclasses import replace

import pytest

from bot.model import Member
from tests.factories import make_member, make_plan

ADA = make_member("Ada")
LOOKS_ON = replace(ADA, roles=("observer", "lead"))


@pytest.mark.parametrize(
    ("member", "everyone", "picked"),
    [
        (ADA, True, True),
        (LOOKS_ON, False, True),  # whoever is picked by name is asked
        (replace(ADA, active=False), False, False),
        (make_member("Bea"), True, False),
        (replace(LOOKS_ON, active=False), False, False),
    ],
)
def test_a_plan_asks_whoever_is_picked_or_all_who_do_not_only_look_on(
    member: Member, *, everyone: bool, picked: bool
) -> None:
    plan = make_plan()
    assert (plan.asks(member), replace(plan, people=(ADA.id,)).asks(member)) == (everyone, picked)
