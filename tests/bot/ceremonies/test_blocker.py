"""A blocker's life: who may do what to it, and who hears of it."""

from datetime import date

import pytest

from bot.ceremonies import blocker
from bot.ceremonies.blocker import (
    Acknowledge,
    Blocker,
    BlockerMoved,
    Carry,
    HandBack,
    Reopen,
    Resolve,
    Reword,
)
from bot.errors import NotYours, Settled
from bot.model import Act, BlockerStands, MemberId, Obstacle, Round, RoundId, Standing, Tell, Thread, Turn
from tests.factories import TUESDAY, WORKSPACE, make_book, make_member, make_team, member_id, utc

HERE, THERE = RoundId("tuesday"), RoundId("wednesday")
OWN = RoundId("blocker")
BEGUN = Blocker(member_id("Ada"), "Ada", "no GPU", TUESDAY, (HERE,))


def make_round(state: Blocker = BEGUN) -> Round[Blocker]:
    key = f"{date(2026, 11, 24)}/UADA"
    return Round(OWN, WORKSPACE, make_team().id, "blocker", key, utc("24 09:40"), state)


TEAM = make_book(
    make_member("Ada"), make_member("Bea"), make_member("Lea", roles=("lead",)), make_member("Cal")
)


def after(*acts: Act) -> Turn[Blocker]:
    """The turn that the last of these acts makes."""
    turn = Turn(BEGUN)
    for act in acts:
        turn = moved(turn.state, act)
    return turn


def moved(state: Blocker, act: Act, by: MemberId | None = None, at: str = "24 10:00") -> Turn[Blocker]:
    return blocker.advance(make_round(state), act, by, utc(at), TEAM)


def stands(standing: Standing, helper: str = "", text: str = "no GPU") -> Obstacle:
    return Obstacle(OWN, member_id("Ada"), text, TUESDAY, standing, helper)


@pytest.mark.parametrize(
    ("acts", "now", "over"),
    [
        ([Acknowledge("Bea")], stands("acknowledged", "Bea"), False),
        ([Resolve("Bea")], stands("resolved", "Bea"), True),
        ([Acknowledge("Bea"), Resolve("Cal")], stands("resolved", "Cal"), True),
        ([Resolve("Bea"), Reopen()], stands("open"), False),
        ([Acknowledge("Bea"), HandBack()], stands("open"), False),
        ([Acknowledge("Bea"), HandBack(), Acknowledge("Cal")], stands("acknowledged", "Cal"), False),
        ([Reword("no data")], stands("open", text="no data"), False),
        ([Acknowledge("Bea"), Reword("no data")], stands("acknowledged", "Bea", "no data"), False),
        ([Reword("")], stands("withdrawn"), True),
        ([Reword(""), Reword("no data")], stands("open", text="no data"), False),
        ([Resolve("Bea"), Reword("again")], stands("open", text="again"), False),
    ],
)
def test_where_a_blocker_stands_after_what_was_done(acts: list[Act], now: Obstacle, *, over: bool) -> None:
    turn = after(*acts)
    assert (turn.entries, turn.tells, turn.over) == (
        (BlockerStands(now, ended_at=utc("24 10:00") if over else None),),
        (Tell(HERE, BlockerMoved(now)),),
        over,
    )


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        ([Acknowledge("Bea"), Acknowledge("Cal")], "Bea is looking into this already."),
        ([Resolve("Bea"), Resolve("Cal")], "Bea resolved this already."),
        ([Resolve("Bea"), Acknowledge("Cal")], "Bea resolved this already."),
        ([Reword(""), Resolve("Bea")], "Ada has taken this blocker back."),
        ([Reword(""), Acknowledge("Bea")], "Ada has taken this blocker back."),
        ([Reword(""), Reopen()], "Ada has taken this blocker back."),
        ([Acknowledge("Bea"), Reword(""), HandBack()], "Ada has taken this blocker back."),
        ([Acknowledge("Bea"), Resolve("Cal"), HandBack()], "Cal resolved this already."),
        ([Resolve("Cal"), Reopen(), Acknowledge("Bea"), Reopen()], "Bea is looking into this already."),
    ],
)
def test_who_comes_second_is_told_who_was_first(acts: list[Act], sentence: str) -> None:
    with pytest.raises(Settled) as refusal:
        after(*acts)
    assert refusal.value.sentence == sentence


def test_every_round_that_speaks_of_it_hears_of_it() -> None:
    now = stands("resolved", "Bea")
    assert after(Carry(THERE), Resolve("Bea")).tells == (
        Tell(HERE, BlockerMoved(now)),
        Tell(THERE, BlockerMoved(now)),
    )


def test_being_carried_is_no_news_and_counts_once() -> None:
    turn = after(Carry(THERE), Carry(THERE))
    assert (turn.state.seen_in, turn.entries, turn.tells) == ((HERE, THERE), (), ())


def test_what_changes_nothing_tells_nobody() -> None:
    assert after(Reopen()) == after(HandBack()) == Turn(BEGUN)


@pytest.mark.parametrize("name", ["Bea", "Ada", "Lea"])
def test_who_is_on_it_its_owner_and_leads_hand_it_back_and_who_was_on_it_hears_of_it(name: str) -> None:
    helped = moved(BEGUN, Acknowledge("Bea"), member_id("Bea")).state
    turn = moved(helped, HandBack(), member_id(name))
    assert turn.state == BEGUN
    assert turn.entries == (BlockerStands(stands("open"), member_id("Bea")),)


def test_nobody_else_hands_it_back() -> None:
    helped = moved(BEGUN, Acknowledge("Bea"), member_id("Bea")).state
    for name in ("Cal", "Zoe"):  # one of the team, and somebody else in the channel
        with pytest.raises(NotYours, match="Only Bea, Ada and the team's leads can hand this back"):
            moved(helped, HandBack(), member_id(name))


def test_one_that_an_earlier_version_wrote_without_who_is_on_it_is_handed_back_by_anyone() -> None:
    old = Blocker(member_id("Ada"), "Ada", "no GPU", TUESDAY, (HERE,), "acknowledged", "Bea")
    assert moved(old, HandBack(), member_id("Cal")).state == BEGUN


@pytest.mark.parametrize("act", [HandBack(), Reopen()])
def test_what_its_owner_took_back_never_stands_again_by_a_button(act: Act) -> None:
    withdrawn = after(Acknowledge("Bea"), Reword("")).state
    for name in ("Ada", "Bea", "Lea"):
        with pytest.raises(Settled):
            moved(withdrawn, act, member_id(name))


def test_its_card_stands_below_each_digest_that_speaks_of_it() -> None:
    shown = blocker.show(make_round(after(Carry(THERE), Acknowledge("Bea")).state))
    assert list(shown) == ["card:tuesday", "card:wednesday"]
    assert shown["card:wednesday"] == blocker.Card(
        Thread("digest", THERE), OWN, "Ada", "no GPU", TUESDAY, "acknowledged", "Bea"
    )


def test_it_ends_when_it_is_resolved_and_not_when_its_answer_is_changed_later() -> None:
    resolved = moved(BEGUN, Resolve("Bea"), at="24 11:00").state
    assert resolved.ended_at == utc("24 11:00")
    assert moved(resolved, Reword(""), at="25 09:30").state.ended_at == utc("24 11:00")


def test_what_is_in_the_way_after_all_has_not_ended_and_ends_anew() -> None:
    back = moved(moved(BEGUN, Resolve("Bea")).state, Reopen(), at="25 09:00")
    assert back.state.ended_at is None
    assert back.entries == (BlockerStands(stands("open")),)
    assert moved(back.state, Resolve("Cal"), at="26 09:00").state.ended_at == utc("26 09:00")
