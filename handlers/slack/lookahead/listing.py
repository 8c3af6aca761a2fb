"""`/lookahead list`: the items so far, or those of the digest, with the buttons that change them."""

from bot import agenda, schedule
from bot.ceremonies.lookahead import Item
from bot.ledger import Ledger
from bot.model import MemberId
from bot.shell import lookaheads
from bot.shell.lookaheads import Ahead
from handlers.slack.blocks import Json, actions, bullets, button, header, numbered, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Reply
from handlers.slack.lookahead import drawings
from handlers.slack.lookahead.words import place_of, read_place, run, spoken_item
from handlers.slack.text import channel, count

CHANGE = "lookahead.change"
NONE = "Nothing is being looked ahead to here. `/lookahead` opens a lookahead."
_TEXT, _A_ROW = 150, 20


async def show(desk: Desk, command: Command) -> Reply:
    """`/lookahead list`, here or, in a direct message, in all one's teams."""
    envelope = command.envelope

    def find(ledger: Ledger) -> list[Reply]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = [each for team in teams if (each := lookaheads.latest(ledger, team))]
        return [_listed(ledger, each, envelope) for each in found]

    every = await desk.store.read(find)
    if not every:
        return Reply(NONE)
    blocks = [block for each in every for block in each.blocks or []]
    return Reply("\n".join(each.text for each in every), blocks[:40])


async def show_one(desk: Desk, click: Click) -> Reply:
    """The button below a digest: its items, each with its button."""
    envelope, (round_, _) = click.envelope, read_place(click.value)

    def find(ledger: Ledger) -> Reply:
        return _listed(ledger, lookaheads.get(ledger, envelope.workspace, round_), envelope)

    return await desk.store.read(find)


def _listed(ledger: Ledger, ahead: Ahead, envelope: Envelope) -> Reply:
    state = ahead.round.state
    today = schedule.local_day(ahead.round.opened_at, state.zone)
    title = f"{count(len(state.items), 'item')} · {channel(ahead.team.name)}"
    if not state.items:
        return Reply(f"{title}. `/lookahead` adds one.")
    who = ledger.roster.member(ahead.team, envelope.user)
    buttons = [
        _button(ahead, each)
        for each in state.items
        if _theirs(ahead, each, envelope.user, bool(who and who.leads))
    ]
    rows = [actions(*buttons[start : start + _A_ROW]) for start in range(0, len(buttons), _A_ROW)]
    text = "\n".join(f"{each.number}. {spoken_item(each, today)}" for each in state.items)
    shown = [run(each, _TEXT, today) for each in state.items]
    return Reply(f"{title}\n{text}", [header(title), rich(bullets(shown)), *rows])


def _theirs(ahead: Ahead, item: Item, member: MemberId, leads: bool) -> bool:
    """Whether they may do something to it."""
    if ahead.round.over or item.standing:
        return False
    open_to_all = ahead.round.state.closed is not None and not item.settled
    settled = ahead.round.state.closed is not None and member == item.owner
    return leads or open_to_all or settled or member == item.by


def _button(ahead: Ahead, item: Item) -> Json:
    label, action = ("Settle", drawings.SETTLE) if ahead.round.state.closed else ("Change", CHANGE)
    return button(
        f"{label} {item.number}", numbered(action, item.number), place_of(ahead.round.id, item.number)
    )
