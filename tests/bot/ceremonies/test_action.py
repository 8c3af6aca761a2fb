"""An action of a retro: what it may be, and what people do to it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.ceremonies.action import (
    TEXT,
    Carry,
    Change,
    Done,
    Draft,
    Drop,
    HandOver,
    Keep,
    Reopen,
    Take,
    begin,
    check,
)
from bot.ceremonies.action.shown import Over
from bot.ceremonies.action.state import Ended
from bot.errors import BadInput, NotYours, Settled
from bot.model import Act, Dm, MemberChanged, RoundId, Tick
from tests.bot.ceremonies.agreed import ADA, AGREED, BEN, FRIDAY, LEA, NEXT, RETRO, Desk
from tests.factories import AUCKLAND, NEW_YORK, make_book, make_member, member_id, utc

# What it may be.


def test_what_was_typed_is_cleaned() -> None:
    typed = Draft("  Split the job\n", ADA.id, FRIDAY, " https://x.org/1 ")
    assert check(make_book(ADA), typed, utc(AGREED)) == Draft(
        "Split the job", ADA.id, FRIDAY, "https://x.org/1"
    )
    longest = replace(typed, text="é" * TEXT, link="", due=date(2026, 11, 23))
    assert check(make_book(ADA), longest, utc(AGREED)) == longest


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": " \n "}, "text", "what is to be done"),
        ({"text": "x" * 301}, "text", "300 characters at most; this has 301"),
        ({"text": "x" * 10_000}, "text", "10000"),
        ({"owner": member_id("Zoe")}, "owner", "somebody of this team"),
        ({"owner": member_id("Tom")}, "owner", "somebody of this team"),
        ({"due": date(2026, 11, 22)}, "due", "past"),
        ({"due": date(2028, 11, 24)}, "due", "two years"),
        ({"due": date.max}, "due", "two years"),
        ({"due": date.min}, "due", "past"),
        ({"link": "javascript:alert(1)"}, "link", "http"),
        ({"link": "x.org"}, "link", "http"),
        ({"link": "https://"}, "link", "http"),
        ({"link": "https://x.org/a b"}, "link", "no spaces"),
        ({"link": "https://x.org/\u202efdp"}, "link", "http"),
        ({"link": "http://["}, "link", "http"),
        ({"link": "https://x.org/" + "x" * 500}, "link", "500 characters"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(change: dict[str, Any], field: str, words: str) -> None:
    book = make_book(ADA, LEA, make_member("Tom", active=False))
    draft = replace(Draft("Split the job", ADA.id, FRIDAY), **change)
    with pytest.raises(BadInput, match=words) as refused:
        check(book, draft, utc(AGREED))
    assert refused.value.field == field
    with pytest.raises(BadInput, match=words):
        begin(book, draft, utc(AGREED), RETRO)
    desk = Desk()
    desk.members = (ADA, BEN, LEA, make_member("Tom", active=False))
    before = desk.state
    with pytest.raises(BadInput, match=words) as refused:
        desk.act(Change(draft))
    assert (refused.value.field, desk.state) == (field, before)


@pytest.mark.parametrize(("zone", "fits"), [(AUCKLAND, False), (NEW_YORK, True)])
def test_today_is_by_its_owners_calendar(zone: str, fits: bool) -> None:
    """On Monday afternoon in London it is Tuesday in Auckland."""
    owner = make_member("Ada", zone)
    draft = Draft("Split the job", owner.id, date(2026, 11, 23))
    if fits:
        assert check(make_book(owner), draft, utc(AGREED)) == draft
    else:
        with pytest.raises(BadInput, match="past"):
            check(make_book(owner), draft, utc(AGREED))


# What people do.


def test_still_open_with_another_day_is_reminded_of_anew() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(date(2026, 12, 4), "The cluster is full"), at="27 10:00")
    assert [each.over for each in desk.nudges()] == [Over(open=True), Over(open=True)]
    assert desk.stands()[-1].why == "The cluster is full"
    desk.to("2026-12-10 12:00")
    assert desk.reminders()[2:] == [("mid", utc("30 09:00")), ("due", utc("2026-12-04 09:00"))]


def test_still_open_without_a_day_is_left_alone_until_the_next_retro() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(), at="27 10:00")
    assert desk.nudges()[-1].over == Over(open=True)
    desk.to("2026-12-10 12:00")
    assert len(desk.told()) == 2


def test_the_same_day_once_more_is_not_reminded_of_twice() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Keep(FRIDAY), at="27 10:00")
    desk.to("2026-12-10 12:00")
    assert len(desk.told()) == 2


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (Drop(" "), "why"),
        (Drop("x" * 301), "why"),
        (Keep(None, "x" * 301), "why"),
        (Keep(date(2026, 11, 22)), "due"),
        (Keep(date(2030, 1, 1)), "due"),
        (HandOver(member_id("Zoe")), "owner"),
    ],
)
def test_what_is_said_of_it_must_fit(act: Act, field: str) -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(BadInput) as refused:
        desk.act(act)
    assert (refused.value.field, desk.state) == (field, before)


def test_done_it_is_over_and_says_so_in_a_line() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Done(), at="27 10:00")
    ended = Ended("done", ADA.id, "Ada", utc("27 10:00"))
    assert desk.round.over
    assert desk.round.wake_at is None
    assert {each.over for each in desk.nudges()} == {Over(ended)}
    assert [each.last for each in desk.nudges()] == [False, True]
    for act in (Done(), Drop("No"), Keep(), Take(), HandOver(BEN.id), Change(Draft("x", ADA.id, FRIDAY))):
        with pytest.raises(Settled, match="Ada has said that it is done"):
            desk.act(act, "Lea")
    assert desk.act(Tick()).over


def test_what_was_ended_can_be_had_back_for_a_week() -> None:
    desk = Desk(date(2026, 12, 4)).to("24 09:00")
    desk.act(Drop("We do not need it"), "Lea")
    assert desk.stands()[-1].standing == "dropped"
    assert desk.stands()[-1].why == "We do not need it"
    desk.act(Reopen(), at="26 09:00")
    assert (desk.round.over, desk.state.ended) == (False, None)
    desk.to("2026-12-04 12:00")
    assert desk.reminders()[-1] == ("due", utc("2026-12-04 09:00"))
    with pytest.raises(Settled, match="open"):
        desk.act(Reopen())
    desk.act(Done())
    with pytest.raises(NotYours):
        desk.act(Reopen(), "Ben")
    with pytest.raises(Settled, match="more than a week"):
        desk.act(Reopen(), at="2026-12-11 12:01")


def test_had_back_after_its_day_nobody_is_told_of_a_day_that_is_past() -> None:
    desk = Desk().to("24 09:00")
    desk.act(Done())
    desk.act(Reopen(), at="28 10:00")
    assert desk.to("2026-12-10 12:00").told() == []


def test_had_back_it_follows_an_owner_who_left_meanwhile() -> None:
    desk = Desk().to("24 09:00")
    desk.act(Done())
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert not desk.state.missed
    desk.act(Reopen(), "Lea")
    assert [each.place for each in desk.shown().values() if not each.moot] == [Dm(LEA.id)]


def test_only_its_owner_and_leads_say_how_it_stands() -> None:
    desk = Desk()
    for act in (
        Done(),
        Drop("No"),
        Keep(),
        Take(),
        HandOver(BEN.id),
        Change(Draft("Other", BEN.id, FRIDAY)),
        Done(NEXT.round),
    ):
        with pytest.raises(NotYours, match="Only Ada"):
            desk.act(act, "Ben")
    with pytest.raises(NotYours):
        desk.act(Done(), "Zoe")
    desk.act(Done(), "Lea")
    assert desk.state.ended == Ended("done", LEA.id, "Lea", desk.at)


@pytest.mark.parametrize("act", [Done, lambda it: Drop("No", it), lambda it: Keep(None, "Soon", it)])
def test_what_a_retro_that_shows_it_tells_was_judged_there(act: Any) -> None:  # noqa: ANN401
    desk = Desk()
    desk.act(Carry(NEXT), "Ben")
    for source in (RETRO, NEXT):
        other = Desk()
        other.round = desk.round
        other.act(act(source.round), "Ben")
        assert other.state != desk.state
    with pytest.raises(NotYours):
        desk.act(act(RoundId("retro-3")), "Ben")


def test_it_reads_differently_from_now_on() -> None:
    desk = Desk().to("27 09:00")
    desk.act(Change(Draft(" Split both jobs ", ADA.id, FRIDAY, "https://x.org")), at="2026-12-01 09:00")
    assert (desk.state.text, desk.state.link, desk.state.due) == ("Split both jobs", "https://x.org", FRIDAY)
    assert {each.text for each in desk.nudges()} == {"Split both jobs"}
    assert desk.to("2026-12-10 12:00").told()[2:] == [], "its day, which is past, stays"
    desk.act(Change(Draft("Split both jobs", BEN.id, date(2026, 12, 14))), at="2026-12-10 12:00")
    desk.to("2026-12-20 12:00")
    assert desk.told()[2:] == [
        ("yours", BEN.id, utc("2026-12-10 12:00")),
        ("due", BEN.id, utc("2026-12-14 09:00")),
    ]


def test_handed_over_in_their_night_they_are_told_in_their_morning_and_once() -> None:
    owner = make_member("Ben", AUCKLAND)
    desk = Desk(date(2026, 12, 4), members=(ADA, owner, LEA)).to("24 09:00")
    desk.act(HandOver(owner.id), "Lea", at="24 12:00")
    assert desk.told() == []
    desk.to("25 12:00")
    assert desk.told() == [("yours", owner.id, utc("24 20:00"))]
    desk.act(HandOver(LEA.id), "Lea")
    assert [each.over for each in desk.nudges()] == [Over(now="Lea")]
    with pytest.raises(Settled, match="Lea does it already"):
        desk.act(Take(), "Lea")
    with pytest.raises(NotYours, match="Only Lea"):
        desk.act(Done())


def test_handed_over_on_its_day_it_is_said_once() -> None:
    owner = make_member("Ada", NEW_YORK)
    desk = Desk(owner=owner).to("27 10:00")
    desk.act(HandOver(BEN.id), "Lea")
    desk.to("2026-12-10 12:00")
    assert [each[:2] for each in desk.told() if each[1] == BEN.id] == [("yours", BEN.id)]
