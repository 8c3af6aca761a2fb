"""All that the bot shows on Slack, one example each: to be looked at, and to be held against Slack's limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot import errors
from handlers.slack.access.examples import MODALS as ACCESS_MODALS
from handlers.slack.action.examples import MODALS as ACTION_MODALS
from handlers.slack.assumption.examples import MODALS as ASSUMPTION_MODALS
from handlers.slack.backlog.examples import MODALS as BACKLOG_MODALS
from handlers.slack.blocks import Json
from handlers.slack.checkpoint.examples import MODALS as CHECKPOINT_MODALS
from handlers.slack.decision.examples import MODALS as DECISION_MODALS
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from handlers.slack.epics.examples import MODALS as EPIC_MODALS
from handlers.slack.estimation.examples import MODALS as ESTIMATION_MODALS
from handlers.slack.examples import EXAMPLES
from handlers.slack.experiment.examples import MODALS as EXPERIMENT_MODALS
from handlers.slack.front import LATE, REFUSED, SLOW, STALE
from handlers.slack.home import drawings as home
from handlers.slack.home.examples import HOMES
from handlers.slack.home.examples import MODALS as HOME_MODALS
from handlers.slack.hooks.examples import MODALS as HOOK_MODALS
from handlers.slack.hooks.examples import REPLIES as HOOK_REPLIES
from handlers.slack.kpi.examples import MODALS as KPI_MODALS
from handlers.slack.lookahead.examples import MODALS as LOOKAHEAD_MODALS
from handlers.slack.retro.examples import MODALS as RETRO_MODALS
from handlers.slack.spike.examples import MODALS as SPIKE_MODALS
from handlers.slack.sprint.examples import MODALS as SPRINT_MODALS
from handlers.slack.stakeholders.examples import MODALS as STAKEHOLDER_MODALS
from handlers.slack.standup.examples import MODALS, REPLIES
from handlers.slack.takeout.examples import REPLIES as TAKEOUT_REPLIES


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that people see: a message's blocks with its plain text, or the view of a modal or a Home."""

    name: str
    kind: Literal["message", "modal", "home"]
    text: str
    shown: list[Json] | Json


def pieces() -> tuple[Piece, ...]:
    """Everything, in the order in which people meet it."""
    return (*_notices(), *_replies(), *_modals(), *_homes())


def _notices() -> Iterator[Piece]:
    for name, notice in EXAMPLES.items():
        drawing = draw(notice)
        yield Piece(name, "message", drawing.text, list(drawing.blocks))


def _replies() -> Iterator[Piece]:
    refusals = {f"refused, {kind.__name__}": Reply(kind("").sentence) for kind in _refusals(errors.BotError)}
    ours = {
        "refused, an old button": Reply(STALE),
        "refused, too slow": Reply(SLOW),
        "refused by Slack": Reply(REFUSED.format("channel_not_found")),
        "refused, no time for a form": Reply(LATE),
    }
    for name, reply in {**REPLIES, **TAKEOUT_REPLIES, **HOOK_REPLIES, **refusals, **ours}.items():
        drawn = reply.drawn()
        yield Piece(f"to one person: {name}", "message", drawn["text"], drawn["blocks"])


def _refusals(kind: type[errors.BotError]) -> Iterator[type[errors.BotError]]:
    if kind.__module__ == errors.__name__:  # the command line's own are not for Slack
        yield kind
    for each in kind.__subclasses__():
        yield from _refusals(each)


def _modals() -> Iterator[Piece]:
    for name, modal in {
        **MODALS,
        **HOME_MODALS,
        **HOOK_MODALS,
        **BACKLOG_MODALS,
        **SPIKE_MODALS,
        **RETRO_MODALS,
        **SPRINT_MODALS,
        **LOOKAHEAD_MODALS,
        **ACCESS_MODALS,
        **ACTION_MODALS,
        **CHECKPOINT_MODALS,
        **DECISION_MODALS,
        **EXPERIMENT_MODALS,
        **ASSUMPTION_MODALS,
        **KPI_MODALS,
        **EPIC_MODALS,
        **STAKEHOLDER_MODALS,
        **ESTIMATION_MODALS,
    }.items():
        yield Piece(name, "modal", "", modal)
    for name in ("what waits, two teams", "nothing waits"):
        yield Piece(f"said in a modal: {name}", "modal", "", REPLIES[name].as_modal())


def _homes() -> Iterator[Piece]:
    for name, shown in HOMES.items():
        yield Piece(name, "home", "", home.view(shown))
