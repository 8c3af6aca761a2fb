"""What an action listens to: the buttons of its reminders, of Home and of the list, and its forms."""

from collections.abc import Callable, Sequence
from datetime import date

from bot import people, schedule
from bot.ceremonies.action import Action, Done, Reopen, Take
from bot.ledger import Ledger
from bot.model import Act, MemberId, RoundId
from bot.shell import actions
from handlers.slack.action import drawings, forms
from handlers.slack.action.drawings import REOPEN
from handlers.slack.action.listing import told
from handlers.slack.desk import Click, Desk, Envelope, Json, Listeners, OnClick, Reply, Submission
from handlers.slack.lookahead.naming import require_named
from handlers.slack.meeting import meet

View = Callable[[RoundId, Action, date], Json]


async def done(desk: Desk, click: Click) -> Reply | None:
    """ "Done"; a reminder shows what came of it, elsewhere it can be undone from the reply."""
    text = await _do(desk, click.envelope, RoundId(click.value), Done())
    return None if click.action == drawings.DONE else told("Done", text, RoundId(click.value))


async def reopen(desk: Desk, click: Click) -> Reply | None:
    """ "Undo" of a reply; "Reopen" in a reminder, which shows what came of it."""
    await _do(desk, click.envelope, RoundId(click.value), Reopen())
    return None if click.action == REOPEN else Reply("Undone: it is open again.")


async def take(desk: Desk, click: Click) -> Reply | None:
    """ "Take it"; the message shows what came of it."""
    await _do(desk, click.envelope, RoundId(click.value), Take())
    return None


def opens(view: View) -> OnClick:
    """A button that opens a form about its action."""

    async def press(desk: Desk, click: Click) -> Reply | None:
        envelope, now = click.envelope, desk.now()

        def make(ledger: Ledger) -> Json:
            found = actions.to_change(ledger, envelope.workspace, RoundId(click.value), envelope.user).round
            zone = people.zone_of(ledger, envelope.workspace, envelope.user)
            return view(found.id, found.state, schedule.local_day(now, zone))

        await desk.open_view(envelope, await desk.store.read(make))
        return None

    return press


async def kept(desk: Desk, submission: Submission) -> Json | None:
    """The submitted day and reason."""
    await _do(desk, submission.envelope, *forms.read_keep(submission.view))
    return None


async def dropped(desk: Desk, submission: Submission) -> Json | None:
    """The submitted reason; it can be undone from the answer."""
    round_, act = forms.read_drop(submission.view)
    text = await _do(desk, submission.envelope, round_, act)
    return {"response_action": "update", "view": told("Dropped", text, round_).as_modal()}


async def handed(desk: Desk, submission: Submission) -> Json | None:
    """The submitted new owner, who gets a seat in the team where they have none."""
    round_, act = forms.read_hand_over(submission.view)
    await _do(desk, submission.envelope, round_, act, [act.to])
    return None


async def changed(desk: Desk, submission: Submission) -> Json | None:
    """How it reads from now on."""
    round_, act = forms.read_change(submission.view)
    await _do(desk, submission.envelope, round_, act, [act.draft.owner])
    return None


async def _do(
    desk: Desk, envelope: Envelope, round_: RoundId, act: Act, named: Sequence[MemberId] = ()
) -> str:
    """Do an act to an action, and return what is to be done; who is new to the team must be in its channel."""
    now, workspace = desk.now(), envelope.workspace
    present = None
    if named:
        found = await desk.store.read(
            lambda ledger: actions.to_change(ledger, workspace, round_, envelope.user)
        )
        known = await meet(desk, workspace, list(named))
        present = await require_named(desk, envelope, found.team, known)
    after = await desk.run(
        envelope,
        lambda ledger: actions.do(ledger, workspace, round_, act, envelope.user, now, named, present),
        about=round_,
    )
    text: str = after.state.text
    return text


LISTENERS = Listeners(
    clicks={
        drawings.DONE: done,
        drawings.KEEP: opens(forms.keep_view),
        drawings.DROP: opens(forms.drop_view),
        drawings.CHANGE: opens(forms.change_view),
        drawings.HAND_OVER: opens(forms.hand_over_view),
        drawings.TAKE: take,
        drawings.REOPEN: reopen,
    },
    submits={
        forms.KEPT: kept,
        forms.DROPPED: dropped,
        forms.HANDED: handed,
        forms.CHANGED: changed,
    },
)
