"""The people, the bot and the channels that each of the two workspaces starts with."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.shapes import APP_ID, BOT_ID, BOT_USER, SECOND, Json, Team


@dataclass
class Person:
    id: str
    name: str
    real_name: str
    tz: str
    team: str
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    #: When somebody last changed them, in seconds.
    updated: int = 0

    def as_slack(self, now: datetime) -> Json:
        """Of a deactivated person Slack tells neither zone nor role."""
        known: Json = {"id": self.id, "team_id": self.team, "name": self.name, "deleted": self.deleted}
        known |= {"profile": self._profile(), "is_bot": self.is_bot, "is_app_user": False}
        known |= {"updated": self.updated}
        if self.deleted:
            return known | {"is_forgotten": False}
        local = now.astimezone(ZoneInfo(self.tz))
        offset = local.utcoffset()
        return known | {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
        }

    def _profile(self) -> Json:
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": "" if self.is_bot else self.name,
            "display_name_normalized": "" if self.is_bot else self.name,
            "first_name": self.real_name.split(" ", maxsplit=1)[0],
            "team": self.team,
        }
        return profile | ({"api_app_id": APP_ID, "bot_id": BOT_ID} if self.is_bot else {})


@dataclass
class Channel:
    """A public or private channel, or a direct message. `messages` keeps Slack's stored shape, as posted."""

    id: str
    name: str
    members: list[str]
    created: int
    team: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    topic: str = ""
    #: Slack's code for posts that a preference forbids here, such as `restricted_action`.
    restricted: str = ""
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
            "context_team_id": self.team,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def handle(real_name: str) -> str:
    return real_name.partition(" ")[0].lower()


def people_of(team: Team) -> list[Person]:
    def person(user: str, real_name: str, tz: str, **more: bool) -> Person:
        return Person(user, handle(real_name), real_name, tz, team.id, **more)

    bot = person(BOT_USER, "Piton", "America/Los_Angeles", is_bot=True)
    if team == SECOND:
        return [
            person("UOLIVER", "Olivia Berg", "Europe/Stockholm", is_admin=True),
            person("UMAYA", "Mayank Rao", "Asia/Kolkata"),
            person("UNINA", "Nina Holm", "Europe/Stockholm"),
            bot,
        ]
    return [
        person("UAROHA", "Aroha Ngata", "Pacific/Auckland"),
        person("UOLIVER", "Oliver Shaw", "Europe/London"),
        person("UPRIYA", "Priya Nair", "Europe/London", is_admin=True),
        person("UMAYA", "Maya Cohen", "America/New_York"),
        person("UDIEGO", "Diego Rivera", "America/New_York"),
        person("ULENA", "Lena Park", "America/Los_Angeles"),
        bot,
    ]


def channels_of(team: Team, created: int) -> list[Channel]:
    everyone = [person.id for person in people_of(team) if not person.is_bot]

    def channel(key: str, name: str, topic: str) -> Channel:
        return Channel(key, name, list(everyone), created, team.id, topic=topic)

    if team == SECOND:
        return [
            channel("C0DATA", "numbers", "The other company's numbers"),
            channel("C0GENERAL", "general", "Everything and everyone"),
        ]
    review = channel("G0REVIEW", "model-review", "Before a model goes live")
    review.members, review.is_private = ["UPRIYA", "UOLIVER", "UMAYA"], True
    return [
        channel("C0DATA", "data-science", "Models, numbers and how we ship them"),
        channel("C0GENERAL", "general", "Everything and everyone"),
        review,
    ]
