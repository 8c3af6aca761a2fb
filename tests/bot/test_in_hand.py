"""What is in hand, when the database or the process itself is held up at the worst moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.delivery import Delivery
from bot.errors import Busy
from bot.ledger import Ledger, Parcel
from tests.doubles import RememberingMessenger, SetClock
from tests.factories import WORKSPACE, make_person, utc
from tests.shell import Shell

T = TypeVar("T")


class Held:
    """A database that somebody else holds."""

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        del fn, about
        raise Busy

    async def read(self, _fn: Callable[[Ledger], T]) -> T:
        raise Busy

    async def close(self) -> None:
        """It was never open."""


async def test_a_database_that_is_held_in_a_rush_leaves_no_channel_in_hand() -> None:
    clock = SetClock(utc("24 09:30"))
    delivery = Delivery(Held(), RememberingMessenger(clock), clock)
    await delivery.deliver([(WORKSPACE, f"U{number}") for number in range(200)])
    assert delivery._in_hand == set(), "else nobody would ever send to them again"


async def test_who_was_held_up_between_taking_a_message_and_sending_it_looks_it_up_first(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another may have taken it for lost meanwhile, and sent it."""
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:29"))
    run = shell.store.run
    held_up: list[str] = []

    async def slowly(fn: Callable[[Ledger], Any], about: str = "") -> Any:  # noqa: ANN401 — whatever it gives
        done = await run(fn, about)
        if isinstance(done, Parcel) and not held_up:
            held_up.append(done.name)
            shell.clock.moment += timedelta(seconds=20)
        return done

    monkeypatch.setattr(shell.store, "run", slowly)
    await shell.to(utc("24 09:32"))
    assert held_up == ["ask:UADA"]
    assert [call.verb for call in shell.messenger.calls] == ["find", "post"]
    assert len(shell.messenger.messages) == 1
