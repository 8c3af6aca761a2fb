"""`piton try`: the local Slack workspace and the bot, in one process, over a real socket."""

from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.config import Settings
from bot.errors import BotError
from handlers.slack import gallery
from handlers.slack.manifest import manifest
from playground import Piece, Playground


def pieces() -> list[Piece]:
    """All that the bot says, for the gallery."""
    return [Piece(each.name, each.kind, each.shown, each.text) for each in gallery.pieces()]


class Trial:
    """A workspace to play in, and the bot that can be stopped and started in it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._playground = Playground(on_clock=self._on_clock, on_bot=self._on_bot)
        self._playground.install(manifest())
        self._playground.gallery = pieces
        self._app: App | None = None
        self._port = 0  #: at which results are taken in, the same after a restart of the bot

    async def start(self, port: int, at: datetime | None = None) -> None:
        """Open the page, with its clock at `at` or the present, and start the bot. Raises OSError where the port
        is taken."""
        if at:
            self._playground.clock.set(at)
        await self._playground.start(port=port)
        await self._on_bot(running=True)

    @property
    def page(self) -> str:
        """The page's address."""
        return self._playground.url

    @property
    def scopes(self) -> list[str]:
        """What the bot's token was granted; take one out to see what comes of it."""
        return self._playground.scopes

    def addresses(self) -> dict[str, str]:
        """Where everything is, for scripts."""
        there = self._playground
        return {
            "page": there.url,
            "api": there.api_url,
            "control": there.control_url,
            "bot_token": there.bot_token,
            "app_token": there.app_token,
            "results": f"http://127.0.0.1:{self._port}",
        }

    async def stop(self) -> None:
        """End both."""
        await self._on_bot(running=False)
        await self._playground.stop()

    async def _on_bot(self, running: bool) -> None:
        if running == (self._app is not None):
            return
        if self._app:
            app, self._app = self._app, None
            await app.stop()
            return
        there = self._playground
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg] # the library's own; a person's .env is for their real Slack
            log_level="WARNING",
            host="127.0.0.1",
            port=self._port,
            database_url=f"sqlite:///{self._database}",
            slack_bot_token=SecretStr(there.bot_token),
            slack_app_token=SecretStr(there.app_token),
            slack_api_url=there.api_url,
        )
        app = App(settings, there.clock)
        try:
            await app.start()
            await self._playground.heard()
        except BaseException:
            await app.stop()
            raise
        self._app, self._port = app, app.port

    async def _on_clock(self, target: datetime) -> None:
        app = self._app
        if app:
            try:
                await app.take_to(target, self._playground.clock.set)
            except BotError:
                if app is self._app:
                    raise
        if self._app is None:  # or no more: it was stopped meanwhile
            self._playground.clock.set(target)
