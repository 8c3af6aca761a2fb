"""`piton doctor` on what does not get on: a sentence that says what to do, and names nobody."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import create_engine, update
from sqlalchemy.pool import NullPool

from bot import stuck
from bot.config import Settings
from bot.doctor import _work
from bot.ledger import Stuck
from bot.ledger.depth import What
from storage.address import normal
from storage.schema import migrate
from storage.tables import plans, rounds, slots
from tests.factories import make_person, utc
from tests.shell import Shell

SINCE = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Stuck("overdue", "channel", 2, since=SINCE),
            (
                "2 channels are due since 02 Nov 09:00 UTC, and nobody acts. Start `piton run` (or a worker);"
                " if one runs, its log says why."
            ),
        ),
        (
            Stuck("overdue", "round", 1, since=SINCE),
            (
                "1 round is due since 02 Nov 09:00 UTC, and nobody acts. Start `piton run` (or a worker); "
                "if one runs, its log says why."
            ),
        ),
        (
            Stuck("doubtful", "message", 1, since=SINCE),
            (
                "1 message to people directly is in doubt since 02 Nov 09:00 UTC: whether Slack took it is "
                "looked up in its history, which does not work. What is said below of scopes and messages "
                "says why, or the log at `in doubt` and `not delivered`."
            ),
        ),
        (
            Stuck("kept", "message", 3, "data", "is_archived"),
            (
                "3 messages to the team data are kept until it can be sent: the channel is archived: "
                "unarchive it, or end its standup."
            ),
        ),
        (
            Stuck("tried", "message", 1, "data", since=SINCE),
            (
                "1 message to the team data is refused five times or more since 02 Nov 09:00 UTC. The log "
                "says what Slack answers, at `not delivered`."
            ),
        ),
        (
            Stuck("crashing", "plan", 1),
            (
                "1 plan is left alone, as three times the process died over it. The log's last lines before"
                " each crash say where; please report it to whoever develops Piton."
            ),
        ),
        (
            Stuck("unreachable", "message", 2, "", "user_disabled", SINCE),
            "2 messages to people directly are given up in the last day: whom they are for has left.",
        ),
        (
            Stuck("unreachable", "message", 1, "", "KeyError"),
            (
                "1 message to people directly is given up in the last day: `KeyError` is what Slack says, "
                "or where our own code failed."
            ),
        ),
        (
            Stuck("paced", "workspace", 1, since=SINCE),
            "1 workspace is paused at Slack's wish until 02 Nov 09:00 UTC; what is owed goes then.",
        ),
    ],
)
def test_each_sort_has_its_sentence(found: Stuck, sentence: str) -> None:
    assert stuck.says(found) == sentence


def test_what_is_in_order_though_it_does_not_get_on_is_no_failure() -> None:
    sorts: tuple[What, ...] = get_args(What)
    assert [each for each in sorts if stuck.well(Stuck(each, "message", 1))] == [
        "kept",
        "unreachable",
        "paced",
    ]


def of(place: Path | str) -> Settings:
    url = place if isinstance(place, str) else f"sqlite:///{place}/piton.db"
    return Settings(_env_file=None, database_url=url)  # type: ignore[call-arg] # the library's own


def change(place: Path | str, sent_at: datetime, tries: int) -> None:
    """The doctor looks at the real time, so what a test's clock left behind is laid aside."""
    engine = create_engine(normal(of(place).database_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(update(slots).values(sent_at=sent_at))
        connection.execute(update(rounds).values(wake_at=None, tries=tries))
        connection.execute(update(plans).values(wake_at=None))


async def test_the_doctor_looks_while_the_bot_holds_the_database(shell: Shell) -> None:
    await shell.people(make_person("Ada"))
    await shell.set_up("Ada", "Ada")
    await shell.to(utc("24 09:29"))
    shell.messenger.fail("post", "unreachable")
    await shell.to(utc("24 09:31"))
    now = datetime.now(UTC)
    change(shell.place, sent_at=now - timedelta(days=2), tries=0)
    nothing = "nothing is stuck: 0 waiting to be sent, 0 in doubt, 0 kept."
    assert await _work(of(shell.place)) == [(True, nothing)]
    change(shell.place, sent_at=now, tries=3)
    [(crashing, round_), (given_up, message)] = await _work(of(shell.place))
    assert (crashing, round_.partition(",")[0]) == (False, "1 round is left alone")
    assert (given_up, message.partition(":")[0]) == (
        True,
        "1 message to people directly is given up in the last day",
    )


async def test_a_database_that_is_not_there_or_old_is_left_as_it_is(tmp_path: Path) -> None:
    assert await _work(of(tmp_path)) == []
    assert not (tmp_path / "piton.db").exists()
    await asyncio.to_thread(migrate, tmp_path / "piton.db")
    assert len(await _work(of(tmp_path))) == 1
