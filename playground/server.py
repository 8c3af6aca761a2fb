"""The playground as one thing to start and stop: pretend Slack, control API and page, on one port."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from playground import api, control, fault_moves, given, installing, replies
from playground.app import App
from playground.clock import Clock
from playground.guard import loopback_only
from playground.page.gallery import Gallery, Pieces
from playground.page.routes import Page
from playground.shapes import FIRST, SECOND, ScriptError
from playground.slack import Slack, new_slack
from playground.uploads import Uploads

LARGEST_BODY = 4 * 1024 * 1024


class Playground:
    """`on_clock` takes the shared clock to a moment and returns when the bot has settled; `on_bot` starts and
    stops the bot.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        on_clock: Callable[[datetime], Awaitable[None]] | None = None,
        on_bot: Callable[[bool], Awaitable[None]] | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.on_clock = on_clock
        self.on_bot = on_bot
        #: What `/gallery` shows.
        self.gallery: Pieces | None = None
        self.bot_running = True
        self.settling = False
        self.app = App()
        #: Two companies with the same app. The page and every attribute below show the first.
        self.workspaces = [new_slack(self.clock, self.app, team) for team in (FIRST, SECOND)]
        self.url = self.api_url = self.control_url = ""
        self._runner: web.AppRunner | None = None

    @property
    def slack(self) -> Slack:
        return self.workspaces[0]

    @property
    def second(self) -> Slack:
        """Another tenant with the same app; scripts reach it by `workspace: T0OTHER`, the bot by its token."""
        return self.workspaces[1]

    @property
    def bot_token(self) -> str:
        """The first workspace's; a new one after the app was uninstalled and installed again."""
        return self.slack.bot_token

    @property
    def app_token(self) -> str:
        return self.app.token

    @property
    def signing_secret(self) -> str:
        """What the app checks requests by, in HTTP mode."""
        return self.app.signing_secret

    @property
    def request_url(self) -> str:
        """Where the app listens in HTTP mode; empty for Socket Mode."""
        return self.app.line.request_url.address

    @request_url.setter
    def request_url(self, address: str) -> None:
        self.app.line.request_url.address = address

    def install(self, manifest: dict[str, Any]) -> None:
        """The app as its manifest describes it: commands, shortcuts, events, Home, interactivity, scopes.

        Raises ValueError for a manifest that Slack would not take.
        """
        for slack in self.workspaces:
            installing.install(slack, manifest)

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The app's slash commands as in its manifest; once set, others are refused.

        Raises ValueError for one that is Slack's own.
        """
        return self.app.commands

    @commands.setter
    def commands(self, commands: list[dict[str, Any]]) -> None:
        self.app.commands = commands

    @property
    def scopes(self) -> list[str]:
        """What the bot's token was granted, as `x-oauth-scopes` announces."""
        return self.slack.scopes

    @scopes.setter
    def scopes(self, scopes: list[str]) -> None:
        self.slack.scopes = scopes

    @property
    def subscribed(self) -> set[str]:
        """The types of events that are sent; others are not."""
        return self.app.features.events

    @subscribed.setter
    def subscribed(self, subscribed: set[str]) -> None:
        self.app.features.events = subscribed

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        app = web.Application(middlewares=[loopback_only], client_max_size=LARGEST_BODY)
        self._add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address = self._runner.addresses[0]
        named = f"[{address[0]}]" if ":" in address[0] else address[0]
        root = f"http://{named}:{address[1]}"
        for slack in self.workspaces:
            slack.root = root
        self.url = f"{root}/"
        self.api_url = f"{root}/api/"
        self.control_url = f"{root}/_playground"

    async def heard(self) -> None:
        """Returns when the bot listens; at the latest after ten seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(10):
                while not self.app.line.sockets.count:  # noqa: ASYNC110 — whoever comes in tells nobody
                    await asyncio.sleep(0.01)

    async def stop(self) -> None:
        for slack in self.workspaces:
            slack.workspace.close()
            await slack.events.close()
        await self.app.line.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            for _ in range(5):  # who was being let in at that moment, and has hung up since, is let go too
                await asyncio.sleep(0)

    def _add_routes(self, app: web.Application) -> None:
        async def call(request: web.Request) -> web.StreamResponse:
            return await api.answer(self.workspaces, request)

        async def move(request: web.Request) -> web.Response:
            return await control.answer(self.workspaces, request)

        async def respond(request: web.Request) -> web.Response:
            return await replies.answer(self.workspaces, request)

        page = Page(
            self.slack,
            is_settling=lambda: self.settling,
            has_switch=lambda: self.on_bot is not None,
            is_running=lambda: self.bot_running,
        )
        page.add_routes(app)
        Gallery(self.slack, lambda: self.gallery).add_routes(app)
        Uploads([slack.files for slack in self.workspaces]).add_routes(app)
        app.router.add_route("*", "/api/{method}", call)
        app.router.add_get("/socket", self.slack.sockets.accept)
        app.router.add_post("/response/{key}", respond)
        app.router.add_get("/_playground/state", self._show_state)
        app.router.add_get("/_playground/faults", self._show_faults)
        app.router.add_post("/_playground/clock", self._move_clock)
        app.router.add_post("/_playground/bot", self._switch_bot)
        app.router.add_post("/_playground/{move}", move)

    async def _show_state(self, request: web.Request) -> web.Response:
        try:
            slack = control.which(self.workspaces, dict(request.query))
        except ScriptError as mistake:
            return control.refuse(mistake)
        return web.json_response(control.state(slack) | {"bot_running": self.bot_running})

    async def _show_faults(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(fault_moves.show(control.which(self.workspaces, dict(request.query))))
        except ScriptError as mistake:
            return control.refuse(mistake)

    async def move_clock(self, target: datetime) -> None:
        """Returns when the bot has done all that is due by then."""
        self.settling = True
        self.slack.workspace.changed()
        try:
            if self.on_clock is not None:
                await self.on_clock(target)
            if self.on_clock is None or self.clock.now() < target - timedelta(seconds=1):
                self.clock.set(target)
        finally:
            self.settling = False
            self.slack.workspace.changed()

    async def _move_clock(self, request: web.Request) -> web.Response:
        try:
            target = given.moment(self.slack, await given.body(request))
        except ScriptError as mistake:
            return control.refuse(mistake)
        await self.move_clock(target)
        return web.json_response({"ok": True, "now": self.clock.now().isoformat()})

    async def _switch_bot(self, request: web.Request) -> web.Response:
        if self.on_bot is None:
            return web.json_response(
                {"ok": False, "error": "Nobody here can start or stop the bot."}, status=404
            )
        try:
            running = given.switch(await given.body(request))
        except ScriptError as mistake:
            return control.refuse(mistake)
        try:
            await self.on_bot(running)
        except Exception as failure:  # noqa: BLE001 — the bot's own: whatever it is, the person reads it
            return web.json_response({"ok": False, "error": f"The bot does not start: {failure}"}, status=409)
        self.bot_running = running
        self.slack.workspace.changed()
        return web.json_response({"ok": True, "running": running})
