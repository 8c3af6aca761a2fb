"""What Slack's composer makes of typed text: escaped signs, mentions of people and channels, links."""

import re

from playground.shapes import BOT_USER
from playground.workspace import Workspace

LINK = re.compile(r"https?://[^\s<>|]+")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_typed(text: str, workspace: Workspace, *, command: bool = False) -> str:
    """`@Priya Nair`, `@priya`, `#data-science`, `@here` and links as Slack sends them; the rest is escaped.

    In a slash command (with `should_escape`) a person is `<@U123|priya>`, in a message `<@U123>`.
    """
    marks: dict[str, str] = {}
    for person in workspace.people.values():
        mark = f"<@{person.id}|{person.name}>" if command else f"<@{person.id}>"
        marks |= {f"@{person.real_name}".casefold(): mark, f"@{person.name}".casefold(): mark}
    for channel in workspace.channels.values():
        if not channel.is_im:
            marks[f"#{channel.name}".casefold()] = f"<#{channel.id}|{channel.name}>"
    marks |= {f"@{word}": f"<!{word}>" for word in ("here", "channel", "everyone")}
    longest_first = "|".join(re.escape(escape(name)) for name in sorted(marks, key=len, reverse=True))
    known = re.compile(rf"(?<![\w@#/])(?:{longest_first})(?![\w-])", re.IGNORECASE)
    escaped = LINK.sub(lambda found: f"<{found[0]}>", escape(text))
    return known.sub(lambda found: marks[unescape(found[0]).casefold()], escaped)


def mentions_bot(text: str) -> bool:
    return f"<@{BOT_USER}>" in text or f"<@{BOT_USER}|" in text
