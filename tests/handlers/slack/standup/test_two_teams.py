"""Somebody in two teams, each with its standup: what they skip, and where a message is added."""

from datetime import time

import pytest

from bot import opening, plans
from bot.ceremonies import standup
from bot.ceremonies.survey import Seat, Settings
from bot.ledger import Ledger
from bot.model import WEEKDAYS, ChannelId, MemberId, Schedule
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, Door, Json, click, event, submission, trigger

SECOND = ChannelId("C2")


def second(*people: MemberId) -> object:
    """A standup in another channel, of these people."""

    def do(ledger: Ledger) -> None:
        schedule, questions = Schedule(WEEKDAYS, time(9, 30), NOW.date()), Settings(standup.QUESTIONS)
        wish = plans.Wish(standup.KIND, schedule, questions, "Europe/London")
        plan = plans.set_up(ledger, HERE, SECOND, "second", people, wish, people[0], NOW.replace(hour=8))
        opening.open_due(ledger, (HERE, plan.id), NOW)

    return do


def skip(channel: str = "D1") -> Json:
    return {
        "command": "/standup",
        "text": "skip",
        "user_id": ANN,
        "user_name": "ann",
        "channel_id": channel,
        "channel_name": "x",
        "team_id": "T1",
        "trigger_id": trigger(),
    }


def add_from(channel: str) -> Json:
    return {
        "type": "message_action",
        "callback_id": "standup.add",
        "team": {"id": "T1"},
        "user": {"id": ANN, "name": "ann", "team_id": "T1"},
        "channel": {"id": channel, "name": "x"},
        "trigger_id": trigger(),
        "message": {"type": "message", "text": "Merged the loader", "user": BEN, "ts": "1.1"},
    }


def seats_of(ledger: Ledger) -> dict[str, Seat]:
    """Ann's, by the name of the team."""
    return {
        team.name: seat
        for team in ledger.roster.teams(HERE)
        for each in ledger.rounds.open_of(team, (standup.KIND,))
        for seat in each.state.survey.seats
        if seat.member.id == ANN
    }


async def stand(door: Door) -> dict[str, str]:
    seats = await door.store.read(seats_of)
    return {
        name: "answered" if seat.given else "skipped" if seat.skipped else "open"
        for name, seat in seats.items()
    }


async def rounds_of(door: Door) -> dict[str, str]:
    def find(ledger: Ledger) -> dict[str, str]:
        teams = ledger.roster.teams(HERE)
        return {team.name: ledger.rounds.open_of(team, (standup.KIND,))[0].id for team in teams}

    return await door.store.read(find)


@pytest.fixture
async def both(door: Door) -> Door:
    await door.store.run(second(ANN, BEN))  # type: ignore[arg-type] # a plain function of a ledger
    return door


@pytest.mark.parametrize("said", ["command", "message"])
async def test_what_is_not_answered_is_skipped_and_the_answer_stays(both: Door, said: str) -> None:
    await both.send(submission((await rounds_of(both))["data"]))
    words = event("message", channel_type="im", user=ANN, channel="D1", text="skip", ts="5.5")
    _, reply = await both.send(skip() if said == "command" else words)
    assert await stand(both) == {"data": "answered", "second": "skipped"}
    told = str(both.client.calls) + reply
    assert "Skipped: Tue 24 Nov in #second." in told
    assert "answered already" not in told


async def test_where_nothing_is_answered_all_is_skipped(both: Door) -> None:
    await both.send(skip())
    assert await stand(both) == {"data": "skipped", "second": "skipped"}


async def test_where_all_is_answered_skipping_is_refused(both: Door) -> None:
    for each in (await rounds_of(both)).values():
        await both.send(submission(each))
    _, reply = await both.send(skip())
    assert "You have answered already" in reply + str(both.client.calls)
    assert await stand(both) == {"data": "answered", "second": "answered"}


async def opened(door: Door) -> list[str]:
    """Into which teams' forms the message went."""
    teams = {number: name for name, number in (await rounds_of(door)).items()}
    views = [said["view"] for method, said in door.client.calls if method == "views.open"]
    assert all("Merged the loader" in str(view) for view in views)
    return [name for view in views for number, name in teams.items() if number in view["private_metadata"]]


async def test_a_message_in_a_channel_whose_standup_does_not_ask_them_goes_into_their_own(door: Door) -> None:
    await door.store.run(second(BEN))  # type: ignore[arg-type] # a plain function of a ledger
    await door.send(add_from("C2"))
    assert await opened(door) == ["data"]


async def test_a_message_goes_into_the_standup_of_its_own_channel_first(both: Door) -> None:
    for channel in ("C1", "C2", "C9"):
        await both.send(add_from(channel))
    assert await opened(both) == ["data", "second", "data"]


async def test_a_message_goes_where_it_is_not_answered_yet(both: Door) -> None:
    await both.send(submission((await rounds_of(both))["second"]))
    await both.send(add_from("C2"))
    assert await opened(both) == ["data"]


async def test_who_is_in_no_team_reads_why_a_message_goes_nowhere(door: Door) -> None:
    await door.send(add_from("C1") | {"user": {"id": "U9", "name": "zoe", "team_id": "T1"}})
    assert door.client.opened() == ["said"]
    assert "You are not asked in this standup just now." in str(door.client.calls)


async def test_the_undo_of_a_skip_asks_at_once(both: Door) -> None:
    await both.send(skip())
    await both.send(click("standup.unskip.0", (await rounds_of(both))["second"]))
    assert await stand(both) == {"data": "skipped", "second": "open"}
