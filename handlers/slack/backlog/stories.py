"""`/story` and its forms: one story, or many pasted at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.book import pasting
from bot.book.pasting import is_link
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import Story, StoryId, Team
from bot.shell import backlog
from handlers.slack.backlog import story_form
from handlers.slack.backlog.place import ELSEWHERE, team_here
from handlers.slack.blocks import actions, button, context, modal, paragraph, rich
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, OnCommand, Reply, Submission
from handlers.slack.entering import enter
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.meeting import meet
from handlers.slack.text import count, say, titled, unmarked, user_text

HELP = (
    ("/story add Churn by region https://…", "put a story into the backlog"),
    ("/story edit #12", "change one"),
    ("/story drop #12", "take one out"),
    ("/story done #12", "it is done; restore takes that back"),
    ("/story restore #12", "have it back"),
    ("/story link #12 https://…", "give it a link, or `none`; without one, show it"),
    ("/story import", "many at once: lines or CSV, looked at before they are added"),
)
RESTORE = "story.restore"


async def add(desk: Desk, command: Command) -> Reply | None:
    """`/story add [title]`."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/story add")
    await desk.open_view(
        envelope,
        story_form.view(envelope.channel, name, pasting.read_line(unmarked(command.typed.partition(" ")[2]))),
    )
    return None


async def paste(desk: Desk, command: Command) -> Reply | None:
    """`/story import`."""
    envelope = command.envelope
    name, _ = await enter(desk, envelope, ELSEWHERE, "/story import")
    await desk.open_view(envelope, story_form.import_view(envelope.channel, name))
    return None


async def edit(desk: Desk, command: Command) -> Reply | None:
    """`/story edit #12`."""
    envelope = command.envelope

    def make(ledger: Ledger) -> Json:
        team = team_here(ledger, envelope)
        return story_form.view(team.channel, team.name, backlog.find(ledger, team, command.rest))

    await desk.open_view(envelope, await desk.store.read(make))
    return None


async def drop(desk: Desk, command: Command) -> Reply:
    """`/story drop #12`."""
    envelope, now = command.envelope, desk.now()

    def do(ledger: Ledger) -> Story:
        team = team_here(ledger, envelope)
        return backlog.drop(ledger, team, backlog.find(ledger, team, command.rest).id, envelope.user, now)

    story = await desk.run(envelope, do)
    return _about("Dropped: ", story, ".", actions(button("Undo", RESTORE, story.id)))


async def finish(desk: Desk, command: Command) -> Reply:
    """`/story done #12`."""
    envelope, now = command.envelope, desk.now()

    def do(ledger: Ledger) -> Story:
        team = team_here(ledger, envelope)
        return backlog.finish(ledger, team, backlog.find(ledger, team, command.rest).id, now)

    story = await desk.run(envelope, do)
    return _about("Done: ", story, ".", actions(button("Undo", RESTORE, story.id)))


async def restore(desk: Desk, click: Click) -> Reply:
    """The Undo button of what was dropped."""
    return await _restored(
        desk, click.envelope, lambda ledger, team: backlog.get(ledger, team, StoryId(click.value))
    )


async def restore_word(desk: Desk, command: Command) -> Reply:
    """`/story restore #12`."""
    return await _restored(
        desk, command.envelope, lambda ledger, team: backlog.find(ledger, team, command.rest)
    )


async def _restored(desk: Desk, envelope: Envelope, which: Callable[[Ledger, Team], Story]) -> Reply:
    now = desk.now()

    def do(ledger: Ledger) -> Story:
        team = team_here(ledger, envelope)
        return backlog.restore(ledger, team, which(ledger, team).id, now)

    return _about("Back in the backlog: ", await desk.run(envelope, do), ".")


async def link(desk: Desk, command: Command) -> Reply:
    """`/story link #12` shows its link, `/story link #12 https://…` sets it, `/story link #12 none` takes it away."""
    envelope, now = command.envelope, desk.now()
    number, _, typed = command.rest.partition(" ")
    typed = unmarked(typed).strip()
    address = "" if typed.casefold() == "none" else typed
    if address and not is_link(address):
        raise BadInput("A link begins with http:// or https://, as in `/story link #12 https://…`.")
    if len(address) > pasting.LINK:
        raise BadInput(f"A link has {pasting.LINK} characters at most; yours has {len(address)}.")

    def do(ledger: Ledger) -> Story:
        team = team_here(ledger, envelope)
        story = backlog.find(ledger, team, number)
        if not typed:
            return story
        return backlog.edit(ledger, team, story.id, replace(backlog.draft(story), link=address), now)

    story = await desk.run(envelope, do)
    return _about("", story, f": {story.link}" if story.link else " has no link.")


def _about(before: str, story: Story, after: str, *more: Json) -> Reply:
    """A sentence about a story; what people wrote is taken literally."""
    name = titled(story)
    told = rich(paragraph(say(before), say(name, bold=True), user_text(after, pasting.LINK)))
    return Reply(f"{before}{name}{after}", [told, *more])


ROUTES: Mapping[str, OnCommand] = {
    "add": add,
    "new": add,
    "edit": edit,
    "drop": drop,
    "done": finish,
    "restore": restore_word,
    "link": link,
    "import": paste,
}


async def story(desk: Desk, command: Command) -> Reply | None:
    """`/story` and its words."""
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if not command.word:
        return await add(desk, command)
    if command.word.removeprefix("#").isdecimal():
        return await edit(desk, replace(command, word="edit", rest=command.word))
    if command.word == "help":
        return listed(HELP)
    near = nearest(command.word, ROUTES)
    meant = f" Did you mean {quoted(f'/story {near} {command.rest}'.strip())}?" if near else ""
    return listed(HELP, f"{quoted('/story ' + command.word)} is not understood.{meant}")


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted form of a story."""
    made, envelope, now = story_form.read(submission.view), submission.envelope, desk.now()
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> Story:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        if made.story:
            _require_fresh(backlog.get(ledger, team, made.story), made)
            return backlog.edit(ledger, team, made.story, made.draft, now)
        return backlog.add(ledger, team, [made.draft], now)[0]

    saved = await desk.run(envelope, do)
    return _said([say("Saved: "), say(titled(saved), bold=True)], "/estimate puts it to the vote.")


def _require_fresh(story: Story, made: story_form.Made) -> None:
    """A form puts every field back, also those that somebody else has changed since it was opened."""
    now = backlog.draft(story)
    if made.seen != story_form.print_of(now) and made.draft != now:
        raise BadInput(
            f"Somebody changed #{story.number} meanwhile. Copy what you typed, and open it again.",
            story_form.TITLE,
        )


async def save_import(desk: Desk, submission: Submission) -> Json | None:
    """What was pasted: first to be looked at, then added."""
    made, envelope, now = story_form.read_import(submission.view), submission.envelope, desk.now()
    if not made.seen:
        view = story_form.import_view(made.channel, made.channel_name, made.text, made.pasted)
        return {"response_action": "update", "view": view}
    await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> tuple[Story, ...]:
        team = backlog.team_for(
            ledger, envelope.workspace, made.channel, made.channel_name, envelope.user, now
        )
        return backlog.add(ledger, team, made.pasted.drafts, now)

    added = await desk.run(envelope, do)
    numbers = f"#{added[0].number}" if len(added) == 1 else f"#{added[0].number} to #{added[-1].number}"
    words = say(f"Added: {count(len(added), 'story', 'stories')}, {numbers}.")
    return _said([words], "/backlog shows them, /estimate puts them to the vote.")


def _said(words: list[list[Json]], below: str) -> Json:
    view = modal("said", "Stories", [rich(paragraph(*words)), context(below)], close="Close")
    return {"response_action": "update", "view": view}
