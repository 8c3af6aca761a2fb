"""What comes through the door for decisions: words, buttons, forms and the list; and what others may not do."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot import rounds
from bot.ceremonies.decision import BudgetKept, Decision, Draft
from bot.errors import NotFound
from bot.ledger import Ledger
from bot.model import Epic, EpicId, MemberId, Round, RoundId, Team
from bot.shell import decisions
from bot.shell.decisions import Made, Wish
from handlers.slack.decision.listeners import decision as on_command
from handlers.slack.decision.listing import NONE
from handlers.slack.desk import Reply
from tests.handlers.slack.at_the_door import answer, sent
from tests.handlers.slack.door import ANN, BEN, HERE, NOW, ROOM, THERE, Door, click, the_round

Json = dict[str, Any]
#: The door's clock stands on a Tuesday morning.
DAY = date(2027, 2, 1)


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def record(
    door: Door, text: str = "By day", by: MemberId = ANN, day: date | None = DAY, at: datetime = NOW
) -> Round[Decision]:
    wish = Wish(Draft(text, "They drift apart", (by,), sign="slow", day=day))
    return await door.store.run(lambda ledger: decisions.record(ledger, there(ledger), wish, by, at))


async def now(door: Door, round_: Round[Decision]) -> Decision:
    found: Made = await door.store.read(lambda ledger: decisions.get(ledger, HERE, round_.id))
    return found.round.state


async def typed(door: Door, text: str = "", **more: Any) -> Reply | None:  # noqa: ANN401
    return await answer(door, on_command, "decision", text, **more)


async def said(door: Door, text: str, **more: Any) -> str:  # noqa: ANN401
    reply = await typed(door, text, **more)
    assert reply
    return reply.text


def revisited(round_: str, how: str, user: str = ANN, team: str = "T1", **values: Json) -> Json:
    values = {"how": {"selected_option": {"value": how}}, **values}
    return sent("decision.revisited", f'{{"round": "{round_}"}}', user, team, **values)


def pressed(reply: Reply | None) -> list[tuple[str, str]]:
    return [
        (each["text"]["text"], each["action_id"])
        for block in (reply.blocks if reply else None) or []
        if block["type"] == "actions"
        for each in block["elements"]
    ]


async def test_still_stands_says_nothing_besides_and_elsewhere_offers_a_day(door: Door) -> None:
    one, other = await record(door), await record(door, "Ask <!channel>")
    await door.send(click("decision.stands", one.id))
    assert door.client.whispered() == []
    assert (await now(door, one)).day is None
    await door.send(click("decision.stands.1", other.id))
    assert door.client.whispered() == ["Decision #2 still stands. No other day is set."]
    assert len((await now(door, other)).confirmed) == 1


async def test_the_form_of_a_revisit_opens_and_is_done(door: Door) -> None:
    one = await record(door)
    await door.send(click("decision.revisit", one.id))
    assert door.client.opened() == ["decision.revisited"]
    _, refused = await door.send(revisited(one.id, "stands", next={"selected_date": "2026-11-20"}))
    assert '"next"' in refused
    assert "Choose a day after today" in refused
    _, refused = await door.send(revisited(one.id, "reversed", reason={"value": " \u200b "}))
    assert '"reason"' in refused
    await door.send(revisited(one.id, "stands", next={"selected_date": "2027-03-01"}))
    assert (await now(door, one)).day == date(2027, 3, 1)
    _, said_so = await door.send(revisited(one.id, "reversed", reason={"value": "Too slow"}))
    assert "Decision #1 is reversed." in said_so
    assert "decision.restore.0" in said_so
    await door.send(click("decision.revisit", one.id))
    assert "has reversed decision #1 already" in door.client.whispered()[-1]
    await door.send(click("decision.restore.0", one.id))
    assert door.client.whispered()[-1] == "Undone: decision #1 stands."
    assert (await now(door, one)).ended is None


async def test_another_in_its_place_is_chosen_or_asked_for(door: Door) -> None:
    one, two = await record(door), await record(door, "By hour")
    _, said_so = await door.send(revisited(one.id, "superseded"))
    assert '"decision.recorded"' in said_so
    assert '"update"' in said_so
    assert (await now(door, one)).ended is None, "not before the other is recorded"
    picked = {"selected_option": {"value": two.id}}
    _, said_so = await door.send(revisited(one.id, "superseded", other=picked))
    assert "Decision #2 stands in the place of #1 now." in said_so
    assert [each.number for each in (await now(door, two)).replaces] == [1]
    picked = {"selected_option": {"value": one.id}}
    _, refused = await door.send(revisited(two.id, "superseded", other=picked))
    assert '"other"' in refused
    assert "stands no more" in refused


async def test_one_whose_sign_came_true_can_be_revisited_from_the_list(door: Door) -> None:
    budget = RoundId("kpi-1")
    draft = Draft("Repair first", "It fell over", (ANN,), sign="It is kept", kpis=(budget,))
    one = await door.store.run(lambda ledger: decisions.record(ledger, there(ledger), Wish(draft), ANN, NOW))
    assert pressed(await typed(door, "list")) == []
    act = BudgetKept(budget, kept=True)
    await door.store.run(lambda ledger: rounds.perform(ledger, HERE, one.id, act, None, NOW))
    reply = await typed(door, "list")
    assert pressed(reply) == [("Still stands", "decision.stands.0"), ("Revisit", "decision.revisit.0")]
    assert reply
    assert "#1 Repair first. revisit it now: its sign came true on Tue 24 Nov · U1" in reply.text


async def test_what_a_stranger_or_another_workspace_sends_does_nothing(door: Door) -> None:
    one = await record(door)
    await door.send(click("decision.stands", one.id, user=BEN))
    assert "Only who decided" in door.client.whispered()[-1]
    await door.send(click("decision.revisit", one.id, user=BEN))
    assert door.client.opened() == []
    _, refused = await door.send(revisited(one.id, "reversed", BEN, reason={"value": "Mine"}))
    assert "Only who decided" in refused
    await door.send(click("decision.take_back", one.id, user=BEN))
    for body in (
        click("decision.stands", one.id, "T2"),
        click("decision.take_back", one.id, "T2"),
        revisited(one.id, "reversed", team="T2", reason={"value": "Mine"}),
        click("decision.stands", "none"),
        click("decision.restore", ""),
    ):
        await door.send(body)
    assert await now(door, one) == one.state


async def test_a_button_of_another_ceremonys_round_is_no_longer_valid(door: Door) -> None:
    await door.send(click("decision.revisit", await the_round(door)))
    assert door.client.whispered() == [str(NotFound())]


async def test_pressed_twice_it_is_said_once(door: Door) -> None:
    one = await record(door)
    body = click("decision.take_back.0", one.id)
    await door.send(body)
    await door.send(body)
    assert door.client.whispered() == ["Decision #1 is taken back."]
    assert await said(door, "list") == NONE


async def test_the_list_is_newest_first_and_marks_what_is_soon(door: Door) -> None:
    assert await said(door, "list") == NONE
    await record(door, day=date(2026, 11, 26))
    await record(door, "By hour", BEN, day=date(2026, 11, 27))
    await record(door, "Weekly <!here>", day=None, at=NOW + timedelta(hours=1))
    old = await record(door, "Old")
    await door.send(revisited(old.id, "reversed", reason={"value": "No"}))
    reply = await typed(door, "list", user=BEN)
    assert reply
    assert reply.text.split("\n") == [
        "4 decisions · #data",
        "#3 Weekly <!here>. U1 · Tue 24 Nov",
        "#4 Old. reversed · U1 · Tue 24 Nov",
        "#2 By hour. to be revisited on Fri 27 Nov · U2 · Tue 24 Nov",
        "#1 By day. to be revisited on Thu 26 Nov · U1 · Tue 24 Nov",
    ]
    assert pressed(reply) == [("Still stands", "decision.stands.2"), ("Revisit", "decision.revisit.2")]
    assert len(pressed(await typed(door, "list"))) == 4, "Ann leads"
    assert (await said(door, "list", channel="D1")).startswith("4 decisions · #data")
    assert await said(door, "list", channel="D1", user=MemberId("U9")) == NONE
    assert await said(door, "list", workspace=THERE) == NONE


@pytest.mark.parametrize("number", [15, 16, 60])
async def test_however_many_there_are_the_list_is_one_message(door: Door, number: int) -> None:
    for each in range(number):
        await record(door, f"{each} " + "Split & <join> " * 19, day=date(2026, 11, 26))
    reply = await typed(door, "list")
    assert len(pressed(reply)) == 15 * 2
    assert reply
    assert ("The last 15" in reply.text) == (number > 15)


async def test_one_is_shown_with_the_buttons_that_are_theirs(door: Door) -> None:
    one = await record(door, at=NOW - timedelta(minutes=5))
    text = await said(door, "#1")
    assert text.startswith("Decision #1 By day. to be revisited on Mon 1 Feb 2027 · U1 · ")
    assert "Why: They drift apart" in text
    assert [label for label, _ in pressed(await typed(door, "#1"))] == ["Revisit", "Take it back"]
    assert pressed(await typed(door, "#1", user=BEN)) == []
    await door.send(revisited(one.id, "reversed", reason={"value": "No"}))
    assert [label for label, _ in pressed(await typed(door, "#1."))] == ["Undo"]
    with pytest.raises(NotFound, match="no decision #2 here"):
        await typed(door, "#2")
    with pytest.raises(NotFound):
        await typed(door, "revisit #2")


async def test_words_that_are_meant(door: Door) -> None:
    assert "`/decision revisit #3`" in await said(door, "help")
    assert "Did you mean `/decision list`?" in await said(door, "lists")
    assert "Did you mean `/decision revisit`?" in await said(door, "revisit")
    await record(door)
    await typed(door, "revisit 1")
    assert door.client.opened() == ["decision.revisited"]


@pytest.mark.parametrize(
    "text", ["", "Lists are kept sorted", "list all tables by day", "revisit everything", "#1 stays"]
)
async def test_all_else_is_what_was_decided(door: Door, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def entered(*_: object) -> tuple[str, bool]:
        return "data", False

    monkeypatch.setattr("handlers.slack.decision.listeners.enter", entered)
    await record(door)
    assert await typed(door, text) is None
    [view] = [said["view"] for method, said in door.client.calls if method == "views.open"]
    assert view["callback_id"] == "decision.recorded"
    [what] = [each["element"] for each in view["blocks"] if each.get("block_id") == "text"]
    assert what.get("initial_value", "") == text


async def test_the_form_offers_the_teams_own(door: Door) -> None:
    def furnished(ledger: Ledger) -> None:
        ledger.epics.put(there(ledger), Epic(EpicId("e1"), "Churn"))
        ledger.epics.put(there(ledger), Epic(EpicId("e2"), "Old", closed=True))

    await door.store.run(furnished)
    one = await record(door)
    _, said_so = await door.send(revisited(one.id, "superseded"))
    assert "Churn" in said_so
    assert "Old" not in said_so
    assert RoundId(one.id) in said_so
