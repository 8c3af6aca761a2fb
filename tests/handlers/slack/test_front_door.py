"""Payloads through the one door: whatever comes gets an answer, and no right comes from a payload."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Busy, Doubtful
from bot.ledger import Ledger
from tests.handlers.slack.door import (
    ANN,
    HERE,
    NOW,
    ROOM,
    THERE,
    Door,
    Json,
    click,
    event,
    submission,
    the_round,
)


async def test_the_answer_button_opens_the_form(door: Door) -> None:
    assert await door.send(click("standup.answer", await the_round(door))) == (200, "")
    assert door.client.opened() == ["standup.answer"]


async def test_an_id_of_another_workspace_opens_and_changes_nothing(door: Door) -> None:
    round_, theirs = await the_round(door), Door(door.store, THERE)
    for action in ("standup.answer", "standup.skip", "blocker.resolve", "standup.delete", "standup.try"):
        await theirs.send(click(action, round_, team="T2"))
    assert theirs.client.opened() == []
    assert len(theirs.client.whispered()) == 5
    status, said = await theirs.send(submission(round_, team="T2"))
    assert (status, "no longer there" in said) == (200, True)
    round_after = await door.store.read(lambda ledger: ledger.rounds.get(HERE, round_))  # type: ignore[arg-type]
    assert round_after is not None
    assert round_after.state.survey.answered == ()


@pytest.mark.parametrize(
    "action",
    [
        "standup.answer",
        "standup.skip",
        "standup.unskip.0",
        "standup.do.away",
        "standup.do.report",
        "standup.do.nothing",
        "blocker.acknowledge",
        "away.undo",
        "standup.try",
    ],
)
@pytest.mark.parametrize("value", ["", "nothing-of-ours", "0" * 300, "'; DROP TABLE rounds; --", "\0", "٣"])
async def test_a_forged_value_gets_a_sentence(door: Door, action: str, value: str) -> None:
    assert (await door.send(click(action, value)))[0] == 200
    assert len(door.client.whispered()) == 1
    assert "Something went wrong" not in door.client.whispered()[0]


async def test_an_unknown_button_of_an_old_message_gets_a_sentence(door: Door) -> None:
    assert (await door.send(click("retro.vote", "x")))[0] == 200
    assert "earlier version" in door.client.whispered()[0]


async def test_an_unknown_form_keeps_its_text(door: Door) -> None:
    body = submission("x")
    body["view"]["callback_id"] = "retro.note"
    status, said = await door.send(body)
    assert (status, '"errors"' in said) == (200, True)


@pytest.mark.parametrize("metadata", ["", "{", "[]", "null", '{"round": 7}', '{"round": "gone"}', "x" * 3000])
async def test_a_form_with_broken_metadata_gets_a_sentence(door: Door, metadata: str) -> None:
    body = submission("x")
    body["view"]["private_metadata"] = metadata
    status, said = await door.send(body)
    assert status == 200
    assert "errors" in said
    assert "Something went wrong" not in said


async def test_the_same_submission_twice_leaves_one_answer(door: Door) -> None:
    round_ = await the_round(door)
    for _ in range(2):
        assert await door.send(submission(round_)) == (200, "")

    def said(ledger: Ledger) -> int:
        team = ledger.roster.team_in(HERE, ROOM)
        assert team
        return len(ledger.history.said(team, NOW.date()))

    assert await door.store.read(said) == 1


async def test_a_failure_of_ours_shows_the_id_that_the_log_has(
    door: Door, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def break_(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(door.desk.store, "read", break_)
    await door.send(click("standup.answer", "x"))
    [said] = door.client.whispered()
    number = said.rstrip(".").rsplit(" ", 1)[-1]
    assert number in capsys.readouterr().out


async def test_an_event_of_which_nothing_was_kept_is_not_acked_so_that_slack_tells_it_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = event("message", channel_type="im", user=ANN, channel="D1", text="hi")
    assert (await door.send(written))[0] == 200
    for failure in (Busy(), Doubtful("reset"), ZeroDivisionError()):

        async def fail(*_: object, failure: Exception = failure) -> None:
            raise failure

        monkeypatch.setattr(door.desk.store, "run", fail)
        assert (await door.send(written))[0] == 503


async def test_an_event_that_nobody_listens_to_is_acked_and_no_more(door: Door) -> None:
    assert (await door.send(event("emoji_changed")))[0] == 200
    assert (await door.send(event("message", subtype="message_deleted", channel_type="im")))[0] == 200
    assert door.client.calls == []


@pytest.mark.parametrize("field", ["user", "channel", "item", "message"])
@pytest.mark.parametrize("value", [True, 7, [1], {"id": 7}, {"id": {}}])
async def test_an_event_that_bolt_itself_would_fail_on_is_refused(
    door: Door, field: str, value: object
) -> None:
    for kind in ("user_change", "member_joined_channel", "app_mention", "app_home_opened"):
        assert (await door.send(event(kind, **{field: value})))[0] in {200, 400}


@pytest.mark.parametrize("where", [{}, {"channel": {"id": "C1"}, "message": {"ts": "1.1"}}])
async def test_a_shortcut_of_an_earlier_version_gets_a_sentence(door: Door, where: Json) -> None:
    body = {
        "type": "message_action" if where else "shortcut",
        "callback_id": "gone",
        "team": {"id": "T1"},
        "user": {"id": ANN},
        "trigger_id": "1.2.3",
        **where,
    }
    assert (await door.send(body))[0] == 200
    assert (door.client.opened(), len(door.client.whispered())) == (["said"], 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(
    ["block_actions", "view_submission", "event_callback", "shortcut", "message_action", "?"]
)
FIELDS = st.sampled_from(
    [
        "user",
        "team",
        "actions",
        "view",
        "event",
        "channel",
        "container",
        "command",
        "text",
        "user_id",
        "channel_id",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(type_=TYPES, fields=st.dictionaries(FIELDS, JSON, max_size=8))
async def test_garbage_is_answered_and_never_raises(
    door: Door, caplog: pytest.LogCaptureFixture, type_: str, fields: Json
) -> None:
    caplog.clear()
    status, _ = await door.send({"type": type_, **fields})
    assert status in {200, 400, 404}, "an event of garbage is not worth telling again"
    assert "Traceback" not in caplog.text
