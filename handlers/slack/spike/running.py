"""Spikes that run: the words after `/spike` and the buttons that pause, extend, hand over and finish one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from bot import agenda, people
from bot.ceremonies.spike import Pause, Resume, Spike, Wait
from bot.ceremonies.spike.clock import ticked
from bot.dates import say_duration, say_moment
from bot.ledger import Ledger
from bot.model import Act, MemberId, RoundId, SpikeDecision
from bot.shell import spiking
from bot.shell.spiking import Running
from handlers.slack.blocks import Json, actions, bullets, button, header, numbered, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, OnClick, OnCommand, Reply, Submission
from handlers.slack.meeting import meet
from handlers.slack.spike import decide_form, drawings, move_forms
from handlers.slack.spike.naming import named
from handlers.slack.spike.starting import require_owners
from handlers.slack.text import channel, clip, count, line, name, say, sentence

LISTED = 20
_QUESTION = 120
_LABEL, _WHY = 60, 100
View = Callable[[RoundId, Spike, MemberId], Json]


async def running_list(desk: Desk, command: Command) -> Reply:
    """`/spike list`: what runs here or, in a direct message, in all one's teams."""
    now, envelope = desk.now(), command.envelope
    number, _ = named(command.rest)

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        every: Sequence[Running] = [each for team in teams for each in spiking.of_team(ledger, team)]
        if number is not None:
            every = spiking.numbered(every, number)
        elsewhere = any(each.team.channel != envelope.channel for each in every)
        return _listed(every, people.zone_of(ledger, envelope.workspace, envelope.user), now, elsewhere)

    return await desk.store.read(find)


def _listed(every: Sequence[Running], zone: str, now: datetime, elsewhere: bool) -> Reply:
    if not every:
        return Reply("No spike is under way. `/spike` starts one.")
    title = count(len(every), "spike")
    lines = [_line(each, zone, now, elsewhere) for each in every[:LISTED]]
    more = [say(f"and {len(every) - LISTED} more")] if len(every) > LISTED else []
    spoken = "\n".join("".join(run["text"] for run in each) for each in lines)
    return Reply(f"{title}\n{spoken}", [header(title), rich(bullets([*lines, *more]))])


def _line(each: Running, zone: str, now: datetime, elsewhere: bool) -> list[Json]:
    state = each.round.state
    question = clip(line(state.question), _QUESTION)
    story = f"#{state.about.number} " if state.about else ""
    where = f" · {channel(each.team.name)}" if elsewhere else ""
    told = f"\n{name(state.owner.name)}{where} · {stands(ticked(state, now), zone, now)}"
    return [*say(f"{story}{question}", bold=True), *say(told)]


def stands(state: Spike, zone: str, now: datetime) -> str:
    """How much is left of a box and until when, as somebody in this zone says it."""
    left, until = say_duration(state.box.left_at(now)), state.box.when(state.box.size)
    if not state.owner.active:
        return f"{left} left, needs an owner"
    match state.standing:
        case "up":
            return "time is up, the decision is open"
        case "paused":
            return f"paused, {left} left: {clip(line(state.pauses[-1].reason), _WHY)}"
        case "ahead":
            return f"{left}, begins {say_moment(state.starts_at, zone, now)}"
        case _:
            return f"{left} left, until {say_moment(until, zone, now)}" if until else f"{left} left"


def forms(view: View) -> OnClick:
    """A button that opens a form about its spike."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        await _open(desk, click.envelope, RoundId(click.value), view)
        return None

    return press


async def _open(desk: Desk, envelope: Envelope, round_: RoundId, view: View) -> None:
    def make(ledger: Ledger) -> Json:
        found = spiking.get(ledger, envelope.workspace, round_)
        spiking.require_mover(ledger, found, envelope.user)
        return view(found.round.id, found.round.state, envelope.user)

    await desk.open_view(envelope, await desk.store.read(make))


def _finishing(round_: RoundId, state: Spike, _: MemberId) -> Json:
    return decide_form.view(round_, state)


def _dropping(round_: RoundId, state: Spike, _: MemberId) -> Json:
    return decide_form.view(round_, state, "drop")


def moves(act: Callable[[], Act]) -> OnClick:
    """A button that does this act; the card shows what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        await desk.perform(click.envelope, RoundId(click.value), act())
        return None

    return press


#: The words after `/spike` that open a form, and the button that does the same.
FORMS: Mapping[str, tuple[str, View]] = {
    "pause": (drawings.PAUSE, move_forms.pause_view),
    "extend": (drawings.EXTEND, move_forms.extend_view),
    "handover": (drawings.HAND_OVER, move_forms.hand_over_view),
    "finish": (drawings.FINISH, _finishing),
}


def asked(word: str) -> OnCommand:
    """`/spike pause`, `extend`, `handover`, `finish`: the form; where several may be meant, a button for each."""
    action, view = FORMS[word]

    async def ask(desk: Desk, command: Command) -> Reply | None:
        theirs, said = await _meant(desk, command)
        if word == "pause" and said:
            return await _pause_at_once(desk, command, theirs, said)
        if len(theirs) > 1:
            return _choose(theirs, action)
        shown = partial(move_forms.extend_view, more=said) if word == "extend" and said else view
        await _open(desk, command.envelope, theirs[0].round.id, shown)
        return None

    return ask


async def _pause_at_once(desk: Desk, command: Command, theirs: Sequence[Running], why: str) -> Reply | None:
    """With the reason typed in; where several may be meant, the form asks which."""
    theirs = [each for each in theirs if each.round.state.standing in {"runs", "ahead"}] or theirs
    if len(theirs) > 1:
        every = {each.round.id: f"{channel(each.team.name)}: {each.round.state.question}" for each in theirs}
        await desk.open_view(command.envelope, move_forms.pause_one_view(every, why))
        return None
    await desk.perform(command.envelope, theirs[0].round.id, Pause(why))
    return Reply(f"Paused: {_asks(theirs[0])} `/spike resume` goes on.")


def _asks(each: Running) -> str:
    """Its question, with a stop at its end."""
    return sentence(clip(line(each.round.state.question), _QUESTION))


async def resume(desk: Desk, command: Command) -> Reply:
    """`/spike resume`."""
    theirs, _ = await _meant(desk, command)
    which = [each for each in theirs if each.round.state.paused] or theirs[:1]
    if len(which) > 1:
        return _choose(which, drawings.RESUME)
    await desk.perform(command.envelope, which[0].round.id, Resume())
    return Reply(f"It runs again: {_asks(which[0])}")


async def _meant(desk: Desk, command: Command) -> tuple[Sequence[Running], str]:
    """The spikes that may be meant, and what else was typed."""
    envelope = command.envelope
    number, rest = named(command.rest)

    def find(ledger: Ledger) -> tuple[Running, ...]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return spiking.meant(ledger, teams, envelope.user, number)

    return await desk.store.read(find), rest


def _choose(theirs: Sequence[Running], action: str) -> Reply:
    words = "Which one?"
    buttons = [
        button(
            f"{clip(line(each.round.state.question), _LABEL)} ({channel(each.team.name)})",
            numbered(action, place),
            each.round.id,
        )
        for place, each in enumerate(theirs[:LISTED])
    ]
    return Reply(words, [header(words), actions(*buttons)])


async def pause(desk: Desk, submission: Submission) -> Json | None:
    """The submitted reason of a pause."""
    round_, reason = move_forms.read_pause(submission.view)
    await desk.perform(submission.envelope, round_, Pause(reason))
    return None


async def extend(desk: Desk, submission: Submission) -> Json | None:
    """The submitted extension."""
    (round_, wish), envelope, now = (
        move_forms.read_extend(submission.view),
        submission.envelope,
        desk.now(),
    )
    await desk.run(
        envelope,
        lambda ledger: spiking.extend(ledger, envelope.workspace, round_, wish, envelope.user, now),
        about=round_,
    )
    return None


async def hand_over(desk: Desk, submission: Submission) -> Json | None:
    """The submitted new owner, who gets a seat in the team where they have none."""
    (round_, act), envelope, now = move_forms.read_hand_over(submission.view), submission.envelope, desk.now()
    running = await desk.store.read(lambda ledger: spiking.get(ledger, envelope.workspace, round_))
    known = await meet(desk, envelope.workspace, [act.to])
    present = await require_owners(
        desk, envelope, running.team.channel, running.team.name, known, move_forms.OWNER
    )
    await desk.run(
        envelope,
        lambda ledger: spiking.hand_over(
            ledger, envelope.workspace, round_, act, envelope.user, now, present
        ),
        about=round_,
    )
    return None


async def pick(desk: Desk, click: Click) -> Reply | None:
    """Another decision was chosen: the form asks what that one needs."""
    view, envelope = click.view or {}, click.envelope
    round_, decision = decide_form.read_pick(view), decide_form.decision_of(click.value)

    def make(ledger: Ledger) -> Json:
        return _deciding(ledger, envelope, round_, decision)

    desk.show_in(view, await desk.store.read(make))
    return None


def _deciding(ledger: Ledger, envelope: Envelope, round_: RoundId, decision: SpikeDecision) -> Json:
    found = spiking.get(ledger, envelope.workspace, round_).round
    return decide_form.view(found.id, found.state, decision)


async def decide(desk: Desk, submission: Submission) -> Json | None:
    """The submitted decision: card and thread show it, and its story hears of it."""
    (round_, outcome), envelope, now = decide_form.read(submission.view), submission.envelope, desk.now()
    await desk.run(
        envelope,
        lambda ledger: spiking.decide(ledger, envelope.workspace, round_, outcome, envelope.user, now),
        about=round_,
    )
    return None


CLICKS: Mapping[str, OnClick] = {
    **{action: forms(view) for action, view in FORMS.values()},
    drawings.DROP: forms(_dropping),
    drawings.RESUME: moves(Resume),
    drawings.WAIT: moves(Wait),
    decide_form.PICK: pick,
}
