"""What assumptions listen to: the words after `/assumption`, their buttons and their forms."""

import re
from collections.abc import Callable, Mapping

from bot import agenda
from bot.ceremonies.assumption import Assumption
from bot.ceremonies.assumption.state import Verdict
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import RoundId
from bot.shell import assumptions
from bot.shell.assumptions import Made, Undone
from handlers.slack.assumption import forms, listing
from handlers.slack.assumption.drawings import (
    BROKEN,
    CHANGE,
    HELD,
    LATER,
    TAKE_BACK,
    UNDO_BROKEN,
    UNDO_HELD,
    numbers,
)
from handlers.slack.assumption.writing import (
    change_form,
    do,
    press_change,
    save,
    save_change,
    take_back,
    with_button,
    write,
)
from handlers.slack.blocks import button
from handlers.slack.blocks import numbered as with_number
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnCommand, Reply, Submission
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.text import count, unmarked

HELP = (
    ("/assumption", "those that are open, and the last that held or broke"),
    ("/assumption new Customers log in weekly", "write one down"),
    ("/assumption show 3", "one of them"),
    ("/assumption change 3", "put it otherwise, hand it over, or choose another day"),
    ("/assumption held 3", "it held: say how you know"),
    ("/assumption broken 3", "it broke: the work that this causes goes into the backlog"),
)
_ALIKE = 0.6
_NUMBER = re.compile(r"#?([0-9]{1,6})[.:]?")
_ALSO = {
    "add": "new",
    "write": "new",
    "create": "new",
    "edit": "change",
    "update": "change",
    "open": "list",
    "all": "list",
    "holds": "held",
    "true": "held",
    "confirmed": "held",
    "broke": "broken",
    "break": "broken",
    "false": "broken",
    "wrong": "broken",
}
View = Callable[[RoundId, Assumption], Json]


async def assumption(desk: Desk, command: Command) -> Reply | None:
    """`/assumption` and its words."""
    alone = _NUMBER.fullmatch(unmarked(command.typed).strip())
    if alone:
        return await listing.show_one(desk, command, int(alone[1]))
    word = _ALSO.get(command.word, command.word)
    if word in ROUTES:
        return await ROUTES[word](desk, command)
    return _meant(command)


async def help_(desk: Desk, command: Command) -> Reply:
    """`/assumption help`."""
    del desk, command
    return listed(HELP)


async def new(desk: Desk, command: Command) -> None:
    """`/assumption new Customers log in weekly`."""
    _, *rest = unmarked(command.typed).split(maxsplit=1) or [""]
    await write(desk, command.envelope, " ".join(rest))


async def show(desk: Desk, command: Command) -> Reply:
    """`/assumption show 3`."""
    number = _NUMBER.fullmatch(command.rest.strip())
    if number is None:
        return listed(HELP, "Say which: `/assumption show 3`.")
    return await listing.show_one(desk, command, int(number[1]))


async def change(desk: Desk, command: Command) -> Reply | None:
    """`/assumption change 3`."""
    number = _NUMBER.fullmatch(command.rest.strip())
    if number is None:
        return listed(HELP, "Say which: `/assumption change 3`.")
    envelope, wanted = command.envelope, int(number[1])

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return change_form(ledger, envelope, assumptions.numbered(ledger, teams, wanted).round.id)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def held(desk: Desk, command: Command) -> Reply | None:
    """`/assumption held 3`."""
    return await _settle(desk, command, "held")


async def broken(desk: Desk, command: Command) -> Reply | None:
    """`/assumption broken 3`."""
    return await _settle(desk, command, "broken")


def _meant(command: Command) -> Reply:
    """Where it is a word that is near, that; else it may be an assumption."""
    near = nearest(command.word, (*ROUTES, *_ALSO), _ALIKE)
    near = _ALSO.get(near, near)
    typed = f"/assumption new {unmarked(command.typed).strip()}"
    if near and (not command.rest or _NUMBER.fullmatch(command.rest.strip())):
        typed = " ".join(filter(None, (f"/assumption {near}", command.rest)))
    return listed(HELP, f"Did you mean {quoted(typed)}? Nothing was done.")


async def _settle(desk: Desk, command: Command, how: Verdict) -> Reply | None:
    envelope, number = command.envelope, _NUMBER.fullmatch(command.rest.strip())
    if number is None:
        return listed(HELP, f"Say which: `/assumption {how} 3`.")
    wanted = int(number[1])

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = assumptions.numbered(ledger, teams, wanted)
        return _form(ledger, envelope, found.round.id, how, _VIEWS[how])

    await desk.open_view(envelope, await desk.store.read(make))
    return None


ROUTES: Mapping[str, OnCommand] = {
    "": listing.show,
    "list": listing.show,
    "new": new,
    "show": show,
    "change": change,
    "held": held,
    "broken": broken,
    "help": help_,
}
_VIEWS: Mapping[Verdict, View] = {"held": forms.held_view, "broken": forms.broken_view}


def _form(ledger: Ledger, envelope: Envelope, round_: RoundId, how: Verdict, view: View) -> Json:
    found = assumptions.to_settle(ledger, envelope.workspace, round_, how, envelope.user)
    return view(round_, found.round.state)


async def _press(desk: Desk, click: Click, how: Verdict, view: View) -> None:
    """A button of a card, a question or the list opens its form."""
    envelope = click.envelope
    form = await desk.store.read(lambda ledger: _form(ledger, envelope, RoundId(click.value), how, view))
    await desk.open_view(envelope, form)


async def press_held(desk: Desk, click: Click) -> Reply | None:
    """ "Held"."""
    await _press(desk, click, "held", forms.held_view)
    return None


async def press_broken(desk: Desk, click: Click) -> Reply | None:
    """ "Broken"."""
    await _press(desk, click, "broken", forms.broken_view)
    return None


async def press_later(desk: Desk, click: Click) -> Reply | None:
    """ "Not known yet"."""
    await _press(desk, click, "held", forms.later_view)
    return None


async def save_held(desk: Desk, submission: Submission) -> Json | None:
    """It held."""
    after = await do(desk, submission.envelope, *forms.read_held(submission.view))
    return {"response_action": "update", "view": settled_reply(after).as_modal()}


async def save_later(desk: Desk, submission: Submission) -> Json | None:
    """Nobody knows yet."""
    round_, act = forms.read_later(submission.view)
    try:
        await do(desk, submission.envelope, round_, act)
    except BadInput as refused:
        raise BadInput(refused.sentence, forms.NEXT) from None
    return None


async def save_broken(desk: Desk, submission: Submission) -> Json | None:
    """It broke, and its stories stand in the backlog."""
    said, envelope, now = forms.read_broken(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> Made:
        return assumptions.break_(
            ledger, envelope.workspace, said.round, said.what, said.stories, envelope.user, now
        )

    after = await desk.run(envelope, do, about=said.round)
    return {"response_action": "update", "view": settled_reply(after).as_modal()}


def settled_reply(made: Made) -> Reply:
    """What was said of it, the stories that it wrote, and the button that takes that back."""
    state = made.round.state
    if state.standing == "held":
        return _undoable(f"Assumption #{state.number} held.", UNDO_HELD, made.round.id)
    words = f"Assumption #{state.number} broke."
    if state.said and state.said.stories:
        words += f" {count(len(state.said.stories), 'story', 'stories')} in the backlog for that: "
        words += f"{numbers(state.said.stories)}."
    return _undoable(words, UNDO_BROKEN, made.round.id)


def _undoable(words: str, action: str, round_: RoundId) -> Reply:
    return with_button(words, button("Undo", with_number(action, 0), round_))


async def undo_held(desk: Desk, click: Click) -> Reply | None:
    """ "Undo": it is open again."""
    return undone_reply(await _undo(desk, click, "held"))


async def undo_broken(desk: Desk, click: Click) -> Reply | None:
    """ "Undo": it did not break after all."""
    return undone_reply(await _undo(desk, click, "broken"))


async def _undo(desk: Desk, click: Click, how: Verdict) -> Undone:
    envelope, now, round_ = click.envelope, desk.now(), RoundId(click.value)
    return await desk.run(
        envelope,
        lambda ledger: assumptions.undo(ledger, envelope.workspace, round_, how, envelope.user, now),
        about=round_,
    )


def undone_reply(undone: Undone) -> Reply:
    """Where it stands now, and what became of its stories."""
    state = undone.made.round.state
    words = f"Undone: assumption #{state.number} {'held' if state.said else 'is open'}."
    if undone.gone:
        words += f" {_numbered(undone.gone)} left the backlog again."
    if undone.stay:
        stays = "stays there: it was" if len(undone.stay) == 1 else "stay there: they were"
        words += f" {_numbered(undone.stay)} {stays} worked on since."
    return Reply(words)


def _numbered(stories: tuple[int, ...]) -> str:
    return ", ".join(f"#{each}" for each in stories)


LISTENERS = Listeners(
    commands={"assumption": assumption},
    clicks={
        HELD: press_held,
        BROKEN: press_broken,
        LATER: press_later,
        UNDO_HELD: undo_held,
        UNDO_BROKEN: undo_broken,
        CHANGE: press_change,
        TAKE_BACK: take_back,
    },
    submits={
        forms.WRITTEN: save,
        forms.CHANGED: save_change,
        forms.HELD: save_held,
        forms.BROKEN: save_broken,
        forms.WAITED: save_later,
    },
)
