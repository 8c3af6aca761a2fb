"""A blocker's life: who may do what to it, and who hears of it."""

from datetime import date

import pytest

from bot.ceremonies import blocker
from bot.ceremonies.blocker import Acknowledge, Blocker, BlockerMoved, Carry, Reopen, Resolve, Reword
from bot.errors import Settled
from bot.model import Act, BlockerStands, Obstacle, Round, RoundId, Standing, Tell, Thread, Turn
from tests.factories import TUESDAY, WORKSPACE, make_book, make_team, member_id, utc

HERE, THERE = RoundId("tuesday"), RoundId("wednesday")
OWN = RoundId("blocker")
BEGUN = Blocker(member_id("Ada"), "Ada", "no GPU", TUESDAY, (HERE,))


def make_round(state: Blocker = BEGUN) -> Round[Blocker]:
    key = f"{date(2026, 11, 24)}/UADA"
    return Round(OWN, WORKSPACE, make_team().id, "blocker", key, utc("24 09:40"), state)


def after(*acts: Act) -> Turn[Blocker]:
    """The turn that the last of these acts makes."""
    turn = Turn(BEGUN)
    for act in acts:
        turn = blocker.advance(make_round(turn.state), act, None, utc("24 10:00"), make_book())
    return turn


def stands(standing: Standing, helper: str = "", text: str = "no GPU") -> Obstacle:
    return Obstacle(OWN, member_id("Ada"), text, TUESDAY, standing, helper)


@pytest.mark.parametrize(
    ("acts", "now", "over"),
    [
        ([Acknowledge("Bea")], stands("acknowledged", "Bea"), False),
        ([Resolve("Bea")], stands("resolved", "Bea"), True),
        ([Acknowledge("Bea"), Resolve("Cal")], stands("resolved", "Cal"), True),
        ([Resolve("Bea"), Reopen()], stands("open"), False),
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
        (BlockerStands(now),),
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
    assert after(Reopen()) == Turn(BEGUN)


def test_its_card_stands_below_each_digest_that_speaks_of_it() -> None:
    shown = blocker.show(make_round(after(Carry(THERE), Acknowledge("Bea")).state))
    assert list(shown) == ["card:tuesday", "card:wednesday"]
    assert shown["card:wednesday"] == blocker.Card(
        Thread("digest", THERE), OWN, "Ada", "no GPU", TUESDAY, "acknowledged", "Bea"
    )
