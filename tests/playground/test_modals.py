"""Modals: filled in, refused, updated, stacked and closed."""

import asyncio
from itertools import count

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.playground.conftest import Json, Stage, buttons, field, modal, option, text_input, words

SEVERAL = {"type": "multi_users_select", "action_id": "typed", "initial_users": ["UMAYA"]}
DAYS = {"type": "checkboxes", "action_id": "typed", "options": [option("monday"), option("friday")]}
#: Bolt keeps the first listener of a name, so each modal gets a command of its own.
NUMBERS = count()


async def opened(stage: Stage, view: Json, user: str = "UOLIVER") -> Json:
    async def show(ack: AsyncAck, body: Json) -> None:
        await stage.client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    name = f"/open-{next(NUMBERS)}"
    stage.app.command(name)(show)
    seen = await stage.post("command", user=user, channel="C0DATA", text=name)
    on_top: Json = seen["view"]
    return on_top


def submissions(stage: Stage, **answer: object) -> list[Json]:
    """Answers every submission alike and keeps its values."""
    heard: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        heard.append(body["view"]["state"]["values"])
        await ack(**answer)  # type: ignore[arg-type] # any of Slack's answers

    stage.app.view("form")(keep)
    return heard


async def test_what_was_left_alone_is_submitted_with_its_initial_value(stage: Stage) -> None:
    heard = submissions(stage)
    view = await opened(
        stage,
        modal(
            field("done", "What is done?", text_input(initial_value="the report")),
            field("who", "Who?", SEVERAL),
            field("days", "Days", DAYS | {"initial_options": [option("monday")]}),
            field("next", "Next?", text_input(), optional=True),
            {"type": "section", "block_id": "at", "text": words("At"), "accessory": timepicker()},
        ),
    )
    values = {"Who?": ["Priya Nair", "ULENA"], "days": ["Friday"]}
    seen = await stage.post("submit", user="UOLIVER", view_id=view["id"], values=values)
    assert (seen["ok"], seen["view"]) == (True, None)
    assert heard == [
        {
            "done": {"typed": {"type": "plain_text_input", "value": "the report"}},
            "who": {"typed": {"type": "multi_users_select", "selected_users": ["UPRIYA", "ULENA"]}},
            "days": {"typed": {"type": "checkboxes", "selected_options": [option("friday")]}},
            "next": {"typed": {"type": "plain_text_input", "value": None}},
            "at": {"clock": {"type": "timepicker", "selected_time": "09:30"}},
        }
    ]


def timepicker() -> Json:
    return {"type": "timepicker", "action_id": "clock", "initial_time": "09:30"}


async def test_the_client_refuses_what_slacks_client_refuses(stage: Stage) -> None:
    heard = submissions(stage)
    await opened(
        stage,
        modal(
            field("done", "Done?", text_input(max_length=5)),
            field("must", "Must", text_input()),
            field("who", "Who?", SEVERAL | {"max_selected_items": 1}),
        ),
    )
    values = {"done": "too long", "who": ["UMAYA", "ULENA"]}
    seen = await stage.post("submit", user="UOLIVER", values=values)
    assert {error["label"]: error["message"] for error in seen["errors"]} == {
        "Done?": "Please enter no more than 5 characters.",
        "Must": "Please complete this required field.",
        "Who?": "Choose 1 or fewer.",
    }
    assert (seen["ok"], heard) == (False, [])


async def test_the_apps_complaints_stand_under_their_fields_and_keep_what_was_typed(stage: Stage) -> None:
    submissions(stage, response_action="errors", errors={"done": "Say more."})
    await opened(stage, modal(field("done", "Done?", text_input())))
    seen = await stage.post("submit", user="UOLIVER", values={"done": "x"})
    assert seen["errors"] == [{"block_id": "done", "label": "Done?", "message": "Say more."}]
    assert seen["view"]["state"]["values"]["done"]["typed"]["value"] == "x"


async def test_complaints_about_unknown_fields_are_trouble(stage: Stage) -> None:
    submissions(stage, response_action="errors", errors={"elsewhere": "?"})
    await opened(stage, modal(field("done", "Done?", text_input())))
    seen = await stage.post("submit", user="UOLIVER", values={"done": "x"})
    assert seen["error"] == "We had some trouble connecting. Try again?"
    assert seen["view"] is not None


async def test_an_answer_may_update_push_or_clear(stage: Stage) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": modal(field("b", "B", text_input()), callback_id="form")},
        {"response_action": "push", "view": modal(field("c", "C", text_input()), callback_id="form")},
        {"response_action": "clear"},
    ]

    async def next_answer(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    stage.app.view("form")(next_answer)
    first = await opened(stage, modal(field("a", "A", text_input())))
    updated = (await stage.post("submit", user="UOLIVER", values={"A": "x"}))["view"]
    assert (updated["id"], updated["blocks"][0]["block_id"]) == (first["id"], "b")
    pushed = (await stage.post("submit", user="UOLIVER", values={"B": "x"}))["view"]
    assert (pushed["previous_view_id"], pushed["root_view_id"]) == (first["id"], first["id"])
    assert (await stage.post("submit", user="UOLIVER", values={"C": "x"}))["view"] is None


async def test_a_form_that_cannot_be_sent_yet_is_waited_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = {
        "type": "modal",
        "title": words("A form"),
        "blocks": [{"type": "section", "text": words("Looking …")}],
    }
    heard = submissions(stage)
    view = await opened(stage, looking)
    sent = asyncio.create_task(stage.post("submit", user="UOLIVER", values={"A": "x"}))
    await asyncio.sleep(0.1)
    await stage.client.views_update(view_id=view["id"], view=modal(field("a", "A", text_input())))
    assert (await sent)["ok"]
    assert [each["a"]["typed"]["value"] for each in heard] == ["x"]
    await opened(stage, looking)
    monkeypatch.setattr("playground.submitting.PATIENCE", 0.05)
    refused = await stage.post("submit", user="UOLIVER", values={}, status=400)
    assert refused["error"] == "This modal has no submit button."


async def test_what_was_typed_survives_an_update_of_the_modal(stage: Stage) -> None:
    typed = field("a", "A", text_input())

    async def redraw(ack: AsyncAck, body: Json) -> None:
        view = body["view"]
        assert view["state"]["values"]["a"]["typed"]["value"] == "kept"
        blocks = [typed, field("b", "B", text_input())]
        await stage.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(*blocks))
        await ack()

    stage.app.action("more")(redraw)
    heard = submissions(stage)
    view = await opened(stage, modal(typed, buttons("More")))
    seen = await stage.post("click", user="UOLIVER", view_id=view["id"], text="More", values={"A": "kept"})
    assert (seen["ok"], [block["block_id"] for block in seen["view"]["blocks"]]) == (True, ["a", "b"])
    await stage.post("submit", user="UOLIVER", values={"B": "new"})
    assert [heard[0][name]["typed"]["value"] for name in "ab"] == ["kept", "new"]


async def test_a_stale_hash_is_a_conflict_and_a_fourth_modal_too_many(stage: Stage) -> None:
    errors: list[str] = []

    async def push(ack: AsyncAck, body: Json) -> None:
        answer = await stage.client.api_call(
            "views.push", json={"trigger_id": body["trigger_id"], "view": modal(buttons("Push"))}
        )
        assert answer["ok"]
        await ack()

    stage.app.action("push")(push)
    view = await opened(stage, modal(buttons("Push")))
    for _ in range(2):
        seen = await stage.post("click", user="UOLIVER", view_id=view["id"], text="Push")
        view = seen["view"]
    for method, body in (
        ("views.push", {"trigger_id": stage.playground.slack.triggers.issue("UOLIVER")}),
        ("views.update", {"view_id": view["id"], "hash": "old"}),
    ):
        async with stage.http.post(
            f"{stage.playground.api_url}{method}",
            json=body | {"view": modal(buttons("Push"))},
            headers={"Authorization": f"Bearer {stage.playground.bot_token}"},
        ) as response:
            errors.append((await response.json())["error"])
    assert errors == ["push_limit_reached", "hash_conflict"]


async def test_closing_is_told_only_when_asked_for(stage: Stage) -> None:
    closed: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        closed.append(body)
        await ack()

    stage.app.view_closed("form")(keep)
    await opened(stage, modal(field("a", "A", text_input())))
    assert (await stage.post("close", user="UOLIVER"))["view"] is None
    view = await opened(stage, modal(field("a", "A", text_input(initial_value="x")), notify_on_close=True))
    await stage.post("close", user="UOLIVER", view_id=view["id"])
    assert [(body["is_cleared"], body["view"]["state"]) for body in closed] == [(False, {"values": {}})]


async def test_a_home_is_published_and_pressed(stage: Stage) -> None:
    heard: list[Json] = []

    async def keep(ack: AsyncAck, body: Json) -> None:
        heard.append(body)
        await ack()

    stage.app.action("go")(keep)
    await stage.client.views_publish(user_id="ULENA", view={"type": "home", "blocks": [buttons("Go")]})
    await stage.post("click", user="ULENA", home=True, text="Go")
    assert (heard[0]["container"]["type"], heard[0]["view"]["type"]) == ("view", "home")
    assert list((await stage.state())["homes"]) == ["ULENA"]


async def test_inputs_that_are_not_there_are_named(stage: Stage) -> None:
    await opened(stage, modal(field("days", "Days", DAYS)))
    missing = await stage.post("submit", user="UOLIVER", values={"Nights": ["x"]}, status=400)
    assert missing["known"] == ["days / typed (Days)"]
    unknown = await stage.post("submit", user="UOLIVER", values={"Days": ["sunday"]}, status=400)
    assert unknown["known"] == ["monday (Monday)", "friday (Friday)"]
