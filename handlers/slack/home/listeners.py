"""What the Home listens to: that somebody opened it, and its own buttons. The others' are where they always are.

An act says nothing by itself: the Home is drawn again and shows what came of it.
"""

from bot import people
from bot.errors import Unreachable
from bot.homes.drawing import open_home
from bot.ledger import Ledger
from bot.log import log
from bot.model import Absence
from handlers.slack import absences
from handlers.slack.desk import Click, Desk, Heard, Json, Listeners, Reply, Submission
from handlers.slack.home import away_form
from handlers.slack.home.drawings import ADD_AWAY, TAKE_BACK
from handlers.slack.home.publisher import SlackPublisher
from handlers.slack.meeting import meet


async def opened(desk: Desk, heard: Heard) -> Reply | None:
    """Somebody opened the bot's Home, or its messages."""
    envelope = heard.envelope
    if heard.event.get("tab") != "home" or not envelope.user:
        return None
    await meet(desk, envelope.workspace, [envelope.user])
    publisher = SlackPublisher(desk.client, desk.directory.workspace)
    try:
        await open_home(desk.store, publisher, desk.clock, envelope.workspace, envelope.user)
    except Unreachable as refused:  # told again, Slack would refuse it again
        log.warning("home refused", member=envelope.user, why=str(refused))
    return None


async def add_away(desk: Desk, click: Click) -> Reply | None:
    """The button that opens the form for days away."""
    today = await desk.store.read(lambda ledger: absences.today(desk, ledger, click.envelope))
    await desk.open_view(click.envelope, away_form.view(today))
    return None


async def save_away(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form."""
    envelope, now = submission.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        first, last = away_form.read(submission.view, absences.today(desk, ledger, envelope))
        people.be_away(ledger, envelope.workspace, Absence(envelope.user, first, last), now)

    await desk.run(envelope, do)
    return None


async def take_back(desk: Desk, click: Click) -> Reply | None:
    """The button beside days away. Pressed twice, it has done so already."""
    number, envelope, now = absences.number(click.value), click.envelope, desk.now()
    await desk.run(
        envelope, lambda ledger: people.be_back(ledger, envelope.workspace, envelope.user, number, now)
    )
    return None


LISTENERS = Listeners(
    clicks={ADD_AWAY: add_away, TAKE_BACK: take_back},
    submits={away_form.CALLBACK: save_away},
    events={"app_home_opened": opened},
)
