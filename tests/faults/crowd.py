"""People at their desks in the playground: they see a message, make up their minds, press, and press again until their
client tells them that it was done. All that they did is written down, with what they were told.
"""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playground import pressing, submitting
from playground.outcome import Outcome
from playground.people import Channel
from playground.pressing import Aim
from playground.shapes import BOT_USER, Json, ScriptError
from playground.slack import Slack
from tests.faults.history import Press

#: Of those who are asked so many answer at once, skip, or skip and answer after all; the rest say nothing.
ANSWERING, SKIPPING, AFTER_ALL = 0.82, 0.08, 0.05
#: Of those who answer so many name a blocker, edit what they said, and press everything twice.
BLOCKED, EDITING, TWICE = 0.2, 0.15, 0.1
#: Seconds until they do.
SOON = 20.0
#: What may be done to a blocker, in turn, by one who helps.
COURSES = (
    ("Acknowledge", "Resolve"),
    ("Acknowledge", "HandBack", "Acknowledge"),
    ("Acknowledge", "HandBack", "Resolve"),
    ("Resolve",),
)
_BUTTONS = {
    "Acknowledge": "blocker.acknowledge",
    "HandBack": "blocker.hand_back",
    "Resolve": "blocker.resolve",
}


@dataclass
class Crowd:
    """Everybody in one workspace. `patience` is how long a slow thing is waited for before it is tried again."""

    slack: Slack
    dice: Random
    soon: float = SOON
    patience: float = 0.3
    presses: list[Press] = field(default_factory=list)
    _read: dict[str, int] = field(
        default_factory=lambda: defaultdict(int)
    )  #: messages of each channel so far
    _met: set[tuple[str, str]] = field(default_factory=set)
    _desks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _busy: set[asyncio.Task[None]] = field(default_factory=set)
    _failed: list[BaseException] = field(default_factory=list)
    _number: int = 0

    @property
    def busy(self) -> int:
        """How many are about to do something."""
        return len(self._busy)

    async def watch(self) -> None:
        """Look at what comes in, for ever."""
        while True:
            for channel in [*self.slack.workspace.channels.values()]:
                for message in channel.messages[self._read[channel.id] :]:
                    self._see(channel, message)
                self._read[channel.id] = len(channel.messages)
            if self._failed:
                raise self._failed[0]
            await asyncio.sleep(0.1)

    async def rest(self) -> None:
        """Go home: nobody does anything any more."""
        for each in self._busy:
            each.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    def _see(self, channel: Channel, message: Json) -> None:
        for action, value in offered(message):
            if action in {"standup.answer", "blocker.acknowledge"} and (value, channel.id) not in self._met:
                self._met.add((value, channel.id))
                if channel.is_im:
                    who = next(each for each in channel.members if each != BOT_USER)
                    self._begin(self._be_asked(who, channel, message["ts"], value))
                elif action == "blocker.acknowledge":
                    who = self.dice.choice([each for each in channel.members if each != BOT_USER])
                    self._begin(self._help(who, channel, message["ts"], value))

    def _begin(self, deed: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(deed)
        self._busy.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._failed.append(error)

    # A standup.

    async def _be_asked(self, who: str, channel: Channel, ts: str, round_: str) -> None:
        mood = self.dice.random()
        await self._think()
        if ANSWERING <= mood < ANSWERING + SKIPPING + AFTER_ALL:
            await self._press(who, channel, ts, "Skip", "standup.skip", round_)
        if mood < ANSWERING or ANSWERING + SKIPPING <= mood < ANSWERING + SKIPPING + AFTER_ALL:
            blocked = "No access to billing" if self.dice.random() < BLOCKED else ""
            await self._answer(who, channel, ts, round_, {"since": "Loaded May.", "blockers": blocked})
            if self.dice.random() < EDITING:
                await self._think()
                await self._answer(who, channel, ts, round_, {})

    async def _answer(self, who: str, channel: Channel, ts: str, round_: str, more: dict[str, str]) -> None:
        """Press Answer, fill the form in and send it, until it is taken. One form at a time for each person."""
        self._number += 1
        text = f"Load month {self._number}"
        async with self._desks[who]:
            while not await self._send(who, channel, ts, round_, {"until": text} | more):  # noqa: ASYNC110 — people
                await asyncio.sleep(self.patience)

    async def _send(self, who: str, channel: Channel, ts: str, round_: str, values: dict[str, str]) -> bool:
        self.slack.workspace.stacks.pop(who, None)  # what was open is of no use any more
        await self._try(who, channel, ts, Aim("standup.answer", value=round_))
        if not self.slack.workspace.stacks.get(who):
            return False
        modal = submitting.top(self.slack.workspace, who, None)
        outcome = await submitting.submit(self.slack, who, modal, values)
        certain = outcome.error is None and not outcome.errors
        press = Press(self._seat(round_, who), who, "Answer", values["until"], certain)
        self.presses.append(press)
        return certain

    def _seat(self, round_: str, who: str) -> tuple[str, str, str]:
        return f"slack:{self.slack.workspace.team.id}", round_, who

    # A blocker.

    async def _help(self, who: str, channel: Channel, ts: str, round_: str) -> None:
        for kind in self.dice.choice(COURSES):
            await self._think()
            await self._press(who, channel, ts, kind, _BUTTONS[kind], round_)

    async def _press(self, who: str, channel: Channel, ts: str, kind: str, action: str, round_: str) -> None:
        """Press a button once it is there, until the press was taken, or the button is gone, which says so too."""
        on, aim = self._seat(round_, who if kind == "Skip" else ""), Aim(action, value=round_)
        pressed = False
        while True:
            times = 2 if self.dice.random() < TWICE else 1
            outcomes = await asyncio.gather(*(self._try(who, channel, ts, aim) for _ in range(times)))
            took = [each.error is None for each in outcomes if each]
            self.presses += [Press(on, who, kind, certain=certain) for certain in took]
            if any(took) or (pressed and not took):
                return
            pressed = pressed or bool(took)
            await asyncio.sleep(self.patience)

    async def _try(self, who: str, channel: Channel, ts: str, aim: Aim) -> Outcome | None:
        """Press, once there is somebody to hear of it; None where there is nothing to press."""
        while not self.slack.sockets.count and not self.slack.line.request_url.address:  # noqa: ASYNC110 — as people do
            await asyncio.sleep(self.patience)
        try:
            return await pressing.in_message(self.slack, who, channel, ts, aim)
        except ScriptError:
            return None

    async def _think(self) -> None:
        await asyncio.sleep(self.dice.random() * self.soon)


def offered(message: Json) -> Iterable[tuple[str, str]]:
    """The buttons of one of our messages: what each does, and to which round."""
    if "metadata" not in message:
        return
    for block in message.get("blocks") or []:
        for element in block.get("elements") or []:
            if isinstance(element, dict) and element.get("type") == "button":
                yield element.get("action_id", ""), element.get("value", "")
