"""What retros listen to: the words after `/retro`, their buttons and forms, and a message's menu."""

from collections.abc import Mapping

from bot import agenda
from bot.dates import say_day
from bot.ledger import Ledger
from bot.model import Team
from bot.shell import retros
from handlers.slack.action import listing
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Command, Desk, Json, Listeners, OnCommand, Reply
from handlers.slack.draw import draw
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.retro import (
    action_form,
    ballots,
    drawings,
    group_form,
    leading,
    note_form,
    phases,
    setup_form,
    topics,
    vote_form,
    writing,
)
from handlers.slack.text import channel

HELP = (
    ("/retro note the deploy took a day", "a note for the next retro, any time"),
    ("/retro start", "ask for notes now, and hold a retro"),
    ("/retro vote 2 2 5", "your dots, a theme for each; or the form"),
    ("/retro actions", "what was agreed and is open"),
    ("/retro digest", "what the last retro came to"),
    ("/retro setup", "hold retros regularly; also pause, resume, end"),
)
START = "retro.start"
NONE = "No retro was held here yet. `/retro start` begins one."


async def route(desk: Desk, command: Command) -> Reply | None:
    """`/retro` and its words."""
    word = command.word.strip("-–?!.,:;`'\"")
    if word in ROUTES:
        return await ROUTES[word](desk, command)
    if not command.word:
        return await status(desk, command)
    if near := nearest(word, (*ROUTES, "help")):
        return listed(HELP, f"Did you mean {quoted(f'/retro {near}')}?")
    return listed(
        HELP, f"{quoted('/retro ' + command.word)} is not a command. A note begins with `/retro note`."
    )


async def status(desk: Desk, command: Command) -> Reply:
    """`/retro` alone: where the team's retro stands or when the next is, and what there is to do."""
    envelope = command.envelope

    def find(ledger: Ledger) -> tuple[list[str], list[Json]]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = [_stands(ledger, team, many=len(teams) > 1) for team in teams]
        return [words for words, _ in found], [each for _, buttons in found for each in buttons]

    lines, buttons = await desk.store.read(find)
    words = "\n".join(lines) or NONE
    if not envelope.channel.startswith("D") and not buttons:
        buttons = [button("Start a retro", START, "start", "primary")]
    shown = [section(words), *([actions(*buttons)] if buttons else []), section(listed(HELP).text)]
    return Reply(f"{words}\n{listed(HELP).text}", shown)


def _stands(ledger: Ledger, team: Team, *, many: bool) -> tuple[str, list[Json]]:
    """A team's retro in words, and what anybody may do in it."""
    where = f"{channel(team.name)}: " if many else ""
    going = retros.under_way(ledger, team)
    if going:
        return where + drawings.stands(going.round.state), list(drawings.to_do(going.round))
    plan, last = retros.plan_of(ledger, team), retros.last(ledger, team)
    if plan:
        return f"{where}No retro is under way. {leading.planned(team, plan)[0]}", []
    held = (
        f" The last was held on {say_day(last.round.state.held_on)}."
        if last and last.round.state.held_on
        else ""
    )
    return f"{where}No retro is under way, and none is planned.{held}", []


async def digest(desk: Desk, command: Command) -> Reply:
    """`/retro digest`: the last one's, to whoever asks."""
    envelope = command.envelope

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        held = [each for team in teams if (each := retros.last(ledger, team))]
        if not held:
            return Reply(NONE)
        newest = max(held, key=lambda each: each.round.opened_at)
        drawn = draw(retros.digest_of(newest))
        return Reply(drawn.text, drawn.blocks)

    return await desk.store.read(find)


async def _help(_desk: Desk, _command: Command) -> Reply:
    return listed(HELP)


ROUTES: Mapping[str, OnCommand] = {
    "note": writing.note,
    "start": leading.start,
    "vote": phases.vote,
    "actions": listing.show,
    "digest": digest,
    "setup": leading.setup,
    "pause": leading.pause,
    "resume": leading.resume,
    "end": leading.end,
    "help": _help,
}

LISTENERS = Listeners(
    commands={"retro": route},
    clicks={
        START: leading.press_start,
        leading.END_ONE: leading.press_end,
        leading.END_ALL: leading.press_end_all,
        drawings.NOTE: writing.press_note,
        drawings.FEEL: writing.feel,
        note_form.UNDO: writing.undo,
        drawings.GATHER: leading.go_on("collect"),
        drawings.GROUP: phases.group,
        drawings.TO_VOTE: leading.go_on("group"),
        group_form.TOGETHER: phases.together,
        ballots.VOTE: phases.press_vote,
        ballots.COUNT: leading.go_on("vote"),
        topics.AGREE: phases.agree,
        topics.TO_ACTIONS: leading.go_on("discuss"),
        topics.CLOSE: leading.go_on("actions"),
    },
    submits={
        note_form.CALLBACK: writing.save,
        setup_form.SETUP: leading.save_setup,
        setup_form.BEGIN: leading.save_start,
        group_form.CALLBACK: phases.save_group,
        vote_form.CALLBACK: phases.save_vote,
        action_form.CALLBACK: phases.save_agreed,
    },
    shortcuts={"retro.add": writing.add},
    unnamed=frozenset(
        {
            "retro",
            "retro.add",
            drawings.NOTE,
            drawings.FEEL,
            ballots.VOTE,
            note_form.CALLBACK,
            note_form.UNDO,
            vote_form.CALLBACK,
        }
    ),
)
