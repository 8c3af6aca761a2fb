"""The buttons of a blocker's card: anyone in the channel may help."""

from collections.abc import Callable

from bot.ceremonies.blocker import Acknowledge, HandBack, Reopen, Resolve
from bot.model import Act, RoundId
from handlers.slack.blocker import drawings
from handlers.slack.desk import Click, Desk, Listeners, OnClick, Reply
from handlers.slack.meeting import meet


def _moves(act: Callable[[str], Act]) -> OnClick:
    """A button that does this act in the name of whoever presses it; the card itself shows what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        envelope = click.envelope
        known = await meet(desk, envelope.workspace, [envelope.user])
        name = known[0].name if known else envelope.user_name
        await desk.perform(envelope, RoundId(click.value), act(name))
        return None

    return press


LISTENERS = Listeners(
    clicks={
        drawings.HELP: _moves(Acknowledge),
        drawings.HAND_BACK: _moves(lambda _: HandBack()),
        drawings.RESOLVE: _moves(Resolve),
        drawings.REOPEN: _moves(lambda _: Reopen()),
    }
)
