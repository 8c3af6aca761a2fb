"""What comes from a workspace whose token we do not hold: nothing is asked, nothing is kept, nobody is left puzzled."""

from datetime import date

import pytest

from bot.errors import NotDelivered
from bot.ledger import Ledger
from bot.model import MemberId, WorkspaceId
from handlers.slack.front import ELSEWHERE
from tests.handlers.slack.door import ANN, ROOM, THERE, Door, Json, click, event, submission, the_round

NOBODY = WorkspaceId("slack:T9")  #: of whom we have never heard
_USER = {"id": "U9", "name": "zoe", "is_bot": False, "deleted": True}


def seen(ledger: Ledger) -> tuple[object, ...]:
    """All that an event or a press could leave."""
    kept: list[object] = []
    for workspace in (THERE, NOBODY):
        kept += [ledger.checks.noted(workspace), ledger.roster.teams(workspace)]
        for member in (ANN, MemberId("U9")):
            kept += [ledger.roster.person(workspace, member), ledger.homes.print_of(workspace, member)]
            kept.append(dict(ledger.roster.absences(workspace, member, date.min)))
    return tuple(kept)


@pytest.mark.parametrize("team", ["T2", "T9"])
@pytest.mark.parametrize(
    "told",
    [
        event("app_home_opened", user="U9", channel="D1", tab="home"),
        event("app_home_opened", user=ANN, channel="D1", tab="home"),
        event("app_home_opened", user=ANN, channel="D1", tab="messages"),
        event("user_change", user=_USER),
        event("user_change", user=_USER | {"id": ANN}),
        event("channel_archive", channel=ROOM, user=ANN),
        event("member_joined_channel", channel=ROOM, user="U9"),
        event("app_uninstalled"),
        event("tokens_revoked", tokens={"bot": ["U1"]}),
        event("message", channel_type="im", channel="D1", user=ANN, text="away tomorrow", ts="1.1"),
    ],
)
async def test_an_event_is_taken_and_forgotten(door: Door, told: Json, team: str) -> None:
    before = await door.store.read(seen)
    assert (await door.send(told | {"team_id": team}))[0] == 200
    assert door.client.calls == []
    assert await door.store.read(seen) == before


@pytest.mark.parametrize("team", ["T2", "T9"])
async def test_a_command_a_press_and_a_form_get_a_plain_sentence(door: Door, team: str) -> None:
    round_, before = await the_round(door), await door.store.read(seen)
    command = {"command": "/standup", "text": "away tomorrow", "team_id": team, "user_id": ANN}
    _, said = await door.send(command | {"channel_id": "C1", "trigger_id": "1.2"})
    assert ELSEWHERE in said
    await door.send(click("standup.answer", round_, team))
    assert door.client.whispered() == [ELSEWHERE]
    _, errors = await door.send(submission(round_, team))
    assert ELSEWHERE in errors
    shortcut = {"type": "shortcut", "callback_id": "standup.answer", "trigger_id": "1.2"}
    await door.send(shortcut | {"team": {"id": team}, "user": {"id": ANN}})
    assert [method for method, _ in door.client.calls] == ["chat.postEphemeral", "views.open"]
    assert await door.store.read(seen) == before


async def test_nobody_of_another_workspace_is_looked_up_with_our_token(door: Door) -> None:
    with pytest.raises(NotDelivered):
        await door.desk.directory.some(THERE, [ANN])
    assert door.client.calls == []
