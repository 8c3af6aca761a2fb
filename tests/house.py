"""A team that Ada founded, over a real store: what is done in it, at the shell's moment."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.ledger import Ledger
from bot.model import Team
from bot.shell import backlog
from tests.factories import CHANNEL, WORKSPACE, member_id
from tests.shell import Shell

T = TypeVar("T")
ADA, BEN = member_id("Ada"), member_id("Ben")


class House:
    """A team, and what is done in it."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    @property
    def now(self) -> datetime:
        return self.shell.clock.now()

    async def do(self, fn: Callable[[Ledger, Team], T]) -> T:
        """A transaction, and all that comes of it at once."""

        def inside(ledger: Ledger) -> T:
            return fn(ledger, backlog.team_for(ledger, WORKSPACE, CHANNEL, "data", ADA, self.now))

        return await self.shell.run(inside)
