"""The composition root: the one module that knows every other, and puts the parts together."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import holding, kpis, metrics, opening, results, rounds
from bot.ceremonies import CEREMONIES
from bot.checks import Checks, lived_in, look_around
from bot.config import Settings
from bot.crew import LocalCrew
from bot.delivery import Delivery
from bot.each import Each
from bot.erasing import Erasing
from bot.errors import BotError, DeliveryError
from bot.homes import Homes
from bot.intake import Intake
from bot.ledger import Ledger
from bot.log import log
from bot.model import Workspace, WorkspaceId
from bot.people import People
from bot.ports import Clock
from bot.ticker import SystemClock, Ticker
from handlers.hooks import Hooks
from handlers.slack.app import build
from handlers.slack.calls import ask
from handlers.slack.desk import Desk
from handlers.slack.directory import SlackDirectory
from handlers.slack.door import enter_raw
from handlers.slack.home.publisher import SlackPublisher
from handlers.slack.messenger import SlackMessenger
from handlers.slack.reaching import reach
from handlers.slack.socket import Socket
from handlers.web import Web
from storage.address import is_postgresql
from storage.database import open_store
from storage.fleet import Fleet

#: Slack kills nothing before three seconds, and no platform waits much longer for a stop.
GRACE = 3.0
#: Which part of the bot a process is: all of it, what Slack calls, or what carries the work out.
Role = Literal["all", "web", "worker"]
#: Seconds that whoever asks whether we are ready waits for the database, and for Slack.
LOOK = 2.5
#: What Slack hears that calls us before we have reached it: it tells an event again, and a person that it failed.
_STARTING = 503
#: What is to be sent within this time is waited for when a moved clock settles.
_SOON = timedelta(seconds=6)


class App:
    """The bot, or its part, as it runs in one process."""

    def __init__(self, settings: Settings, clock: Clock | None = None, *, role: Role = "all") -> None:
        self._settings = settings
        self._role = role
        self.clock: Clock = clock or SystemClock()
        self.port = self.metrics_port = 0
        self._client: AsyncWebClient | None = None
        self._socket: Socket | None = None
        self._web: Web | None = None
        self._meter: Web | None = None
        self._bolt: AsyncApp | None = None
        self._intake: Intake | None = None
        self._up = False

    async def start(self) -> None:
        """Come up: database, Slack, ears, ticks. Raises BotError with what to do."""
        settings = self._settings
        if missing := settings.missing(hears=self._role != "worker"):
            raise BotError(missing)
        await self._open()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        assert settings.slack_bot_token  # noqa: S101 — `missing` has looked
        client = self._client = AsyncWebClient(
            settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            session=self._session,
            retry_handlers=[],
        )
        await self._answer()
        me = await self._introduce(client)
        self._staff(client)
        await self.crew.open()
        self._bolt = build(self.desk, str(me["user_id"]), str(me.get("bot_id", "")))
        if self._role != "worker":
            await self._listen(client, self._bolt)
        if self._role != "web":
            self.crew.work()
            self.ticker.start()
        self._up = True
        log.info(
            "ready",
            role=self._role,
            workspace=self.workspace,
            port=self.port or None,
            metrics=self.metrics_port or None,
        )

    async def _open(self) -> None:
        """The crew and the store: what one is handed is carried by the other."""
        url = self._settings.database_url
        if self._role == "all":
            self.crew: LocalCrew | Fleet = LocalCrew({})
            self.store = await asyncio.to_thread(open_store, url, CEREMONIES, self.crew.begin)
        elif is_postgresql(url):
            self.crew = fleet = Fleet(url)
            self.store = await asyncio.to_thread(open_store, url, CEREMONIES, fleet.begin, fleet.defer)
        else:
            raise BotError(
                f"`piton {self._role}` is a part of a fleet, which meets in a PostgreSQL: set DATABASE_URL to one,"
                " or start the whole bot by `piton run`."
            )

    async def _introduce(self, client: AsyncWebClient) -> Mapping[str, Any]:
        """Ask Slack who we are, and remember the workspace."""
        me: Mapping[str, Any] = await reach("SLACK_BOT_TOKEN", client.auth_test)
        self.workspace = WorkspaceId(f"slack:{me['team_id']}")
        known = Workspace(self.workspace, "slack", str(me.get("team", "")))
        now = self.clock.now()

        def remember(ledger: Ledger) -> None:
            ledger.roster.put_workspace(known, now)
            if self._role == "all":
                for each in (ledger.rounds, ledger.plans, ledger.outbox):
                    each.free(now)

        await self.store.run(remember)
        await self._catch_up(known.id, now)
        return me

    async def _catch_up(self, workspace: WorkspaceId, now: datetime) -> None:
        """Events may have been missed. All teams are read, and none is locked: a fleet's others are at work on them,
        and people press their buttons."""
        if await self.store.read(lambda ledger: holding.holds(ledger, workspace)):
            await self.store.run(lambda ledger: holding.connect(ledger, workspace, now))  # installed again?
        channels = await self.store.read(lambda ledger: lived_in(ledger, workspace))
        await self.store.run(lambda ledger: look_around(ledger, workspace, channels, now))

    def _staff(self, client: AsyncWebClient) -> None:
        """Everybody who works here."""
        directory = SlackDirectory(client, self.workspace)
        self.desk = Desk(self.store, self.clock, client, directory)
        self._people = People(self.store, directory, self.clock)
        self._delivery = Delivery(self.store, SlackMessenger(client, self.workspace), self.clock)
        each = Each(self.store, self.clock)
        self.crew.tasks = {
            "open": partial(each.do, opening.open_due),
            "wake": partial(each.do, rounds.wake),
            "deliver": self._delivery.deliver,
            "refresh": self._people.refresh,
            "check": Checks(self.store, directory, self.clock).check,
            "home": Homes(self.store, SlackPublisher(client, self.workspace), self.clock).draw,
            "erase": Erasing(self.store, self.clock).erase,
        }
        self.ticker = Ticker(self.store, self.clock, self.crew)
        self._intake = Intake(self.store, self.clock, self.workspace, kpis.taker(results.take))

    async def _listen(self, client: AsyncWebClient, bolt: AsyncApp) -> None:
        """Open the ears of Socket Mode; those of HTTP are open."""
        if app_token := self._settings.slack_app_token:
            token = app_token.get_secret_value()
            await reach("SLACK_APP_TOKEN", client.apps_connections_open, app_token=token)
            self._socket = Socket(bolt, token)
            await self._socket.connect()

    async def _answer(self) -> None:
        """Answer whoever asks how we are, once the database is there: Slack may be away for long."""
        settings = self._settings
        if self._role != "worker":
            secret = settings.slack_signing_secret
            self._web = Web(
                settings.host,
                settings.port,
                ready=self._ready,
                secret=secret.get_secret_value() if secret and not settings.slack_app_token else None,
                dispatch=self._dispatch,
                metrics=self._metrics if settings.metrics_port == settings.port else None,
                hooks=Hooks(lambda: self._intake),
            )
            self.port = await self._web.start()
        if settings.metrics_port is not None:
            await self._measure(settings.metrics_port)

    async def _measure(self, port: int) -> None:
        """Let Prometheus ask: on a port of its own, if it is not the one that is there already."""
        self._watch = asyncio.create_task(metrics.watch_loop())
        self.metrics_port = self.port
        if self._web is None or port != self._settings.port:
            self._meter = Web(self._settings.host, port, ready=self._ready, metrics=self._metrics)
            self.metrics_port = await self._meter.start()

    async def _metrics(self) -> str:
        now = self.clock.now()
        try:
            return metrics.text(await self.store.read(lambda ledger: ledger.depths.measure(now)))
        except Exception as error:  # noqa: BLE001 — what was counted is there without the database
            log.warning("depth not measured", why=type(error).__name__)
            return metrics.text(None)

    async def _dispatch(self, raw: bytes, kind: str) -> tuple[int, str, str]:
        if self._bolt is None:
            return _STARTING, "", "text/plain"
        response = await enter_raw(self._bolt, raw, kind)
        return response.status, response.body, response.first_headers().get("content-type", "text/plain")

    async def _ready(self) -> str:
        """Why the bot cannot work just now; empty when it can."""
        try:
            await asyncio.wait_for(self.store.read(lambda ledger: ledger.next_due()), LOOK)
        except Exception as error:  # noqa: BLE001 — whatever it is, that is the answer
            return f"database: {type(error).__name__}"
        if not self._up:
            return "starting"
        if self._socket and not await self._socket.connected():
            return "slack: no socket"
        try:
            assert self._client  # noqa: S101 — made before we were up
            await asyncio.wait_for(ask(self._client.api_test), LOOK)
        except (DeliveryError, TimeoutError) as error:
            return f"slack: {str(error) or 'no answer'}"
        return ""

    async def stop(self) -> None:
        """Hear nothing new, finish what is in hand within GRACE, close the database."""
        ends = asyncio.get_running_loop().time() + GRACE
        if hasattr(self, "ticker"):
            self.ticker.stop()
        if hasattr(self, "_watch"):
            self._watch.cancel()
        if self._meter:
            await self._meter.stop()
        if self._web:
            await self._web.stop()
        if self._socket:
            await self._socket.close()
        if hasattr(self, "crew"):
            await self.crew.stop(max(0.0, ends - asyncio.get_running_loop().time()))
        if hasattr(self, "_session"):
            await self._session.close()
        if hasattr(self, "store"):
            await self.store.close()

    async def settle(self) -> None:
        """Return when all that is due was done and all that can be sent soon was sent."""
        while True:
            claimed = await self.ticker.tick()
            await self.crew.drain()
            await self.desk.drain()
            if not claimed:
                if not await self._owes_soon():
                    return
                await asyncio.sleep(0.05)

    async def _owes_soon(self) -> bool:
        soon = self.clock.now() + _SOON
        return await self.store.read(lambda ledger: ledger.outbox.owed(soon) + ledger.homes.owed(soon)) > 0

    async def take_to(self, target: datetime, set_clock: Callable[[datetime], None]) -> None:
        """Move the clock to `target`, stopping at every moment at which something is due."""
        await self.settle()
        if target < self.clock.now():
            set_clock(target)
        while True:
            due = await self.store.read(lambda ledger: ledger.next_due())
            if due is None or due > target:
                break
            if due > self.clock.now():
                set_clock(due)
            await self.settle()
        if self.clock.now() < target:
            set_clock(target)
        await self.settle()
