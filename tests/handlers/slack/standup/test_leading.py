"""What leads do with a standup, and what nobody else sets going by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ledger import Job, Ledger
from bot.model import Held, Plan
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, Door, Json, trigger


def resume(user: str) -> Json:
    return {
        "command": "/standup",
        "text": "resume",
        "user_id": user,
        "user_name": "x",
        "channel_id": ROOM,
        "channel_name": "data",
        "team_id": "T1",
        "trigger_id": trigger(),
    }


async def stands(door: Door, state: str, held: Held) -> None:
    """Let the standup be in this state, and forget all that was to be looked at."""

    def do(ledger: Ledger) -> None:
        plan = plan_of(ledger)
        ledger.plans.put(replace(plan, state=state, held=held))  # type: ignore[arg-type] # a test's short way
        for _, thing in noted(ledger):
            ledger.checks.done(HERE, thing, NOW + timedelta(days=1))

    await door.store.run(do)


def plan_of(ledger: Ledger) -> Plan:
    team = ledger.roster.team_in(HERE, ROOM)
    plan = ledger.plans.of(team, "standup") if team else None
    assert plan
    return plan


def noted(ledger: Ledger) -> list[Job]:
    return list(ledger.checks.claim(NOW + timedelta(hours=1), timedelta(0), 9))


@pytest.mark.parametrize(
    ("user", "state", "held", "looked"),
    [
        (ANN, "paused", "archived", [(HERE, ROOM)]),
        (BEN, "paused", "archived", []),
        ("U9", "paused", "archived", []),
        (ANN, "active", "", []),
        (BEN, "active", "", []),
        (BEN, "paused", "", []),
    ],
)
async def test_only_who_may_resume_what_is_held_makes_us_look_at_the_channel_again(
    door: Door, user: str, state: str, held: Held, looked: list[Job]
) -> None:
    await stands(door, state, held)
    await door.send(resume(user))
    assert await door.store.run(noted) == looked
    assert (await door.store.read(plan_of)).state == state
