"""The form for days away."""

from datetime import date

import pytest

from bot.errors import BadInput
from handlers.slack.home.away_form import read, view
from tests.handlers.slack.submitted import submitted

TODAY = date(2026, 11, 24)


def refusal(first: str | None, last: str | None = None) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        read(submitted(view(TODAY), first=first, last=last), TODAY)
    return caught.value.field, caught.value.sentence


def test_one_day_needs_no_last_one() -> None:
    assert read(submitted(view(TODAY)), TODAY) == (TODAY, TODAY)
    both = submitted(view(TODAY), first="2026-12-24", last="2027-01-02")
    assert read(both, TODAY) == (date(2026, 12, 24), date(2027, 1, 2))


def test_days_that_began_before_today_are_taken() -> None:
    begun = submitted(view(TODAY), first="2026-11-20", last="2026-11-24")
    assert read(begun, TODAY) == (date(2026, 11, 20), TODAY)


def test_days_that_make_no_sense_are_refused_at_their_field() -> None:
    assert refusal("2026-11-24", "2026-11-23") == ("last", "That is before Tue 24 Nov.")
    assert refusal("2026-11-20", "2026-11-23") == ("last", "That is past already.")
    assert refusal("2026-11-20") == ("first", "That is past already.")
    assert refusal("2026-11-24", "2028-11-24")[0] == "last"
    assert refusal("9999-12-31") == ("first", "That is too far ahead.")
    assert refusal("2028-12-24", "2028-12-26") == ("first", "That is too far ahead.")
    assert refusal(None) == ("first", "Pick the first day.")
    assert refusal("soon") == ("first", "Pick a date.")
