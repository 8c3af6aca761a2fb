"""Where a reader stands: who they are, which channel and thread is open; and the links from there to elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playground.page.reader import Reader
from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack
from playground.workspace import Workspace

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Standing:
    reader: Reader
    channel: Channel
    tab: str = "messages"
    thread: str | None = None
    #: `light` or `dark` where the address forces one; else the reader's system decides.
    theme: str | None = None

    @property
    def user(self) -> str:
        return self.reader.person.id

    def link(self, **changes: str | None) -> str:
        """A link to this place with something else in it: `user`, `channel`, `tab` or `thread`."""
        user = changes.get("user", self.user)
        place = "@Piton" if self.channel.is_im else self.channel.id
        wanted = {"as": user, "in": changes.get("channel", place)}
        wanted |= {"tab": changes.get("tab"), "thread": changes.get("thread"), "theme": self.theme}
        return "/?" + urlencode({key: value for key, value in wanted.items() if value})

    def sees(self, message: Json) -> bool:
        return bool(message.get("ephemeral_to", self.user) == self.user)


def stand(slack: Slack, query: Mapping[str, str]) -> Standing:
    """What the address asks for; whatever is not there, or not theirs to see, falls back to the first channel."""
    workspace = slack.workspace
    try:
        person = workspace.human(query.get("as") or "UOLIVER")
    except ScriptError:
        person = workspace.people["UOLIVER"]
    try:
        channel = workspace.place(query.get("in") or "#data-science", person.id)
    except ScriptError:
        channel = _first(workspace)
    if person.id not in channel.members and channel.is_private:
        channel = _first(workspace)
    thread = query.get("thread")
    if thread and workspace.message(channel, thread) is None:
        thread = None
    tab = "home" if query.get("tab") == "home" and channel.is_im else "messages"
    return Standing(Reader(slack, person), channel, tab, thread, theme(query))


def _first(workspace: Workspace) -> Channel:
    """#general is always there; the other may have been deleted."""
    return workspace.channels.get("C0DATA") or workspace.channels["C0GENERAL"]


def theme(query: Mapping[str, str]) -> str | None:
    asked = query.get("theme")
    return asked if asked in THEMES else None


def unread(slack: Slack, user: str, channel: Channel) -> int:
    """Messages in a channel that somebody else wrote since this person last looked."""
    seen = slack.workspace.seen.get((user, channel.id), "0")
    return sum(
        1
        for message in channel.messages
        if message["ts"] > seen and message["user"] != user and message.get("ephemeral_to", user) == user
    )


def look(slack: Slack, standing: Standing) -> None:
    """The person has the channel in front of them, so nothing in it is unread any more."""
    if standing.channel.messages and standing.tab == "messages":
        slack.workspace.seen[(standing.user, standing.channel.id)] = standing.channel.messages[-1]["ts"]
