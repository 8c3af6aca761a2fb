"""Events through the door: what each leads to is noted, what concerns nobody is not, and nothing breaks it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.ledger import Ledger
from handlers.slack.app import LISTENERS
from handlers.slack.front import Front
from handlers.slack.manifest import EVENTS
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, Json, event

USER: Json = {
    "id": ANN,
    "tz": "Europe/London",
    "profile": {"real_name": ANN, "status_text": "in a meeting"},
    "is_bot": False,
}


async def noted(door: Door) -> list[tuple[str, str]]:
    """What is to be checked; it is taken off the list."""

    def take(ledger: Ledger) -> list[tuple[str, str]]:
        found = ledger.checks.claim(NOW, timedelta(0), 99)
        for workspace, thing in found:
            ledger.checks.done(workspace, thing, NOW)
        return [(str(workspace), thing) for workspace, thing in found]

    return await door.store.run(take)


@pytest.mark.parametrize(
    "told",
    [
        event("channel_archive", channel=ROOM, user=BEN),
        event("channel_unarchive", channel=ROOM, user=BEN),
        event("channel_deleted", channel=ROOM),
        event("channel_left", channel=ROOM),
        event("channel_rename", channel={"id": ROOM, "name": "new", "created": 1}),
        event("group_archive", channel=ROOM),
        event("group_unarchive", channel=ROOM),
        event("group_deleted", channel=ROOM),
        event("group_left", channel=ROOM),
        event("group_rename", channel={"id": ROOM, "name": "new"}),
        event("member_joined_channel", channel=ROOM, user="UNEW", channel_type="C"),
        event("member_left_channel", channel=ROOM, user=BEN, channel_type="C"),
    ],
    ids=lambda told: str(told["event"]["type"]),
)
async def test_what_happens_to_a_teams_channel_is_noted_once_however_often_it_is_told(
    door: Door, told: Json
) -> None:
    for _ in range(3):
        assert (await door.send(told))[0] == 200
    assert await noted(door) == [(HERE, ROOM)]
    elsewhere = told | {"event": told["event"] | {"channel": "C9"}}
    assert (await door.send(elsewhere))[0] == 200
    theirs = Door(door.store, THERE)
    assert (await theirs.send(told | {"team_id": "T2"}))[0] == 200
    assert await noted(door) == []
    assert door.client.calls == theirs.client.calls == []


async def test_a_new_status_is_no_news(door: Door) -> None:
    assert (await door.send(event("user_change", user=USER)))[0] == 200
    assert await noted(door) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"deleted": True},
        {"tz": "Asia/Tokyo"},
        {"profile": {"real_name": "Ann Lee"}},
        {"is_restricted": True},
        {"is_admin": True},
    ],
)
async def test_what_we_hold_otherwise_is_noted(door: Door, changes: Json) -> None:
    assert (await door.send(event("user_change", user=USER | changes)))[0] == 200
    assert await noted(door) == [(HERE, ANN)]
    await Door(door.store, THERE).send(event("user_change", user=USER | changes) | {"team_id": "T2"})
    expected = [(THERE, ANN)] if "is_admin" in changes else []  # Ann is known there, and in no team
    assert await noted(door) == expected


async def test_of_a_stranger_nothing_is_noted(door: Door) -> None:
    await door.send(event("user_change", user=USER | {"id": "UNEW", "deleted": True}))
    assert await noted(door) == []


async def test_what_slack_no_longer_tells_of_the_deactivated_is_no_news(door: Door) -> None:
    from bot import people
    from bot.model import Person

    gone = Person(ANN, ANN, "Europe/London", active=False)
    await door.store.run(lambda ledger: people.meet(ledger, HERE, [gone], NOW))
    await noted(door)
    await door.send(event("user_change", user={"id": ANN, "deleted": True, "profile": {"real_name": ANN}}))
    assert await noted(door) == []


@pytest.mark.parametrize(
    "order", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")]
)
async def test_the_end_is_noted_once_in_either_order(door: Door, order: tuple[str, str]) -> None:
    for kind in (*order, *order):
        assert (await door.send(event(kind, tokens={"oauth": [], "bot": ["UPITON"]})))[0] == 200
    assert await noted(door) == [(HERE, HERE)]
    assert (await door.send(event(order[0]) | {"team_id": "T9"}))[0] == 200
    assert await noted(door) == []


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
_USERS = st.fixed_dictionaries(
    {"id": st.sampled_from([ANN, "U9"]) | _JSON},
    optional={"tz": _JSON, "profile": _JSON, "deleted": _JSON, "is_admin": _JSON, "name": _JSON},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(
        [
            "channel_archive",
            "channel_rename",
            "group_left",
            "member_joined_channel",
            "user_change",
            "app_uninstalled",
            "tokens_revoked",
        ]
    ),
    user=_USERS | _JSON,
    channel=st.just(ROOM) | _JSON,
    tokens=_JSON,
)
async def test_whatever_an_event_holds_it_is_taken_and_harms_nothing(
    door: Door, kind: str, user: object, channel: object, tokens: object
) -> None:
    told = {"team_id": "T1", "event": {"type": kind, "user": user, "channel": channel, "tokens": tokens}}
    ack = AsyncAck()  # type: ignore[no-untyped-call] # Bolt's own reading would not let all of it pass
    assert await Front(door.desk, LISTENERS).event(told, ack) is None
    assert {thing for _, thing in await noted(door)} <= {ROOM, ANN, HERE}


def test_every_event_of_the_manifest_has_a_listener() -> None:
    assert set(EVENTS) <= {name for each in LISTENERS for name in each.events}
