"""The shared clock, the bot's switch, running alone, and the page's own addresses."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta

import aiohttp

from playground import Clock, Playground
from tests.playground.conftest import Stage, buttons


async def test_the_clock_waits_until_the_bot_has_settled(stage: Stage) -> None:
    reached: list[datetime] = []

    async def settle(target: datetime) -> None:
        reached.append(target)
        await asyncio.sleep(0.05)
        stage.playground.clock.set(target)

    stage.playground.on_clock = settle
    seen = await stage.post("clock", set="2026-11-23T20:30:00+13:00")
    assert reached == [datetime(2026, 11, 23, 7, 30, tzinfo=UTC)]
    assert seen["now"].startswith("2026-11-23T07:30:0")
    await stage.post("clock", advance=0)
    assert timedelta() <= reached[1] - reached[0] < timedelta(seconds=5)


async def test_a_clock_that_nobody_moves_is_set_and_runs_on() -> None:
    clock = Clock()
    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    await asyncio.sleep(0.01)
    assert timedelta(milliseconds=9) < clock.now() - datetime(2026, 1, 1, tzinfo=UTC) < timedelta(seconds=2)


async def test_a_time_without_a_zone_is_refused_unless_it_is_somebodys(stage: Stage) -> None:
    await stage.post("clock", set="2026-11-23T09:25", status=400)
    seen = await stage.post("clock", set="2026-11-23T09:25", zone_of="ULENA")
    assert seen["now"].startswith("2026-11-23T17:25")


async def test_the_bot_is_stopped_and_started_by_whoever_runs_it(stage: Stage) -> None:
    await stage.post("bot", running=False, status=404)
    asked: list[bool] = []

    async def switch(running: bool) -> None:
        asked.append(running)

    stage.playground.on_bot = switch
    await stage.post("bot", running=False)
    assert (await stage.state())["bot_running"] is False
    await stage.post("bot", running=True)
    assert asked == [False, True]


async def test_running_alone_prints_its_addresses() -> None:
    command = (sys.executable, "-m", "playground", "--port", "0")
    alone = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert alone.stdout is not None
    addresses = json.loads(await alone.stdout.readline())
    async with aiohttp.ClientSession() as http, http.get(f"{addresses['control']}/state") as response:
        assert len((await response.json())["members"]) == 7
    alone.terminate()
    await alone.wait()
    assert sorted(addresses) == ["api", "app_token", "bot_token", "control", "page", "signing_secret"]


async def test_the_page_escapes_what_people_wrote(here: Stage) -> None:
    await here.post("say", user="UMAYA", channel="C0DATA", text="<img src=x onerror=alert(1)> *bold* & `a<b`")
    async with here.http.get(here.playground.url) as response:
        text = await response.text()
        policy = response.headers["Content-Security-Policy"]
    assert "&lt;img src=x onerror=alert(1)&gt; <strong>bold</strong> &amp; <code>a&lt;b</code>" in text
    assert "script-src 'self'" in policy


async def test_panes_show_each_person_their_own(here: Stage) -> None:
    await here.client.chat_postEphemeral(channel="C0DATA", user="UMAYA", text="for Maya")
    await here.client.chat_postMessage(channel="UMAYA", text="prompt", blocks=[buttons("Answer")])

    async def panes(query: str) -> dict[str, str]:
        async with here.http.get(f"{here.playground.url}page/panes?{query}") as response:
            drawn: dict[str, str] = (await response.json())["panes"]
            return drawn

    assert "for Maya" in (await panes("as=UMAYA"))["messages"]
    assert "for Maya" not in (await panes("as=UDIEGO"))["messages"]
    assert 'class="badge"' in (await panes("as=UDIEGO"))["people"]
    assert "Answer</button>" in (await panes("as=UMAYA&in=@Piton&looking=1"))["messages"]
    assert 'class="badge"' not in (await panes("as=UDIEGO"))["people"]


async def test_the_page_falls_back_to_general_when_a_channel_is_gone(here: Stage) -> None:
    await here.post("delete_channel", user="UPRIYA", channel="C0DATA")
    async with here.http.get(f"{here.playground.url}page/panes?as=UMAYA&in=C0DATA") as response:
        assert (await response.json())["here"]["place"] == "#general"


async def test_changes_are_streamed_to_the_page(here: Stage) -> None:
    async with here.http.get(f"{here.playground.url}page/changes") as stream:
        first = await stream.content.readuntil(b"\n\n")
        await here.post("say", user="UMAYA", channel="C0DATA", text="hello")
        second = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 1)
    assert first != second


async def test_stopping_does_not_wait_for_open_pages() -> None:
    playground = Playground()
    await playground.start()
    async with aiohttp.ClientSession() as http, http.get(f"{playground.url}page/changes") as stream:
        await stream.content.readuntil(b"\n\n")
        async with asyncio.timeout(2):
            await playground.stop()


async def test_every_kind_of_block_is_drawn(here: Stage) -> None:
    def part(kind: str, *inside: object, **more: object) -> dict[str, object]:
        return {"type": kind, "elements": list(inside)} | more

    bold = {"type": "text", "text": "bold", "style": {"bold": True}}
    rich = part(
        "rich_text",
        part(
            "rich_text_section",
            bold,
            {"type": "user", "user_id": "UPRIYA"},
            {"type": "emoji", "name": "tada"},
        ),
        part("rich_text_list", part("rich_text_section", bold), style="ordered"),
        part("rich_text_quote", {"type": "link", "url": "javascript:alert(1)", "text": "harmless"}),
    )
    strange = part("rich_text", part("rich_text_section", {"type": "date", "timestamp": "soon"}))
    context = part(
        "context", {"type": "mrkdwn", "text": "_<!date^0^{date_num} {time}|then>_ <https://a.b|here>"}
    )
    await here.client.chat_postMessage(channel="C0DATA", text="x", blocks=[rich, context])
    kept = here.playground.slack.workspace.channels["C0DATA"].messages[-1]
    kept["blocks"].insert(1, strange)  # which the Web API would never take
    async with here.http.get(f"{here.playground.url}page/panes?as=UOLIVER") as response:
        drawn = (await response.json())["panes"]["messages"]
    for wanted in (
        "<strong>bold</strong>",
        "@Priya Nair",
        "🎉",
        "<ol",
        "<blockquote>harmless</blockquote>",
        "cannot be drawn",
        "<em>1970-01-01 01:00</em>",
        '<a href="https://a.b"',
    ):
        assert wanted in drawn
