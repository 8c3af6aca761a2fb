"""What KPIs listen to: the words after `/kpi`, their buttons and their forms."""

import shlex
from collections.abc import Awaitable, Callable, Mapping

from bot.ceremonies.kpi import End, Reopen, Setup, Take, TakeOut
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import Act, RoundId
from bot.shell import backlog, kpis
from bot.shell.kpis import Kept
from handlers.slack.blocks import Json, actions, button, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Listeners, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.help import listed
from handlers.slack.kpi import drawings, forms, listing, words
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import meet
from handlers.slack.text import channel, line, say, unmarked

HELP = (
    ("/kpi", "what your team keeps in view, and what is left of each error budget"),
    ("/kpi new availability", "keep one in view"),
    ("/kpi show availability", "one of them, with its last readings; a part of the data: recall@de"),
    ("/kpi read availability=0.999", "a reading by hand; machines send theirs by `piton report`"),
    ("/kpi change availability", "another threshold, window or budget: who set it up, and leads"),
    ("/kpi end availability", "keep it in view no more"),
)
ELSEWHERE = "Type `/kpi new` in the channel of your team: its card is posted there."
_READ = "Say it so: `/kpi read availability=0.999`."
#: Said otherwise.
_ALSO = {"add": "new", "start": "new", "edit": "change", "delete": "end", "stop": "end", "remove": "end"}


async def kpi(desk: Desk, command: Command) -> Reply | None:
    """`/kpi` and its words; a name alone shows that one."""
    typed = unmarked(command.typed).replace("mailto:", "").strip()
    word, _, rest = typed.partition(" ")
    word, rest = _ALSO.get(word.casefold(), word.casefold()), rest.strip()
    if word in _NAMING:
        if not rest:
            return listed(HELP, f"Which one? Name it after {quoted(f'/kpi {word}')}.")
        return await _NAMING[word](desk, command, rest)
    if word in _ROUTES:
        return await _ROUTES[word](desk, command, rest)
    return await _other(desk, command, typed)


async def _list(desk: Desk, command: Command, _: str) -> Reply:
    return await listing.show_all(desk, command)


async def _help(desk: Desk, command: Command, _: str) -> Reply:
    del desk, command
    return listed(HELP)


async def _other(desk: Desk, command: Command, typed: str) -> Reply:
    """A name, or a word that was meant otherwise."""
    envelope = command.envelope

    def known(ledger: Ledger) -> bool:
        every = (each for team in listing.teams(ledger, envelope) for each in kpis.of_team(ledger, team))
        return any(each.name.casefold() == typed.casefold() for each in every)

    if await desk.store.read(known):
        return await listing.show_one(desk, command, typed)
    word, _, rest = typed.partition(" ")
    near = nearest(word.casefold(), (*_NAMING, *filter(None, _ROUTES)))
    meant = f" Did you mean {quoted(f'/kpi {near} {rest}'.strip())}?" if near else ""
    return listed(HELP, f"{quoted('/kpi ' + typed)} is not understood.{meant}")


async def _create(desk: Desk, command: Command, typed: str) -> Reply | None:
    """The form that keeps one in view. To look at it founds no team."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/kpi new")
    await desk.open_view(envelope, forms.create_view(envelope.channel, name, typed))
    return None


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: its card comes to the channel."""
    made, envelope, now = forms.read_create(submission.view), submission.envelope, desk.now()
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> Kept:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        return Kept(team, kpis.create(ledger, team, made.name, made.subset, made.setup, envelope.user, now))

    return {"response_action": "update", "view": created_reply(await desk.run(envelope, do)).as_modal()}


def created_reply(kept: Kept) -> Reply:
    """Where its card is, and how it is reported."""
    name = words.named(kept.name)
    said = f"{name} is kept in view: its card stands in {channel(kept.team.name)}."
    measured = shlex.quote(f"{name}=…").replace("`", "'")
    by_people = f"/kpi read {name}=…".replace("`", "'")
    return Reply(
        f"{said}\nMachines report it by `piton report --metric {measured}`, people by `{by_people}`."
    )


async def _change(desk: Desk, command: Command, typed: str) -> Reply | None:
    envelope = command.envelope
    await _open_change(
        desk, envelope, lambda ledger: kpis.named(ledger, listing.teams(ledger, envelope), typed)
    )
    return None


async def press_change(desk: Desk, click: Click) -> Reply | None:
    """The button of its card."""
    envelope, round_ = click.envelope, RoundId(click.value)
    await _open_change(desk, envelope, lambda ledger: kpis.get(ledger, envelope.workspace, round_))
    return None


async def _open_change(desk: Desk, envelope: Envelope, find: Callable[[Ledger], Kept]) -> None:
    def make(ledger: Ledger) -> Json:
        kept = kpis.to_change(ledger, find(ledger), envelope.user)
        return forms.change_view(kept.round.id, kept.name, kept.round.state)

    await desk.open_view(envelope, await desk.store.read(make))


async def save_change(desk: Desk, submission: Submission) -> Json | None:
    """What it should keep from now on."""
    envelope, round_, now = submission.envelope, forms.read_round(submission.view), desk.now()

    def do(ledger: Ledger) -> None:
        before = kpis.get(ledger, envelope.workspace, round_).round.state.setup
        after: Setup = forms.read_change(submission.view, before)
        kpis.alter(ledger, envelope.workspace, round_, after, envelope.user, now)

    await desk.run(envelope, do, about=round_)
    return None


async def _end(desk: Desk, command: Command, typed: str) -> Reply:
    kept = await _do(desk, command.envelope, typed, lambda _: End())
    said = f"{words.named(kept.name)} is not kept in view any more."
    return Reply(said, [rich(paragraph(say(said))), actions(button("Undo", drawings.UNDO, kept.round.id))])


async def undo(desk: Desk, click: Click) -> Reply:
    """ "Undo", "Reopen": it is kept in view after all."""
    kept = await _do_to(desk, click.envelope, RoundId(click.value), Reopen())
    return Reply(f"{words.named(kept.name)} is kept in view again.")


async def _read(desk: Desk, command: Command, typed: str) -> Reply:
    """A reading that somebody typed."""
    envelope = command.envelope
    name, sign, figure = typed.rpartition("=")
    if not sign or not name.strip():
        return Reply(_READ)
    await meet(desk, envelope.workspace, [envelope.user])

    def take(setup: Setup) -> Act:
        return Take(forms.read_value(figure, setup, "value"))

    return read_reply(await _do(desk, envelope, name.strip(), take), figure)


def read_reply(kept: Kept, typed: str = "") -> Reply:
    """How it stands now, and the button that takes the reading out. Of what was `typed` in percent it says also what it
    was read as: 0.85 of a ratio, 85 of all others."""
    state = kept.round.state
    newest = next((each for each in state.readings if each.number == state.numbered), None)
    noted = f"Noted: {words.figure(newest.value, state.setup)}" if newest else "Noted"
    if newest and typed.rstrip().endswith("%") and state.setup.unit != "%":
        noted = f"Noted: {line(typed).strip()} is {words.figure(newest.value, state.setup)} here"
    said = f"{noted}. {words.named(kept.name)}: {words.budget(state.used)}."
    out = button("Take it out", drawings.TAKE_OUT, f"{kept.round.id}/{state.numbered}")
    return Reply(said, [rich(paragraph(say(said))), actions(out)])


async def take_out(desk: Desk, click: Click) -> Reply:
    """ "Take it out": a reading by hand does not count."""
    round_, _, number = click.value.partition("/")
    if not (number.isascii() and number.isdecimal()):
        raise BadInput("That reading is not kept any more.")
    kept = await _do_to(desk, click.envelope, RoundId(round_), TakeOut(int(number[:9])))
    return Reply(f"Taken out. {words.named(kept.name)}: {words.budget(kept.round.state.used)}.")


async def _do(desk: Desk, envelope: Envelope, typed: str, act: Callable[[Setup], Act]) -> Kept:
    now, workspace = desk.now(), envelope.workspace

    def do(ledger: Ledger) -> Kept:
        found = kpis.named(ledger, listing.teams(ledger, envelope), typed)
        made = act(found.round.state.setup)
        return Kept(found.team, kpis.do(ledger, workspace, found.round.id, made, envelope.user, now))

    return await desk.run(envelope, do)


async def _do_to(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> Kept:
    now, workspace = desk.now(), envelope.workspace

    def do(ledger: Ledger) -> Kept:
        kpis.do(ledger, workspace, round_, act, envelope.user, now)
        return kpis.get(ledger, workspace, round_)

    return await desk.run(envelope, do, about=round_)


_Route = Callable[[Desk, Command, str], Awaitable[Reply | None]]
_ROUTES: Mapping[str, _Route] = {"": _list, "list": _list, "new": _create, "help": _help}
#: Those that are about one of them.
_NAMING: Mapping[str, _Route] = {"show": listing.show_one, "read": _read, "change": _change, "end": _end}

LISTENERS = Listeners(
    commands={"kpi": kpi},
    clicks={
        drawings.CHANGE: press_change,
        drawings.SHOW: listing.press_show,
        drawings.UNDO: undo,
        drawings.TAKE_OUT: take_out,
    },
    submits={forms.CREATED: save, forms.CHANGED: save_change},
)
