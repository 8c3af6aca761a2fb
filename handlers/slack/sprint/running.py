"""A sprint that runs: who takes what, what is done, its close, and why what rolls over took longer."""

from collections.abc import Callable

from bot.ceremonies.sprint import Close, Skip, Sprint, Stop, Take
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.ledger import Ledger
from bot.model import Act, Claim, MemberId, RoundId, StoryId
from bot.shell import backlog, sprinting
from bot.shell.sprinting import Running
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Submission
from handlers.slack.meeting import meet
from handlers.slack.sprint import drawings, small_forms, status
from handlers.slack.sprint.planning import here
from handlers.slack.text import titled

View = Callable[[RoundId, Sprint, MemberId], Json]


async def show(desk: Desk, command: Command) -> Reply | None:
    """`/sprint status`: the sprint, and how those before went."""
    await status.show(desk, command, lambda ledger: here(ledger, command.envelope))
    return None


def _of_claims(view: View) -> Callable[[Running, MemberId], Json]:
    def make(found: Running, by: MemberId) -> Json:
        if found.round.state.phase != "running":
            raise NotFound("No sprint runs just now. `/sprint plan` plans the next one.")
        return view(found.round.id, found.round.state, by)

    return make


_TAKE = _of_claims(small_forms.take_view)
_DONE = _of_claims(small_forms.done_view)
_CLOSE = _of_claims(lambda round_, state, _: small_forms.close_view(round_, state))


async def _open(
    desk: Desk,
    envelope: Envelope,
    find: Callable[[Ledger], Running],
    view: Callable[[Running, MemberId], Json],
    *,
    leads: bool = False,
) -> None:
    def make(ledger: Ledger) -> Json:
        found = find(ledger)
        if leads:
            sprinting.require_mover(ledger, found, envelope.user)
        return view(found, envelope.user)

    await desk.open_view(envelope, await desk.store.read(make))


def _pressed(click: Click) -> Callable[[Ledger], Running]:
    return lambda ledger: sprinting.get(ledger, click.envelope.workspace, RoundId(click.value))


async def press_take(desk: Desk, click: Click) -> Reply | None:
    """The button on the card."""
    await _open(desk, click.envelope, _pressed(click), _TAKE)
    return None


async def press_done(desk: Desk, click: Click) -> Reply | None:
    """The button on the card, and on the last day."""
    await _open(desk, click.envelope, _pressed(click), _DONE)
    return None


async def press_close(desk: Desk, click: Click) -> Reply | None:
    """The button on the card, and on the last day."""
    await _open(desk, click.envelope, _pressed(click), _CLOSE, leads=True)
    return None


async def press_skip(desk: Desk, click: Click) -> Reply | None:
    """No sprint this time."""
    await desk.perform(click.envelope, RoundId(click.value), Skip())
    return None


async def take_word(desk: Desk, command: Command) -> Reply | None:
    """`/sprint take #12`, or the form."""
    envelope = command.envelope
    if not command.rest:
        await _open(desk, envelope, lambda ledger: here(ledger, envelope), _TAKE)
        return None

    def find(ledger: Ledger) -> tuple[RoundId, StoryId, str]:
        found = here(ledger, envelope)
        story = backlog.find(ledger, found.team, command.rest)
        return found.round.id, story.id, titled(story)

    round_, story, title = await desk.store.read(find)
    await desk.perform(envelope, round_, Take(story, envelope.user))
    return Reply(f"Yours: {title}.")


async def done_word(desk: Desk, command: Command) -> Reply | None:
    """`/sprint done`: the form."""
    envelope = command.envelope
    await _open(desk, envelope, lambda ledger: here(ledger, envelope), _DONE)
    return None


async def close_word(desk: Desk, command: Command) -> Reply | None:
    """`/sprint close`: what that means, and then it is."""
    envelope = command.envelope
    await _open(desk, envelope, lambda ledger: here(ledger, envelope), _CLOSE, leads=True)
    return None


async def _do_here(desk: Desk, envelope: Envelope, act: Act) -> Running:
    found = await desk.store.read(lambda ledger: here(ledger, envelope))
    await desk.perform(envelope, found.round.id, act)
    return found


async def skip_word(desk: Desk, command: Command) -> Reply:
    """`/sprint skip`: no sprint this time."""
    found = await _do_here(desk, command.envelope, Skip())
    return Reply(f"Sprint {found.round.state.span.number} is skipped. `/sprint plan` plans it after all.")


async def stop_word(desk: Desk, command: Command) -> Reply:
    """`/sprint stop`: none after this one."""
    found = await _do_here(desk, command.envelope, Stop())
    if found.round.state.phase == "running":
        return Reply("This is the last sprint. `/sprint setup` takes that back, until it closes.")
    return Reply("There are no more sprints. `/sprint start` sets them up again.")


async def take(desk: Desk, submission: Submission) -> Json | None:
    """The submitted taker, whom we may have to meet first."""
    round_, story, owner = small_forms.read_take(submission.view)
    envelope = submission.envelope
    known = await meet(desk, envelope.workspace, [owner])
    if not any(each.human and each.active for each in known):
        raise BadInput("A bot, or somebody who was deactivated, cannot take a story.", small_forms.OWNER)
    await desk.perform(envelope, round_, Take(story, owner))
    return None


async def finish(desk: Desk, submission: Submission) -> Json | None:
    """The submitted stories are done."""
    (round_, stories), envelope, now = small_forms.read_done(submission.view), submission.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        team = sprinting.get(ledger, envelope.workspace, round_).team
        backlog.finish_all(ledger, team, stories, now)

    await desk.run(envelope, do, about=round_)
    return None


async def close(desk: Desk, submission: Submission) -> Json | None:
    """The sprint is closed."""
    await desk.perform(submission.envelope, small_forms.read_close(submission.view), Close())
    return None


def _claimed(found: Running, story: StoryId) -> Claim:
    claim = found.round.state.claim(story)
    if claim is None or claim.state != "rolled":
        raise NotFound("That story does not roll over any more.")
    return claim


async def press_why(desk: Desk, click: Click) -> Reply | None:
    """Why it took longer: the form."""
    await _about_claim(desk, click, small_forms.why_view)
    return None


async def press_why_one(desk: Desk, click: Click) -> Reply | None:
    """The button below what came of the sprint: of those that nobody has explained."""
    envelope = click.envelope

    def make(ledger: Ledger) -> Json:
        found = sprinting.get(ledger, envelope.workspace, RoundId(click.value))
        open_ = found.round.state.unexplained
        mine_first = sorted(open_, key=lambda each: each.owner != envelope.user)
        if not mine_first or found.round.over:
            raise Settled("There is nothing left to explain.")
        return small_forms.why_one_view(found.round.id, mine_first)

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def press_split(desk: Desk, click: Click) -> Reply | None:
    """A story that rolled over too often becomes several."""
    await _about_claim(desk, click, small_forms.split_view)
    return None


async def _about_claim(desk: Desk, click: Click, view: Callable[[RoundId, Claim], Json]) -> None:
    round_, story = drawings.read_claim(click.value)

    def make(ledger: Ledger) -> Json:
        found = sprinting.get(ledger, click.envelope.workspace, round_)
        return view(round_, _claimed(found, story))

    await desk.open_view(click.envelope, await desk.store.read(make))


async def say_why(desk: Desk, submission: Submission) -> Json | None:
    """The submitted reason."""
    round_, act = small_forms.read_why(submission.view)
    await desk.perform(submission.envelope, round_, act)
    return None


async def split(desk: Desk, submission: Submission) -> Json | None:
    """The submitted parts: they stand in the backlog for the story."""
    round_, story, parts = small_forms.read_split(submission.view)
    envelope, now = submission.envelope, desk.now()

    def do(ledger: Ledger) -> None:
        team = sprinting.get(ledger, envelope.workspace, round_).team
        whole = backlog.get(ledger, team, story)
        if whole.state != "open":
            raise Refused(f"#{whole.number} is {whole.state} by now, so there is nothing to split.")
        backlog.split(ledger, team, whole, parts, now)
        backlog.drop(ledger, team, story, envelope.user, now)

    await desk.run(envelope, do, about=round_)
    return None
