"""What a request for data access listens to: the buttons of its nudges, and their forms."""

from collections.abc import Callable, Sequence
from datetime import date

from bot import people, schedule
from bot.ceremonies.access import Access, GiveUp, Take, There
from bot.ledger import Ledger
from bot.model import Act, MemberId, RoundId
from bot.shell import lookaheads
from handlers.slack.access import drawings, forms
from handlers.slack.desk import Click, Desk, Envelope, Json, Listeners, OnClick, Reply, Submission
from handlers.slack.lookahead.naming import require_named
from handlers.slack.meeting import meet

View = Callable[[RoundId, Access, date], Json]


def moves(act: Callable[[], Act]) -> OnClick:
    """A button that does this act; the message shows what came of it."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        await _do(desk, click.envelope, RoundId(click.value), act())
        return None

    return press


def opens(view: View) -> OnClick:
    """A button that opens a form about its request."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        envelope, now = click.envelope, desk.now()

        def make(ledger: Ledger) -> Json:
            found = lookaheads.following(ledger, envelope.workspace, RoundId(click.value)).round
            zone = people.zone_of(ledger, envelope.workspace, envelope.user)
            return view(found.id, found.state, schedule.local_day(now, zone))

        await desk.open_view(envelope, await desk.store.read(make))
        return None

    return press


async def was_asked(desk: Desk, submission: Submission) -> Json | None:
    """The submitted day on which it was asked for."""
    await _do(desk, submission.envelope, *forms.read_asked(submission.view))
    return None


async def later(desk: Desk, submission: Submission) -> Json | None:
    """The submitted day on which it is expected now."""
    await _do(desk, submission.envelope, *forms.read_not_yet(submission.view))
    return None


async def handed_over(desk: Desk, submission: Submission) -> Json | None:
    """The submitted new owner, who gets a seat in the team where they have none."""
    round_, act = forms.read_hand_over(submission.view)
    await _do(desk, submission.envelope, round_, act, [act.to])
    return None


async def _do(
    desk: Desk, envelope: Envelope, round_: RoundId, act: Act, named: Sequence[MemberId] = ()
) -> None:
    now, workspace = desk.now(), envelope.workspace
    present = None
    if named:
        found = await desk.store.read(lambda ledger: lookaheads.following(ledger, workspace, round_))
        known = await meet(desk, workspace, list(named))
        present = await require_named(desk, envelope, found.team, known)
    await desk.run(
        envelope,
        lambda ledger: lookaheads.follow(ledger, workspace, round_, act, envelope.user, now, named, present),
        about=round_,
    )


LISTENERS = Listeners(
    clicks={
        drawings.ASKED: opens(forms.asked_view),
        drawings.NOT_YET: opens(forms.not_yet_view),
        drawings.HAND_OVER: opens(forms.hand_over_view),
        drawings.THERE: moves(There),
        drawings.GIVE_UP: moves(GiveUp),
        drawings.TAKE: moves(Take),
    },
    submits={
        forms.ASKED_FORM: was_asked,
        forms.NOT_YET_FORM: later,
        forms.HAND_OVER_FORM: handed_over,
    },
)
