"""What comes through the door for a Home: opening it, its buttons, its form; and what others may not do with them."""

from datetime import date
from typing import Any

import pytest

from bot.ledger import Ledger
from bot.model import MemberId, WorkspaceId
from tests.handlers.slack.door import ANN, BEN, HERE, THERE, Door, click, the_round

Json = dict[str, Any]


def opened(tab: str = "home", user: object = ANN, team: str = "T1") -> Json:
    event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab, "event_ts": "1.1"}
    return {"type": "event_callback", "team_id": team, "api_app_id": "A1", "event_id": "E1", "event": event}


def on_home(action: str, value: str, team: str = "T1", user: str = ANN) -> Json:
    body = click(action, value, team, user)
    del body["channel"]
    return body | {
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "blocks": [], "private_metadata": "", "callback_id": ""},
    }


def away(first: str, last: str | None, team: str = "T1", user: str = ANN) -> Json:
    picked = {"first": first, "last": last}
    values = {name: {name: {"type": "datepicker", "selected_date": day}} for name, day in picked.items()}
    return {
        "type": "view_submission",
        "team": {"id": team},
        "user": {"id": user, "name": "ann", "team_id": team},
        "view": {
            "id": "V2",
            "type": "modal",
            "callback_id": "home.away",
            "private_metadata": "",
            "blocks": [{"type": "input", "block_id": "first"}],
            "state": {"values": values},
        },
    }


def published(door: Door) -> list[str]:
    return [said["user_id"] for method, said in door.client.calls if method == "views.publish"]


def modals(door: Door) -> list[Json]:
    return [said["view"] for method, said in door.client.calls if method == "views.open"]


async def absences(
    door: Door, workspace: WorkspaceId = HERE, member: MemberId = ANN
) -> list[tuple[int, str, str]]:
    def find(ledger: Ledger) -> list[tuple[int, str, str]]:
        known = ledger.roster.absences(workspace, member, date.min)
        return [(number, str(each.first), str(each.last)) for number, each in known.items()]

    return await door.store.read(find)


async def followed(door: Door, member: MemberId = ANN) -> bool:
    return await door.store.read(lambda ledger: ledger.homes.print_of(HERE, member)) is not None


async def test_opening_the_home_publishes_it_and_the_messages_do_not(door: Door) -> None:
    assert (await door.send(opened("messages")))[0] == 200
    assert not await followed(door)
    assert (await door.send(opened()))[0] == 200
    assert published(door) == [ANN]
    assert await followed(door)
    assert (await door.send(opened()))[0] == 200
    assert published(door) == [ANN, ANN], "Slack may have forgotten it: a new installation"


@pytest.mark.parametrize("body", [opened(user=None), opened(user={}), opened(tab=""), opened(team="T2")])
async def test_a_strange_opening_publishes_nothing(door: Door, body: Json) -> None:
    status, _ = await door.send(body)
    assert status in {200, 503}
    assert published(door) == []


async def test_a_refusal_on_the_home_is_a_modal_and_the_home_is_left_alone(door: Door) -> None:
    round_ = await the_round(door)
    await door.send(on_home("standup.skip", round_, user="UNOBODY"))
    [said] = modals(door)
    assert "You are not one of the people this round asks." in str(said["blocks"])
    assert {method for method, _ in door.client.calls} & {"views.update", "chat.postEphemeral"} == set()
    await door.send(on_home("no.such", "x"))
    assert "earlier version" in str(modals(door)[-1]["blocks"])


async def test_a_button_that_did_its_work_says_nothing(door: Door) -> None:
    round_ = await the_round(door)
    await door.send(on_home("standup.skip", round_))
    assert door.client.calls == []


async def test_days_away_are_added_and_taken_back_by_their_own_member_only(door: Door) -> None:
    await door.send(on_home("home.away.add", "add"))
    assert door.client.opened() == ["home.away"]
    status, answer = await door.send(away("2026-12-24", "2027-01-02"))
    assert (status, answer) == (200, "")
    [(number, first, last)] = await absences(door)
    assert (first, last) == ("2026-12-24", "2027-01-02")
    for user in (BEN, "UNOBODY"):
        await door.send(on_home("home.away.back", str(number), user=user))
    await Door(door.store, THERE).send(on_home("home.away.back", str(number), "T2"))
    assert len(await absences(door)) == 1
    assert await absences(door, THERE) == []
    for _ in range(2):
        await door.send(on_home("home.away.back", str(number)))
    assert await absences(door) == []
    assert len(modals(door)) == 1, "pressed twice, it is done all the same"


async def test_days_away_that_are_added_twice_are_noted_once(door: Door) -> None:
    for _ in range(2):
        assert (await door.send(away("2026-12-24", "2027-01-02")))[1] == ""
    await door.send(away("2026-12-24", "2027-01-01"))
    noted = [(first, last) for _, first, last in await absences(door)]
    assert noted == [("2026-12-24", "2027-01-02"), ("2026-12-24", "2027-01-01")]


@pytest.mark.parametrize("value", ["", "x", "-1", "1e9", "9" * 40, "²", "None"])
async def test_a_forged_number_takes_nothing_back(door: Door, value: str) -> None:
    await door.send(away("2026-12-24", None))
    await door.send(on_home("home.away.back", value))
    assert len(await absences(door)) == 1


@pytest.mark.parametrize(("first", "last"), [("2026-11-24", "2026-11-23"), ("2020-01-01", None), ("x", None)])
async def test_days_that_make_no_sense_keep_the_form_open(door: Door, first: str, last: str | None) -> None:
    _, answer = await door.send(away(first, last))
    assert "errors" in answer
    assert await absences(door) == []


async def test_who_is_a_stranger_cannot_add_days(door: Door) -> None:
    _, answer = await door.send(away("2026-12-24", None, user="UNOBODY"))
    assert "errors" in answer


async def test_the_settings_open_from_the_home(door: Door) -> None:
    await door.send(on_home("settings.change", "change"))
    assert door.client.opened() == ["settings"]


def said_away(words: str, ts: str) -> Json:
    told = {"type": "message", "channel_type": "im", "channel": "D1", "user": ANN, "text": words, "ts": ts}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": f"E{ts}",
        "event": told,
    }


async def test_away_that_slack_tells_once_more_after_a_restart_is_noted_once(door: Door) -> None:
    await door.send(said_away("away 1 Dec - 5 Dec", "5.5"))
    again = Door(door.store)
    await again.send(said_away("away 1 Dec - 5 Dec", "5.5"))
    [(number, first, last)] = await absences(door)
    assert (first, last) == ("2026-12-01", "2026-12-05")
    assert len(door.client.whispered()) == 1
    assert again.client.whispered() == []
    await again.send(click("away.undo", str(number)))
    assert await absences(door) == []


@pytest.mark.parametrize("value", ["²", "9" * 13, "-1", "1.0", ""])
async def test_a_forged_number_undoes_nothing_and_is_no_mistake_of_ours(door: Door, value: str) -> None:
    await door.send(away("2026-12-24", None))
    await door.send(click("away.undo", value))
    assert door.client.whispered() == ["That is no longer there. Type `/piton help` for what you can do."]
    assert len(await absences(door)) == 1
