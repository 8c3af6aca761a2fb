"""What a lookahead listens to: the words after `/lookahead`, its buttons and its forms."""

from collections.abc import Mapping, Sequence

from bot import agenda
from bot.ceremonies.lookahead import Close, Take, Wish, usual_close
from bot.dates import say_moment
from bot.ledger import Ledger
from bot.model import Act, MemberId, RoundId
from bot.shell import backlog, lookaheads
from bot.shell.lookaheads import Ahead
from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnCommand, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.help import listed
from handlers.slack.lookahead import drawings, item_form, listing
from handlers.slack.lookahead.naming import require_named
from handlers.slack.lookahead.words import read_place
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import meet
from handlers.slack.text import unmarked

HELP = (
    ("/lookahead", "add what is important but not urgent yet; where none is open, open a lookahead"),
    ("/lookahead Read access to the billing tables", "with the item typed in"),
    ("/lookahead list", "the items so far, to change yours; after the digest, to settle what is open"),
    ("/lookahead close", "make the digest now"),
)
START = "lookahead.start"
ELSEWHERE = "Type `/lookahead` in the channel of your team: its card and its digest are posted there."
_ALIKE = 0.8  #: an item may begin with any word


async def lookahead(desk: Desk, command: Command) -> Reply | None:
    """`/lookahead` and its words; anything else is the text of a new item."""
    if command.word in ROUTES and not command.rest:
        return await ROUTES[command.word](desk, command)
    if command.word == "help":
        return listed(HELP)
    if command.word and not command.rest and (near := nearest(command.word, (*ROUTES, "help"), _ALIKE)):
        return listed(HELP, f"Did you mean {quoted(f'/lookahead {near}')}?")
    return await _add_or_offer(desk, command)


async def _add_or_offer(desk: Desk, command: Command) -> Reply | None:
    """The form of an item; where no lookahead is open here, the question whether to open one."""
    envelope, now = command.envelope, desk.now()
    name, _ = await enter(desk, envelope, ELSEWHERE, "/lookahead")
    typed = unmarked(command.typed).strip()

    def find(ledger: Ledger) -> Ahead | Reply:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        found = lookaheads.gathering(ledger, team) if team else None
        if found:
            return found
        person = ledger.roster.person(envelope.workspace, envelope.user)
        zone = team.zone if team else person.zone if person else "UTC"
        closes = say_moment(usual_close(zone, now), zone, now)
        words = (
            f"No lookahead is open in #{name}. Open one? It closes {closes}, and the digest is posted here."
        )
        words += " Then type your item once more." if typed else ""
        return Reply(words, [section(words), actions(button("Open a lookahead", START, "start", "primary"))])

    await meet(desk, envelope.workspace, [envelope.user])  # whose zone a new team would have
    found = await desk.store.read(find)
    if isinstance(found, Reply):
        return found
    await desk.open_view(envelope, item_form.view(found.round.id, Wish("work", typed)))
    return None


async def start(desk: Desk, click: Click) -> Reply | None:
    """The answer to that question: its card comes to the channel."""
    envelope, now = click.envelope, desk.now()
    name, _ = await enter(desk, envelope, ELSEWHERE, "/lookahead")
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> None:
        team = backlog.team_for(ledger, envelope.workspace, envelope.channel, name, envelope.user, now)
        lookaheads.start(ledger, team, envelope.user, now)

    await desk.run(envelope, do)
    return Reply("It is open: its card stands in the channel. `/lookahead` adds an item.")


async def close(desk: Desk, command: Command) -> Reply:
    """`/lookahead close`."""
    envelope = command.envelope

    def find(ledger: Ledger) -> RoundId:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return lookaheads.meant(ledger, teams).round.id

    await desk.perform(envelope, await desk.store.read(find), Close())
    return Reply("It is closed.")


ROUTES: Mapping[str, OnCommand] = {"list": listing.show, "close": close}


async def press_close(desk: Desk, click: Click) -> Reply | None:
    """The card's button; the card shows what came of it."""
    await desk.perform(click.envelope, RoundId(click.value), Close())
    return None


async def add(desk: Desk, click: Click) -> Reply | None:
    """The card's form."""
    envelope = click.envelope

    def find(ledger: Ledger) -> RoundId:
        found = lookaheads.get(ledger, envelope.workspace, RoundId(click.value))
        return lookaheads.require_gathering(found).round.id

    round_ = await desk.store.read(find)
    await desk.open_view(envelope, item_form.view(round_, Wish("work", "")))
    return None


async def change(desk: Desk, click: Click) -> Reply | None:
    """The form of an item that is there."""
    envelope, (round_, number) = click.envelope, read_place(click.value)

    def make(ledger: Ledger) -> Json:
        found = lookaheads.get(ledger, envelope.workspace, round_)
        item = lookaheads.to_change(ledger, found, number, envelope.user)
        return item_form.view(round_, item_form.wish_of(item), number)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def pick(desk: Desk, click: Click) -> Reply | None:
    """Another kind of item was chosen: the form asks what that one needs."""
    view = click.view or {}
    desk.show_in(view, item_form.repicked(view, click.value))
    return None


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted item: the card counts it."""
    await _done(desk, submission.envelope, *item_form.read(submission.view))
    return None


async def take(desk: Desk, click: Click) -> Reply | None:
    """ "I take it"; the digest shows it."""
    round_, number = read_place(click.value)
    await _done(desk, click.envelope, round_, Take(number), ())
    return None


async def settle(desk: Desk, click: Click) -> Reply | None:
    """The form that gives an item of the digest an owner and a date."""
    envelope, (round_, number) = click.envelope, read_place(click.value)

    def make(ledger: Ledger) -> Json:
        found = lookaheads.get(ledger, envelope.workspace, round_)
        return item_form.settle_view(round_, lookaheads.to_settle(ledger, found, number, envelope.user))

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def save_settled(desk: Desk, submission: Submission) -> Json | None:
    """The submitted owner and date."""
    await _done(desk, submission.envelope, *item_form.read_settle(submission.view))
    return None


async def _done(desk: Desk, envelope: Envelope, round_: RoundId, act: Act, named: Sequence[MemberId]) -> None:
    """Do an act by which somebody may get something to do; who is new to the team must be in its channel."""
    now, who = desk.now(), list(dict.fromkeys((envelope.user, *named)))
    ahead = await desk.store.read(lambda ledger: lookaheads.get(ledger, envelope.workspace, round_))
    known = await meet(desk, envelope.workspace, who)
    present = await require_named(desk, envelope, ahead.team, known)
    await desk.run(
        envelope,
        lambda ledger: lookaheads.do(
            ledger, envelope.workspace, round_, act, envelope.user, now, named, present
        ),
        about=round_,
    )


LISTENERS = Listeners(
    commands={"lookahead": lookahead},
    clicks={
        START: start,
        drawings.ADD: add,
        drawings.CLOSE: press_close,
        drawings.TAKE: take,
        drawings.SETTLE: settle,
        drawings.SHOW: listing.show_one,
        listing.CHANGE: change,
        item_form.PICK: pick,
    },
    submits={item_form.CALLBACK: save, item_form.SETTLED: save_settled},
)
