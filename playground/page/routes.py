"""The page's own addresses: the whole page, its panes after a change, and the stream that tells of changes."""

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from playground.page import assets, messages, modal, sidebar
from playground.page.html import Html, join, tag
from playground.page.standing import Standing, look, stand
from playground.shapes import Json
from playground.slack import Slack


class Page:
    def __init__(
        self,
        slack: Slack,
        *,
        is_settling: Callable[[], bool],
        has_switch: Callable[[], bool],
        is_running: Callable[[], bool],
    ) -> None:
        self._slack = slack
        self._is_settling = is_settling
        self._has_switch = has_switch
        self._is_running = is_running

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._whole)
        app.router.add_get("/page/panes", self._fresh)
        app.router.add_get("/page/changes", self._changes)
        app.router.add_get("/page/{name}", assets.answer)

    async def _whole(self, request: web.Request) -> web.Response:
        standing = stand(self._slack, request.query)
        look(self._slack, standing)
        return assets.respond(self._document(standing))

    async def _fresh(self, request: web.Request) -> web.Response:
        standing = stand(self._slack, request.query)
        if "looking" in request.query:
            look(self._slack, standing)
        return web.json_response(self._panes(standing), headers={"Cache-Control": "no-store"})

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one line whenever something changed, for the page to fetch its panes again."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        try:
            async for version in self._slack.workspace.versions():
                await stream.write(f"data: {version}\n\n".encode())
        except (ConnectionError, asyncio.CancelledError):
            pass
        return stream

    def _panes(self, standing: Standing) -> Json:
        """HTML by the id of the element that it fills, and what the script wants to know."""
        in_thread = standing.thread is not None
        return {
            "panes": {
                "people": sidebar.people(standing),
                "channels": sidebar.channels(standing),
                "sidebar-foot": sidebar.foot(standing),
                "clock": sidebar.clock(standing.reader, settling=self._is_settling()),
                "clock-controls": sidebar.clock_controls(standing.reader),
                "bot": self._switch(),
                "heading": messages.heading(standing),
                "messages": messages.channel(standing),
                "thread-messages": messages.thread(standing) if in_thread else "",
                "modal": modal.front(standing),
            },
            "here": self._here(standing),
        }

    def _here(self, standing: Standing) -> Json:
        place = "Piton" if standing.channel.is_im else f"#{standing.channel.name}"
        return {
            "user": standing.user,
            "channel": standing.channel.id,
            "isDirect": standing.channel.is_im,
            "isMember": standing.user in standing.channel.members,
            "tab": standing.tab,
            "thread": standing.thread,
            "place": place,
            "commands": self._slack.commands,
        }

    def _switch(self) -> Html:
        if not self._has_switch():
            return Html("")
        running = self._is_running()
        words = "Piton is running" if running else "Piton is stopped"
        return tag(
            "button",
            tag("span", class_="lamp", aria_hidden="true"),
            tag("span", words, class_="words"),
            type="button",
            class_="button switch",
            id="bot-switch",
            role="switch",
            aria_checked="true" if running else "false",
            aria_label=words,
            title="Stop or start the bot, as a crash would",
        )

    def _document(self, standing: Standing) -> Html:
        view = self._panes(standing)
        filled = {name: Html(text) for name, text in view["panes"].items()}
        body = tag(
            "body",
            tag("a", "Skip to the message box", href="#composer-text", class_="skip", id="skip"),
            _top(filled),
            _middle(filled, view["here"]),
            _overlays(filled),
            data_here=json.dumps(view["here"]),
        )
        return assets.document(
            "Piton playground", body, styles=("page.css",), script="page.js", theme=standing.theme
        )


def _top(filled: dict[str, Html]) -> Html:
    return tag(
        "header",
        tag(
            "button",
            "☰",
            type="button",
            class_="button",
            id="open-sidebar",
            aria_label="People and channels",
            aria_controls="sidebar",
            aria_expanded="false",
        ),
        tag("p", "Piton ", tag("span", "playground"), class_="brand"),
        tag("div", filled["clock"], id="clock"),
        tag("div", filled["clock-controls"], id="clock-controls", role="group", aria_label="Move the clock"),
        tag("div", filled["bot"], id="bot"),
        class_="top",
    )


def _middle(filled: dict[str, Html], here: Json) -> Html:
    left = tag(
        "aside",
        tag(
            "button",
            "✕",
            type="button",
            id="close-sidebar",
            class_="cross",
            aria_label="Close people and channels",
        ),
        tag("h2", "You are"),
        tag("nav", filled["people"], id="people", aria_label="Choose who you are"),
        tag("nav", filled["channels"], id="channels", aria_label="Channels"),
        tag("p", filled["sidebar-foot"], id="sidebar-foot"),
        id="sidebar",
        aria_label="People and channels",
    )
    main = tag(
        "main",
        tag("div", filled["heading"], id="heading"),
        tag("div", filled["messages"], **_log("messages", "Messages")),
        _composer("composer", f"Message {here['place']}"),
    )
    side = tag(
        "aside",
        tag(
            "header",
            tag("h2", "Thread"),
            tag("a", "✕", href="#", id="close-thread", class_="cross", aria_label="Close thread"),
        ),
        tag("div", filled["thread-messages"], **_log("thread-messages", "Thread")),
        _composer("thread-composer", "Reply…"),
        id="thread",
        aria_label="Thread",
        hidden=here["thread"] is None,
    )
    return tag("div", left, main, side, class_="columns-of-page")


def _log(name: str, words: str) -> dict[str, str | None]:
    """A pane of messages. It is drawn anew as a whole, so what is new in it is read out by `#heard` instead."""
    return {"id": name, "role": "log", "aria_label": words, "aria_live": "off", "tabindex": "0"}


def _composer(name: str, words: str) -> Html:
    return tag(
        "form",
        tag("div", class_="hints", role="listbox", aria_label="Commands", hidden=True, id=f"{name}-hints"),
        tag(
            "textarea",
            rows="1",
            aria_label=words,
            placeholder=words,
            id=f"{name}-text",
            autocomplete="off",
            aria_autocomplete="list",
            aria_controls=f"{name}-hints",
        ),
        tag("button", "Send", class_="button primary"),
        class_="composer",
        id=name,
    )


def _overlays(filled: dict[str, Html]) -> Html:
    return join(
        tag("dialog", filled["modal"], id="modal"),
        tag("dialog", id="confirm", aria_labelledby="confirm-title"),
        tag("div", id="notice", role="alert", popover="manual"),
        tag("div", id="heard", class_="unseen", role="status", aria_live="polite", aria_label="New messages"),
    )
