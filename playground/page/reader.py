"""Whoever looks at the page: names and times as they see them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.people import Person
from playground.slack import Slack


@dataclass(frozen=True)
class Reader:
    slack: Slack
    person: Person

    def local(self, ts: float) -> datetime:
        return datetime.fromtimestamp(ts, ZoneInfo(self.person.tz))

    def name(self, user: str) -> str:
        person = self.slack.workspace.people.get(user)
        return person.real_name if person is not None else user

    def channel_name(self, channel_id: str) -> str:
        channel = self.slack.workspace.channels.get(channel_id)
        return channel.name if channel is not None and channel.name else "private channel"


def city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2]).upper()


def day(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B}"
