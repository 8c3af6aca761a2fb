"""The page's own addresses: the whole page, its panes after a change, and the stream that tells of changes."""

import asyncio
import json
from collections.abc import Callable
from importlib.resources import files

from aiohttp import web

from playground.page import messages, modal, sidebar
from playground.page.html import Html, join, tag
from playground.page.standing import Standing, look, stand
from playground.shapes import Json
from playground.slack import Slack

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATIC = files("playground.page") / "static"
SCRIPTS = ("page.js", "talk.js", "controls.js", "composer.js")
KINDS = {"page.css": "text/css"} | dict.fromkeys(SCRIPTS, "text/javascript")


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
        app.router.add_get("/page/{name}", _static)

    async def _whole(self, request: web.Request) -> web.Response:
        standing = stand(self._slack, request.query)
        look(self._slack, standing)
        return web.Response(
            text="<!doctype html>\n" + self._document(standing),
            content_type="text/html",
            headers={
                "Content-Security-Policy": POLICY,
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
            },
        )

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
        head = tag(
            "head",
            Html(
                '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            ),
            tag("title", "Piton playground"),
            Html('<link rel="stylesheet" href="/page/page.css"><link rel="icon" href="data:,">'),
            tag("script", src="/page/page.js", type="module"),
        )
        body = tag(
            "body",
            _top(filled),
            _middle(filled, view["here"]),
            _overlays(filled),
            data_here=json.dumps(view["here"]),
        )
        return tag("html", head, body, lang="en")


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
        tag("h2", "You are"),
        tag("nav", filled["people"], id="people", aria_label="Choose who you are"),
        tag("nav", filled["channels"], id="channels", aria_label="Channels"),
        id="sidebar",
    )
    main = tag(
        "main",
        tag("div", filled["heading"], id="heading"),
        tag("div", filled["messages"], id="messages", tabindex="0", aria_label="Messages", role="log"),
        _composer("composer", f"Message {here['place']}"),
    )
    side = tag(
        "aside",
        tag(
            "header",
            tag("h2", "Thread"),
            tag("a", "✕", href="#", id="close-thread", class_="cross", aria_label="Close thread"),
        ),
        tag(
            "div",
            filled["thread-messages"],
            id="thread-messages",
            role="log",
            aria_label="Thread",
            tabindex="0",
        ),
        _composer("thread-composer", "Reply…"),
        id="thread",
        hidden=here["thread"] is None,
    )
    return tag("div", left, main, side, class_="columns-of-page")


def _composer(name: str, words: str) -> Html:
    return tag(
        "form",
        tag("div", class_="hints", role="listbox", aria_label="Commands", hidden=True, id=f"{name}-hints"),
        tag("textarea", rows="1", aria_label=words, placeholder=words, id=f"{name}-text", autocomplete="off"),
        tag("button", "Send", class_="button primary"),
        class_="composer",
        id=name,
    )


def _overlays(filled: dict[str, Html]) -> Html:
    return join(
        tag("dialog", filled["modal"], id="modal", aria_labelledby="modal-title"),
        tag("dialog", id="confirm", aria_labelledby="confirm-title"),
        tag("div", id="notice", role="alert", popover="manual"),
    )


async def _static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in KINDS:
        raise web.HTTPNotFound
    text = (STATIC / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=KINDS[name], headers={"Cache-Control": "no-cache"})
