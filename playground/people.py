"""The six people, the bot and the channels that every playground starts with."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.shapes import APP_ID, BOT_ID, BOT_USER, TEAM_ID, Json


@dataclass
class Person:
    id: str
    name: str
    real_name: str
    tz: str
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False

    def as_slack(self, now: datetime) -> Json:
        local = now.astimezone(ZoneInfo(self.tz))
        offset = local.utcoffset()
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": "" if self.is_bot else self.name,
            "display_name_normalized": "" if self.is_bot else self.name,
            "first_name": self.real_name.split(" ", maxsplit=1)[0],
            "team": TEAM_ID,
        }
        if self.is_bot:
            profile |= {"api_app_id": APP_ID, "bot_id": BOT_ID}
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }


@dataclass
class Channel:
    """A public or private channel, or a direct message. `messages` keeps Slack's stored shape, as posted."""

    id: str
    name: str
    members: list[str]
    created: int
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    topic: str = ""
    messages: list[Json] = field(default_factory=list)

    def as_slack(self, viewer: str) -> Json:
        shared: Json = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.is_im,
        }
        if self.is_im:
            other = next((member for member in self.members if member != viewer), viewer)
            return shared | {"user": other, "is_user_deleted": False, "is_org_shared": False}
        return shared | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_member": viewer in self.members,
            "is_shared": False,
            "is_ext_shared": False,
            "creator": "UPRIYA",
            "context_team_id": TEAM_ID,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def first_people() -> list[Person]:
    return [
        Person("UAROHA", "aroha", "Aroha Ngata", "Pacific/Auckland"),
        Person("UOLIVER", "oliver", "Oliver Shaw", "Europe/London"),
        Person("UPRIYA", "priya", "Priya Nair", "Europe/London", is_admin=True),
        Person("UMAYA", "maya", "Maya Cohen", "America/New_York"),
        Person("UDIEGO", "diego", "Diego Rivera", "America/New_York"),
        Person("ULENA", "lena", "Lena Park", "America/Los_Angeles"),
        Person(BOT_USER, "piton", "Piton", "America/Los_Angeles", is_bot=True),
    ]


def first_channels(created: int) -> list[Channel]:
    everyone = [person.id for person in first_people() if not person.is_bot]
    review = ["UPRIYA", "UOLIVER", "UMAYA"]
    return [
        Channel(
            "C0DATA", "data-science", list(everyone), created, topic="Models, numbers and how we ship them"
        ),
        Channel("C0GENERAL", "general", list(everyone), created, topic="Everything and everyone"),
        Channel(
            "G0REVIEW", "model-review", review, created, is_private=True, topic="Before a model goes live"
        ),
    ]
