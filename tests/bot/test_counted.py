"""What the delivery counts of what becomes of its messages, and how late a prompt is."""

import pytest

from bot import metrics
from tests.bot.test_metrics import value
from tests.doubles import Fault
from tests.factories import make_person, utc
from tests.shell import Shell


class Counts:
    """What was counted since this was made."""

    def __init__(self) -> None:
        self._before = self._all()

    @staticmethod
    def _all() -> dict[str, float]:
        late = {
            f"late {each}": value("piton_prompt_lateness_seconds_bucket", le=each)
            for each in ("0.5", "10.0", "60.0", "+Inf")
        }
        states = {each: value("piton_deliveries_total", state=each) for each in SENT}
        return states | late

    @property
    def new(self) -> dict[str, float]:
        return {
            each: after - self._before[each]
            for each, after in self._all().items()
            if after != self._before[each]
        }


SENT: tuple[metrics.Sent, ...] = ("shown", "edited", "refused", "doubtful", "unreachable", "left out")
IN_TIME = {"late 0.5": 1, "late 10.0": 1, "late 60.0": 1, "late +Inf": 1}


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada in London; it is Tuesday, a minute before she is asked."""
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:29"))
    return shell


async def test_a_prompt_in_time_and_its_edit(team: Shell) -> None:
    counts = Counts()
    await team.to(utc("24 09:30"))
    assert counts.new == {"shown": 1} | IN_TIME
    await team.answer("Ada")
    assert counts.new["edited"] == 1
    assert counts.new["late +Inf"] == 1, "only a prompt can be late"


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("refused", {"refused": 1, "shown": 1, "late 60.0": 1, "late +Inf": 1}),
        ("unreachable", {"unreachable": 1}),
    ],
)
async def test_a_prompt_that_is_refused(team: Shell, fault: Fault, what: dict[str, float]) -> None:
    team.messenger.retry_after = 30
    team.messenger.fail("post", fault)
    counts = Counts()
    await team.to(utc("24 09:31"))
    assert counts.new == what


async def test_a_doubt_that_is_settled_by_looking_it_up(team: Shell) -> None:
    team.messenger.fail("post", "doubtful, stored")
    counts = Counts()
    await team.to(utc("24 09:31"))
    assert counts.new == {"doubtful": 1, "shown": 1, "edited": 1}


async def test_a_process_that_was_down_is_late_by_as_much(team: Shell) -> None:
    counts = Counts()
    team.clock.moment = utc("24 09:30:40")
    await team.settle()
    assert counts.new == {"shown": 1, "late 60.0": 1, "late +Inf": 1}
