"""What crashes whoever takes it up: how long it is left alone, and that nobody who was beside it is blamed."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.ledger import Address, Ledger, Ref
from bot.model import Notice
from bot.suspects import rest
from tests.factories import make_person, utc
from tests.shell import Shell

NAMES = ("Ada", "Ben", "Cai", "Dee", "Eve")


@pytest.mark.parametrize(
    ("taken", "seconds"),
    [
        (0, 0),
        (1, 0),
        (2, 0),
        (3, 5),
        (4, 20),
        (5, 80),
        (6, 320),
        (7, 1280),
        (8, 3600),
        (9, 3600),
        (10**9, 3600),
    ],
)
def test_it_rests_the_longer_the_more_often_it_crashed(taken: int, seconds: int) -> None:
    assert rest(taken) == timedelta(seconds=seconds)


async def test_those_beside_a_message_that_crashes_us_are_sent(shell: Shell) -> None:
    """Whenever Ada's prompt is on its way the process dies, and with it whatever else is on its way."""
    await shell.people(*map(make_person, NAMES))
    await shell.set_up("Ada", *NAMES)
    await shell.to(utc("24 09:29"))
    real, deadly = shell.messenger.post, True
    dead: list[str] = []

    async def killed(_fn: Callable[[Ledger], Any], _about: str = "") -> Any:  # noqa: ANN401 — whatever it would have given
        raise asyncio.CancelledError

    async def post(to: Address, notice: Notice, key: str) -> Ref:
        if to.target == "UADA" and deadly:
            dead.append(to.target)
            shell.store.run = killed  # type: ignore[assignment,method-assign] # who is dead takes nothing up
        await asyncio.sleep(0.05)
        if dead:
            raise asyncio.CancelledError
        return await real(to, notice, key)

    shell.messenger.post = post  # type: ignore[method-assign] # a fault of our own
    deaths = []
    for minute in range(30, 40):
        dead.clear()
        try:
            await shell.to(utc(f"24 09:{minute}"))
        except asyncio.CancelledError:
            deaths.append(minute)
            await shell.stop()
            shell.open()
    assert len(deaths) == 7, "less and less often"
    assert sorted(each.to.target for each in shell.messenger.messages) == ["UBEN", "UCAI", "UDEE", "UEVE"]
    assert shell.rows("SELECT channel FROM slots WHERE taken > 0") == [("UADA",)]
    deadly = False
    await shell.to(utc("24 10:10"))
    told = [each.to.target for each in shell.messenger.messages]
    assert told.count("UADA") == 1, "a new version knows better"
