"""What retros listen to: the words after `/retro`, their buttons and forms, and a message's menu."""

from collections.abc import Mapping

from bot import agenda, retros
from bot.ledger import Ledger
from handlers.slack.action import listing
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.draw import draw
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.retro import (
    action_form,
    drawings,
    group_form,
    leading,
    note_form,
    phases,
    setup_form,
    vote_form,
    writing,
)

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
    """`/retro` alone: where the team's retro stands, and what there is to do."""
    envelope = command.envelope

    def find(ledger: Ledger) -> tuple[str, bool]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        going = [each for team in teams if (each := retros.under_way(ledger, team))]
        if going:
            return drawings.stands(going[0].round.state), False
        planned = any(retros.plan_of(ledger, team) for team in teams)
        return ("No retro is under way." if planned else "No retros are held here yet."), True

    words, may_start = await desk.store.read(find)
    shown = listed(HELP, words)
    start = [actions(button("Start a retro", START, "start", "primary"))] if may_start else []
    return Reply(shown.text, [section(words), *start, section(listed(HELP).text)])


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
        drawings.NOTE: writing.press_note,
        drawings.FEEL: writing.feel,
        note_form.UNDO: writing.undo,
        drawings.GATHER: leading.go_on("collect"),
        drawings.GROUP: phases.group,
        drawings.TO_VOTE: leading.go_on("group"),
        group_form.TOGETHER: phases.together,
        drawings.VOTE: phases.press_vote,
        drawings.COUNT: leading.go_on("vote"),
        drawings.AGREE: phases.agree,
        drawings.TO_ACTIONS: leading.go_on("discuss"),
        drawings.CLOSE: leading.go_on("actions"),
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
            drawings.VOTE,
            note_form.CALLBACK,
            note_form.UNDO,
            vote_form.CALLBACK,
        }
    ),
)
