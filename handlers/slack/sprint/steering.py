"""What comes first while an error budget is spent: the two buttons of the planning card, and their form."""

from bot.ceremonies.sprint.state import Course
from bot.ledger import Ledger
from bot.model import RoundId
from bot.shell import kpis
from handlers.slack.desk import Click, Desk, Json, Reply, Submission
from handlers.slack.sprint import spent


async def press_repair(desk: Desk, click: Click) -> Reply | None:
    """ "Repair first"."""
    await _ask(desk, click, "repair")
    return None


async def press_features(desk: Desk, click: Click) -> Reply | None:
    """ "Features anyway"."""
    await _ask(desk, click, "features")
    return None


async def _ask(desk: Desk, click: Click, course: Course) -> None:
    envelope, round_ = click.envelope, RoundId(click.value)

    def make(ledger: Ledger) -> Json:
        found = kpis.to_steer(ledger, envelope.workspace, round_, envelope.user)
        return spent.why_view(round_, kpis.to_settle(found.round.state), course)

    await desk.open_view(envelope, await desk.store.read(make))


async def steer(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form: the decision is recorded, and the card shows it."""
    envelope, now = submission.envelope, desk.now()
    round_, course, why, seen = spent.read_why(submission.view)
    await desk.run(
        envelope,
        lambda ledger: kpis.steer(ledger, envelope.workspace, round_, course, why, envelope.user, now, seen),
        about=round_,
    )
    return None
