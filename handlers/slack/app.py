"""The Bolt app: one listener per kind of payload, and the list of all who listen."""

import logging
import re
import traceback
from collections.abc import Sequence
from pathlib import Path

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import log
from handlers.slack import commands, happenings, settings
from handlers.slack.access import listeners as access
from handlers.slack.action import listeners as action
from handlers.slack.assumption import listeners as assumption
from handlers.slack.backlog import listeners as backlog
from handlers.slack.blocker import listeners as blocker
from handlers.slack.checkpoint import listeners as checkpoint
from handlers.slack.decision import listeners as decision
from handlers.slack.desk import Desk, Listeners
from handlers.slack.epics import listeners as epics
from handlers.slack.estimation import listeners as estimation
from handlers.slack.experiment import listeners as experiment
from handlers.slack.front import Front
from handlers.slack.home import listeners as home
from handlers.slack.hooks import listeners as hooks
from handlers.slack.kpi import listeners as kpi
from handlers.slack.lookahead import listeners as lookahead
from handlers.slack.retro import listeners as retro
from handlers.slack.spike import listeners as spike
from handlers.slack.sprint import listeners as sprint
from handlers.slack.stakeholders import listeners as stakeholders
from handlers.slack.standup import listeners as standup
from handlers.slack.takeout import listeners as takeout

#: To add a ceremony, write its listeners and give them a line here.
LISTENERS: tuple[Listeners, ...] = (
    standup.LISTENERS,
    blocker.LISTENERS,
    estimation.LISTENERS,
    backlog.LISTENERS,
    spike.LISTENERS,
    sprint.LISTENERS,
    lookahead.LISTENERS,
    access.LISTENERS,
    action.LISTENERS,
    checkpoint.LISTENERS,
    decision.LISTENERS,
    experiment.LISTENERS,
    assumption.LISTENERS,
    kpi.LISTENERS,
    epics.LISTENERS,
    retro.LISTENERS,
    stakeholders.LISTENERS,
    home.LISTENERS,
    takeout.LISTENERS,
    hooks.LISTENERS,
    settings.LISTENERS,
    happenings.LISTENERS,
    commands.LISTENERS,
)

_ANY = re.compile("")


def _quiet() -> logging.Logger:
    """Bolt's voice. It would warn of every payload that nobody listens to, with what is in it; we have a line of our
    own for those."""
    logger = logging.getLogger("piton.bolt")
    logger.setLevel(logging.ERROR)
    return logger


async def _failed(error: Exception) -> None:
    """Bolt itself fell over a payload, or our front did, which catches what is its listeners'. Bolt's own line would
    have all of it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("bolt failed", error=type(error).__name__, where=f"{Path(last.filename).name}:{last.lineno}")


def build(desk: Desk, bot_user: str, bot: str, listeners: Sequence[Listeners] = LISTENERS) -> AsyncApp:
    """A Bolt app over the desk. Requests reach it verified: by Socket Mode, or by our own HTTP front."""

    # Bolt's own would call auth.test again; ours asked once, at the start. Whose payload it is, the front reads itself.
    us = AuthorizeResult(
        enterprise_id=None, team_id=None, bot_user_id=bot_user, bot_id=bot, bot_token=desk.client.token
    )

    async def authorize() -> AuthorizeResult:
        return us

    app = AsyncApp(
        name="piton",  # else Bolt reads the source of all that called it, for a file's name
        logger=_quiet(),
        authorize=authorize,
        client=AsyncWebClient(base_url=desk.client.base_url, session=desk.client.session, retry_handlers=[]),
        process_before_response=True,
        request_verification_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.error(_failed)
    front = Front(desk, listeners)
    app.action(_ANY)(front.click)  # the first is found first: most of what people do is a click
    app.view(_ANY)(front.submit)
    app.command(_ANY)(front.command)
    app.shortcut(_ANY)(front.shortcut)
    app.event(_ANY)(front.event)
    return app
