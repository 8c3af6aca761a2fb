"""An assumption that is taken back, or reads otherwise, over both stores."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import assumptions
from bot.ceremonies.assumption import Assumption, Change, Draft, TakeBack
from bot.ceremonies.assumption.shown import Card
from bot.errors import BadInput, NotYours, Settled
from bot.ledger import Ledger
from bot.model import MemberId, Round, Team
from tests.bot.assumed import ADA, BEN, DAY, WORK, ZOE, Log, log
from tests.factories import WORKSPACE, utc

__all__ = ["log"]


async def change(log: Log, round_: Round[Any], by: MemberId = BEN, **more: Any) -> Assumption:  # noqa: ANN401
    draft = replace(Draft("Customers log in weekly", BEN, "They did last spring", WORK, DAY), **more)
    present = frozenset({ADA, BEN})
    made = await log.do(
        lambda ledger, _: assumptions.change(
            ledger, WORKSPACE, round_.id, Change(draft), by, log.now, present
        )
    )
    return made.round.state


async def test_what_is_taken_back_is_gone_from_log_card_and_rows_and_its_number_is_not_given_again(
    log: Log,
) -> None:
    one = await log.record("A slip of mine")
    await change(log, one, text="Another slip of mine", day=DAY)
    await log.do(lambda ledger, _: assumptions.do(ledger, WORKSPACE, one.id, TakeBack(), BEN, log.now))
    assert await log.listed() == []
    rows = repr(log.shell.rows("SELECT state FROM rounds")) + repr(log.shell.rows("SELECT payload FROM acts"))
    assert "slip" not in rows
    assert [each.notice.moot for each in log.shell.messenger.messages if isinstance(each.notice, Card)] == [
        True
    ]
    two = await log.record()
    assert two.state.number == 2

    def look(ledger: Ledger, team: Team) -> None:
        found = assumptions.numbered(ledger, [team], 1)
        with pytest.raises(Settled, match="Assumption #1 was taken back"):
            assumptions.require_open(found)
        with pytest.raises(Settled, match="Assumption #1 was taken back"):
            assumptions.to_change(ledger, WORKSPACE, one.id, BEN)
        assert not assumptions.may_take_back(ledger, found, BEN, log.now)

    await log.do(look)
    await log.shell.to(utc("2026-12-02 15:00"))
    assert log.told(BEN) == ["day"], "of the second"


async def test_handed_over_it_is_the_new_owners_who_gets_a_seat_and_is_asked(log: Log) -> None:
    one = await log.record()
    with pytest.raises(BadInput, match="is not in #data") as refused:
        await change(log, one, owner=ZOE)
    assert refused.value.field == "owner"
    assert (await change(log, one, owner=ADA, work=("Third",))).owner.id == ADA
    with pytest.raises(NotYours):
        await change(log, one, by=ZOE)
    await log.shell.to(utc("2026-12-01 15:00"))
    assert (log.told(ADA), log.told(BEN)) == (["day"], [])
    assert [each[1] for each in await log.backlog()] == []
    await log.breaks(one, "Third", by=ADA)
    with pytest.raises(Settled, match="has said already"):
        await change(log, one)


async def test_of_two_who_change_it_at_once_the_last_holds_and_both_are_whole(log: Log) -> None:
    one = await log.record()
    await asyncio.gather(
        change(log, one, text="One", why="One"), change(log, one, by=ADA, text="Two", why="Two")
    )
    state = await log.now_of(one)
    assert state.text == state.why
    assert state.text in {"One", "Two"}
