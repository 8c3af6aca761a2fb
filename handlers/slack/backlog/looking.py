"""`/backlog`: its pages and its filters."""

import re
from dataclasses import replace
from typing import cast

from bot.book.pasting import KINDS
from bot.errors import BadInput, NotFound
from bot.homes import tried
from bot.ledger import Ledger
from bot.model import StoryKind, Team
from bot.shell import backlog
from handlers.slack.backlog import drawings
from handlers.slack.backlog.drawings import Look
from handlers.slack.backlog.place import team_here
from handlers.slack.desk import Click, Command, Desk, Json, Reply, Submission
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.text import clip, line

_NUMBERS = re.compile(r"([0-9]+)")
HELP = (
    ("/backlog", "the open stories, most value for the effort first"),
    ("/backlog debt", "those of a kind: feature, experiment, spike or debt"),
    ("/backlog Churn", "those of an epic"),
)


async def show(desk: Desk, command: Command) -> Reply | None:
    """`/backlog [kind or epic]`."""
    envelope = command.envelope
    wanted = f"{command.word} {command.rest}".strip()
    if wanted.casefold() == "help":
        return listed(HELP)
    kind = cast(StoryKind, wanted.casefold()) if wanted.casefold() in KINDS else None

    def make(ledger: Ledger) -> Json:
        team = team_here(ledger, envelope)
        return _page(ledger, team, Look(team.id, "" if kind else wanted, kind))

    await desk.open_view(envelope, await desk.store.read(make))
    return None


def _in_order(epic: str) -> list[tuple[int, str]]:
    """Epic 2 before Epic 10."""
    return [(int(each), "") if each.isdecimal() else (-1, each) for each in _NUMBERS.split(epic.casefold())]


def _page(ledger: Ledger, team: Team, look: Look) -> Json:
    every = backlog.ranked(ledger, team)
    epics = sorted({each.story.epic for each in every if each.story.epic}, key=_in_order)
    epic = next((each for each in epics if each.casefold() == look.epic.casefold()), "")
    if look.epic and not epic:
        near = nearest(look.epic, [*epics, *KINDS, "help"])
        meant = f" Did you mean {quoted(f'/backlog {near}')}?" if near else ""
        raise BadInput(f"There is no epic or kind “{clip(line(look.epic), 40)}” in this backlog.{meant}")
    look = replace(look, epic=epic)
    shown = backlog.cut(every, epic, look.kind)
    return drawings.view(look, team.name, shown, epics, tried.by_story(ledger, team))


async def turn(desk: Desk, click: Click) -> Reply | None:
    """Another page, or another filter, which begins at its first page."""
    step = {drawings.EARLIER: -1, drawings.LATER: 1}.get(click.action)
    look = drawings.read(click.view or {})
    look = replace(look, page=0 if step is None else look.page + step)
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        team = ledger.roster.team(envelope.workspace, look.team)
        if team is None:
            raise NotFound
        return _page(ledger, team, look)

    desk.show_in(click.view or {}, await desk.store.read(make))
    return None


async def done(_desk: Desk, _submission: Submission) -> Json | None:
    """The backlog is closed."""
    return None
