"""What decisions listen to: the words after `/decision`, their buttons and their forms."""

import re
from collections.abc import Mapping

from bot import agenda
from bot.ceremonies.decision import Confirm, Restore, TakeBack
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import Act, ChannelId, RoundId
from bot.shell import backlog, decisions
from bot.shell.decisions import Made
from handlers.slack.blocks import actions, button, numbered, paragraph, rich
from handlers.slack.decision import drawings, forms, listing
from handlers.slack.decision.drawings import RESTORE, REVISIT, STANDS, TAKE_BACK
from handlers.slack.decision.forms import RecordForm
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnCommand, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import require_named
from handlers.slack.text import channel, say, unmarked

HELP = (
    ("/decision", "record a decision that is costly to undo"),
    ("/decision Features are stored by day", "with the decision typed in"),
    ("/decision list", "the last ones, with those to revisit soon"),
    ("/decision #3", "one of them"),
    ("/decision revisit #3", "say whether it still stands: who decided, who recorded it, and leads"),
)
ELSEWHERE = "Type `/decision` in the channel of your team: its card is posted there."
_ALIKE = 0.8  #: a decision may begin with any word
_NUMBER = re.compile(r"#?([0-9]{1,6})[.:]?")


async def decision(desk: Desk, command: Command) -> Reply | None:
    """`/decision` and its words; anything else is what was decided."""
    typed = unmarked(command.typed).strip()
    if command.word in ROUTES and not command.rest:
        return await ROUTES[command.word](desk, command)
    if command.word == "revisit" and (number := _NUMBER.fullmatch(command.rest.strip())):
        await revisit(desk, command, int(number[1]))
        return None
    if typed.startswith("#") and (number := _NUMBER.fullmatch(typed)):
        return await listing.show_one(desk, command, int(number[1]))
    if command.word and not command.rest and (near := nearest(command.word, (*ROUTES, "revisit"), _ALIKE)):
        return listed(HELP, f"Did you mean {quoted(f'/decision {near}')}?")
    await _record(desk, command.envelope, typed)
    return None


async def help_(desk: Desk, command: Command) -> Reply:
    """`/decision help`."""
    del desk, command
    return listed(HELP)


ROUTES: Mapping[str, OnCommand] = {"list": listing.show, "help": help_}


async def _record(desk: Desk, envelope: Envelope, typed: str) -> None:
    """The form in which one is recorded. To look at it founds no team."""
    name, _ = await enter(desk, envelope, ELSEWHERE, "/decision")
    view = await desk.store.read(lambda ledger: _form(ledger, envelope, envelope.channel, name, typed))
    await desk.open_view(envelope, view)


def _form(
    ledger: Ledger,
    envelope: Envelope,
    where: ChannelId,
    name: str,
    typed: str = "",
    replaces: RoundId | None = None,
) -> Json:
    team = ledger.roster.team_in(envelope.workspace, where)
    form = RecordForm(where, name, envelope.user, typed, replaces=replaces)
    if team:
        epics = tuple(each for each in ledger.epics.of_team(team) if not each.closed)
        theirs = [
            each
            for each in decisions.standing(ledger, team)
            if decisions.may_revisit(ledger, each, envelope.user)
        ]
        if replaces and all(each.round.id != replaces for each in theirs):
            theirs.append(decisions.to_revisit(ledger, envelope.workspace, replaces, envelope.user))
        form = RecordForm(
            where,
            name,
            envelope.user,
            typed,
            epics,
            ledger.backlog.of_team(team),
            tuple(theirs),
            replaces,
        )
    return forms.record_view(form)


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted decision: its card comes to the channel."""
    made, envelope, now = forms.read_record(submission.view), submission.envelope, desk.now()
    present = await require_named(
        desk, envelope, made.channel, made.channel_name, made.wish.draft.deciders, forms.DECIDERS_FIELD
    )

    def found(ledger: Ledger) -> Made:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        return Made(team, decisions.record(ledger, team, made.wish, envelope.user, now, present))

    recorded = await desk.run(envelope, found)
    return {"response_action": "update", "view": recorded_reply(recorded).as_modal()}


def recorded_reply(made: Made) -> Reply:
    """That it stands in the log, and the button that takes it back."""
    words = f"Recorded as decision #{made.round.state.number}. Its card stands in {channel(made.team.name)}."
    back = button("Take it back", numbered(TAKE_BACK, 0), made.round.id)
    return Reply(words, [rich(paragraph(say(words))), actions(back)])


async def take_back(desk: Desk, click: Click) -> Reply | None:
    """ "Take it back", within ten minutes."""
    after = await _do(desk, click.envelope, RoundId(click.value), TakeBack())
    return Reply(f"Decision #{after.round.state.number} is taken back.")


async def stands(desk: Desk, click: Click) -> Reply | None:
    """ "Still stands"; a question shows what came of it."""
    after = await _do(desk, click.envelope, RoundId(click.value), Confirm())
    if click.action == STANDS:
        return None
    words = f"Decision #{after.round.state.number} still stands. No other day is set."
    again = button("Set a day", numbered(REVISIT, 0), click.value)
    return Reply(words, [rich(paragraph(say(words))), actions(again)])


async def restore(desk: Desk, click: Click) -> Reply | None:
    """ "Undo": it stands after all."""
    after = await _do(desk, click.envelope, RoundId(click.value), Restore())
    return Reply(f"Undone: decision #{after.round.state.number} stands.")


async def revisit(desk: Desk, command: Command, number: int) -> None:
    """`/decision revisit #3`."""
    envelope = command.envelope

    def make(ledger: Ledger) -> Json:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = decisions.numbered(ledger, teams, number)
        return _revisit_form(ledger, envelope, found.round.id)

    await desk.open_view(envelope, await desk.store.read(make))


async def press_revisit(desk: Desk, click: Click) -> Reply | None:
    """The button of a card, a question, the list and Home."""
    envelope = click.envelope
    view = await desk.store.read(lambda ledger: _revisit_form(ledger, envelope, RoundId(click.value)))
    await desk.open_from(click, view)
    return None


def _revisit_form(ledger: Ledger, envelope: Envelope, round_: RoundId) -> Json:
    found = decisions.to_revisit(ledger, envelope.workspace, round_, envelope.user)
    others = [each for each in decisions.standing(ledger, found.team) if each.round.id != round_]
    return forms.revisit_view(round_, found.round.state, others)


async def save_revisited(desk: Desk, submission: Submission) -> Json | None:
    """What was said of it: at once, or by recording another in its place."""
    said, envelope = forms.read_revisit(submission.view), submission.envelope
    if said.act is None:

        def make(ledger: Ledger) -> Json:
            found = decisions.to_revisit(ledger, envelope.workspace, said.round, envelope.user)
            team = found.team
            return _form(ledger, envelope, team.channel, team.name, replaces=said.round)

        return {"response_action": "update", "view": await desk.store.read(make)}
    try:
        after = await _do(desk, envelope, said.round, said.act)
    except BadInput as refused:
        raise BadInput(refused.sentence, forms.FIELDS.get(refused.field, forms.HOW)) from None
    if after.round.state.ended is None:
        return None
    return {"response_action": "update", "view": ended_reply(after).as_modal()}


def ended_reply(made: Made) -> Reply:
    """That it stands no more, and the button that takes that back."""
    state = made.round.state
    number = state.ended.number if state.ended else 0
    words = f"Decision #{state.number} is reversed."
    if number:
        words = f"Decision #{number} stands in the place of #{state.number} now."
    back = button("Undo", numbered(RESTORE, 0), made.round.id)
    return Reply(words, [rich(paragraph(say(words))), actions(back)])


async def _do(desk: Desk, envelope: Envelope, round_: RoundId, act: Act) -> Made:
    now, workspace = desk.now(), envelope.workspace

    def do(ledger: Ledger) -> Made:
        decisions.do(ledger, workspace, round_, act, envelope.user, now)
        return decisions.get(ledger, workspace, round_)

    return await desk.run(envelope, do, about=round_)


LISTENERS = Listeners(
    commands={"decision": decision},
    clicks={
        drawings.STANDS: stands,
        REVISIT: press_revisit,
        TAKE_BACK: take_back,
        RESTORE: restore,
    },
    submits={forms.RECORDED: save, forms.REVISITED: save_revisited},
)
