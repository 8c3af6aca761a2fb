"""What the workspace holds: people, channels, messages, modals and Homes, and who watches for changes."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.files import Files
from playground.people import Channel, Person, channels_of, people_of
from playground.shapes import BOT_USER, FIRST, Json, ScriptError, Team

#: What somebody typed or chose so far, by (block_id, action_id), in the shape of Slack's `state.values`.
Typed = dict[tuple[str, str], Json]


@dataclass
class Modal:
    view: Json
    typed: Typed = field(default_factory=dict)


class Workspace:
    def __init__(self, clock: Clock, team: Team = FIRST) -> None:
        self.clock = clock
        self.team = team
        now = int(clock.now().timestamp())
        self.people: dict[str, Person] = {person.id: person for person in people_of(team)}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in channels_of(team, now)}
        self.files = Files()
        self.stacks: dict[str, list[Modal]] = {}
        self.homes: dict[str, Modal] = {}
        #: Choices made in messages, by (channel, ts, user).
        self.choices: dict[tuple[str, str, str], Typed] = {}
        #: The newest message that each person has seen, by (user, channel); unread badges count from it.
        self.seen: dict[tuple[str, str], str] = {}
        self.version = 0
        self._last_micros = 0
        self._watchers: set[asyncio.Event] = set()
        self._closed = False

    def next_ts(self) -> str:
        """A new message's `ts`: the clock's time, yet later than the last even if the clock was set back."""
        self._last_micros = max(int(self.clock.now().timestamp() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """Random, since a bot may keep ids over a restart of the playground and must not meet them again."""
        return prefix + secrets.token_hex(5).upper()

    def changed(self) -> None:
        self.version += 1
        for watcher in self._watchers:
            watcher.set()

    def close(self) -> None:
        self._closed = True
        self.changed()

    async def versions(self) -> AsyncIterator[int]:
        """Yields at once, then after every change; changes that come close together count as one."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            while not self._closed:
                yield self.version
                await watcher.wait()
                await asyncio.sleep(0.03)
                watcher.clear()
        finally:
            self._watchers.discard(watcher)

    def direct(self, user: str) -> Channel:
        """The direct message between a person and the bot, opened if need be."""
        known = f"D0{user.removeprefix('U')}"
        if known not in self.channels:
            created = int(self.clock.now().timestamp())
            self.channels[known] = Channel(
                known, "", [user, BOT_USER], created, self.team.id, is_private=True, is_im=True
            )
            self.changed()
        return self.channels[known]

    def person(self, given: str) -> Person:
        """By id, handle or full name, with or without an @."""
        wanted = given.removeprefix("@").casefold()
        for person in self.people.values():
            if given == person.id or wanted in (person.name.casefold(), person.real_name.casefold()):
                return person
        raise ScriptError(
            f"There is nobody called {given!r}.", [f"{p.id} ({p.real_name})" for p in self.people.values()]
        )

    def human(self, given: str) -> Person:
        person = self.person(given)
        if person.is_bot:
            raise ScriptError(f"{given!r} is the bot; only people can be acted as.", list(self.people))
        return person

    def place(self, given: str, user: str) -> Channel:
        """A channel as somebody names it: its id, "#name", or the bot ("@Piton", its id) for their DM."""
        if given in self.channels and (
            not self.channels[given].is_im or user in self.channels[given].members
        ):
            return self.channels[given]
        wanted = given.removeprefix("#").casefold()
        for channel in self.channels.values():
            if not channel.is_im and channel.name.casefold() == wanted:
                return channel
        bot = self.people[BOT_USER]
        if given == bot.id or given.removeprefix("@").casefold() == bot.name:
            return self.direct(user)
        names = [f"{c.id} (#{c.name})" for c in self.channels.values() if not c.is_im]
        raise ScriptError(
            f"There is no channel {given!r} that {user} can open.", [*names, f"@{bot.real_name}"]
        )

    def message(self, channel: Channel, ts: str) -> Json | None:
        return next((message for message in channel.messages if message["ts"] == ts), None)

    def whispers(self, user: str) -> list[Json]:
        """Every ephemeral message that this person was shown."""
        return [
            m for channel in self.channels.values() for m in channel.messages if m.get("ephemeral_to") == user
        ]
