"""`/epic`: the list, one epic, and the form that adds or changes one."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import schedule
from bot.book.epics import Figures, same
from bot.book.quarters import quarter_of
from bot.book.reach import Dates
from bot.errors import BadInput, NotFound
from bot.homes import tried
from bot.homes.tried import Glance
from bot.ledger import Ledger
from bot.model import Epic, EpicId, MemberId, Team
from bot.shell import backlog, quarterly
from bot.shell.quarterly import Known, Wish
from handlers.slack.backlog.place import ELSEWHERE, team_here
from handlers.slack.blocks import actions, button, context, modal, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, OnCommand, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.epics import drawings, epic_form
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import meet
from handlers.slack.picturing import add_picture
from handlers.slack.text import clip, line, say, unmarked

REOPEN = "epic.reopen"
HELP = (
    ("/epic", "the open epics by quarter: done, left, and when by the team's own pace"),
    ("/epic Churn", "one with its stories; its number in the list does too"),
    ("/epic add Churn", "begin one: what it is for, whose it is, by which quarter's end"),
    ("/epic edit Churn", "change one; its stories follow a new name"),
    ("/epic close Churn", "end one; `reopen` has it back"),
    ("/forecast", "how much fits by then, and when it will be done"),
)
_ALIKE = 0.8  #: an epic may begin with any word


async def list_(desk: Desk, command: Command) -> Reply | None:
    """`/epic`. The words come at once, the picture as soon as it is there."""
    known = await _known(desk, command.envelope)
    if not known.open:
        return Reply(f"No open epics here. `/epic add` begins one.{_closed(known)}")
    every = await asyncio.to_thread(known.figures, known.open)
    opened = await desk.open_view(command.envelope, drawings.view(known, every))
    if any(each.stories for each in every):
        shown = drawings.picture(every)
        desk.aside(add_picture(desk, opened, shown, lambda image: drawings.view(known, every, image)))
    return None


def _closed(known: Known) -> str:
    return " `/epic reopen NAME` has a closed one back." if known.epics else ""


async def _known(desk: Desk, envelope: Envelope) -> Known:
    now = desk.now()
    return await desk.store.read(lambda ledger: quarterly.known(ledger, team_here(ledger, envelope), now))


async def show(desk: Desk, command: Command) -> Reply | None:
    """`/epic NAME`, and `/epic show NAME` for one that is called like a word of ours."""
    typed = _typed(command)
    envelope, now = command.envelope, desk.now()

    def look(ledger: Ledger) -> tuple[Known, Epic, tuple[Glance, ...]]:
        known = quarterly.known(ledger, team_here(ledger, envelope), now)
        epic = _find(known, typed)
        return known, epic, tried.of_epic(ledger, known.team, epic.name)

    known, epic, glances = await desk.store.read(look)
    it, alone = await asyncio.to_thread(_worked_out, known, epic)
    await desk.open_view(envelope, drawings.detail(known, it, alone, glances))
    return None


def _worked_out(known: Known, epic: Epic) -> tuple[Figures, Dates | None]:
    [it] = known.figures((epic,))
    near = known.reach(it.left) if it.ahead else None
    return it, near.when(it.left) if near else None


def _find(known: Known, typed: str) -> Epic:
    """Raises NotFound with what may have been meant, or that stories name it though nobody has begun it."""
    try:
        return quarterly.find(known, typed)
    except NotFound:
        if any(same(each.epic, typed) for each in known.stories):
            said = f"There is no epic “{clip(line(typed), quarterly.NAME)}” yet, though stories name it."
            raise NotFound(f"{said} {quoted(f'/epic add {typed}')} begins it.") from None
        near = nearest(typed, [*(each.name for each in known.epics), *ROUTES, "help"])
        if not near:
            raise
        raise NotFound(
            f"There is no epic “{clip(line(typed), quarterly.NAME)}” here. Did you mean {quoted(f'/epic {near}')}?"
        ) from None


def _typed(command: Command) -> str:
    """What stands after the word, as a person reads it."""
    return line(unmarked([*command.typed.split(maxsplit=1), "", ""][1]))


async def add(desk: Desk, command: Command) -> Reply | None:
    """`/epic add [name]`."""
    envelope, now = command.envelope, desk.now()
    name, _ = await enter(desk, envelope, ELSEWHERE, "/epic add")

    def zone(ledger: Ledger) -> str:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        return team.zone if team else "UTC"

    today = schedule.local_day(now, await desk.store.read(zone))
    view = epic_form.new_view(envelope.channel, name, envelope.user, _typed(command), quarter_of(today).label)
    await desk.open_view(envelope, view)
    return None


async def edit(desk: Desk, command: Command) -> Reply | None:
    """`/epic edit NAME`."""
    known = await _known(desk, command.envelope)
    epic = _find(known, _typed(command))
    await desk.open_view(command.envelope, epic_form.edit_view(known.team.channel, known.team.name, epic))
    return None


async def edit_pressed(desk: Desk, click: Click) -> Reply | None:
    """The button below an epic's stories."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        team, epic = _owned(ledger, envelope, EpicId(click.value))
        return epic_form.edit_view(team.channel, team.name, epic)

    await desk.open_over(envelope, await desk.store.read(make))
    return None


def _owned(ledger: Ledger, envelope: Envelope, epic: EpicId) -> tuple[Team, Epic]:
    """The epic, of a team of whoever presses, or of this channel. Raises NotFound."""
    teams = list(ledger.roster.teams_of(envelope.workspace, envelope.user))
    here = ledger.roster.team_in(envelope.workspace, envelope.channel) if envelope.channel else None
    for team in (*teams, *([here] if here else [])):
        if found := ledger.epics.get(team, epic):
            return team, found
    raise NotFound("Type `/epic edit` in the channel of its team.")


async def close(desk: Desk, command: Command) -> Reply:
    """`/epic close NAME`."""
    closed = await _change(desk, command, quarterly.close)
    said = f"Closed: {line(closed.name)}. Its stories stay as they are."
    told = rich(
        paragraph(say("Closed: "), say(line(closed.name), bold=True), say(". Its stories stay as they are."))
    )
    return Reply(said, [told, actions(button("Undo", REOPEN, closed.id))])


async def reopen(desk: Desk, command: Command) -> Reply:
    """`/epic reopen NAME`."""
    return _reopened(await _change(desk, command, quarterly.reopen))


async def _change(desk: Desk, command: Command, change: Callable[[Ledger, Team, EpicId], Epic]) -> Epic:
    envelope, now, typed = command.envelope, desk.now(), _typed(command)

    def do(ledger: Ledger) -> Epic:
        known = quarterly.known(ledger, team_here(ledger, envelope), now)
        return change(ledger, known.team, _find(known, typed).id)

    return await desk.run(envelope, do)


async def reopen_pressed(desk: Desk, click: Click) -> Reply:
    """The Undo button of what was closed."""
    envelope = click.envelope

    def do(ledger: Ledger) -> Epic:
        return quarterly.reopen(ledger, team_here(ledger, envelope), EpicId(click.value))

    return _reopened(await desk.run(envelope, do))


def _reopened(epic: Epic) -> Reply:
    told = rich(paragraph(say("Open again: "), say(line(epic.name), bold=True), say(".")))
    return Reply(f"Open again: {line(epic.name)}.", [told])


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form."""
    made, envelope, now = epic_form.read(submission.view), submission.envelope, desk.now()
    owner_name = await _owner_name(desk, envelope, made.owner)
    wish = Wish(made.name, made.objective, made.quarter, made.owner, owner_name)

    def do(ledger: Ledger) -> Epic:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        if made.epic is None:
            return quarterly.create(ledger, team, wish, now)
        if made.seen != epic_form.print_of(quarterly.get(ledger, team, made.epic)):
            raise BadInput(
                "Somebody changed it meanwhile. Copy what you typed, and open it again.", epic_form.TITLE
            )
        return quarterly.edit(ledger, team, made.epic, wish, now)

    saved = await desk.run(envelope, do)
    words = rich(paragraph(say("Saved: "), say(line(saved.name), bold=True)))
    below = context("In /story add and /story edit give stories this name. /epic shows how far they are.")
    return {"response_action": "update", "view": modal("said", "Epics", [words, below], close="Close")}


async def _owner_name(desk: Desk, envelope: Envelope, owner: MemberId | None) -> str:
    """Raises BadInput on the owner's field for who can own nothing."""
    known = await meet(desk, envelope.workspace, [envelope.user, *([owner] if owner else [])])
    if owner is None:
        return ""
    found = next((each for each in known if each.id == owner), None)
    if found is None or not (found.human and found.active):
        whose = f"{found.name} cannot" if found else "They cannot"
        raise BadInput(f"{whose} own an epic: a bot, or deactivated.", epic_form.OWNER)
    return found.name


ROUTES: Mapping[str, OnCommand] = {
    "list": list_,
    "show": show,
    "add": add,
    "new": add,
    "edit": edit,
    "close": close,
    "reopen": reopen,
}


async def epic(desk: Desk, command: Command) -> Reply | None:
    """`/epic` and its words; anything else is the name of one."""
    if not command.word:
        return await list_(desk, command)
    if command.word == "help":
        return listed(HELP)
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if not command.rest and (near := nearest(command.word, (*ROUTES, "help"), _ALIKE)):
        known = await _known(desk, command.envelope)
        if not any(same(each.name, command.typed) for each in known.epics):
            return listed(HELP, f"Did you mean {quoted(f'/epic {near}')}?")
    return await show(desk, replace(command, typed=f"show {command.typed}"))
