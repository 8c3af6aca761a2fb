"""Slack's signature: the example of its documentation, and what is told by the headers alone."""

import pytest

from handlers.signature import PITON, Signature

#: https://api.slack.com/docs/verifying-requests-from-slack
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
AT = 1531420618
HEADERS = {
    "X-Slack-Request-Timestamp": str(AT),
    "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}


def test_slacks_own_example_fits_and_nothing_else_does() -> None:
    seal = Signature(SECRET)
    assert seal.doubt(HEADERS, AT) == ""
    assert seal.fits(HEADERS, BODY)
    assert not seal.fits(HEADERS, BODY + b" ")
    assert not seal.fits(HEADERS | {"X-Slack-Request-Timestamp": str(AT + 1)}, BODY)
    assert not Signature("another").fits(HEADERS, BODY)


@pytest.mark.parametrize(
    ("late", "why"), [(0, ""), (300, ""), (301, "stale"), (-60, ""), (-61, "ahead of time"), (1e9, "stale")]
)
def test_it_is_good_for_five_minutes_and_hardly_ahead(late: float, why: str) -> None:
    assert Signature(SECRET).doubt(HEADERS, AT + late) == why


@pytest.mark.parametrize(
    ("late", "why"), [(0, ""), (300, ""), (301, "stale"), (-300, ""), (-301, "ahead of time")]
)
def test_a_machines_clock_may_be_off_by_five_minutes_to_both_sides(late: float, why: str) -> None:
    headers = {"Piton-Timestamp": str(AT), "Piton-Signature": "v1=" + "0" * 64}
    assert PITON.doubt(headers, AT + late) == why


def test_one_schemes_signature_is_none_of_the_other() -> None:
    renamed = {
        "Piton-Timestamp": str(AT),
        "Piton-Signature": HEADERS["X-Slack-Signature"].replace("v0", "v1"),
    }
    assert not Signature(SECRET, PITON).fits(renamed, BODY)
    assert PITON.doubt(HEADERS, AT) == "unsigned"
