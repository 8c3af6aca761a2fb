"""`/piton hooks` and its buttons. A secret is shown in a form that is gone when it is closed, and nowhere else."""

from pydantic import SecretStr

from bot.ledger import Ledger
from bot.model import Team, TeamId
from bot.reports import hooks
from handlers.slack.desk import Click, Command, Desk, Listeners, Reply
from handlers.slack.hooks.words import OFF, RENEW, made, told, turned_off


async def look(desk: Desk, command: Command) -> Reply:
    """`/piton hooks`, by those who lead the team of this channel."""
    envelope, now = command.envelope, desk.now()

    def find(ledger: Ledger) -> hooks.Standing:
        return hooks.standing(ledger, envelope.workspace, envelope.channel, envelope.user, now)

    return told(await desk.store.read(find))


async def renew(desk: Desk, click: Click) -> None:
    """The button that makes a secret."""
    envelope, now = click.envelope, desk.now()

    def make(ledger: Ledger) -> tuple[hooks.Standing, SecretStr]:
        return hooks.renew(ledger, envelope.workspace, TeamId(click.value), envelope.user, now)

    standing, secret = await desk.run(envelope, make)
    await desk.show(envelope, made(standing, secret).as_modal())


async def off(desk: Desk, click: Click) -> Reply:
    """The button that turns them off, once it was asked twice."""
    envelope = click.envelope

    def end(ledger: Ledger) -> Team:
        return hooks.turn_off(ledger, envelope.workspace, TeamId(click.value), envelope.user)

    return turned_off(await desk.run(envelope, end))


LISTENERS = Listeners(commands={"hooks": look}, clicks={RENEW: renew, OFF: off})
