"""News: who leads is told once, not in their quiet hours, and the round is over when all were told."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.ceremonies import news
from bot.ceremonies.news import News, Story
from bot.model import Dm, Notice, PlanChanged, Room, Round, RoundId, Tick, Turn
from tests.factories import PLAN, WORKSPACE, make_book, make_member, make_team, utc

ADA = make_member("Ada")
BEA = replace(make_member("Bea"), quiet=(time(20), time(8)))
ARCHIVED = News("archived", "standup", "data")


def round_of(turn: Turn[News]) -> Round[News]:
    return Round(
        RoundId("news-1"),
        WORKSPACE,
        make_team().id,
        news.KIND,
        "archived/1",
        utc("24 21:00"),
        turn.state,
        PLAN,
        turn.wake_at,
        turn.over,
    )


def story(place: Any, **more: object) -> Notice:  # noqa: ANN401 — whichever place
    return replace(Story(place, RoundId("news-1"), "archived", "standup", "data"), **more)  # type: ignore[arg-type]


def test_all_are_told_at_once_and_it_is_over() -> None:
    opening = news.opening("archived/1", ARCHIVED, [ADA, BEA], utc("24 12:00"))
    assert (opening.kind, opening.key) == ("news", "archived/1")
    assert (opening.turn.over, opening.turn.wake_at) == (True, None)
    assert news.show(round_of(opening.turn)) == {
        "tell:UADA": story(Dm(ADA.id)),
        "tell:UBEA": story(Dm(BEA.id)),
    }


def test_quiet_hours_are_waited_for() -> None:
    turn = news.opening("archived/1", ARCHIVED, [ADA, BEA], utc("24 21:00")).turn
    assert (turn.over, turn.wake_at) == (False, utc("25 08:00"))
    round_ = round_of(turn)
    assert list(news.show(round_)) == ["tell:UADA"]
    for act in (PlanChanged(), Tick()):
        assert news.advance(round_, act, None, utc("25 07:59"), make_book()) == turn
    after = news.advance(round_, Tick(), None, utc("25 08:00"), make_book())
    assert (after.over, list(news.show(round_of(after)))) == (True, ["tell:UADA", "tell:UBEA"])
    assert news.advance(round_of(after), Tick(), None, utc("25 09:00"), make_book()) == after


def test_with_nobody_to_tell_the_channel_reads_it() -> None:
    told = replace(ARCHIVED, what="leaderless", name="Ada", day=date(2026, 11, 25))
    turn = news.opening("leaderless/1", told, [], utc("24 12:00")).turn
    assert turn.over
    assert news.show(round_of(turn)) == {
        "tell": story(Room(), what="leaderless", name="Ada", day=date(2026, 11, 25))
    }
