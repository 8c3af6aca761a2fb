"""A person's own settings: `/piton settings`, a button of the Home, and their modal."""

from bot import people
from bot.errors import NotFound
from bot.ledger import Ledger
from handlers.slack import settings_form
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, Reply, Submission
from handlers.slack.settings_words import CHANGE


async def open_settings(desk: Desk, command: Command) -> Reply | None:
    """`/piton settings`."""
    await _show(desk, command.envelope)
    return None


async def change(desk: Desk, click: Click) -> Reply | None:
    """The button that changes them."""
    await _show(desk, click.envelope)
    return None


async def _show(desk: Desk, envelope: Envelope) -> None:
    person, *_ = await desk.directory.some(envelope.workspace, [envelope.user])
    now = desk.now()

    def find(ledger: Ledger) -> settings_form.SettingsForm:
        people.meet(ledger, envelope.workspace, [person], now)
        chosen = ledger.roster.chosen(envelope.workspace, envelope.user)
        if chosen is None:
            raise NotFound
        return settings_form.SettingsForm(
            zone=chosen.zone or person.zone,
            chosen=chosen.zone is not None,
            profile_zone=person.zone,
            days=chosen.days,
            starts=chosen.starts,
            ends=chosen.ends,
            region=chosen.region,
            reminders=chosen.reminders,
            quiet=chosen.quiet,
        )

    await desk.open_view(envelope, settings_form.view(await desk.store.run(find)))


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted modal; open rounds hear of it."""
    chosen, envelope, now = settings_form.read(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        ledger.roster.choose(envelope.workspace, envelope.user, chosen)
        people.moved_everywhere(ledger, envelope.workspace, envelope.user, now)

    await desk.run(envelope, do)
    return None


LISTENERS = Listeners(
    commands={"settings": open_settings},
    clicks={CHANGE: change},
    submits={settings_form.CALLBACK: save},
)
