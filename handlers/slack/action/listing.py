"""`/retro actions`: what is open of a team's actions, one's own first, with the buttons that say how each stands."""

from datetime import date

from bot import agenda, people, schedule
from bot.ceremonies.action.state import LINK, TEXT
from bot.ledger import Ledger
from bot.model import RoundId
from bot.shell import actions
from bot.shell.actions import Standing
from handlers.slack import blocks
from handlers.slack.action.drawings import CHANGE, REOPEN, buttons
from handlers.slack.blocks import Json, button, context, header, numbered, paragraph, rich
from handlers.slack.desk import Command, Desk, Envelope, Reply
from handlers.slack.standup.actions import due
from handlers.slack.text import channel, clip, count, line, name, say, sentence, user_text

NONE = "No action of a retro is open here."
#: So many are shown: each takes two blocks.
MOST = 15


async def show(desk: Desk, command: Command) -> Reply:
    """`/retro actions`, here or, in a direct message, in all one's teams."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        every = [each for team in teams for each in actions.of_team(ledger, team)]
        today = schedule.local_day(now, people.zone_of(ledger, envelope.workspace, envelope.user))
        where = channel(teams[0].name) if len(teams) == 1 else "your teams"
        return _listed(ledger, every, envelope, where, today)

    return await desk.store.read(find)


def _listed(ledger: Ledger, every: list[Standing], envelope: Envelope, where: str, today: date) -> Reply:
    if not every:
        return Reply(NONE)
    every = sorted(every, key=lambda each: (not _theirs(each, envelope), each.round.state.due))
    title = f"{count(len(every), 'open action')} · {where}"
    shown, more = every[:MOST], len(every) - MOST
    drawn: list[Json] = [header(title)]
    for row, each in enumerate(shown):
        drawn += _row(each, envelope, today, where)
        if _theirs(each, envelope) or _leads(ledger, each, envelope):
            change = button("Change", numbered(CHANGE, row), each.round.id)
            drawn.append(blocks.actions(*buttons(each.round.id, row), change))
    drawn += [context(f"and {more} more")] if more > 0 else []
    said = [
        f"{sentence(clip(line(each.round.state.text), TEXT))} {_stands(each, envelope, today, where)}"
        for each in shown
    ]
    return Reply("\n".join([title, *said]), drawn)


def _theirs(each: Standing, envelope: Envelope) -> bool:
    return each.round.state.owner.id == envelope.user


def _leads(ledger: Ledger, each: Standing, envelope: Envelope) -> bool:
    who = ledger.roster.member(each.team, envelope.user)
    return bool(who and who.active and who.leads)


def _row(each: Standing, envelope: Envelope, today: date, where: str) -> list[Json]:
    state = each.round.state
    text = say(clip(line(state.text), TEXT) or "–", bold=True)
    link = [*say("\n"), *user_text(state.link, LINK)] if state.link else []
    return [rich(paragraph(text, say(f"\n{_stands(each, envelope, today, where)}"), link))]


def _stands(each: Standing, envelope: Envelope, today: date, where: str) -> str:
    state = each.round.state
    who = "Yours" if _theirs(each, envelope) else name(state.owner.name)
    team = channel(each.team.name)
    return " · ".join([who, due(state.due, today), *([team] if team != where else [])])


def told(how: str, text: str, round_: RoundId) -> Reply:
    """What came of it, and the button that takes it back."""
    words = f"{how}: “{clip(line(text), TEXT)}”."
    back = button("Undo", numbered(REOPEN, 0), round_)
    return Reply(words, [rich(paragraph(say(words))), blocks.actions(back)])
