"""A stage for stories: the playground and the bot as `piton try` runs them, and people who act in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.trying import Trial
from tests.doubles import migrated

Json = dict[str, Any]
DATA = "#data-science"
#: A Monday noon in November, in London.
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Stage:
    """Drives the control API as a script would."""

    http: aiohttp.ClientSession
    control: str
    trial: Trial

    async def post(self, move: str, **body: Any) -> Json:  # noqa: ANN401 — whatever JSON holds
        async with self.http.post(f"{self.control}/{move}", json=body) as response:
            answer: Json = await response.json()
            assert response.status == 200, answer
            return answer

    async def state(self) -> Json:
        async with self.http.get(f"{self.control}/state") as response:
            found: Json = await response.json()
            return found

    async def at(self, moment: datetime) -> None:
        """Move the clock; returns when the bot has settled."""
        await self.post("clock", set=moment.isoformat())

    async def settle(self) -> None:
        await self.post("clock", advance=0)

    async def command(self, user: str, text: str, channel: str = DATA) -> Json:
        answer = await self.post("command", user=user, channel=channel, text=text)
        if answer.get("view"):  # a form that takes long to make takes the place of one that says so
            await self.settle()
        return answer

    async def submit(self, user: str, **values: Any) -> Json:  # noqa: ANN401 — whatever a form takes
        return await self.post("submit", user=user, values=values)

    async def press(self, user: str, label: str, channel: str = "@Piton") -> Json:
        """Press the newest button of this label that the person sees in a channel."""
        for message in reversed(await self.seen(user, channel)):
            if has_button(message, label):
                return await self.post("click", user=user, channel=channel, ts=message["ts"], text=label)
        raise AssertionError(f"no button {label} for {user} in {channel}")

    async def answer(self, user: str, since: str, until: str, blockers: str = "") -> Json:
        """Answer the newest prompt."""
        await self.press(user, "Answer")
        return await self.fill(user, since, until, blockers)

    async def fill(self, user: str, since: str, until: str, blockers: str = "") -> Json:
        """Fill and submit the open answer form."""
        answer = await self.post(
            "submit", user=user, values={"since": since, "until": until, "blockers": blockers}
        )
        assert answer["ok"], answer
        return answer

    async def seen(self, user: str, channel: str) -> list[Json]:
        """The messages that a person sees in a channel, oldest first."""
        state = await self.state()
        for each in state["channels"]:
            here = (
                (each["is_im"] and user in each["members"])
                if channel == "@Piton"
                else f"#{each['name']}" == channel
            )
            if here:
                messages: list[Json] = each["messages"]
                return [m for m in messages if m.get("ephemeral_to") in {None, user}]
        return []

    async def prompts(self, user: str) -> list[datetime]:
        """When each message that the bot owed a person by direct message reached them."""
        return [moment(m) for m in await self.seen(user, "@Piton") if "metadata" in m]

    async def digests(self) -> list[Json]:
        """The digests in the channel: its top-level messages by the bot."""
        return [
            m for m in await self.seen("UOLIVER", DATA) if not m.get("thread_ts") or m["thread_ts"] == m["ts"]
        ]


def moment(message: Json) -> datetime:
    return datetime.fromtimestamp(float(message["ts"]), UTC)


def has_button(message: Json, label: str) -> bool:
    return any(
        element.get("type") == "button" and element["text"]["text"] == label
        for block in message.get("blocks") or []
        for element in block.get("elements", [])
    )


@asynccontextmanager
async def stage(folder: Path, start: datetime = MONDAY_NOON) -> AsyncIterator[Stage]:
    """A fresh workspace at this moment, with the bot running in it."""
    file = folder / "piton.db"
    file.write_bytes(migrated())
    trial = Trial(file)
    await trial.start(port=0, at=start)
    async with aiohttp.ClientSession() as http:
        try:
            yield Stage(http, trial.addresses()["control"], trial)
        finally:
            await trial.stop()
